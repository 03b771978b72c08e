// Alerts and reports by mail.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kAlerts = R"json({
"AlertParts": {"type": "object", "required": ["question", "when"], "properties": {
  "name": {"type": "string", "pattern": "^[a-z0-9_-]{1,64}$"}, "title": {"type": "string", "maxLength": 200},
  "enabled": {"type": "boolean", "default": true},
  "question": {"type": "object", "required": ["measure"], "additionalProperties": false,
    "description": "As POST /v1/ask takes it, without by, over, from and to.", "properties": {
      "measure": {"type": "string"}, "parameters": {"type": "object"}, "where": {"type": "string"}, "zone": {"type": "string"}}},
  "period": {"type": "string", "pattern": "^[0-9]+d$", "default": "30d", "description": "The last 1 to 400 days, up to that of the newest event."},
  "when": {"enum": ["below", "above", "falls", "rises"], "description": "falls and rises: a proven change against as many days before."},
  "value": {"type": ["number", "null"], "description": "The threshold of below and above."},
  "by": {"type": "number", "minimum": 0, "default": 0, "description": "The least change of falls and rises."},
  "least_n": {"type": "integer", "minimum": 1, "default": 30, "description": "Below it nothing is judged; full counts always are."},
  "mail": {"type": "array", "maxItems": 20, "items": {"type": "string", "format": "email"}, "description": "Who is told."},
  "webhook": {"type": "boolean", "default": false, "description": "Is the webhook of the mail settings told?"},
  "owner": {"type": "string", "description": "Who made it; within what they may see it speaks. This and the following are the server's to say, and not looked at."},
  "state": {"enum": ["firing", "quiet", "no_data", "snoozed", "off", "trouble"]},
  "since": {"type": ["string", "null"], "format": "date-time"},
  "now": {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/AlertFigure"}]},
  "reason": {"type": "string", "description": "Why it cannot be judged."},
  "snoozed_until": {"type": ["string", "null"], "format": "date-time"}}},
"AlertDefinition": {"allOf": [{"$ref": "#/components/schemas/AlertParts"}], "unevaluatedProperties": false},
"Alert": {"allOf": [{"$ref": "#/components/schemas/AlertParts"}], "unevaluatedProperties": false,
  "required": ["name", "title", "enabled", "question", "period", "when", "value", "by", "least_n", "mail", "webhook",
    "owner", "state", "since", "now", "reason", "snoozed_until"]},
"AlertFigure": {"type": "object", "required": ["value", "low", "high", "n"], "properties": {
  "value": {"type": ["number", "null"]}, "low": {"type": ["number", "null"]}, "high": {"type": ["number", "null"]},
  "n": {"type": ["integer", "null"]}, "as_of": {"type": "string", "format": "date-time"}}},
"Alerts": {"type": "object", "required": ["alerts", "firing"], "properties": {
  "alerts": {"type": "array", "items": {"$ref": "#/components/schemas/Alert"}}, "firing": {"type": "integer"}}},
"AlertSnooze": {"type": "object", "required": ["until"], "additionalProperties": false, "properties": {
  "until": {"type": ["string", "null"], "format": "date-time"}}},
"AlertTrial": {"type": "object", "required": ["fired", "unit", "series"], "properties": {
  "fired": {"type": "integer", "description": "How often it would have begun to fire."}, "unit": {"type": "string"},
  "series": {"type": "array", "description": "A day each, the oldest first.", "items": {"type": "object",
    "required": ["from", "to", "value", "low", "high", "n", "fires", "reason"], "properties": {
      "from": {"type": "string", "format": "date"}, "to": {"type": "string", "format": "date", "description": "The last of its days."},
      "value": {"type": ["number", "null"]}, "low": {"type": ["number", "null"]}, "high": {"type": ["number", "null"]},
      "n": {"type": ["integer", "null"]}, "fires": {"type": "boolean"}, "reason": {"type": "string"}}}}}},
"AlertHistory": {"type": "object", "required": ["entries"], "properties": {"entries": {"type": "array", "items": {
  "type": "object", "required": ["at", "state", "value", "low", "high", "n", "reason", "told", "outcome"], "properties": {
    "at": {"type": "string", "format": "date-time"},
    "state": {"enum": ["firing", "quiet", "no_data", "snoozed", "off", "trouble"]},
    "value": {"type": ["number", "null"]}, "low": {"type": ["number", "null"]}, "high": {"type": ["number", "null"]},
    "n": {"type": ["integer", "null"]}, "reason": {"type": "string"},
    "told": {"type": "array", "items": {"type": "string"}, "description": "Addresses, and webhook."},
    "outcome": {"type": "string", "description": "Empty (nobody was told), sent, waiting, or failed and why."}}}}}}
})json";

constexpr std::string_view kReports = R"json({
"ReportParts": {"type": "object", "required": ["board", "to"], "properties": {
  "name": {"type": "string", "pattern": "^[a-z0-9_-]{1,64}$"},
  "title": {"type": "string", "maxLength": 200, "description": "Empty: that of the board."},
  "board": {"type": "string", "description": "Its name; its maker must see it."},
  "to": {"type": "array", "minItems": 1, "maxItems": 50, "items": {"type": "string", "format": "email"}},
  "every": {"enum": ["day", "week", "month"], "default": "week"},
  "at": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "default": "07:00", "description": "On the clock of its zone."},
  "zone": {"type": "string", "default": "UTC"},
  "weekday": {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "default": "mon", "description": "Of each week."},
  "day": {"type": "integer", "minimum": 1, "maximum": 31, "default": 1, "description": "Of each month; a shorter one has its last day."},
  "format": {"type": "array", "items": {"enum": ["xlsx", "csv"]}, "description": "A file for each tile; none: the letter alone."},
  "language": {"enum": ["", "en", "nl", "de", "ru", "zh"], "description": "Empty: that of its maker."},
  "enabled": {"type": "boolean", "default": true},
  "owner": {"type": "string", "description": "Who made it; it shows what they may see. This and the following are the server's to say, and not looked at."},
  "state": {"enum": ["on", "off", "trouble"]}, "reason": {"type": "string", "description": "Why it would not be sent."},
  "next": {"type": ["string", "null"], "format": "date-time"},
  "last": {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/ReportSending"}]}}},
"ReportDefinition": {"allOf": [{"$ref": "#/components/schemas/ReportParts"}], "unevaluatedProperties": false},
"Report": {"allOf": [{"$ref": "#/components/schemas/ReportParts"}], "unevaluatedProperties": false,
  "required": ["name", "title", "board", "to", "every", "at", "zone", "weekday", "day", "format", "language", "enabled",
    "owner", "state", "reason", "next", "last"]},
"ReportSending": {"type": "object", "required": ["at", "slot", "told", "outcome"], "properties": {
  "at": {"type": "string", "format": "date-time"},
  "slot": {"type": ["string", "null"], "format": "date-time", "description": "When it was due; null: it was sent by hand."},
  "told": {"type": "array", "items": {"type": "string"}},
  "outcome": {"type": "string", "description": "sent, waiting, or failed and why."}}},
"Reports": {"type": "object", "required": ["reports"], "properties": {
  "reports": {"type": "array", "items": {"$ref": "#/components/schemas/Report"}}}},
"ReportSend": {"type": "object", "additionalProperties": false, "properties": {
  "to": {"type": "array", "maxItems": 50, "items": {"type": "string", "format": "email"}, "description": "Empty: its own readers."}}},
"ReportSent": {"type": "object", "required": ["sent", "failed"], "properties": {
  "sent": {"type": "array", "items": {"type": "string"}},
  "failed": {"type": "array", "items": {"type": "object", "required": ["to", "reason"], "properties": {
    "to": {"type": "string"}, "reason": {"type": "string"}}}}}}
})json";

}  // namespace

std::vector<std::string_view> alert_schemas() { return {kAlerts, kReports}; }

}  // namespace sojourn
