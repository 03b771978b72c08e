// GET /v1/segments; GET, PUT, DELETE /v1/segments/{name}; its /size. GET /v1/goals; PUT, DELETE /v1/goals/{name}.
#include "answers/question_text.h"
#include "api/board_handlers.h"
#include "api/problem.h"
#include "api/record_json.h"
#include "boards/goal_course.h"

namespace sojourn {
namespace {

// --- segments

BoardShelf::Shows shown_to(const Engine& engine, const Caller& caller) {
  return [&engine, &caller](const Board& board) { return may_see(engine, board, caller); };
}

Json segment_with_uses(const Engine& engine, const Segment& segment, const Caller& caller) {
  Json json = segment_json(segment);
  json["used_by"] = engine.boards->uses_of(segment.name, shown_to(engine, caller));
  return json;
}

// Whoever changes a segment changes all boards and goals that name it.
std::optional<HttpReply> refuse_change(const Segment& segment, const Call& call) {
  const Caller& caller = call.caller;
  const bool rules = caller.role == Role::kOwner || caller.role == Role::kAdmin;
  if (rules || (!segment.owner.empty() && segment.owner == caller.account)) return std::nullopt;
  return forbidden(call, "the segment is somebody else's: save it under another name");
}

Result<HttpReply> list_segments(const Engine& engine, const Call& call) {
  Json json;
  Json& list = json["segments"] = Json::array();
  for (const auto& each : engine.boards->segments()) list.push_back(segment_with_uses(engine, *each, call.caller));
  return json_reply(json);
}

Result<HttpReply> get_segment(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto segment, engine.boards->segment(call.path[0]));
  return json_reply(segment_with_uses(engine, *segment, call.caller));
}

Result<HttpReply> put_segment(const Engine& engine, const Call& call) {
  SOJOURN_TRY(Json json, read_json(call.request.body));  // Bounds the nesting before anything recursive sees it.
  if (json.is_object()) json.erase("used_by");           // As a list of segments has it, too.
  SOJOURN_TRY(const Segment segment, parse_segment(json_text(json), call.path[0]));
  if (segment.name != call.path[0]) return Status::invalid("the address says " + call.path[0], "name");
  const auto there = engine.boards->segment(segment.name);
  if (there) {
    if (std::optional<HttpReply> refused = refuse_change(**there, call)) return *std::move(refused);
  }
  SOJOURN_CHECK(engine.boards->put_segment(segment, call.caller.account));
  SOJOURN_TRY(const auto kept, engine.boards->segment(segment.name));
  return json_reply(segment_with_uses(engine, *kept, call.caller), there ? 200 : 201);
}

Result<HttpReply> remove_segment(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto segment, engine.boards->segment(call.path[0]));
  if (std::optional<HttpReply> refused = refuse_change(*segment, call)) return *std::move(refused);
  SOJOURN_CHECK(engine.boards->remove_segment(call.path[0], shown_to(engine, call.caller)));
  return json_reply({{"removed", segment->name}});
}

// Customers with an event that passes; 0 where there are none.
Result<int64_t> customers(const Engine& engine, const Call& call, const std::string& where) {
  Question question;
  question.measure = "customers";
  question.where = where;
  SOJOURN_TRY(const Answer answer, ask_in_scope(engine.asker, question, call.caller, call.cancelled));
  return static_cast<int64_t>(value_of_row(answer, 0).value_or(0));
}

Result<HttpReply> size_of_segment(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto segment, engine.boards->segment(call.path[0]));
  SOJOURN_TRY(const int64_t inside, customers(engine, call, "segment(\"" + segment->name + "\")"));
  SOJOURN_TRY(const int64_t all, customers(engine, call, ""));
  return json_reply({{"customers", inside}, {"of", all}});
}

// --- goals

Json state_json(const GoalState& state) {
  const Json answer = Json::parse(answer_json(state.answer));
  Json json{{"now", state.row ? answer["rows"][*state.row] : Json(nullptr)}};
  json["unit"] = state.answer.unit;
  json["as_of"] = answer["as_of"];
  json["distance"] = state.distance ? Json(*state.distance) : Json(nullptr);
  json["met"] = state.met ? Json(*state.met) : Json(nullptr);
  return json;
}

// How far it is, and where it is heading.
Result<Json> told_of(const Engine& engine, const Goal& goal, const Call& call) {
  SOJOURN_TRY(const GoalState state, goal_state(goal, call.caller.scope, engine.asker, call.cancelled));
  SOJOURN_TRY(const GoalCourse course, goal_course(goal, state, call.caller.scope, engine.asker, call.cancelled));
  Json json = state_json(state);
  json["course"] = goal_course_json(course);
  return json;
}

Result<HttpReply> list_goals(const Engine& engine, const Call& call) {
  const std::string wanted = call.query("state");
  if (!wanted.empty() && wanted != "true" && wanted != "false") return Status::invalid("true or false", "state");
  Json json;
  Json& list = json["goals"] = Json::array();
  for (const auto& goal : engine.boards->goals().list()) {
    Json each = goal_json(*goal);
    if (wanted == "true") {
      const Result<Json> told = told_of(engine, *goal, call);
      if (told) {
        each.update(*told);
      } else if (told.error().code() == StatusCode::kCancelled) {
        return told.error();
      } else {
        each["error"] = Json::parse(problem_json(problem_of(told.error()), call.request.request_id));
      }
    }
    list.push_back(std::move(each));
  }
  return json_reply(json);
}

Result<HttpReply> put_goal(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Goal goal, parse_goal(call.request.body, call.path[0], engine.boards->find_segment()));
  if (goal.name != call.path[0]) return Status::invalid("the address says " + call.path[0], "name");
  const bool known = engine.boards->goals().look(goal.name) != nullptr;
  SOJOURN_CHECK(engine.boards->goals().put(goal).status());
  return json_reply(goal_json(goal), known ? 200 : 201);
}

Result<HttpReply> remove_goal(const Engine& engine, const Call& call) {
  SOJOURN_CHECK(engine.boards->goals().remove(call.path[0]));
  return json_reply({{"removed", call.path[0]}});
}

}  // namespace

void add_board_segment_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/segments", "Filters that have a name, and where each is used.",
                    [engine](const Call& call) { return list_segments(engine, call); }, "", "Segments"});
  routes.back().needs = Permission::kAsk;
  routes.push_back({"GET", "/v1/segments/{name}", "One segment.",
                    [engine](const Call& call) { return get_segment(engine, call); }, "", "Segment"});
  routes.back().needs = Permission::kAsk;
  routes.push_back({"PUT", "/v1/segments/{name}", "Makes a segment (201) or changes what it stands for, everywhere.",
                    [engine](const Call& call) { return put_segment(engine, call); }, "SegmentDefinition", "Segment"});
  routes.back().also = {{201, kIsNew}};
  routes.back().needs = Permission::kBoards;
  routes.back().request_example = R"({"title":"Loyal","where":"did(\"purchase\") >= 2"})";
  routes.push_back({"DELETE", "/v1/segments/{name}", "Removes a segment that nothing uses; else 409 says what does.",
                    [engine](const Call& call) { return remove_segment(engine, call); }, "", "Removed"});
  routes.back().needs = Permission::kBoards;
  routes.push_back({"GET", "/v1/segments/{name}/size", "How many customers have an event in the segment, of all.",
                    [engine](const Call& call) { return size_of_segment(engine, call); }, "", "SegmentSize"});
  routes.back().needs = Permission::kAsk;
}

void add_board_goal_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/goals", "What measures should reach, and by when.",
                    [engine](const Call& call) { return list_goals(engine, call); }, "", "Goals"});
  routes.back().needs = Permission::kAsk;
  routes.back().query = {{"state", "string", "true: ask each measure, and tell how far it is."}};
  routes.push_back({"PUT", "/v1/goals/{name}", "Makes a goal (201) or sets it anew.",
                    [engine](const Call& call) { return put_goal(engine, call); }, "GoalDefinition", "Goal"});
  routes.back().also = {{201, kIsNew}};
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = R"({"title":"NPS of 50","measure":"nps","value":50,"by":"2027-12-31"})";
  routes.push_back({"DELETE", "/v1/goals/{name}", "Removes a goal.",
                    [engine](const Call& call) { return remove_goal(engine, call); }, "", "Removed"});
  routes.back().needs = Permission::kSetup;
}

}  // namespace sojourn
