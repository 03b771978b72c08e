#include "boards/decision.h"

#include "answers/question_text.h"
#include "boards/board.h"
#include "boards/day_text.h"

namespace sojourn {
namespace {

using boards::Json;
using boards::JsonFields;

// The question of the decision's own keys, as a question is read everywhere.
Result<Question> read_question(const JsonFields& fields) {
  Json json = Json::object();
  for (const char* key : {"measure", "parameters", "where", "zone"}) {
    if (fields.has(key)) json[key] = fields[key];
  }
  return parse_question(boards::text_of(json));
}

Status check_day(const std::string& day) {
  if (boards::is_day(day)) return {};
  return Status::invalid("the day of the decision was expected, such as 2026-05-01", "at");
}

Result<Decision> read_decision(std::string_view text, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "a decision", kDecisionBytesMax));
  const JsonFields fields(json, "");
  SOJOURN_CHECK(fields.only({"name", "title", "at", "zone", "measure", "parameters", "where", "days"}));
  Decision decision;
  decision.name = otherwise;
  SOJOURN_CHECK(fields.text("name", kBoardTitleMax, decision.name));
  SOJOURN_CHECK(boards::check_board_name(decision.name, "name"));
  SOJOURN_CHECK(fields.text("title", kBoardTitleMax, decision.title));
  SOJOURN_CHECK(fields.text("at", kBoardTitleMax, decision.at));
  SOJOURN_TRY(decision.question, read_question(fields));
  if (decision.question.zone.empty()) decision.question.zone = "UTC";
  SOJOURN_CHECK(fields.integer("days", 1, kDecisionDaysMax, decision.days));
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(decision.question.measure));
  if (definition->bind) return decision;
  return Status::invalid("\"" + definition->id + "\" speaks of the whole record: it has no before and after",
                         "measure");
}

}  // namespace

Result<Decision> parse_decision(std::string_view text, std::string_view otherwise, const FindSegment& find) {
  SOJOURN_TRY(Decision decision, read_decision(text, otherwise));
  SOJOURN_CHECK(check_day(decision.at));
  SOJOURN_CHECK(check_board_question(decision.question, find));
  return decision;
}

Result<Decision> DecisionKind::parse(std::string_view text, std::string_view name) { return read_decision(text, name); }

Json decision_json(const Decision& decision) {
  const Json question = Json::parse(question_json(decision.question));
  Json json{{"name", decision.name}, {"title", decision.title}, {"at", decision.at}};
  json["zone"] = decision.question.zone;
  json["measure"] = decision.question.measure;
  json["parameters"] = question.value("parameters", Json::object());
  json["where"] = decision.question.where;
  json["days"] = decision.days;
  return json;
}

}  // namespace sojourn
