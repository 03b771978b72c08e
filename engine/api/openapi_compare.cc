// Comparisons and decisions: schemas and examples.
#include "api/openapi_examples.h"
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kComparisons = R"json({
"ComparedQuestions": {"type": "object", "required": ["questions"], "additionalProperties": false, "properties": {
  "questions": {"type": "array", "minItems": 2, "maxItems": 8, "items": {"$ref": "#/components/schemas/Question"},
    "description": "Of one measure, with the same parameters and `by`, and without `over`: where, from and to differ. The first is the base."},
  "names": {"type": ["array", "null"], "items": {"type": "string", "maxLength": 200},
    "description": "What to call them; empty or missing: what tells them apart."}}},
"Comparison": {"type": "object",
  "required": ["measure", "unit", "better", "as_of", "definition", "convention", "questions", "names", "columns", "rows",
    "shared", "none", "notes"],
  "properties": {
    "measure": {"type": "string"}, "unit": {"type": "string"}, "better": {"enum": ["up", "down", "none"]},
    "as_of": {"type": "string", "format": "date-time", "description": "Of the latest."},
    "definition": {"type": "string"},
    "convention": {"type": "string", "description": "What was chosen where peers differ."},
    "questions": {"type": "array", "items": {"type": "object"}, "description": "As they were understood."},
    "names": {"type": "array", "items": {"type": "string"}},
    "columns": {"type": "array", "items": {"type": "object", "required": ["name", "unit"], "properties": {
      "name": {"type": "string"}, "unit": {"type": "string"}}}},
    "rows": {"type": "array", "description": "Of each split and key first the base, then the others beside it.",
      "items": {"type": "object",
        "required": ["question", "name", "value", "low", "high", "n", "difference", "difference_low",
          "difference_high", "p", "p_adjusted", "proven", "reason"],
        "properties": {
          "question": {"type": "integer", "description": "Which of the questions; 0 is the base."},
          "name": {"type": "string"},
          "value": {"type": ["number", "string", "null"]}, "low": {"type": ["number", "null"]},
          "high": {"type": ["number", "null"]}, "n": {"type": ["integer", "null"]},
          "difference": {"type": ["number", "null"], "description": "The value less that of the base."},
          "difference_low": {"type": ["number", "null"]}, "difference_high": {"type": ["number", "null"]},
          "p": {"type": ["number", "null"]},
          "p_adjusted": {"type": ["number", "null"], "description": "Benjamini and Hochberg over all rows that can be judged."},
          "proven": {"type": ["boolean", "null"], "description": "p_adjusted <= 0.05; null: not to be judged, see reason."},
          "reason": {"type": ["string", "null"], "description": "Why there is no verdict."}},
        "additionalProperties": {"type": ["string", "number", "null"]}}},
    "shared": {"type": "object", "additionalProperties": {"type": ["integer", "null"]},
      "description": "By question: how many of its customers stand in the base too."},
    "none": {"type": ["string", "null"], "description": "Why there are no rows at all."},
    "notes": {"type": "array", "items": {"type": "string"}}}}
})json";

constexpr std::string_view kDecisions = R"json({
"Course": {"type": "object", "description": "Where the measure of a goal is heading, month by month.",
  "required": ["slope_a_month", "slope_low", "slope_high", "months", "on_course_at", "in_time", "reason"],
  "properties": {
    "slope_a_month": {"type": ["number", "null"], "description": "Weighted least squares over the last twelve months."},
    "slope_low": {"type": ["number", "null"]}, "slope_high": {"type": ["number", "null"]},
    "months": {"type": "integer", "description": "With a value."},
    "on_course_at": {"type": ["string", "null"], "format": "date", "description": "When that line reaches the goal."},
    "in_time": {"type": ["boolean", "null"], "description": "By the day of the goal; null: it has none."},
    "reason": {"type": ["string", "null"], "description": "Why there is no day, or why it may be chance."}}},
"DecisionDefinition": {"type": "object", "required": ["at", "measure"], "additionalProperties": false, "properties": {
  "name": {"type": "string", "pattern": "^[a-z0-9_-]{1,64}$"}, "title": {"type": "string"},
  "at": {"type": "string", "format": "date", "description": "The day from which it holds."},
  "zone": {"type": "string", "default": "UTC"}, "measure": {"type": "string"}, "parameters": {"type": "object"},
  "where": {"type": "string"},
  "days": {"type": "integer", "minimum": 1, "maximum": 366, "default": 30}}},
"DecisionSide": {"type": "object", "required": ["from", "to", "value", "low", "high", "n", "none"], "properties": {
  "from": {"type": "string", "format": "date"}, "to": {"type": "string", "format": "date", "description": "Left out."},
  "value": {"type": ["number", "null"]}, "low": {"type": ["number", "null"]}, "high": {"type": ["number", "null"]},
  "n": {"type": ["integer", "null"]}, "none": {"type": ["string", "null"], "description": "Why there is no value."}}},
"Decision": {"type": "object", "required": ["name", "title", "at", "zone", "measure", "parameters", "where", "days"],
  "properties": {
    "name": {"type": "string"}, "title": {"type": "string"}, "at": {"type": "string", "format": "date"},
    "zone": {"type": "string"}, "measure": {"type": "string"}, "parameters": {"type": "object"},
    "where": {"type": "string"}, "days": {"type": "integer"},
    "before": {"$ref": "#/components/schemas/DecisionSide"}, "after": {"$ref": "#/components/schemas/DecisionSide"},
    "unit": {"type": "string"}, "as_of": {"type": "string", "format": "date-time"},
    "difference": {"type": ["number", "null"], "description": "After less before."},
    "difference_low": {"type": ["number", "null"]}, "difference_high": {"type": ["number", "null"]},
    "shared": {"type": ["integer", "null"], "description": "Customers who stand on both sides."},
    "verdict": {"enum": ["proven", "not proven", "too early", "too few"]},
    "reason": {"type": ["string", "null"], "description": "What to know of the verdict."},
    "error": {"$ref": "#/components/schemas/Problem"}}},
"Decisions": {"type": "object", "required": ["decisions"], "properties": {
  "decisions": {"type": "array", "items": {"$ref": "#/components/schemas/Decision"}}}}
})json";

constexpr std::string_view kDecision =
    R"({"name":"evenings","title":"Calls are answered in the evening","at":"2026-05-01","zone":"UTC","measure":"nps",)"
    R"("parameters":{},"where":"","days":30})";
constexpr std::string_view kJudged =
    R"({"decisions":[{"name":"evenings","title":"Calls are answered in the evening","at":"2026-05-01","zone":"UTC",)"
    R"("measure":"nps","parameters":{},"where":"","days":30,)"
    R"("before":{"from":"2026-04-01","to":"2026-05-01","value":12.0,"low":4.1,"high":19.7,"n":410,"none":null},)"
    R"("after":{"from":"2026-05-01","to":"2026-05-31","value":25.0,"low":17.2,"high":32.4,"n":440,"none":null},)"
    R"("unit":"points","as_of":"2026-06-30T00:00:00Z","difference":13.0,"difference_low":2.0,"difference_high":23.9,)"
    R"("shared":17,"verdict":"proven","reason":null}]})";

}  // namespace

std::vector<std::string_view> compare_schemas() { return {kComparisons, kDecisions}; }

std::vector<RouteExample> compare_examples() {
  return {
      {"GET /v1/decisions", "", kJudged},
      {"PUT /v1/decisions/{name}", "", kDecision},
      {"DELETE /v1/decisions/{name}", "", R"({"removed":"evenings"})"},
      {"POST /v1/compare",
       R"({"questions":[{"measure":"nps","where":"department = \"North\""},)"
       R"({"measure":"nps","where":"department = \"South\""}],"names":["North","South"]})",
       R"({"measure":"nps","unit":"points","better":"up","as_of":"2026-01-10T00:00:00Z","definition":"...",)"
       R"("convention":"...","questions":[{"measure":"nps","where":"department = \"North\"","zone":"UTC"},)"
       R"({"measure":"nps","where":"department = \"South\"","zone":"UTC"}],"names":["North","South"],)"
       R"("columns":[{"name":"question","unit":""},{"name":"name","unit":""},{"name":"value","unit":"points"}],)"
       R"("rows":[{"question":0,"name":"North","value":40.0,"low":22.9,"high":54.7,"n":100,"difference":null,)"
       R"("difference_low":null,"difference_high":null,"p":null,"p_adjusted":null,"proven":null,"reason":null},)"
       R"({"question":1,"name":"South","value":-10.0,"low":-26.0,"high":6.6,"n":100,"difference":-50.0,)"
       R"("difference_low":-71.8,"difference_high":-26.2,"p":0.00003,"p_adjusted":0.00003,"proven":true,)"
       R"("reason":null}],"shared":{"1":0},"none":null,"notes":[]})"},
  };
}

}  // namespace sojourn
