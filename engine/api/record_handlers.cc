// The record itself: refused rows, stages, SQL for analysts, and how the server stands.
#include <algorithm>
#include <array>
#include <set>

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/problem.h"
#include "api/record_json.h"
#include "base/limits.h"

namespace sojourn {
namespace {

constexpr int64_t kRejectsMax = 1000;
constexpr int64_t kSqlRowsMax = 10'000;
constexpr size_t kStageRulesMax = 10'000;
const std::array<std::string, 1> kStagesKeys{"rules"};
const std::array<std::string, 2> kSqlKeys{"sql", "limit"};

Result<HttpReply> rejects(const Engine& engine, const Call& call) {
  RejectFilter filter;
  filter.source = call.query("source");
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 100, 1, kRejectsMax));
  SOJOURN_TRY(const int64_t offset, call.query_integer("offset", 0, 0, INT32_MAX));
  filter.limit = static_cast<size_t>(limit);
  filter.offset = static_cast<size_t>(offset);
  SOJOURN_TRY(const int64_t total, engine.store.reject_count(filter.source));
  SOJOURN_TRY(const std::vector<RejectRow> rows, engine.store.rejects(filter));
  Json json;
  json["total"] = total;
  Json& list = json["rejects"] = Json::array();
  for (const RejectRow& each : rows) {
    list.push_back({{"source", each.source},
                    {"file", each.reject.file},
                    {"line", each.reject.line},
                    {"field", each.reject.field},
                    {"reason", each.reject.reason},
                    {"raw", each.reject.raw},
                    {"at", time_or_null(each.at)}});
  }
  return json_reply(json);
}

using StageRules = std::vector<std::pair<std::string, std::string>>;

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

Result<HttpReply> set_stages(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kStagesKeys));
  if (!json.contains("rules") || !json["rules"].is_array())
    return Status::invalid("a list of rules is needed", "rules");
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
  SOJOURN_CHECK(engine.store.set_touchpoint_stages(rules));
  engine.intake.touch();
  return stages(engine);
}

Result<HttpReply> sql(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kSqlKeys));
  SOJOURN_TRY(const std::string text, text_at(json, "sql"));
  SOJOURN_TRY(const int64_t limit, integer_at(json, "limit", 1000, 1, kSqlRowsMax));
  SOJOURN_TRY(const SqlTable table, engine.store.sql(text, static_cast<size_t>(limit)));
  Json reply;
  Json& columns = reply["columns"] = Json::array();
  for (const SqlTable::Column& each : table.columns) columns.push_back({{"name", each.name}, {"type", each.type}});
  Json& rows = reply["rows"] = Json::array();
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const auto& cell : row) cells.push_back(cell ? Json(*cell) : Json(nullptr));
    rows.push_back(std::move(cells));
  }
  reply["cut"] = table.cut;
  return json_reply(reply);
}

Result<HttpReply> status(const Engine& engine) {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, engine.timelines.current());
  const TimelineStats stats = engine.timelines.stats();
  Json customers = 0;
  if (snapshot->event_count() > 0) {
    Question question;
    question.measure = "customers";  // Those whom we can name; the same number as everywhere else.
    SOJOURN_TRY(const Answer answer, engine.asker.ask(question));
    customers = std::get<int64_t>(answer.rows.front().front());
  }
  SOJOURN_TRY(const std::vector<SourceQuality> sources, engine.store.quality());
  Micros received = 0;
  for (const SourceQuality& each : sources) received = std::max(received, each.last_import);
  Json json;
  json["version"] = SOJOURN_VERSION;
  json["events"] = snapshot->event_count();
  json["customers"] = customers;
  // Never later than now: a source may tell of what is still to come.
  const Micros until = std::min(snapshot->time_span().to, now());
  json["data_until"] = snapshot->event_count() == 0 ? Json(nullptr) : Json(format_time(until));
  json["last_received"] = time_or_null(received);
  json["change"] = engine.intake.state().change;
  json["started"] = format_time(engine.started);
  json["timelines"] = {{"parts", stats.parts}, {"bytes", stats.bytes}};
  return json_reply(json);
}

}  // namespace

void add_record_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET",
                    "/v1/rejects",
                    "Rows that were refused, newest first, with line, field and reason.",
                    [engine](const Call& call) { return rejects(engine, call); },
                    "",
                    "Rejects",
                    {{"source", "string", "Only of this source."},
                     {"limit", "integer", "1 to 1000; 100 unless told."},
                     {"offset", "integer", "How many to pass over."}}});
  routes.push_back({"GET", "/v1/stages", "The stages of a journey, and the rules that give touchpoints their stage.",
                    [engine](const Call&) { return stages(engine); }, "", "Stages"});
  routes.push_back({"PUT", "/v1/stages", "Replaces the rules.",
                    [engine](const Call& call) { return set_stages(engine, call); }, "StageRules", "Stages"});
  routes.push_back({"POST", "/v1/sql", "Runs one read-only SQL statement over the record.",
                    [engine](const Call& call) { return sql(engine, call); }, "Sql", "SqlTable"});
  routes.push_back({"GET", "/v1/status", "Version, size and freshness of what is served.",
                    [engine](const Call&) { return status(engine); }, "", "ServerStatus"});
}

}  // namespace sojourn
