// Surveys, and invitations to them.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

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
  "several": {"type": "boolean", "default": false, "description": "May more than one be chosen?"},
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
  "additionalProperties": false, "properties": {"template": {"enum": ["after-delivery", "ces", "csat", "experience", "nps", "stars"]}}}]},
"Surveys": {"type": "object", "required": ["surveys", "templates"], "properties": {
  "surveys": {"type": "array", "items": {"type": "object",
    "required": ["name", "title", "languages", "touchpoint", "open", "questions", "path", "rules", "last_30_days"],
    "properties": {
      "name": {"type": "string"}, "title": {"type": "string"},
      "languages": {"type": "array", "items": {"type": "string"}}, "touchpoint": {"type": "string"},
      "open": {"type": "boolean"}, "questions": {"type": "integer"},
      "path": {"type": "string", "description": "Of its page."},
      "rules": {"type": "array", "items": {"type": "string"}, "description": "Of invitations, that ask it."},
      "last_30_days": {"type": "object", "required": ["answers", "by_medium", "sent", "answered", "response_rate"],
        "properties": {
          "answers": {"type": "integer", "description": "Responses, each once."},
          "by_medium": {"type": "object", "additionalProperties": {"type": "integer"}},
          "sent": {"type": "integer", "description": "Invitations."},
          "answered": {"type": "integer", "description": "Of those."},
          "response_rate": {"type": ["number", "null"], "description": "Percent; null: nobody was invited."}}}}}},
  "templates": {"type": "array", "items": {"type": "string"}}}},
"SurveyForm": {"type": "object", "additionalProperties": {"type": "string"},
  "description": "Answers by question: a.ID = a number, a choice's id, or text; several ticked boxes are several fields of one name.",
  "properties": {
    "t": {"type": "string", "description": "The token of a signed link, where the address has none."},
    "lang": {"type": "string", "description": "The language of the page that comes back."},
    "seen": {"type": "string", "description": "A question that was shown; once for each. Further ones that the answers lead to are asked next."},
    "click": {"enum": ["1"], "description": "One click: the score alone is told, other answers stay."}}},
"UnsubscribeForm": {"type": "object", "description": "As mail programs send it (RFC 8058); it is not looked at.",
  "properties": {"List-Unsubscribe": {"const": "One-Click"}}},
"SurveyDraftWish": {"anyOf": [
  {"type": "object", "required": ["survey"], "additionalProperties": false, "properties": {"survey": {"type": "object"}}},
  {"type": "object", "required": ["toml"], "additionalProperties": false, "properties": {"toml": {"type": "string"}}},
  {"type": "object", "required": ["template"], "additionalProperties": false, "properties": {
    "template": {"type": "string", "description": "One of the names that GET /v1/surveys tells."}}}]},
"SurveyDraft": {"type": "object", "required": ["survey", "toml", "path"], "properties": {
  "survey": {"$ref": "#/components/schemas/Survey"}, "toml": {"type": "string", "description": "The same as TOML."},
  "path": {"type": "string", "description": "Of its page, for a short while."}}},
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
  "answers": {"type": "object", "additionalProperties": {"type": ["string", "number", "array", "null"]},
    "description": "By question; a list of choices where several may be chosen."},
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
"RuleDefinition": {"type": "object", "required": ["on"], "additionalProperties": false, "properties": {
  "name": {"type": "string"}, "enabled": {"type": "boolean", "default": true},
  "on": {"type": "string", "description": "A filter: the events that cause an invitation."},
  "wait": {"type": "string", "default": "0s"},
  "survey": {"type": "string", "description": "Empty: a letter that asks nothing, of subject and text alone."},
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
"Invitation": {"type": "object", "required": ["id", "rule", "survey", "by", "customer", "about", "touchpoint", "event", "cause",
    "cause_time", "state", "reason", "made", "due", "sent", "answered", "tries", "to", "language"], "properties": {
  "id": {"type": "string"}, "rule": {"type": "string"}, "survey": {"type": "string"},
  "by": {"enum": ["email", "sms", "webhook"]}, "customer": {"type": "string"}, "about": {"type": "string"},
  "touchpoint": {"type": "string", "description": "Of the event that caused it."},
  "event": {"type": "string", "description": "The id of that event; empty when it has none."},
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
    "by": {"enum": ["link", "owner", "sms"]}}}}}},
"MailSettings": {"type": "object", "additionalProperties": {"type": ["string", "integer", "boolean"]}, "description":
  "base_url, host, port, tls, user, password, from, reply_to, ca_file, per_minute, webhook_url, webhook_secret, sms_url, sms_account, sms_token, sms_from, allow_private. An empty text takes one away."},
"MailTest": {"type": "object", "required": ["to"], "additionalProperties": false, "properties": {"to": {"type": "string"}}}
})json";

}  // namespace

std::vector<std::string_view> survey_schemas() { return {kSurveys, kInvitations}; }

}  // namespace sojourn
