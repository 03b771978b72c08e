// Asking: questions, answers, people and their timelines.
#include "api/openapi_schemas.h"

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
    "about": {"type": "string"},
    "values": {"type": "array", "items": {"type": "string"}, "description": "Of voice.*: those that there are, up to 300."}}}},
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
    "properties": {"type": "object"},
    "voice": {"$ref": "#/components/schemas/VoiceWords"}}}
})json";

}  // namespace

std::vector<std::string_view> question_schemas() { return {kAsking, kPeople}; }

}  // namespace sojourn
