#include <nlohmann/json.hpp>

#include "answers/question_text.h"
#include "cli/api_rows.h"
#include "cli/commands.h"
#include "cli/remote.h"

namespace sojourn {
namespace {

using Json = ApiDesk::Json;

// The members of a question that a goal and a decision have.
Result<Json> question_members(const AskWords& words) {
  SOJOURN_TRY(const Question question, question_of(words));
  const Json whole = Json::parse(question_json(question));
  Json json{{"measure", question.measure}, {"where", question.where}};
  json["parameters"] = whole.value("parameters", Json::object());
  return json;
}

// What went wrong with one of the list stands where its verdict would.
Value verdict_or_error(const Json& json, const char* key) {
  if (!json.contains("error")) return cell(json, key);
  return std::string("error: ") + json["error"].value("detail", "");
}

std::vector<Value> goal_row(const Json& goal) {
  const Json now = goal.value("now", Json());
  const Json course = goal.value("course", Json());
  return {cell(goal, "name"),
          cell(goal, "measure"),
          cell(goal, "value"),
          cell(now, "value"),
          cell(now, "n"),
          cell(goal, "distance"),
          verdict_or_error(goal, "met"),
          cell(course, "slope_a_month"),
          cell(course, "on_course_at"),
          cell(goal, "by"),
          cell(course, "reason")};
}

std::vector<Value> decision_row(const Json& decision) {
  return {cell(decision, "name"),
          cell(decision, "at"),
          cell(decision, "measure"),
          cell(decision.value("before", Json()), "value"),
          cell(decision.value("after", Json()), "value"),
          cell(decision, "difference"),
          cell(decision, "difference_low"),
          cell(decision, "difference_high"),
          verdict_or_error(decision, "verdict"),
          cell(decision, "reason")};
}

}  // namespace

Status run_goal_list(const std::string& folder, Output format) {
  return print_list(
      folder, "sojourn goal list", "/v1/goals?state=true", "goals", format,
      {"goal", "measure", "value", "now", "n", "distance", "met", "slope a month", "on course at", "by", "note"},
      goal_row);
}

Status run_goal_set(const std::string& folder, const GoalWords& words) {
  SOJOURN_TRY(Json body, question_members(words.ask));
  body["title"] = words.title;
  body["value"] = words.value;
  body["by"] = words.by;
  if (!words.period.empty()) body["period"] = words.period;
  if (!words.better.empty()) body["better"] = words.better;
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn goal set", true));
  SOJOURN_CHECK(desk->ask("PUT", "/v1/goals/" + path_segment(words.name), body).status());
  print_line("goal \"" + words.name + "\" is set; sojourn goal list tells how far it is");
  return {};
}

Status run_goal_remove(const std::string& folder, const std::string& name) {
  return remove_named(folder, "goal", name);
}

Status run_decision_list(const std::string& folder, Output format) {
  return print_list(folder, "sojourn decision list", "/v1/decisions?state=true", "decisions", format,
                    {"decision", "at", "measure", "before", "after", "difference", "low", "high", "verdict", "note"},
                    decision_row);
}

Status run_decision_set(const std::string& folder, const DecisionWords& words) {
  SOJOURN_TRY(Json body, question_members(words.ask));
  body["title"] = words.title;
  body["at"] = words.at;
  body["zone"] = words.ask.question.zone;
  body["days"] = words.days;
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_api_desk(folder, "sojourn decision set", true));
  SOJOURN_CHECK(desk->ask("PUT", "/v1/decisions/" + path_segment(words.name), body).status());
  print_line("decision \"" + words.name + "\" is written down; sojourn decision list tells what came of it");
  return {};
}

Status run_decision_remove(const std::string& folder, const std::string& name) {
  return remove_named(folder, "decision", name);
}

}  // namespace sojourn
