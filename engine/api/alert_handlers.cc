// Alerts: what is watched, how it stands, what was told; and what it would have told before it is kept.
#include "answers/question_text.h"
#include "api/clockwork_handlers.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

const std::array<std::string, 1> kSnoozeKeys{"until"};
constexpr Micros kSnoozeMost = 400 * kDay;

MadeBy made_of(const Alert& alert) { return {alert.owner, alert.scope}; }

Json time_or_null(Micros time) { return time == 0 ? Json(nullptr) : Json(format_time(time)); }

// May the caller see what was judged of that scope? One who sees everything may; else it must be of their own: the
// maker's may have been another one then.
bool shows(const Call& call, const std::string& judged) {
  return call.caller.scope.empty() || call.caller.scope == judged;
}

// How it stands: as it was looked at last; where nobody looks (yet), it was changed, or the last look was at what the
// caller may not see, as it is at this moment.
AlertState state_now(const Engine& engine, const Alert& alert, const Call& call, bool changed = false) {
  Clockwork& at = *engine.clockwork;
  AlertState state = at.alert_states().look(alert.name);
  if (!state.entries.empty() && !shows(call, state.entries.back().scope)) state.since = 0;
  if (changed || !at.running() || state.standing == AlertStanding::kUnknown || !shows(call, state.scope)) {
    const AlertVerdict verdict = at.judge(alert, call.cancelled);
    state.standing = verdict.standing;
    state.figure = verdict.figure;
    state.reason = verdict.reason;
  }
  if (!alert.enabled) {
    state.standing = AlertStanding::kOff;
  } else if (state.snoozed_until > at.now()) {
    state.standing = AlertStanding::kSnoozed;
  } else {
    state.snoozed_until = 0;
  }
  return state;
}

Json alert_with_state(const Alert& alert, const AlertState& state) {
  Json json = alert_json(alert);
  json["state"] = standing_name(state.standing);
  json["since"] = time_or_null(state.since);
  json["now"] = nullptr;
  if (state.figure.as_of != 0) {
    json["now"] = figure_json(state.figure);
    json["now"]["as_of"] = format_time(state.figure.as_of);
  }
  json["reason"] = state.reason;
  json["snoozed_until"] = time_or_null(state.snoozed_until);
  return json;
}

// One that the caller may see. Errors: kNotFound.
Result<AlertBook::Pointer> find_alert(const Engine& engine, const std::string& name, const Caller& caller) {
  SOJOURN_TRY(AlertBook::Pointer alert, engine.clockwork->alerts().find(name));
  if (may_see_of(engine, made_of(*alert), caller)) return alert;
  return AlertBook::missing(name, {});
}

Result<AlertBook::Pointer> find_to_change(const Engine& engine, const Call& call, std::optional<HttpReply>& refused) {
  SOJOURN_TRY(AlertBook::Pointer alert, find_alert(engine, call.path[0], call.caller));
  if (!may_change_of(engine, made_of(*alert), call.caller)) refused = forbidden(call, "the alert is somebody else's");
  return alert;
}

Result<HttpReply> list_alerts(const Engine& engine, const Call& call) {
  Json json{{"alerts", Json::array()}};
  int64_t firing = 0;
  for (const AlertBook::Pointer& alert : engine.clockwork->alerts().list()) {
    if (!may_see_of(engine, made_of(*alert), call.caller)) continue;
    const AlertState state = state_now(engine, *alert, call);
    if (state.standing == AlertStanding::kFiring) ++firing;
    json["alerts"].push_back(alert_with_state(*alert, state));
  }
  json["firing"] = firing;
  return json_reply(json);
}

Result<HttpReply> get_alert(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const AlertBook::Pointer alert, find_alert(engine, call.path[0], call.caller));
  return json_reply(alert_with_state(*alert, state_now(engine, *alert, call)));
}

Result<HttpReply> put_alert(const Engine& engine, const Call& call) {
  Clockwork& at = *engine.clockwork;
  const std::string& name = call.path[0];
  SOJOURN_TRY(Alert alert, parse_alert(call.request.body, name, engine.boards->find_segment()));
  if (alert.name != name) return Status::invalid("the address says " + name, "name");
  bool fresh = false;
  std::optional<HttpReply> refused;
  // Of what is there at that moment: somebody may have made one of the name meanwhile.
  const Result<AlertBook::Pointer> kept = at.put_alert(name, [&](const Alert* there) -> Result<Alert> {
    fresh = there == nullptr;
    const MadeBy before = fresh ? MadeBy{} : made_of(*there);
    if (!fresh && !may_see_of(engine, before, call.caller)) {
      refused = forbidden(call, "an alert of that name is somebody else's: save it under another name", "name");
    } else if (!fresh && !may_change_of(engine, before, call.caller)) {
      refused = forbidden(call, "the alert is somebody else's: save it under another name");
    }
    if (refused) return Status::conflict("it is somebody else's");
    const MadeBy made = made_by_after(engine, fresh ? nullptr : &before, call.caller);
    alert.owner = made.owner;
    alert.scope = made.scope;
    return alert;
  });
  if (refused) return *std::move(refused);
  SOJOURN_CHECK(kept.status());
  return json_reply(alert_with_state(**kept, state_now(engine, **kept, call, true)), fresh ? 201 : 200);
}

Result<HttpReply> remove_alert(const Engine& engine, const Call& call) {
  std::optional<HttpReply> refused;
  SOJOURN_TRY(const AlertBook::Pointer alert, find_to_change(engine, call, refused));
  if (refused) return *std::move(refused);
  SOJOURN_CHECK(engine.clockwork->remove_alert(alert->name));
  return json_reply({{"removed", alert->name}});
}

Result<HttpReply> try_alert_of(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Alert alert, parse_alert(call.request.body, "try", engine.boards->find_segment()));
  SOJOURN_TRY(const AlertTrial trial, engine.clockwork->try_alert(alert, call.caller.scope, call.cancelled));
  Json json{{"fired", trial.fired}, {"unit", trial.unit}, {"series", Json::array()}};
  for (const AlertTrial::Point& point : trial.series) {
    Json each{{"from", point.from}, {"to", point.to}};
    each.update(figure_json(point.verdict.figure));
    each["fires"] = point.verdict.standing == AlertStanding::kFiring;
    each["reason"] = point.verdict.reason;
    json["series"].push_back(std::move(each));
  }
  return json_reply(json);
}

Result<HttpReply> snooze_alert(const Engine& engine, const Call& call) {
  std::optional<HttpReply> refused;
  SOJOURN_TRY(const AlertBook::Pointer alert, find_to_change(engine, call, refused));
  if (refused) return *std::move(refused);
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kSnoozeKeys));
  if (!json.contains("until")) return Status::invalid("is needed: a time, or null to be told again", "until");
  Micros until = 0;
  if (!json["until"].is_null()) {
    SOJOURN_TRY(const std::string text, text_at(json, "until"));
    const Result<ParsedTime> time = parse_time(text, Zone());
    if (!time) return Status::invalid(time.error().message(), "until");
    until = time->utc;
    const Micros now = engine.clockwork->now();
    if (until <= now) return Status::invalid("is past", "until");
    if (until > now + kSnoozeMost) return Status::invalid("is more than 400 days ahead: switch the alert off", "until");
  }
  SOJOURN_CHECK(engine.clockwork->snooze(alert->name, until));
  return json_reply(alert_with_state(*alert, state_now(engine, *alert, call)));
}

Result<HttpReply> history_of_alert(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const AlertBook::Pointer alert, find_alert(engine, call.path[0], call.caller));
  const AlertState state = engine.clockwork->alert_states().look(alert->name);
  Json json{{"entries", Json::array()}};
  for (auto entry = state.entries.rbegin(); entry != state.entries.rend(); ++entry) {
    if (!shows(call, entry->scope)) continue;
    Json each{{"at", format_time(entry->at)}, {"state", standing_name(entry->standing)}};
    each.update(figure_json(entry->figure));
    each["reason"] = entry->reason;
    each["told"] = told_json(entry->told);
    each["outcome"] = outcome_of(entry->told);
    json["entries"].push_back(std::move(each));
  }
  return json_reply(json);
}

const char* const kAlertExample =
    R"({"title":"NPS of the web","question":{"measure":"nps","where":"channel = \"web\""},"period":"30d","when":"below",)"
    R"("value":30,"least_n":30,"mail":["anna@example.com"],"webhook":false})";

void add_route(std::vector<Route>& routes, Route route, Permission needs, const char* example = "") {
  route.needs = needs;
  route.request_example = example;
  routes.push_back(std::move(route));
}

}  // namespace

void add_alert_routes(const Engine& engine, std::vector<Route>& routes) {
  if (engine.clockwork == nullptr || engine.boards == nullptr) return;
  add_route(routes,
            {"GET", "/v1/alerts", "The alerts, how each stands, and how many fire.",
             [engine](const Call& call) { return list_alerts(engine, call); }, "", "Alerts"},
            Permission::kAsk);
  add_route(routes,
            {"GET", "/v1/alerts/{name}", "One alert, and how it stands.",
             [engine](const Call& call) { return get_alert(engine, call); }, "", "Alert"},
            Permission::kAsk);
  add_route(routes,
            {"PUT", "/v1/alerts/{name}", "Makes an alert (201) or changes it.",
             [engine](const Call& call) { return put_alert(engine, call); }, "AlertDefinition", "Alert"},
            Permission::kBoards, kAlertExample);
  routes.back().also = {{201, kIsNew}};
  add_route(routes,
            {"DELETE", "/v1/alerts/{name}", "Removes an alert and its history.",
             [engine](const Call& call) { return remove_alert(engine, call); }, "", "Removed"},
            Permission::kBoards);
  add_route(routes,
            {"POST", "/v1/alerts/try", "How often an alert would have fired in the last 90 days; keeps nothing.",
             [engine](const Call& call) { return try_alert_of(engine, call); }, "AlertDefinition", "AlertTrial"},
            Permission::kAsk, kAlertExample);
  add_route(routes,
            {"POST", "/v1/alerts/{name}/snooze", "Tells nobody until then; null: tells them again.",
             [engine](const Call& call) { return snooze_alert(engine, call); }, "AlertSnooze", "Alert"},
            Permission::kBoards, R"({"until":null})");
  add_route(routes,
            {"GET", "/v1/alerts/{name}/history", "How it stood, the newest first, who was told and what came of it.",
             [engine](const Call& call) { return history_of_alert(engine, call); }, "", "AlertHistory"},
            Permission::kAsk);
}

}  // namespace sojourn
