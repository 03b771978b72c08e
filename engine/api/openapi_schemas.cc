// The shapes of requests and replies, as JSON Schema. api_test holds real replies against them.
#include "api/openapi.h"

namespace sojourn {
namespace {

constexpr std::string_view kAsking = R"json({
"Questions": {"anyOf": [{"$ref": "#/components/schemas/Question"},
  {"type": "array", "maxItems": 64, "items": {"$ref": "#/components/schemas/Question"}}]},
"Answers": {"anyOf": [{"$ref": "#/components/schemas/Answer"},
  {"type": "array", "items": {"anyOf": [{"$ref": "#/components/schemas/Answer"},
    {"type": "object", "required": ["error"], "properties": {"error": {"$ref": "#/components/schemas/Problem"}}}]}}]},
"Answer": {"type": "object",
  "required": ["measure", "question", "unit", "definition", "convention", "as_of", "events", "columns", "rows", "notes"],
  "properties": {
    "measure": {"type": "string"},
    "question": {"type": "object", "description": "The question as it was understood."},
    "unit": {"type": "string"},
    "definition": {"type": "string"},
    "convention": {"type": "string", "description": "What was chosen where peers differ."},
    "as_of": {"type": "string", "format": "date-time"},
    "events": {"type": "integer", "description": "Events in what was asked."},
    "columns": {"type": "array", "items": {"type": "object", "required": ["name", "role", "unit"], "properties": {
      "name": {"type": "string"},
      "role": {"enum": ["split", "key", "value", "low", "high", "count", "detail"]},
      "unit": {"type": "string"}}}},
    "rows": {"type": "array", "items": {"type": "object", "description":
      "Cells by column name. A cell without a value is left out, and `none` says why; an absent split is null.",
      "additionalProperties": {"type": ["string", "number", "null"]}}},
    "none": {"type": "string", "description": "Why there are no rows at all."},
    "notes": {"type": "array", "items": {"type": "string"}}}},
"Cell": {"type": "object", "additionalProperties": false, "properties": {
  "keys": {"type": "object", "description": "Split and key columns with their values; null for an absent one.",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]}},
  "column": {"type": "string", "description": "A column with the role count; the first one unless told."}}},
"WhoQuestion": {"type": "object", "required": ["question"], "additionalProperties": false, "properties": {
  "question": {"$ref": "#/components/schemas/Question"},
  "cell": {"$ref": "#/components/schemas/Cell"},
  "offset": {"type": "integer", "minimum": 0, "default": 0},
  "limit": {"type": "integer", "minimum": 0, "maximum": 1000, "default": 100}}},
"People": {"type": "object", "required": ["total", "people"], "properties": {
  "total": {"type": "integer"},
  "people": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}}}},
"Measures": {"type": "object", "required": ["measures"], "properties": {
  "measures": {"type": "array", "items": {"$ref": "#/components/schemas/Measure"}}}},
"Measure": {"type": "object", "required": ["id", "title", "question", "definition", "unit", "range", "better", "shape",
    "least_n", "interval", "inputs", "source", "since", "splits", "parameters"],
  "properties": {
    "id": {"type": "string"}, "title": {"type": "string"}, "question": {"type": "string"},
    "definition": {"type": "string"}, "unit": {"type": "string"},
    "range": {"type": ["array", "null"], "items": {"type": "number"}},
    "better": {"enum": ["up", "down", "none"]},
    "shape": {"enum": ["number", "table", "flow", "funnel", "stages"]},
    "least_n": {"type": "integer", "description": "Below it no ranking and no arrow."},
    "interval": {"type": "string"}, "inputs": {"type": "string"}, "source": {"type": "string"},
    "since": {"type": "string"}, "splits": {"type": "boolean"},
    "parameters": {"type": "array", "items": {"type": "object", "required": ["name", "type"], "properties": {
      "name": {"type": "string"},
      "type": {"enum": ["choice", "number", "integer", "duration", "filter", "text", "bool", "field"]},
      "default": {"type": ["string", "null"]}, "choices": {"type": "array", "items": {"type": "string"}},
      "min": {"type": ["number", "null"]}, "max": {"type": ["number", "null"]},
      "repeated": {"type": "boolean"}, "required": {"type": "boolean"}, "about": {"type": "string"}}}}}},
"Fields": {"type": "object", "required": ["fields", "properties"], "properties": {
  "fields": {"type": "array", "items": {"type": "object", "required": ["name", "type", "about"], "properties": {
    "name": {"type": "string"},
    "type": {"enum": ["term", "key", "text", "number", "money", "duration", "bool", "time"]},
    "about": {"type": "string"}}}},
  "properties": {"type": "array", "items": {"type": "string"}}}}
})json";

constexpr std::string_view kPeople = R"json({
"Identifier": {"type": "object", "required": ["kind", "value"], "properties": {
  "kind": {"enum": ["id", "email", "phone", "anonymous", "device", "account", "unknown"]},
  "value": {"type": "string"}}},
"Person": {"type": "object", "required": ["customer", "number", "identifiers"], "properties": {
  "customer": {"type": "string", "description": "Names the customer in addresses: \"c-1\" or \"email:a@example.com\"."},
  "number": {"type": "integer"},
  "identifiers": {"type": "array", "items": {"$ref": "#/components/schemas/Identifier"}}}},
"Customers": {"type": "object", "required": ["customers"], "properties": {
  "customers": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}}}},
"Customer": {"type": "object", "required": ["customer", "number", "identifiers", "links", "flags", "stages"], "properties": {
  "customer": {"type": "string"}, "number": {"type": "integer"},
  "identifiers": {"type": "array", "items": {"$ref": "#/components/schemas/Identifier"}},
  "links": {"type": "array", "items": {"$ref": "#/components/schemas/Link"}},
  "flags": {"type": "array", "items": {"type": "object", "required": ["identifier", "reason"], "properties": {
    "identifier": {"type": "string"}, "reason": {"type": "string"}}}},
  "stages": {"type": "array", "description": "Stays in the stages of the journey, in order; the last one is open.", "items": {
    "type": "object", "required": ["stage", "entered", "left"], "properties": {"stage": {"type": "string"},
    "entered": {"type": "string", "format": "date-time"}, "left": {"type": ["string", "null"], "format": "date-time"}}}}}},
"NewLink": {"type": "object", "required": ["a", "b"], "additionalProperties": false, "properties": {
  "a": {"type": "string"}, "b": {"type": "string"}, "reason": {"type": "string"}}},
"Link": {"type": "object", "required": ["number", "a", "b", "since", "by_hand", "reason", "made_at", "undone_at"],
  "properties": {
    "number": {"type": "integer"}, "a": {"type": "string"}, "b": {"type": "string"},
    "since": {"type": ["string", "null"], "format": "date-time"}, "by_hand": {"type": "boolean"},
    "reason": {"type": "string"}, "made_at": {"type": ["string", "null"], "format": "date-time"},
    "undone_at": {"type": ["string", "null"], "format": "date-time"}}},
"Links": {"type": "object", "required": ["total", "links"], "properties": {
  "total": {"type": "integer"}, "links": {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}}},
"Timeline": {"type": "object", "required": ["events", "next"], "properties": {
  "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
  "next": {"type": ["integer", "null"], "description": "The offset of the next page."}}},
"Event": {"type": "object", "required": ["sequence", "id", "source", "time", "offset_minutes", "received", "who", "fields",
    "properties"],
  "properties": {
    "sequence": {"type": "integer"}, "id": {"type": "string"}, "source": {"type": "string"},
    "time": {"type": "string", "format": "date-time"}, "offset_minutes": {"type": "integer"},
    "received": {"type": "string", "format": "date-time"},
    "who": {"type": "array", "items": {"$ref": "#/components/schemas/Identifier"}},
    "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    "properties": {"type": "object"}}}
})json";

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
    "settings": {"type": "array", "items": {"type": "object", "required": ["name", "about"], "properties": {
      "name": {"type": "string"}, "about": {"type": "string"}}}}}}}}},
"IntakeStatus": {"type": "object",
  "required": ["commits", "events", "repeats", "refused_batches", "failed_batches", "waiting_bytes", "commit_seconds",
    "change", "last_sequence", "at"],
  "properties": {
    "commits": {"type": "integer"}, "events": {"type": "integer"}, "repeats": {"type": "integer"},
    "refused_batches": {"type": "integer", "description": "Answered 429."},
    "failed_batches": {"type": "integer", "description": "Answered 503."},
    "waiting_bytes": {"type": "integer"}, "commit_seconds": {"type": "number"},
    "change": {"type": "integer"}, "last_sequence": {"type": "integer"},
    "at": {"type": ["string", "null"], "format": "date-time", "description": "When the last change was shown."}}}
})json";

constexpr std::string_view kTracking = R"json({
"Anything": {"description": "Any body."},
"Nothing": {"type": "object", "description": "An empty object."},
"Success": {"type": "object", "required": ["success"], "properties": {"success": {"type": "boolean"}}},
"SegmentCall": {"type": "object", "properties": {
  "type": {"enum": ["identify", "track", "page", "screen", "group", "alias", "merge"]},
  "writeKey": {"type": "string"}, "messageId": {"type": "string"}, "userId": {"type": ["string", "number", "null"]},
  "anonymousId": {"type": ["string", "null"]}, "previousId": {"type": "string"}, "groupId": {"type": "string"},
  "event": {"type": "string"}, "name": {"type": "string"}, "category": {"type": "string"},
  "properties": {"type": "object"}, "traits": {"type": "object"}, "context": {"type": "object"},
  "integrations": {"type": "object"}, "channel": {"type": "string"},
  "timestamp": {"type": "string"}, "originalTimestamp": {"type": "string"}, "sentAt": {"type": "string"}}},
"SegmentBatch": {"type": "object", "required": ["batch"], "properties": {
  "batch": {"type": "array", "items": {"$ref": "#/components/schemas/SegmentCall"}},
  "writeKey": {"type": "string"}, "sentAt": {"type": "string"}, "context": {"type": "object"},
  "integrations": {"type": "object"}}},
"PosthogEvent": {"type": "object", "properties": {
  "api_key": {"type": "string"}, "token": {"type": "string"}, "event": {"type": "string"},
  "distinct_id": {"type": ["string", "number"]}, "uuid": {"type": "string"}, "properties": {"type": "object"},
  "timestamp": {"type": "string"}, "offset": {"type": "number"}, "session_id": {"type": "string"},
  "options": {"type": "object"}, "$set": {"type": "object"}, "$set_once": {"type": "object"}}},
"PosthogEvents": {"anyOf": [
  {"type": "array", "items": {"$ref": "#/components/schemas/PosthogEvent"}},
  {"type": "object", "required": ["batch"], "properties": {
    "batch": {"type": "array", "items": {"$ref": "#/components/schemas/PosthogEvent"}},
    "api_key": {"type": "string"}, "token": {"type": "string"}, "sent_at": {"type": "string"},
    "created_at": {"type": "string"}, "historical_migration": {"type": "boolean"}}},
  {"$ref": "#/components/schemas/PosthogEvent"}]},
"PosthogStatus": {"type": "object", "required": ["status"], "properties": {"status": {"const": 1}}},
"PosthogResults": {"type": "object", "required": ["results"], "properties": {
  "results": {"type": "object", "description": "Events that are to be sent again or dropped: none."}}},
"PosthogConfig": {"type": "object", "additionalProperties": {}},
"PosthogFlags": {"type": "object", "additionalProperties": {}},
"SnowplowEvents": {"type": "object", "required": ["schema", "data"], "properties": {
  "schema": {"type": "string"},
  "data": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}}}},
"CloudEvent": {"type": "object", "required": ["specversion", "id", "source", "type"], "additionalProperties": {},
  "properties": {"specversion": {"const": "1.0"}, "id": {"type": "string"}, "source": {"type": "string"},
    "type": {"type": "string"}, "subject": {"type": "string"}, "time": {"type": "string"}, "data": {}}},
"CloudEvents": {"anyOf": [{"$ref": "#/components/schemas/CloudEvent"},
  {"type": "array", "items": {"$ref": "#/components/schemas/CloudEvent"}},
  {"description": "In binary mode: the data alone; the rest stands in ce-* headers."}]},
"OtlpLogs": {"type": "object", "required": ["resourceLogs"], "properties": {
  "resourceLogs": {"type": "array", "items": {"type": "object"}}}},
"PlainEvent": {"type": "object", "additionalProperties": {}, "description":
  "Canonical names (docs/formats/import.md) fill fields, all others are properties."},
"PlainEvents": {"anyOf": [{"type": "array", "items": {"$ref": "#/components/schemas/PlainEvent"}},
  {"$ref": "#/components/schemas/PlainEvent"}]},
"PlainReply": {"type": "object", "required": ["success", "events", "repeats", "rejected", "rejects"], "properties": {
  "success": {"const": true}, "events": {"type": "integer", "description": "New ones."},
  "repeats": {"type": "integer", "description": "Those that were known already."},
  "rejected": {"type": "integer"},
  "rejects": {"type": "array", "description": "The first ten; all stand in /v1/rejects.", "items": {"type": "object",
    "required": ["line", "field", "reason"], "properties": {
      "line": {"type": "integer"}, "field": {"type": "string"}, "reason": {"type": "string"}}}}}},
"SegmentSettings": {"type": "object", "required": ["integrations", "plan"], "properties": {
  "integrations": {"type": "object"}, "plan": {"type": "object"}}},
"RudderConfig": {"type": "object", "required": ["source", "updatedAt"], "properties": {
  "source": {"type": "object"}, "updatedAt": {"type": "string"}}},
"Version": {"type": "object", "required": ["name", "version"], "properties": {
  "name": {"type": "string"}, "version": {"type": "string"}}}
})json";

constexpr std::string_view kSurveys = R"json({
"LocalText": {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}],
  "description": "One text for all languages, or one a language."},
"SurveyQuestion": {"type": "object", "required": ["id", "kind", "text"], "additionalProperties": false, "properties": {
  "id": {"type": "string"},
  "kind": {"enum": ["nps", "csat", "ces", "stars", "useful", "usable", "enjoyable", "choice", "text"]},
  "text": {"$ref": "#/components/schemas/LocalText"},
  "scale": {"type": "array", "items": {"type": "integer"}, "description": "Lowest and highest answer."},
  "low": {"$ref": "#/components/schemas/LocalText"}, "high": {"$ref": "#/components/schemas/LocalText"},
  "required": {"type": "boolean", "default": false},
  "choices": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["id", "text"],
    "properties": {"id": {"type": "string"}, "text": {"$ref": "#/components/schemas/LocalText"}}}]}},
  "when": {"type": "object", "required": ["question"], "additionalProperties": false, "properties": {
    "question": {"type": "string", "description": "An earlier one."},
    "comparison": {"enum": ["=", "!=", "<", "<=", ">", ">=", "answered"], "default": "="},
    "value": {"type": ["integer", "string"]}}}}},
"Survey": {"type": "object", "required": ["title", "questions"], "additionalProperties": false, "properties": {
  "name": {"type": "string"}, "title": {"$ref": "#/components/schemas/LocalText"},
  "intro": {"$ref": "#/components/schemas/LocalText"}, "thanks": {"$ref": "#/components/schemas/LocalText"},
  "languages": {"type": "array", "items": {"type": "string"}},
  "touchpoint": {"type": "string", "description": "What the scores are about."},
  "open": {"type": "boolean", "default": false, "description": "May anybody answer who has the address?"},
  "questions": {"type": "array", "items": {"$ref": "#/components/schemas/SurveyQuestion"}}}},
"SurveyWish": {"anyOf": [{"$ref": "#/components/schemas/Survey"}, {"type": "object", "required": ["template"],
  "additionalProperties": false, "properties": {"template": {"enum": ["after-delivery", "ces", "csat", "nps"]}}}]},
"Surveys": {"type": "object", "required": ["surveys", "templates"], "properties": {
  "surveys": {"type": "array", "items": {"type": "object",
    "required": ["name", "title", "languages", "touchpoint", "open", "questions", "path"], "properties": {
      "name": {"type": "string"}, "title": {"type": "string"},
      "languages": {"type": "array", "items": {"type": "string"}}, "touchpoint": {"type": "string"},
      "open": {"type": "boolean"}, "questions": {"type": "integer"},
      "path": {"type": "string", "description": "Of its page."}}}},
  "templates": {"type": "array", "items": {"type": "string"}}}},
"SurveyLinkWish": {"type": "object", "required": ["who"], "additionalProperties": false, "properties": {
  "who": {"type": "string", "description": "c-17, email:anna@example.com, phone:+31..."},
  "about": {"type": "string", "description": "order:o-1, call:9, touchpoint:visit, or an event's id."},
  "invitation": {"type": "string", "description": "Answers to one invitation are one response; made up unless told."},
  "language": {"type": "string"},
  "valid": {"type": "string", "default": "90d", "description": "How long from now."}}},
"SurveyLink": {"type": "object", "required": ["token", "response", "invitation", "expires", "path", "scores"], "properties": {
  "token": {"type": "string"}, "response": {"type": "string"}, "invitation": {"type": "string"},
  "expires": {"type": ["string", "null"], "format": "date-time"},
  "path": {"type": "string", "description": "Behind the address of this server."},
  "scores": {"type": "array", "description": "One click in an e-mail.", "items": {"type": "object",
    "required": ["score", "path"], "properties": {"score": {"type": "integer"}, "path": {"type": "string"}}}}}},
"SurveyQuestions": {"type": "object",
  "required": ["survey", "language", "right_to_left", "title", "intro", "thanks", "words", "questions"], "properties": {
    "survey": {"type": "string"}, "language": {"type": "string"}, "right_to_left": {"type": "boolean"},
    "title": {"type": "string"}, "intro": {"type": "string"}, "thanks": {"type": "string"},
    "words": {"type": "object", "additionalProperties": {"type": "string"}},
    "questions": {"type": "array", "items": {"$ref": "#/components/schemas/SurveyQuestion"}}}},
"SurveyAnswers": {"type": "object", "required": ["answers"], "additionalProperties": false, "properties": {
  "who": {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}],
    "description": "An identifier, or one a kind: id, email, phone, anonymous. Nobody: a person of its own."},
  "about": {"type": "string"}, "invitation": {"type": "string"}, "language": {"type": "string"},
  "answers": {"type": "object", "additionalProperties": {"type": ["string", "number", "null"]}},
  "response": {"type": "string", "description": "Answers of one response add up; the newest of a question counts. Who, about and medium stay as a former call of it said where this one does not."},
  "medium": {"type": "string", "default": "api", "description": "widget, chat, sms ..."},
  "properties": {"type": "object", "additionalProperties": {"type": "string"}}}},
"SurveyThanks": {"type": "object", "required": ["response", "next", "thanks"], "properties": {
  "response": {"type": "string"}, "thanks": {"type": "string"},
  "next": {"type": "array", "items": {"type": "string"}, "description": "Questions still to be asked."}}}
})json";

constexpr std::string_view kInvitations = R"json({
"LocalText": {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}],
  "description": "One text for all, or one a language."},
"RuleDefinition": {"type": "object", "required": ["on", "survey"], "additionalProperties": false, "properties": {
  "name": {"type": "string"}, "enabled": {"type": "boolean", "default": true},
  "on": {"type": "string", "description": "A filter: the events that cause an invitation."},
  "wait": {"type": "string", "default": "0s"}, "survey": {"type": "string"},
  "by": {"enum": ["email", "sms", "webhook"]},
  "subject": {"$ref": "#/components/schemas/LocalText"}, "text": {"$ref": "#/components/schemas/LocalText"},
  "sample": {"type": "number", "minimum": 0, "maximum": 100, "default": 100, "description": "Percent of the causes."},
  "cool_down": {"type": "string", "default": "30d", "description": "Since the last invitation to any survey."},
  "quiet": {"type": "object", "required": ["from", "to"], "properties": {
    "from": {"type": "string"}, "to": {"type": "string"}}},
  "zone": {"type": "string", "default": "UTC"},
  "max_age": {"type": "string", "description": "Of a cause when it becomes known; the wait and 7d unless told."},
  "per_day": {"type": "integer", "minimum": 0, "default": 0, "description": "0: any number."},
  "answer_within": {"type": "string", "default": "30d"}}},
"Rule": {"type": "object", "required": ["name", "enabled", "on", "wait", "survey", "by", "sample", "cool_down", "zone",
    "max_age", "per_day", "answer_within", "counts"], "properties": {
  "name": {"type": "string"}, "enabled": {"type": "boolean"}, "on": {"type": "string"}, "wait": {"type": "string"},
  "survey": {"type": "string"}, "by": {"enum": ["email", "sms", "webhook"]},
  "subject": {"$ref": "#/components/schemas/LocalText"}, "text": {"$ref": "#/components/schemas/LocalText"},
  "sample": {"type": "number"}, "cool_down": {"type": "string"}, "quiet": {"type": "object"},
  "zone": {"type": "string"}, "max_age": {"type": "string"}, "per_day": {"type": "integer"},
  "answer_within": {"type": "string"},
  "counts": {"type": "object", "required": ["causes", "planned", "skipped", "sampled_out", "nobody"],
    "additionalProperties": {"type": "integer"}}}},
"Rules": {"type": "object", "required": ["rules"], "properties": {
  "rules": {"type": "array", "items": {"$ref": "#/components/schemas/Rule"}}}},
"RuleTrial": {"type": "object", "required": ["from", "causes", "customers", "invitations", "invited_customers", "others"],
  "properties": {
    "from": {"type": ["string", "null"], "format": "date-time"}, "causes": {"type": "integer"},
    "customers": {"type": "integer", "description": "With a cause."}, "invitations": {"type": "integer"},
    "invited_customers": {"type": "integer"},
    "others": {"type": "object", "description": "Causes without an invitation, by reason.",
      "additionalProperties": {"type": "integer"}}}},
"Invitation": {"type": "object", "required": ["id", "rule", "survey", "by", "customer", "about", "cause", "cause_time",
    "state", "reason", "made", "due", "sent", "answered", "tries", "to", "language"], "properties": {
  "id": {"type": "string"}, "rule": {"type": "string"}, "survey": {"type": "string"},
  "by": {"enum": ["email", "sms", "webhook"]}, "customer": {"type": "string"}, "about": {"type": "string"},
  "cause": {"type": "integer", "description": "Number of the event."},
  "cause_time": {"type": ["string", "null"], "format": "date-time"},
  "state": {"enum": ["planned", "due", "sending", "sent", "answered", "failed", "skipped"]},
  "reason": {"type": "string", "description": "Why it was skipped, failed, or waits."},
  "made": {"type": ["string", "null"], "format": "date-time"}, "due": {"type": ["string", "null"], "format": "date-time"},
  "sent": {"type": ["string", "null"], "format": "date-time"},
  "answered": {"type": ["string", "null"], "format": "date-time"},
  "tries": {"type": "integer"}, "to": {"type": "string"}, "language": {"type": "string"}}},
"Invitations": {"type": "object", "required": ["total", "counts", "trouble", "invitations"], "properties": {
  "total": {"type": "integer"}, "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
  "trouble": {"type": "string", "description": "What went wrong last; empty when nothing did."},
  "invitations": {"type": "array", "items": {"$ref": "#/components/schemas/Invitation"}}}},
"Unsubscribe": {"type": "object", "required": ["who"], "additionalProperties": false, "properties": {
  "who": {"type": "string", "description": "An identifier: c-17, email:anna@example.com."}}},
"Unsubscribes": {"type": "object", "required": ["unsubscribes"], "properties": {
  "unsubscribes": {"type": "array", "items": {"type": "object", "required": ["who", "at", "by"], "properties": {
    "who": {"type": "string"}, "at": {"type": ["string", "null"], "format": "date-time"},
    "by": {"enum": ["link", "owner"]}}}}}},
"MailSettings": {"type": "object", "additionalProperties": {"type": ["string", "integer", "boolean"]}, "description":
  "base_url, host, port, tls, user, password, from, reply_to, ca_file, per_minute, webhook_url, webhook_secret, sms_url, sms_account, sms_token, sms_from, allow_private. An empty text takes one away."},
"MailTest": {"type": "object", "required": ["to"], "additionalProperties": false, "properties": {"to": {"type": "string"}}}
})json";

}  // namespace

Json reply_schemas() {
  Json schemas = Json::parse(kAsking);
  schemas.update(Json::parse(kPeople));
  schemas.update(Json::parse(kRecord));
  schemas.update(Json::parse(kSources));
  schemas.update(Json::parse(kTracking));
  schemas.update(Json::parse(kSurveys));
  schemas.update(Json::parse(kInvitations));
  return schemas;
}

}  // namespace sojourn
