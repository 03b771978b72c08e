// Boards, what they show, shares; segments, goals, benchmarks.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kBoards = R"json({
"Tile": {"type": "object", "required": ["x", "y", "w", "h"], "additionalProperties": false, "properties": {
  "id": {"type": "string", "description": "Unique in its board."},
  "kind": {"enum": ["measure", "text"]}, "title": {"type": "string", "description": "Empty: the measure's own."},
  "x": {"type": "integer", "minimum": 0, "maximum": 11, "description": "In columns; a board has 12."},
  "y": {"type": "integer", "minimum": 0, "description": "In rows."},
  "w": {"type": "integer", "minimum": 1, "maximum": 12}, "h": {"type": "integer", "minimum": 1, "maximum": 12},
  "drawing": {"enum": ["auto", "figure", "line", "bars", "table", "flow", "funnel", "cohort"], "default": "auto"},
  "question": {"type": "object", "required": ["measure"], "description": "As POST /v1/ask takes it; without from and to over the board's period.", "properties": {"measure": {"type": "string"}}},
  "compare": {"enum": ["", "before", "year"], "default": "", "description": "With the time before, or a year earlier."},
  "target": {"type": "number"},
  "text": {"type": "string", "maxLength": 10000, "description": "Of a tile of text: paragraphs, '# ' headings, '- ' lists, **bold**, [words](address)."}}},
"BoardParts": {"type": "object", "properties": {
  "name": {"type": "string", "pattern": "^[a-z0-9_-]{1,64}$"}, "title": {"type": "string", "maxLength": 200},
  "about": {"type": "string", "maxLength": 10000},
  "home": {"enum": ["", "executive", "marketing", "service", "agent", "analyst"], "description": "Whose first page it is, in place of the built-in one."},
  "where": {"type": "string", "description": "A filter for all tiles."},
  "period": {"enum": ["7d", "30d", "90d", "12m", "24m", "all"], "default": "90d"},
  "over": {"enum": ["", "hour", "day", "week", "month", "quarter", "year"], "default": "", "description": "How lines are cut; empty: by the period."},
  "roles": {"type": "array", "items": {"$ref": "#/components/schemas/Role"}, "description": "Who may see it; empty: all."},
  "tiles": {"type": "array", "maxItems": 60, "items": {"$ref": "#/components/schemas/Tile"}},
  "owner": {"type": "string"}, "version": {"type": "integer"}, "changed_at": {"type": ["string", "null"]},
  "changed_by": {"type": "string", "description": "The account that did; empty: nobody was signed in."},
  "built_in": {"type": "boolean", "description": "This and the four before are the server's to say, and not looked at."}}},
"BoardDefinition": {"allOf": [{"$ref": "#/components/schemas/BoardParts"}], "unevaluatedProperties": false},
"Board": {"allOf": [{"$ref": "#/components/schemas/BoardParts"}], "unevaluatedProperties": false,
  "required": ["name", "title", "about", "home", "where", "period", "over", "roles", "tiles", "owner", "version", "changed_at", "changed_by", "built_in"]},
"SharedBoard": {"allOf": [{"$ref": "#/components/schemas/BoardParts"}], "unevaluatedProperties": false,
  "required": ["name", "title", "about", "home", "where", "period", "over", "roles", "tiles", "owner", "version", "changed_at", "changed_by", "built_in", "expires"],
  "properties": {"expires": {"type": ["string", "null"], "format": "date-time"}}},
"Boards": {"type": "object", "required": ["boards"], "properties": {"boards": {"type": "array", "items": {
  "type": "object", "required": ["name", "title", "home", "roles", "tiles", "owner", "version", "built_in"], "properties": {
    "name": {"type": "string"}, "title": {"type": "string"}, "about": {"type": "string"}, "home": {"type": "string"},
    "where": {"type": "string"}, "period": {"type": "string"}, "over": {"type": "string"},
    "changed_at": {"type": ["string", "null"], "format": "date-time"}, "changed_by": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string"}}, "tiles": {"type": "integer", "description": "How many."},
    "owner": {"type": "string"}, "version": {"type": "integer"}, "built_in": {"type": "boolean"}}}}}},
"BoardDraft": {"anyOf": [
  {"type": "object", "required": ["toml"], "additionalProperties": false, "properties": {"toml": {"type": "string"}}},
  {"type": "object", "required": ["board"], "additionalProperties": false, "properties": {"board": {"type": "object"}}}]},
"BoardAnswers": {"type": "object", "required": ["board", "answers"], "properties": {
  "board": {"type": "integer", "description": "Its version."},
  "answers": {"type": "array", "items": {"type": "object", "required": ["tile", "question"], "properties": {
    "tile": {"type": "string"}, "question": {"type": "object", "description": "As asked."},
    "answer": {"$ref": "#/components/schemas/Answer"}, "error": {"$ref": "#/components/schemas/Problem"},
    "compared": {"$ref": "#/components/schemas/Answer"}}}}}},
"BoardShareWish": {"type": "object", "additionalProperties": false, "properties": {
  "expires": {"type": "string", "description": "How long it lasts, such as 30d; empty: until it is removed."},
  "password": {"type": "string", "format": "password"},
  "where": {"type": "string", "description": "A filter for all that its readers see."}}},
"BoardShare": {"type": "object", "required": ["id", "where", "scope", "password", "made_by", "made_at", "expires"], "properties": {
  "id": {"type": "string"}, "where": {"type": "string"},
  "scope": {"type": "string", "description": "What the one who shared it might see: its readers see no more."},
  "password": {"type": "boolean", "description": "Is one asked for?"}, "made_by": {"type": "string"},
  "made_at": {"type": ["string", "null"], "format": "date-time"},
  "expires": {"type": ["string", "null"], "format": "date-time"}}},
"NewBoardShare": {"allOf": [{"$ref": "#/components/schemas/BoardShare"}], "required": ["path"], "properties": {
  "path": {"type": "string", "description": "Behind the address of this server; told this once."}}},
"BoardShares": {"type": "object", "required": ["shares"], "properties": {
  "shares": {"type": "array", "items": {"$ref": "#/components/schemas/BoardShare"}}}},
"Removed": {"type": "object", "required": ["removed"], "properties": {"removed": {"type": "string"}}}
})json";

constexpr std::string_view kSegments = R"json({
"SegmentDefinition": {"type": "object", "required": ["where"], "properties": {
  "name": {"type": "string", "pattern": "^[a-z0-9_-]{1,64}$"}, "title": {"type": "string"}, "about": {"type": "string"},
  "where": {"type": "string", "description": "The filter that segment(\"name\") stands for."}}},
"Segment": {"type": "object", "required": ["name", "title", "about", "where", "owner", "used_by"], "properties": {
  "name": {"type": "string"}, "title": {"type": "string"}, "about": {"type": "string"}, "where": {"type": "string"},
  "owner": {"type": "string", "description": "Who made it, and may change it besides owners and admins."},
  "used_by": {"type": "array", "items": {"type": "string"}, "description": "Where filters name it, as far as the caller may see it."}}},
"Segments": {"type": "object", "required": ["segments"], "properties": {
  "segments": {"type": "array", "items": {"$ref": "#/components/schemas/Segment"}}}},
"SegmentSize": {"type": "object", "required": ["customers", "of"], "properties": {
  "customers": {"type": "integer"}, "of": {"type": "integer"}}},
"GoalDefinition": {"type": "object", "required": ["measure", "value"], "additionalProperties": false, "properties": {
  "name": {"type": "string", "pattern": "^[a-z0-9_-]{1,64}$"}, "title": {"type": "string"},
  "measure": {"type": "string"}, "parameters": {"type": "object"}, "where": {"type": "string"},
  "period": {"enum": ["7d", "30d", "90d", "12m", "24m", "all"], "default": "90d"}, "value": {"type": "number"},
  "by": {"type": "string", "description": "A day; empty: at any time."},
  "better": {"enum": ["up", "down"], "description": "The measure's own unless told."}}},
"Goal": {"type": "object", "required": ["name", "title", "measure", "parameters", "where", "period", "value", "by", "better"],
  "properties": {
    "name": {"type": "string"}, "title": {"type": "string"}, "measure": {"type": "string"},
    "parameters": {"type": "object"}, "where": {"type": "string"}, "period": {"type": "string"},
    "value": {"type": "number"}, "by": {"type": "string"}, "better": {"enum": ["up", "down"]},
    "now": {"type": ["object", "null"], "description": "The row of the answer that is compared."},
    "unit": {"type": "string"}, "as_of": {"type": "string", "format": "date-time"},
    "distance": {"type": ["number", "null"], "description": "The value now less that of the goal."},
    "met": {"type": ["boolean", "null"]}, "course": {"$ref": "#/components/schemas/Course"}, "error": {"$ref": "#/components/schemas/Problem"}}},
"Goals": {"type": "object", "required": ["goals"], "properties": {
  "goals": {"type": "array", "items": {"$ref": "#/components/schemas/Goal"}}}},
"Benchmark": {"type": "object", "required": ["source", "rows"], "additionalProperties": false, "properties": {
  "name": {"type": "string", "pattern": "^[a-z0-9_-]{1,64}$"}, "title": {"type": "string"},
  "source": {"type": "string", "description": "Who says so."},
  "date": {"type": "string", "description": "Of when it speaks, a day."},
  "rows": {"type": "array", "items": {"type": "object", "required": ["measure", "group", "value"],
    "additionalProperties": false, "properties": {
      "measure": {"type": "string"}, "group": {"type": "string", "description": "Whose value it is."},
      "value": {"type": "number"}, "n": {"type": "integer"}}}}}},
"Benchmarks": {"type": "object", "required": ["benchmarks"], "properties": {
  "benchmarks": {"type": "array", "items": {"$ref": "#/components/schemas/Benchmark"}}}},
"Standing": {"type": "object", "required": ["benchmark", "title", "measure", "unit", "better", "own", "rank", "of", "rows"],
  "properties": {
    "benchmark": {"type": "string"}, "title": {"type": "string"}, "measure": {"type": "string"},
    "unit": {"type": "string"}, "better": {"enum": ["up", "down"]}, "own": {"$ref": "#/components/schemas/Answer"},
    "rank": {"type": ["integer", "null"], "description": "Ours; null: we have no value."},
    "of": {"type": "integer"},
    "rows": {"type": "array", "description": "The best first.", "items": {"type": "object",
      "required": ["group", "own", "value", "rank", "n", "source", "date"], "properties": {
        "group": {"type": "string", "description": "Empty: our own."}, "own": {"type": "boolean"},
        "value": {"type": "number"}, "rank": {"type": "integer"}, "n": {"type": ["integer", "null"]},
        "source": {"type": "string", "description": "Empty: this record."}, "date": {"type": "string"}}}}}}
})json";

}  // namespace

std::vector<std::string_view> board_schemas() { return {kBoards, kSegments}; }

}  // namespace sojourn
