// The record: sources and their keys, rejects, stages, SQL, the state of the server.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kRecord = R"json({
"Sources": {"type": "object", "required": ["sources"], "properties": {"sources": {"type": "array", "items": {
  "type": "object", "required": ["source", "rows", "events", "repeats", "without_id", "without_time", "rejected",
    "first_event", "last_event", "last_import", "last_received", "format", "enabled"],
  "properties": {
    "source": {"type": "string"}, "rows": {"type": "integer"}, "events": {"type": "integer"},
    "repeats": {"type": "integer"}, "without_id": {"type": "integer"}, "without_time": {"type": "integer"},
    "rejected": {"type": "integer"}, "first_event": {"type": ["string", "null"], "format": "date-time"},
    "last_event": {"type": ["string", "null"], "format": "date-time"},
    "last_import": {"type": ["string", "null"], "format": "date-time"},
    "last_received": {"type": ["string", "null"], "format": "date-time", "description": "When something came last, live or by file."},
    "format": {"type": ["string", "null"], "description": "Null: known by its files alone."},
    "enabled": {"type": ["boolean", "null"]}}}}}},
"Rejects": {"type": "object", "required": ["total", "rejects"], "properties": {
  "total": {"type": "integer"},
  "rejects": {"type": "array", "items": {"type": "object",
    "required": ["source", "file", "line", "field", "reason", "raw", "at"],
    "properties": {
      "source": {"type": "string"}, "file": {"type": "string"}, "line": {"type": "integer"},
      "field": {"type": "string"}, "reason": {"type": "string"}, "raw": {"type": "string"},
      "at": {"type": ["string", "null"], "format": "date-time"}}}}}},
"RejectGroups": {"type": "object", "required": ["total", "groups", "cut"], "properties": {
  "total": {"type": "integer", "description": "Refused rows in all groups."},
  "groups": {"type": "array", "description": "The largest first.", "items": {"type": "object",
    "required": ["source", "field", "kind", "rows", "example", "first", "last"],
    "properties": {
      "source": {"type": "string"}, "field": {"type": "string"},
      "kind": {"type": "string", "description": "The beginning of the reason, without what the row said; /v1/rejects takes it."},
      "rows": {"type": "integer"}, "example": {"type": "string", "description": "The newest reason, whole."},
      "first": {"type": ["string", "null"], "format": "date-time"},
      "last": {"type": ["string", "null"], "format": "date-time"}}}},
  "cut": {"type": "boolean", "description": "There are more groups."}}},
"Arrivals": {"type": "object", "required": ["events"], "properties": {
  "events": {"type": "array", "items": {"type": "object",
    "required": ["sequence", "time", "received", "channel", "touchpoint", "customer"],
    "properties": {
      "sequence": {"type": "integer"}, "time": {"type": ["string", "null"], "format": "date-time"},
      "received": {"type": ["string", "null"], "format": "date-time"},
      "channel": {"type": ["string", "null"]}, "touchpoint": {"type": ["string", "null"]},
      "customer": {"type": ["string", "null"], "description": "Null: nobody knows who it was, or it is not for the asker to know."}}}}}},
"StageTrial": {"type": "object", "required": ["touchpoints", "left_out", "changed", "stages"], "properties": {
  "touchpoints": {"type": "array", "description": "Of the events and of the rules; those with the most events first.",
    "items": {"type": "object",
      "required": ["touchpoint", "events", "customers", "own", "before", "after", "changed"],
      "properties": {
        "touchpoint": {"type": "string"}, "events": {"type": "integer"},
        "customers": {"type": "integer", "description": "Those whom we can name."},
        "own": {"type": "array", "description": "Events that name a stage themselves: no rule changes it.",
          "items": {"type": "object", "required": ["stage", "events"], "properties": {
            "stage": {"type": "string"}, "events": {"type": "integer"}}}},
        "before": {"type": ["string", "null"], "description": "Its stage by the rules in force."},
        "after": {"type": ["string", "null"], "description": "Its stage by these rules."},
        "changed": {"type": "integer", "description": "Events that would lie in another stage."}}}},
  "left_out": {"type": "integer", "description": "Touchpoints beyond the 10,000 that are listed; they are counted."},
  "changed": {"type": "integer"},
  "stages": {"type": "array", "description": "Events in each stage now and with these rules; null: in none.",
    "items": {"type": "object", "required": ["stage", "before", "after"], "properties": {
      "stage": {"type": ["string", "null"]}, "before": {"type": "integer"}, "after": {"type": "integer"}}}}}},
"StageRules": {"type": "object", "required": ["rules"], "additionalProperties": false, "properties": {
  "rules": {"type": "array", "items": {"type": "object", "required": ["touchpoint", "stage"], "properties": {
    "touchpoint": {"type": "string"}, "stage": {"type": "string"}}}}}},
"Stages": {"type": "object", "required": ["stages", "rules"], "properties": {
  "stages": {"type": "array", "items": {"type": "string"}},
  "rules": {"type": "array", "items": {"type": "object", "required": ["touchpoint", "stage"], "properties": {
    "touchpoint": {"type": "string"}, "stage": {"type": "string"}}}}}},
"Sql": {"type": "object", "required": ["sql"], "additionalProperties": false, "properties": {
  "sql": {"type": "string"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 10000, "default": 1000}}},
"SqlTable": {"type": "object", "required": ["columns", "rows", "cut"], "properties": {
  "columns": {"type": "array", "items": {"type": "object", "required": ["name", "type"], "properties": {
    "name": {"type": "string"}, "type": {"type": "string"}}}},
  "rows": {"type": "array", "items": {"type": "array", "items": {"type": ["string", "null"]}}},
  "cut": {"type": "boolean", "description": "There were more rows than the limit."}}},
"ServerStatus": {"type": "object", "required": ["version", "events", "customers", "data_until", "last_received", "change",
    "started", "timelines"],
  "properties": {
    "version": {"type": "string"}, "events": {"type": "integer"}, "customers": {"type": "integer"},
    "data_until": {"type": ["string", "null"], "format": "date-time", "description": "The time of the newest event."},
    "last_received": {"type": ["string", "null"], "format": "date-time", "description": "When something came last."},
    "change": {"type": "integer", "description": "Grows whenever the answers may have changed; see /v1/live."},
    "started": {"type": "string", "format": "date-time"},
    "timelines": {"type": "object", "required": ["parts", "bytes"], "properties": {
      "parts": {"type": "integer"}, "bytes": {"type": "integer"}}}}},
"OpenApi": {"type": "object", "description": "This document."},
"Problem": {"type": "object", "required": ["type", "title", "status", "detail", "code"], "properties": {
  "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
  "detail": {"type": "string"}, "where": {"type": "string", "description": "Field, column or byte at fault."},
  "code": {"type": "string"}, "request_id": {"type": "string"}}}
})json";

constexpr std::string_view kSources = R"json({
"SourceSettings": {"type": "object", "additionalProperties": false, "properties": {
  "format": {"type": "string", "default": "tracking", "description": "\"tracking\" for SDKs, or the id of a format."},
  "zone": {"type": "string", "default": "UTC", "description": "Of times without an offset."},
  "country": {"type": "string", "description": "Of phone numbers without one: two capitals."},
  "currency": {"type": "string", "description": "Of amounts that name none: three capitals."},
  "secret": {"type": ["string", "null"], "description":
    "What the vendor signs its webhooks with. Kept when it is not told; \"\" takes it away."},
  "settings": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Of the format."},
  "enabled": {"type": "boolean", "default": true}}},
"Source": {"type": "object",
  "required": ["source", "format", "enabled", "zone", "country", "currency", "signed", "settings", "made", "keys"],
  "properties": {
    "source": {"type": "string"}, "format": {"type": "string"}, "enabled": {"type": "boolean"},
    "zone": {"type": "string"}, "country": {"type": "string"}, "currency": {"type": "string"},
    "signed": {"type": "boolean", "description": "Is a secret set? It is never shown."},
    "settings": {"type": "object", "additionalProperties": {"type": "string"}},
    "made": {"type": ["string", "null"], "format": "date-time"},
    "keys": {"type": "array", "items": {"$ref": "#/components/schemas/SourceKey"}}}},
"SourceKey": {"type": "object", "required": ["id", "kind", "made", "revoked"], "properties": {
  "id": {"type": "string"}, "kind": {"enum": ["write", "hook"]},
  "made": {"type": ["string", "null"], "format": "date-time"},
  "revoked": {"type": ["string", "null"], "format": "date-time"}}},
"SourceKeys": {"type": "object", "required": ["keys"], "properties": {
  "keys": {"type": "array", "items": {"$ref": "#/components/schemas/SourceKey"}}}},
"SourceKeyWish": {"type": "object", "additionalProperties": false, "properties": {
  "kind": {"enum": ["write", "hook"], "description": "By the source's format unless told."}}},
"NewSourceKey": {"type": "object", "required": ["id", "kind", "key", "path"], "properties": {
  "id": {"type": "string"}, "kind": {"enum": ["write", "hook"]},
  "key": {"type": "string", "description": "Shown this once."},
  "path": {"type": ["string", "null"], "description": "Of a hook: where the vendor is to send."}}},
"Formats": {"type": "object", "required": ["formats"], "properties": {"formats": {"type": "array", "items": {
  "type": "object", "required": ["id", "title", "family", "channel", "about", "webhooks", "signed", "settings"],
  "properties": {
    "id": {"type": "string"}, "title": {"type": "string"}, "family": {"type": "string"},
    "channel": {"type": "string"}, "about": {"type": "string"}, "webhooks": {"type": "boolean"},
    "signed": {"type": "boolean", "description": "Can its webhooks be signed?"},
    "recognised": {"type": "boolean", "description": "Is a file of it known by its content?"},
    "settings": {"type": "array", "items": {"type": "object", "required": ["name", "about"], "properties": {
      "name": {"type": "string"}, "about": {"type": "string"}}}}}}}}},
"IntakeStatus": {"type": "object",
  "required": ["commits", "events", "repeats", "refused_batches", "failed_batches", "waiting_bytes", "commit_seconds",
    "change", "last_sequence", "at", "trouble", "trouble_at"],
  "properties": {
    "trouble": {"type": ["string", "null"], "description": "Why the record could not be written when that last was so."},
    "trouble_at": {"type": ["string", "null"], "format": "date-time"},
    "commits": {"type": "integer"}, "events": {"type": "integer"}, "repeats": {"type": "integer"},
    "refused_batches": {"type": "integer", "description": "Answered 429."},
    "failed_batches": {"type": "integer", "description": "Answered 503."},
    "waiting_bytes": {"type": "integer"}, "commit_seconds": {"type": "number"},
    "change": {"type": "integer"}, "last_sequence": {"type": "integer"},
    "at": {"type": ["string", "null"], "format": "date-time", "description": "When the last change was shown."}}}
})json";

}  // namespace

std::vector<std::string_view> record_schemas() { return {kRecord, kSources}; }

}  // namespace sojourn
