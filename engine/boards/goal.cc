#include "boards/goal.h"

#include <array>

#include "answers/question_text.h"
#include "base/limits.h"
#include "boards/board.h"
#include "boards/board_answers.h"
#include "boards/board_period.h"
#include "boards/day_text.h"

namespace sojourn {
namespace {

using boards::Json;
using boards::JsonFields;

constexpr std::array<std::string_view, 2> kBetter{"up", "down"};

// The question of the goal's own keys, as a question is read everywhere.
Result<Question> read_question(const JsonFields& fields) {
  Json json = Json::object();
  for (const char* key : {"measure", "parameters", "where"}) {
    if (fields.has(key)) json[key] = fields[key];
  }
  return parse_question(boards::text_of(json));
}

Result<Goal> read_goal(std::string_view text, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "a goal", kGoalBytesMax));
  const JsonFields fields(json, "");
  SOJOURN_CHECK(fields.only({"name", "title", "measure", "parameters", "where", "period", "value", "by", "better"}));
  Goal goal;
  goal.name = otherwise;
  SOJOURN_CHECK(fields.text("name", kBoardTitleMax, goal.name));
  SOJOURN_CHECK(boards::check_board_name(goal.name, "name"));
  SOJOURN_CHECK(fields.text("title", kBoardTitleMax, goal.title));
  SOJOURN_TRY(goal.question, read_question(fields));
  SOJOURN_CHECK(fields.text("period", kBoardTitleMax, goal.period));
  SOJOURN_CHECK(find_board_period(goal.period).status());
  std::optional<double> value;
  SOJOURN_CHECK(fields.number("value", value));
  if (!value) return Status::invalid("is needed: the value to reach", "value");
  goal.value = *value;
  SOJOURN_CHECK(fields.text("by", kBoardTitleMax, goal.by));
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(goal.question.measure));
  goal.better = definition->better == Better::kDown ? "down" : "up";
  SOJOURN_CHECK(fields.choice("better", kBetter, goal.better));
  return goal;
}

}  // namespace

Result<Goal> parse_goal(std::string_view text, std::string_view otherwise, const FindSegment& find) {
  SOJOURN_TRY(Goal goal, read_goal(text, otherwise));
  if (!goal.by.empty() && !boards::is_day(goal.by)) {
    return Status::invalid("a day was expected, such as 2027-12-31", "by");
  }
  SOJOURN_CHECK(check_board_question(goal.question, find));
  return goal;
}

Result<Goal> GoalKind::parse(std::string_view text, std::string_view name) { return read_goal(text, name); }

Json goal_json(const Goal& goal) {
  const Json question = Json::parse(question_json(goal.question));
  Json json{{"name", goal.name}, {"title", goal.title}, {"measure", goal.question.measure}};
  json["parameters"] = question.value("parameters", Json::object());
  json["where"] = goal.question.where;
  json["period"] = goal.period;
  json["value"] = boards::number_json(goal.value);
  json["by"] = goal.by;
  json["better"] = goal.better;
  return json;
}

std::optional<double> value_of_row(const Answer& answer, size_t row) {
  if (row >= answer.rows.size()) return std::nullopt;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].role != ColumnRole::kValue) continue;
    const Value& value = answer.rows[row][i];
    if (const auto* whole = std::get_if<int64_t>(&value)) return static_cast<double>(*whole);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    return std::nullopt;
  }
  return std::nullopt;
}

Result<GoalState> goal_state(const Goal& goal, const std::string& scope, const Asker& asker,
                             const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(goal.question.measure));
  SOJOURN_TRY(const BoardPeriod period, find_board_period(goal.period));
  Question question = goal.question;
  if (definition->bind) {
    SOJOURN_TRY(const Micros newest, asker.newest());
    question.from = span_of(period, newest, Zone()).from;
  }
  SOJOURN_TRY(question.where, both_filters(question.where, scope, asker.segments()));
  GoalState state;
  SOJOURN_TRY(state.answer, asker.ask(question, cancelled));
  for (size_t row = 0; row < state.answer.rows.size() && !state.row; ++row) {
    if (value_of_row(state.answer, row)) state.row = row;
  }
  if (!state.row) return state;
  state.distance = *value_of_row(state.answer, *state.row) - goal.value;
  state.met = goal.better == "up" ? *state.distance >= 0 : *state.distance <= 0;
  return state;
}

}  // namespace sojourn
