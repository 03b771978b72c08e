// ClickHouse and DuckDB at the works: the same tables, sorted as a good user would sort them.
#include <filesystem>

#include "clickhouse.h"
#include "contest.h"
#include "must.h"
#include "rival.h"

namespace sojourn::bench {
namespace {

// Of 24 GiB, so that who wants more says so instead of being ended by the system.
constexpr const char* kMemoryMost = "18000000000";

template <class Engine>
void run_works(Engine& engine, const std::vector<Work>& works, std::vector<std::string> Work::*texts,
               const std::string& suffix, Report& report) {
  for (const Work& work : works) {
    std::vector<std::function<Rows()>> ways;
    for (const std::string& sql : work.*texts) {
      ways.push_back([&engine, sql] { return engine.run(sql); });
    }
    report.best(work.name + suffix, ways);
  }
}

int64_t count_in(const Rows& rows) { return rows.empty() ? 0 : std::strtoll(rows[0][0].c_str(), nullptr, 10); }

}  // namespace

void run_clickhouse(const Contest& contest, Report& report) {
  const std::string folder = contest.folder + "/clickhouse";
  std::filesystem::create_directories(folder);
  ClickHouse engine(folder);
  const std::string columns = " (customer UInt32, time UInt32, touchpoint UInt8, channel UInt8) ENGINE = ";
  const auto from_file = [](const std::string& path) { return "SELECT * FROM file('" + path + "', 'Native')"; };
  engine.run("SET max_execution_time = " + std::to_string(kQuestionSecondsMost) +
             ", max_memory_usage = " + kMemoryMost);
  engine.run("CREATE TABLE e" + columns + "Memory");
  engine.run("CREATE TABLE s" + columns + "MergeTree ORDER BY (customer, time)");
  engine.run("CREATE TABLE m" + columns + "Memory");
  engine.run("INSERT INTO e " + from_file(contest.events));
  report.once(kBuild, [&] { return engine.run("INSERT INTO s SELECT * FROM e"); });
  engine.run("TRUNCATE TABLE e");        // DROP ... SYNC never comes back in chDB 26.5.
  engine.run("OPTIMIZE TABLE s FINAL");  // Not counted above: merging goes on in the background for others too.
  report.size("size", count_in(engine.run("SELECT sum(bytes_on_disk) FROM system.parts WHERE table = 's' AND active")));
  engine.run("INSERT INTO m SELECT * FROM s ORDER BY customer, time SETTINGS max_insert_threads = 1");
  run_works(engine, contest.works, &Work::clickhouse, "", report);
  if (contest.update.empty()) return;
  report.once(kUpdate, [&] { return engine.run("INSERT INTO s " + from_file(contest.update)); });
  engine.run("INSERT INTO m " + from_file(contest.update));
  run_works(engine, contest.again, &Work::clickhouse, kAfterUpdate, report);
}

void run_duckdb(const Contest& contest, Report& report) {
  Rival engine;
  engine.run("SET temp_directory = '" + contest.folder + "/duckdb'");
  engine.run(std::string("SET memory_limit = '") + kMemoryMost + "B'");
  engine.run("CREATE TABLE e (customer UINTEGER, time UINTEGER, touchpoint UTINYINT, channel UTINYINT)");
  engine.append("e", contest.events);
  report.once(kBuild, [&] { return engine.run("CREATE TABLE s AS SELECT * FROM e ORDER BY customer, time"), Rows(); });
  engine.run("DROP TABLE e");
  report.size("size", count_in(engine.run("SELECT sum(memory_usage_bytes) FROM duckdb_memory() WHERE tag IN "
                                          "('IN_MEMORY_TABLE', 'BASE_TABLE')")));
  run_works(engine, contest.works, &Work::duckdb, "", report);
  if (contest.update.empty()) return;
  report.once(kUpdate, [&] { return engine.append("s", contest.update), Rows(); });
  run_works(engine, contest.again, &Work::duckdb, kAfterUpdate, report);
}

}  // namespace sojourn::bench
