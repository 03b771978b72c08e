// GET and PUT /v1/feedback/settings: which feedback opens a case, and who is told when nobody owns it.
#include "api/inbox_handlers.h"
#include "api/problem.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

Result<HttpReply> settings_reply(const Engine& engine, const Call& call) {
  Json json = inbox_settings_json(engine.inbox->settings());
  json["assignees"] = assignees(engine);
  const Status trouble = engine.inbox->cases_trouble();
  json["trouble"] =
      trouble.ok() ? Json(nullptr) : Json::parse(problem_json(problem_of(trouble), call.request.request_id));
  return json_reply(json);
}

Result<HttpReply> put_settings(const Engine& engine, const Call& call) {
  SOJOURN_TRY(Json json, read_json(call.request.body));
  if (json.is_object()) {  // As they are read, they may be sent back.
    json.erase("assignees");
    json.erase("trouble");
  }
  const std::string text = json_text(json);
  const auto change = [&](const InboxSettings& former) -> Result<InboxSettings> {
    SOJOURN_TRY(InboxSettings settings, parse_inbox_settings(text, former));
    SOJOURN_CHECK(check_assignee(engine, settings.assignee));
    // The first filter makes no cases of all that ever happened, unless somebody says since when.
    const bool first = former.cases.empty() && !settings.cases.empty();
    if (first && settings.since == kTimeMin) settings.since = engine.inbox->now() / kSecond * kSecond;
    return settings;
  };
  SOJOURN_CHECK(engine.inbox->change_settings(change));
  engine.intake.touch();
  return settings_reply(engine, call);
}

}  // namespace

void add_inbox_settings_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/feedback/settings", "Which feedback opens a case, when it is due, and who gets it.",
                    [engine](const Call& call) { return settings_reply(engine, call); }, "", "FeedbackSettings"});
  routes.back().needs = Permission::kPeople;
  routes.push_back({"PUT", "/v1/feedback/settings", "Sets them; what is left out stays.",
                    [engine](const Call& call) { return put_settings(engine, call); }, "FeedbackSettingsWish",
                    "FeedbackSettings"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example =
      R"({"cases":"kind = \"nps\" and answer <= 6","due_hours":48,"escalate_hours":24,"escalate_to":["care@example.com"]})";
}

}  // namespace sojourn
