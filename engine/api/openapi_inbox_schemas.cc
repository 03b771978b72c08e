// The feedback inbox: items, their changes, notes, cases.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kInbox = R"json({
"FeedbackState": {"enum": ["open", "doing", "done"]},
"FeedbackTagList": {"type": "array", "maxItems": 30, "items": {"type": "string", "minLength": 1, "maxLength": 60}},
"Note": {"type": "object", "required": ["n", "at", "account", "text"], "properties": {
  "n": {"type": "integer", "description": "Names it where it stands."},
  "at": {"type": "string", "format": "date-time"}, "account": {"type": "string", "description": "Empty: nobody was signed in."},
  "text": {"type": "string"}}},
"NewNote": {"type": "object", "required": ["text"], "additionalProperties": false, "properties": {
  "text": {"type": "string", "minLength": 1, "maxLength": 5000}}},
"CustomerNote": {"allOf": [{"$ref": "#/components/schemas/Note"}], "required": ["identifier"], "properties": {
  "identifier": {"type": "string", "description": "Where it stands: it goes with this identifier when customers are joined or parted."}}},
"CustomerNotes": {"type": "object", "required": ["notes"], "properties": {
  "notes": {"type": "array", "items": {"$ref": "#/components/schemas/CustomerNote"}}}},
"Feedback": {"type": "object",
  "required": ["id", "time", "customer", "customer_number", "identifiers", "source", "channel", "touchpoint", "survey", "score", "answers", "text", "language", "voice", "agent", "state", "tags", "assignee", "notes", "case"],
  "properties": {
  "id": {"type": "integer", "description": "Stays whatever is sent again."},
  "event_id": {"type": "string", "description": "Of its first event, where one item is asked for; empty: the source gave none."},
  "time": {"type": "string", "format": "date-time"},
  "customer": {"type": ["string", "null"], "description": "The surest identifier; null: nobody is known."},
  "customer_number": {"type": "integer", "description": "Stands for the customer too, as number:12."},
  "identifiers": {"type": "array", "items": {"$ref": "#/components/schemas/Identifier"}},
  "source": {"type": "string"}, "channel": {"type": "string"}, "touchpoint": {"type": "string"}, "survey": {"type": "string"},
  "score": {"description": "The answer that says most: nps before csat, ces, stars and others.", "anyOf": [{"type": "null"}, {"type": "object",
    "required": ["kind", "value", "min", "max", "group"], "properties": {
    "kind": {"type": ["string", "null"]}, "value": {"type": "number"}, "min": {"type": ["number", "null"]}, "max": {"type": ["number", "null"]},
    "group": {"enum": ["detractor", "passive", "promoter", "negative", "neutral", "positive", null]}}}]},
  "answers": {"type": "array", "items": {"type": "object", "required": ["question", "kind", "answer", "scale", "choice", "text", "voice"], "properties": {
    "question": {"type": "string"}, "kind": {"type": ["string", "null"]}, "answer": {"type": ["number", "null"]},
    "scale": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["min", "max"], "properties": {"min": {"type": "number"}, "max": {"type": "number"}}}]},
    "choice": {"type": ["string", "null"]}, "text": {"type": "string"}, "voice": {"$ref": "#/components/schemas/VoiceWords"}}}},
  "text": {"type": "string", "description": "All that was written, with a blank line between."},
  "language": {"type": "string", "description": "As the source said it."},
  "voice": {"$ref": "#/components/schemas/VoiceWords", "description": "What the longest of its texts says."}, "agent": {"type": "string"},
  "state": {"$ref": "#/components/schemas/FeedbackState"}, "tags": {"$ref": "#/components/schemas/FeedbackTagList"},
  "assignee": {"type": "string", "description": "Who sees to it; empty: nobody."},
  "notes": {"type": "array", "items": {"$ref": "#/components/schemas/Note"}},
  "case": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["opened", "due", "overdue", "escalated"], "properties": {
    "opened": {"type": "string", "format": "date-time"}, "due": {"type": "string", "format": "date-time"},
    "overdue": {"type": "boolean"}, "escalated": {"type": ["string", "null"], "format": "date-time"}}}]}}},
"FeedbackPage": {"type": "object", "required": ["items", "next", "counts"], "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/Feedback"}},
  "next": {"type": ["string", "null"], "description": "For `before`; null: there is no more."},
  "counts": {"type": "object", "description": "Of all that the other filters let through, whatever state or case is asked for.",
    "required": ["open", "doing", "done", "cases", "overdue", "escalated", "mine"], "properties": {
    "open": {"type": "integer"}, "doing": {"type": "integer"}, "done": {"type": "integer"},
    "cases": {"type": "integer", "description": "This and the next three: of what is not done."},
    "overdue": {"type": "integer"}, "escalated": {"type": "integer"}, "mine": {"type": "integer"}}}}},
"FeedbackChange": {"type": "object", "additionalProperties": false, "properties": {
  "state": {"$ref": "#/components/schemas/FeedbackState"}, "tags": {"$ref": "#/components/schemas/FeedbackTagList"},
  "assignee": {"type": ["string", "null"], "description": "An account that may see feedback; empty or null: nobody."}}},
"FeedbackChanges": {"type": "object", "required": ["ids"], "additionalProperties": false, "properties": {
  "ids": {"type": "array", "minItems": 1, "maxItems": 500, "items": {"type": "integer"}},
  "state": {"$ref": "#/components/schemas/FeedbackState"}, "add_tags": {"$ref": "#/components/schemas/FeedbackTagList"},
  "remove_tags": {"$ref": "#/components/schemas/FeedbackTagList"}, "assignee": {"type": ["string", "null"]}}},
"FeedbackChanged": {"type": "object", "required": ["changed", "items"], "properties": {
  "changed": {"type": "integer"}, "items": {"type": "array", "items": {"$ref": "#/components/schemas/Feedback"}}}},
"FeedbackTags": {"type": "object", "required": ["tags"], "properties": {"tags": {"type": "array", "items": {
  "type": "object", "required": ["tag", "count"], "properties": {"tag": {"type": "string"}, "count": {"type": "integer"}}}}}},
"FeedbackSettingsParts": {"type": "object", "properties": {
  "cases": {"type": "string", "description": "A filter: which feedback opens a case; empty: none."},
  "due_hours": {"type": "integer", "minimum": 1, "maximum": 8784, "default": 48},
  "escalate_hours": {"type": "integer", "minimum": 0, "maximum": 8784, "default": 24, "description": "0: never."},
  "assignee": {"type": "string", "description": "Who gets cases that nobody was given; empty: nobody."},
  "escalate_to": {"type": "array", "maxItems": 20, "items": {"type": "string", "format": "email"}},
  "since": {"type": "string", "description": "What happened earlier opens no case, such as 2026-05-01; empty: everything does. Empty or left out with the first filter, it is now."}}},
"FeedbackSettingsWish": {"allOf": [{"$ref": "#/components/schemas/FeedbackSettingsParts"}], "properties": {
  "assignees": {"description": "Not looked at."}, "trouble": {"description": "Not looked at."}}},
"FeedbackSettings": {"allOf": [{"$ref": "#/components/schemas/FeedbackSettingsParts"}],
  "required": ["cases", "due_hours", "escalate_hours", "assignee", "escalate_to", "since", "assignees", "trouble"], "properties": {
  "assignees": {"type": "array", "items": {"type": "string"}, "description": "Accounts that items may be given to; empty: there are no accounts, and any name will do."},
  "trouble": {"description": "Why no case opens although there is a filter.", "anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Problem"}]}}}
})json";

}  // namespace

std::vector<std::string_view> inbox_schemas() { return {kInbox}; }

}  // namespace sojourn
