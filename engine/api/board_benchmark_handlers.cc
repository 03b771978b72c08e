// GET /v1/benchmarks; GET, PUT, DELETE /v1/benchmarks/{name}; its /standing.
#include "answers/question_text.h"
#include "api/board_handlers.h"
#include "api/record_json.h"
#include "boards/board_period.h"

namespace sojourn {
namespace {

Result<HttpReply> list_benchmarks(const Engine& engine) {
  Json json;
  Json& list = json["benchmarks"] = Json::array();
  for (const auto& each : engine.boards->benchmarks().list()) list.push_back(benchmark_json(*each));
  return json_reply(json);
}

Result<HttpReply> get_benchmark(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto benchmark, engine.boards->benchmarks().find(call.path[0]));
  return json_reply(benchmark_json(*benchmark));
}

// As JSON, or the rows as CSV and the rest in the query.
Result<Benchmark> read_benchmark(const Call& call) {
  if (!call.header("Content-Type").starts_with("text/csv")) return parse_benchmark(call.request.body, call.path[0]);
  Benchmark benchmark;
  benchmark.name = call.path[0];
  benchmark.title = call.query("title");
  benchmark.source = call.query("source");
  benchmark.date = call.query("date");
  SOJOURN_TRY(benchmark.rows, parse_benchmark_csv(call.request.body));
  SOJOURN_CHECK(check_benchmark(benchmark));
  return benchmark;
}

Result<HttpReply> put_benchmark(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Benchmark benchmark, read_benchmark(call));
  if (benchmark.name != call.path[0]) return Status::invalid("the address says " + call.path[0], "name");
  const bool known = engine.boards->benchmarks().look(benchmark.name) != nullptr;
  SOJOURN_CHECK(engine.boards->benchmarks().put(benchmark).status());
  return json_reply(benchmark_json(benchmark), known ? 200 : 201);
}

Result<HttpReply> remove_benchmark(const Engine& engine, const Call& call) {
  SOJOURN_CHECK(engine.boards->benchmarks().remove(call.path[0]));
  return json_reply({{"removed", call.path[0]}});
}

Json row_json(const StandingRow& row) {
  Json json{{"group", row.group}, {"own", row.own}, {"value", row.value}, {"rank", row.rank}};
  json["n"] = row.n ? Json(*row.n) : Json(nullptr);
  json["source"] = row.source;
  json["date"] = row.date;
  return json;
}

Result<HttpReply> standing_of(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto benchmark, engine.boards->benchmarks().find(call.path[0]));
  Question question;
  question.measure = call.query("measure");
  if (question.measure.empty()) return Status::invalid("is needed: a measure of the table", "measure");
  question.where = call.query("where");
  const std::string asked = call.query("period");
  SOJOURN_TRY(const BoardPeriod period, find_board_period(asked.empty() ? "all" : asked));
  SOJOURN_TRY(const Micros newest, engine.asker.newest());
  question.from = span_of(period, newest, Zone()).from;
  SOJOURN_TRY(const Question scoped, within_scope(question, call.caller));
  Result<Standing> told = standing(*benchmark, scoped, engine.asker, call.cancelled);
  if (!told) return as_asked(std::move(told).error(), call.caller);
  Json json{{"benchmark", benchmark->name}, {"title", benchmark->title}, {"measure", told->measure}};
  json["unit"] = told->unit;
  json["better"] = told->less_is_better ? "down" : "up";
  json["own"] = Json::parse(answer_json(told->answer));
  json["rank"] = told->rank ? Json(*told->rank) : Json(nullptr);
  json["of"] = told->rows.size();
  json["rows"] = Json::array();
  for (const StandingRow& each : told->rows) json["rows"].push_back(row_json(each));
  return json_reply(json);
}

}  // namespace

void add_board_benchmark_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/benchmarks", "Tables of what others reach on our measures.",
                    [engine](const Call&) { return list_benchmarks(engine); }, "", "Benchmarks"});
  routes.back().needs = Permission::kAsk;
  routes.push_back({"GET", "/v1/benchmarks/{name}", "One table.",
                    [engine](const Call& call) { return get_benchmark(engine, call); }, "", "Benchmark"});
  routes.back().needs = Permission::kAsk;
  routes.push_back({"PUT", "/v1/benchmarks/{name}",
                    "Makes a table (201) or replaces it: JSON, or text/csv with the columns measure, group, value, n.",
                    [engine](const Call& call) { return put_benchmark(engine, call); }, "Benchmark", "Benchmark"});
  routes.back().also = {{201, kIsNew}};
  routes.back().other_media = {"text/csv"};
  routes.back().needs = Permission::kSetup;
  routes.back().query = {{"title", "string", "With CSV."},
                         {"source", "string", "With CSV: who says so."},
                         {"date", "string", "With CSV: of when it speaks, a day."}};
  routes.back().request_example =
      R"({"title":"Trade","source":"Trade survey","date":"2026-06-30","rows":[)"
      R"({"measure":"nps","group":"benchmark","value":38,"n":1200},{"measure":"nps","group":"rival","value":45}]})";
  routes.push_back({"DELETE", "/v1/benchmarks/{name}", "Removes a table.",
                    [engine](const Call& call) { return remove_benchmark(engine, call); }, "", "Removed"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"GET", "/v1/benchmarks/{name}/standing", "Where our own value stands among those of the table.",
                    [engine](const Call& call) { return standing_of(engine, call); }, "", "Standing"});
  routes.back().needs = Permission::kAsk;
  routes.back().query = {{"measure", "string", "A measure of the table."},
                         {"where", "string", "A filter for our own value."},
                         {"period", "string", "7d, 30d, 90d, 12m, 24m or all (default)."}};
}

}  // namespace sojourn
