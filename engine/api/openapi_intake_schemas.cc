// Live intake: what SDKs send and are told.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kTracking = R"json({
"Anything": {"description": "Any body."},
"OtlpReply": {"type": "object", "additionalProperties": false, "properties": {
  "partialSuccess": {"type": "object", "required": ["rejectedLogRecords", "errorMessage"], "properties": {
    "rejectedLogRecords": {"type": "string", "description": "How many; what is wrong with each stands in /v1/rejects."},
    "errorMessage": {"type": "string", "description": "Of the first."}}}}},
"Success": {"type": "object", "required": ["success"], "properties": {"success": {"type": "boolean"}}},
"SegmentCall": {"type": "object", "properties": {
  "type": {"enum": ["identify", "track", "page", "screen", "group", "alias", "merge"]},
  "writeKey": {"type": "string"}, "messageId": {"type": "string"}, "userId": {"type": ["string", "number", "null"]},
  "anonymousId": {"type": ["string", "null"]}, "previousId": {"type": "string"}, "groupId": {"type": "string"},
  "event": {"type": "string"}, "name": {"type": "string"}, "category": {"type": "string"},
  "properties": {"type": "object"}, "traits": {"type": "object"}, "context": {"type": "object"},
  "integrations": {"type": "object"}, "channel": {"type": "string"},
  "mergeProperties": {"type": "array", "description": "Of merge: names of one customer.", "items": {"type": "object",
    "required": ["type", "value"], "properties": {"type": {"type": "string"}, "value": {"type": "string"}}}},
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

}  // namespace

std::vector<std::string_view> intake_schemas() { return {kTracking}; }

}  // namespace sojourn
