// GET /v1/decisions; PUT, DELETE /v1/decisions/{name}.
#include "api/board_handlers.h"
#include "api/record_json.h"
#include "boards/decision.h"

namespace sojourn {
namespace {

Result<HttpReply> list_decisions(const Engine& engine, const Call& call) {
  const std::string wanted = call.query("state");
  if (!wanted.empty() && wanted != "true" && wanted != "false") return Status::invalid("true or false", "state");
  Json json;
  Json& list = json["decisions"] = Json::array();
  for (const auto& decision : engine.boards->decisions().list()) {
    Json each = decision_json(*decision);
    if (wanted == "true") {
      const Result<DecisionState> state = decision_state(*decision, call.caller.scope, engine.asker, call.cancelled);
      if (state) {
        each.update(decision_state_json(*state));
      } else if (state.error().code() == StatusCode::kCancelled) {
        return state.error();
      } else {
        each["error"] = Json::parse(problem_json(problem_of(state.error()), call.request.request_id));
      }
    }
    list.push_back(std::move(each));
  }
  return json_reply(json);
}

// Decisions are everybody's: nobody changes for all what they see a part of.
std::optional<HttpReply> refuse_scope(const Call& call) {
  if (call.caller.scope.empty()) return std::nullopt;
  return forbidden(call, "you see a part of the record, and decisions are for all of it: ask somebody who sees all");
}

Result<HttpReply> put_decision(const Engine& engine, const Call& call) {
  if (std::optional<HttpReply> refused = refuse_scope(call)) return *std::move(refused);
  SOJOURN_TRY(const Decision decision, parse_decision(call.request.body, call.path[0], engine.boards->find_segment()));
  if (decision.name != call.path[0]) return Status::invalid("the address says " + call.path[0], "name");
  const bool known = engine.boards->decisions().look(decision.name) != nullptr;
  SOJOURN_CHECK(engine.boards->decisions().put(decision).status());
  return json_reply(decision_json(decision), known ? 200 : 201);
}

Result<HttpReply> remove_decision(const Engine& engine, const Call& call) {
  if (std::optional<HttpReply> refused = refuse_scope(call)) return *std::move(refused);
  SOJOURN_CHECK(engine.boards->decisions().remove(call.path[0]));
  return json_reply({{"removed", call.path[0]}});
}

}  // namespace

void add_decision_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/decisions", "Decisions, and what a measure did before and after each.",
                    [engine](const Call& call) { return list_decisions(engine, call); }, "", "Decisions"});
  routes.back().needs = Permission::kAsk;
  routes.back().query = {{"state", "string", "true: ask each measure, and tell whether the difference is proven."}};
  routes.push_back({"PUT", "/v1/decisions/{name}", "Writes a decision down (201) or sets it anew.",
                    [engine](const Call& call) { return put_decision(engine, call); }, "DecisionDefinition",
                    "Decision"});
  routes.back().also = {{201, kIsNew}};
  routes.back().needs = Permission::kBoards;
  routes.back().request_example =
      R"({"title":"Calls are answered in the evening","at":"2026-05-01","measure":"nps","days":30})";
  routes.push_back({"DELETE", "/v1/decisions/{name}", "Removes a decision.",
                    [engine](const Call& call) { return remove_decision(engine, call); }, "", "Removed"});
  routes.back().needs = Permission::kBoards;
}

}  // namespace sojourn
