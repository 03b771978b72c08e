// The record itself: SQL for analysts, and how the server stands.
#include <algorithm>
#include <array>

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/problem.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

constexpr int64_t kSqlRowsMax = 10'000;
const std::array<std::string, 2> kSqlKeys{"sql", "limit"};

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

// The answer to a measure that counts, within the caller's scope.
Result<int64_t> count_of(const Engine& engine, const Call& call, const std::string& measure) {
  Question question;
  question.measure = measure;
  SOJOURN_TRY(const Answer answer, ask_in_scope(engine.asker, question, call.caller));
  return std::get<int64_t>(answer.rows.front().front());
}

Result<HttpReply> status(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, engine.timelines.current());
  const TimelineStats stats = engine.timelines.stats();
  int64_t customers = 0;
  int64_t events = snapshot->event_count();
  if (events > 0) {
    SOJOURN_TRY(customers, count_of(engine, call, "customers"));  // Those whom we can name; as everywhere else.
    if (!call.caller.scope.empty()) {
      SOJOURN_TRY(events, count_of(engine, call, "volume"));
    }
  }
  SOJOURN_TRY(const std::vector<SourceQuality> sources, engine.store.quality());
  Micros received = 0;
  for (const SourceQuality& each : sources) received = std::max(received, each.last_import);
  Json json;
  json["version"] = SOJOURN_VERSION;
  json["events"] = events;
  json["customers"] = customers;
  // Never later than now: a source may tell of what is still to come.
  const Micros until = std::min(snapshot->time_span().to, now());
  json["data_until"] = snapshot->event_count() == 0 ? Json(nullptr) : Json(format_time(until));
  // Of the whole record, and not for those who see a part of it.
  const bool whole = call.caller.scope.empty();
  json["last_received"] = whole ? time_or_null(received) : Json(nullptr);
  json["change"] = engine.intake.state().change;
  json["started"] = format_time(engine.started);
  json["timelines"] = {{"parts", whole ? stats.parts : 0}, {"bytes", whole ? stats.bytes : 0}};
  return json_reply(json);
}

}  // namespace

void add_record_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"POST", "/v1/sql", "Runs one read-only SQL statement over the record.",
                    [engine](const Call& call) { return sql(engine, call); }, "Sql", "SqlTable"});
  routes.back().needs = Permission::kRecord;
  routes.push_back({"GET", "/v1/status", "Version, size and freshness of what is served.",
                    [engine](const Call& call) { return status(engine, call); }, "", "ServerStatus"});
  routes.back().needs = Permission::kAsk | Permission::kPeople;
}

}  // namespace sojourn
