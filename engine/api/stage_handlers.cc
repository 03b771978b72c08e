// The stages of a journey: the rules that give touchpoints their stage, and what other rules would change.
//
// A try counts the events of the record once, by touchpoint and by the stage that they name themselves, and names stages with the
// very table that timelines use (make_stage_table): what it says comes true when the rules are put.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/record_json.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "timelines/merged.h"

namespace sojourn {
namespace {

constexpr size_t kStageRulesMax = 10'000;
constexpr size_t kTouchpointsShownMax = 10'000;
constexpr size_t kTouchpointsCountedMax = 1'000'000;
const std::array<std::string, 1> kStagesKeys{"rules"};

using StageRules = std::vector<std::pair<std::string, std::string>>;

// --- the rules

Result<HttpReply> stages(const Engine& engine) {
  SOJOURN_TRY(const StageRules rules, engine.store.touchpoint_stages());
  Json json;
  json["stages"] = std::vector<std::string>(stage_names().begin(), stage_names().end());
  Json& list = json["rules"] = Json::array();
  for (const auto& [touchpoint, stage] : rules) list.push_back({{"touchpoint", touchpoint}, {"stage", stage}});
  return json_reply(json);
}

Result<std::pair<std::string, std::string>> stage_rule(const Json& json, const std::string& where) {
  if (!json.is_object()) return Status::invalid("a rule is written {\"touchpoint\":\"...\",\"stage\":\"...\"}", where);
  Result<std::string> touchpoint = text_at(json, "touchpoint");
  if (!touchpoint.has_value()) return std::move(touchpoint).error().within(where);
  Result<std::string> stage = text_at(json, "stage");
  if (!stage.has_value()) return std::move(stage).error().within(where);
  if (touchpoint->empty()) return Status::invalid("is empty", where + ".touchpoint");
  if (touchpoint->size() > limits::kTextBytesMax) return Status::invalid("is too long", where + ".touchpoint");
  if (stage_rank(*stage) < 0) {
    const std::vector<std::string> names(stage_names().begin(), stage_names().end());
    return Status::invalid("\"" + *stage + "\" is not a stage." + known_hint(*stage, names), where + ".stage");
  }
  return std::pair(*std::move(touchpoint), *std::move(stage));
}

Result<StageRules> read_rules(const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kStagesKeys));
  if (!json.contains("rules") || !json["rules"].is_array()) {
    return Status::invalid("a list of rules is needed", "rules");
  }
  if (json["rules"].size() > kStageRulesMax) {
    return Status::limit("there may be " + std::to_string(kStageRulesMax) + " rules", "rules");
  }
  StageRules rules;
  std::set<std::string> seen;
  for (const Json& each : json["rules"]) {
    const std::string where = "rules[" + std::to_string(rules.size()) + "]";
    SOJOURN_TRY(auto rule, stage_rule(each, where));
    if (!seen.insert(rule.first).second) return Status::invalid("\"" + rule.first + "\" has a rule already", where);
    rules.push_back(std::move(rule));
  }
  return rules;
}

Result<HttpReply> set_stages(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const StageRules rules, read_rules(call));
  SOJOURN_CHECK(engine.store.set_touchpoint_stages(rules));
  engine.intake.touch();
  return stages(engine);
}

// --- what other rules would change

struct Touchpoint {
  int64_t events = 0;
  int64_t customers = 0;               // Those whom we can name.
  std::map<std::string, int64_t> own;  // Events by the stage that they name; "" : none.
};
using Touchpoints = std::map<std::string, Touchpoint>;  // "" : events without a touchpoint.

// In one pass: the pairs, and for the customers each touchpoint as a whole.
constexpr const char* kCountSql =
    "SELECT coalesce(touchpoint, ''), coalesce(stage, ''), grouping(stage), count(*), count(DISTINCT customer) "
    "FROM events GROUP BY GROUPING SETS ((touchpoint, stage), (touchpoint))";

Result<Touchpoints> count_touchpoints(Store& store) {
  Result<SqlTable> counted = store.sql(kCountSql, kTouchpointsCountedMax);
  if (counted ? counted->cut : counted.error().code() == StatusCode::kLimit) {
    return Status::limit(
        "the record has too many events or touchpoints to try rules on it: PUT /v1/stages sets them untried");
  }
  SOJOURN_TRY(const SqlTable table, std::move(counted));
  Touchpoints found;
  for (const auto& row : table.rows) {
    Touchpoint& touchpoint = found[row[0].value_or("")];
    SOJOURN_TRY(const int64_t events, parse_integer(row[3].value_or("0")));
    if (row[2] == "0") {
      touchpoint.own[row[1].value_or("")] += events;
      continue;
    }
    touchpoint.events = events;
    SOJOURN_TRY(touchpoint.customers, parse_integer(row[4].value_or("0")));
  }
  return found;
}

// The stage that rules give to each of the touchpoints, "" for none: as the timelines have it.
std::map<std::string, std::string> stages_by_rule(const Touchpoints& touchpoints, const StageRules& rules) {
  Columns columns;
  Names& names = *columns.names()[column_of(Field::kTouchpoint)];
  std::map<std::string, uint32_t> codes;
  for (const auto& [touchpoint, counts] : touchpoints) {
    if (!touchpoint.empty()) codes[touchpoint] = names.intern(touchpoint);
  }
  const std::shared_ptr<const StageTable> table = make_stage_table(rules, columns);
  const Names& stages = *columns.names()[column_of(Field::kStage)];
  std::map<std::string, std::string> found;
  for (const auto& [touchpoint, code] : codes) {
    const uint32_t stage = table == nullptr || code >= table->size() ? 0 : (*table)[code];
    found[touchpoint] = stage == 0 ? std::string() : std::string(stages.text(stage));
  }
  return found;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

class StageTrial {
 public:
  StageTrial(Touchpoints touchpoints, const StageRules& now, const StageRules& then)
      : touchpoints_(std::move(touchpoints)) {
    // Rules for what no event has yet are shown as well.
    for (const StageRules* rules : {&now, &then}) {
      for (const auto& [touchpoint, stage] : *rules) touchpoints_[touchpoint];
    }
    before_ = stages_by_rule(touchpoints_, now);
    after_ = stages_by_rule(touchpoints_, then);
  }

  Json json() {
    Json reply;
    Json& list = reply["touchpoints"] = Json::array();
    int64_t changed = 0;
    for (const auto& [name, counts] : in_order()) {
      Json one = touchpoint_json(*name, *counts, changed);
      if (list.size() < kTouchpointsShownMax && !name->empty()) list.push_back(std::move(one));
    }
    const size_t named = touchpoints_.size() - touchpoints_.count("");
    reply["left_out"] = named - list.size();
    reply["changed"] = changed;
    reply["stages"] = stages_json();
    return reply;
  }

 private:
  // Those with the most events first.
  std::vector<std::pair<const std::string*, const Touchpoint*>> in_order() const {
    std::vector<std::pair<const std::string*, const Touchpoint*>> order;
    for (const auto& [name, counts] : touchpoints_) order.emplace_back(&name, &counts);
    std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.second->events > b.second->events; });
    return order;
  }
  // Also counts it into the stages.
  Json touchpoint_json(const std::string& name, const Touchpoint& counts, int64_t& changed) {
    const std::string& before = before_[name];
    const std::string& after = after_[name];
    Json own = Json::array();
    int64_t moves = 0;
    for (const auto& [stage, events] : counts.own) {
      stages_[stage.empty() ? before : stage].first += events;
      stages_[stage.empty() ? after : stage].second += events;
      if (!stage.empty()) own.push_back({{"stage", stage}, {"events", events}});
      if (stage.empty() && before != after) moves = events;
    }
    changed += moves;
    return {{"touchpoint", name},    {"events", counts.events},        {"customers", counts.customers},
            {"own", std::move(own)}, {"before", text_or_null(before)}, {"after", text_or_null(after)},
            {"changed", moves}};
  }
  // Those of the journey in their order, then what else events name, then none.
  Json stages_json() const {
    std::vector<std::string> order(stage_names().begin(), stage_names().end());
    for (const auto& [stage, counts] : stages_) {
      if (!stage.empty() && stage_rank(stage) < 0) order.push_back(stage);
    }
    order.emplace_back();
    Json list = Json::array();
    for (const std::string& stage : order) {
      const auto found = stages_.find(stage);
      const auto [before, after] = found == stages_.end() ? std::pair<int64_t, int64_t>() : found->second;
      list.push_back({{"stage", text_or_null(stage)}, {"before", before}, {"after", after}});
    }
    return list;
  }

  Touchpoints touchpoints_;
  std::map<std::string, std::string> before_, after_;          // Stage by rule; "" : none.
  std::map<std::string, std::pair<int64_t, int64_t>> stages_;  // Events before and after.
};

Result<HttpReply> try_stages(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const StageRules then, read_rules(call));
  SOJOURN_TRY(const StageRules now, engine.store.touchpoint_stages());
  SOJOURN_TRY(Touchpoints touchpoints, count_touchpoints(engine.store));
  return json_reply(StageTrial(std::move(touchpoints), now, then).json());
}

}  // namespace

void add_stage_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/stages", "The stages of a journey, and the rules that give touchpoints their stage.",
                    [engine](const Call&) { return stages(engine); }, "", "Stages"});
  routes.back().needs = Permission::kAsk | Permission::kSetup;
  routes.push_back({"PUT", "/v1/stages", "Replaces the rules.",
                    [engine](const Call& call) { return set_stages(engine, call); }, "StageRules", "Stages"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"POST", "/v1/stages/try",
                    "What these rules would change, by touchpoint and by stage; stores nothing.",
                    [engine](const Call& call) { return try_stages(engine, call); }, "StageRules", "StageTrial"});
  routes.back().needs = Permission::kSetup;
}

}  // namespace sojourn
