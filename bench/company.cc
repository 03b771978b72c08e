#include "company.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "answers/asker.h"
#include "base/decimal.h"
#include "collect/importer.h"
#include "must.h"
#include "rival.h"
#include "simulate/company.h"
#include "store/store.h"
#include "timelines/timelines.h"

namespace sojourn::bench {
namespace {

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The best of a few: what the work costs when nothing else disturbs it.
double best_seconds_of(int times, const std::function<void()>& work) {
  double best = seconds_of(work);
  for (int i = 1; i < times; ++i) best = std::min(best, seconds_of(work));
  return best;
}

void print_head() { std::printf("%-44s %12s %12s %10s %8s\n", "work", "ours ev/s", "DuckDB ev/s", "ours ms", "ratio"); }

void print_row(const std::string& work, int64_t events, double ours, double rival) {
  std::printf("%-44s %12.0f %12.0f %10.1f %7.1fx\n", work.c_str(), static_cast<double>(events) / ours,
              static_cast<double>(events) / rival, ours * 1000, rival / ours);
  std::fflush(stdout);
}

double cell(const Answer& answer, size_t row, const std::string& column) {
  for (size_t c = 0; c < answer.columns.size(); ++c) {
    if (answer.columns[c].name != column) continue;
    if (const auto* real = std::get_if<double>(&answer.rows[row][c])) return *real;
    if (const auto* whole = std::get_if<int64_t>(&answer.rows[row][c])) return static_cast<double>(*whole);
  }
  return std::nan("");
}

void compare(const std::string& what, double ours, const std::string& rival) {
  const double theirs = must(parse_number(rival));
  if (std::abs(ours - theirs) > 1e-9 * std::max(1.0, std::abs(theirs))) {
    fail(what + " differs: ours " + format_number(ours) + ", DuckDB " + rival);
  }
}

struct Work {
  std::string name;
  Question question;
  std::string sql;
  std::function<void(const Answer&, const std::vector<std::vector<std::string>>&)> check;
};

void check_all(const Answer& answer, const std::vector<std::vector<std::string>>& rows, const std::string& column) {
  if (answer.rows.size() != rows.size()) {
    fail("ours has " + std::to_string(answer.rows.size()) + " rows, DuckDB " + std::to_string(rows.size()));
  }
  for (size_t i = 0; i < rows.size(); ++i) compare(column, cell(answer, i, column), rows[i].back());
}

std::vector<Work> works() {
  std::vector<Work> list;
  Question question;
  question.measure = "volume";
  question.by = {"channel"};
  list.push_back({"events by channel", question, "SELECT channel, count(*) FROM e GROUP BY 1 ORDER BY 1",
                  [](const Answer& a, const auto& r) { check_all(a, r, "value"); }});
  question.measure = "nps";
  question.over = Period::kMonth;
  list.push_back({"NPS by channel and month", question,
                  "SELECT channel, m, 100.0 * (count(*) FILTER (r >= 9) - count(*) FILTER (r <= 6)) / count(*) FROM ("
                  "  SELECT channel, date_trunc('month', time) AS m, person, arg_max(answer, (time, seq)) AS r FROM e"
                  "  WHERE kind = 'nps' AND answer IS NOT NULL GROUP BY ALL) GROUP BY ALL ORDER BY 1, 2",
                  [](const Answer& a, const auto& r) { check_all(a, r, "value"); }});
  question = Question{};
  question.measure = "process_map";
  list.push_back({"process map (all transitions)", question,
                  "SELECT f, t, count(*) FROM (SELECT touchpoint AS f, lead(touchpoint) OVER (PARTITION BY person "
                  "ORDER BY time, seq) AS t FROM e) WHERE t IS NOT NULL GROUP BY ALL ORDER BY 1, 2",
                  [](const Answer& a, const auto& r) {
                    double ours = 0;
                    double theirs = 0;
                    for (size_t i = 0; i < a.rows.size(); ++i) {
                      const std::string from = value_text(a.rows[i][0]);
                      const std::string to = value_text(a.rows[i][1]);
                      if (from != "(start)" && to != "(end)") ours += cell(a, i, "value");
                    }
                    for (const auto& row : r) theirs += must(parse_number(row.back()));
                    compare("transitions", ours, format_number(theirs));
                  }});
  question = Question{};
  question.measure = "funnel";
  question.parameters["step"] = {"touchpoint = \"home page\"", "touchpoint = \"product page\"",
                                 "touchpoint = \"checkout\"", "touchpoint = \"purchase\""};
  question.parameters["within"] = {"30d"};
  // The latest start that reaches each level, carried forward level by level: exact while no two steps share a time.
  const std::string over = " OVER (PARTITION BY person ORDER BY time, seq)";
  const std::string in_window = " AND epoch_us(time) - ";
  list.push_back(
      {"funnel of 4 steps in 30 days", question,
       "WITH a AS (SELECT *, max(CASE WHEN touchpoint = 'home page' THEN epoch_us(time) END)" + over +
           " AS s1 FROM e),"
           "b AS (SELECT *, max(CASE WHEN touchpoint = 'product page'" +
           in_window + "s1 <= w THEN s1 END)" + over +
           " AS s2 FROM a, (SELECT 2592000000000 AS w)),"
           "c AS (SELECT *, max(CASE WHEN touchpoint = 'checkout'" +
           in_window + "s2 <= w THEN s2 END)" + over +
           " AS s3 FROM b),"
           "d AS (SELECT *, max(CASE WHEN touchpoint = 'purchase'" +
           in_window + "s3 <= w THEN s3 END)" + over +
           " AS s4 FROM c)"
           "SELECT count(DISTINCT person) FILTER (s1 IS NOT NULL), count(DISTINCT person) FILTER (s2 IS NOT NULL),"
           " count(DISTINCT person) FILTER (s3 IS NOT NULL), count(DISTINCT person) FILTER (s4 IS NOT NULL) FROM d",
       [](const Answer& a, const auto& r) {
         for (size_t i = 0; i < 4; ++i) compare("step " + std::to_string(i + 1), cell(a, i, "customers"), r[0][i]);
       }});
  return list;
}

}  // namespace

void bench_company(int64_t customers) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("sojourn-bench-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string lines = folder / "company.jsonl";
  int64_t events = 0;
  {
    std::ofstream out(lines, std::ios::binary);
    CompanyOptions options;
    options.customers = customers;
    events = simulate_company(options, [&out](std::string_view line) {
               out << line << '\n';
               return out.good();
             }).events;
  }
  std::printf("%lld customers, %lld events, %.0f MB of JSON lines, %ld cores\n", static_cast<long long>(customers),
              static_cast<long long>(events), static_cast<double>(std::filesystem::file_size(lines)) / 1e6,
              sysconf(_SC_NPROCESSORS_ONLN));
  print_head();

  StoreOptions store_options;
  store_options.owner = "bench";
  const std::unique_ptr<Store> store = must(Store::open(folder / "data", store_options));
  Rival rival;
  const double import_ours = seconds_of([&] {
    ImportOptions options;
    options.files = {lines};
    options.source = "company";
    const ImportReport report = must(import_files(options, *store));
    if (report.sources[0].counts.events != events) fail("the import did not store every event");
  });
  // The rival reads only the columns that the questions need, into a plain table: no checks, no keys, no durability.
  const double import_rival = seconds_of([&] {
    rival.run(
        "CREATE TABLE e AS SELECT row_number() OVER () AS seq, time::TIMESTAMP AS time, "
        "right(coalesce(customer, anonymous), 9)[-6:] AS person, channel, touchpoint, stage, kind, answer, "
        "amount, currency, \"order\", text, properties FROM read_json('" +
        lines +
        "', format='newline_delimited', "
        "columns={time:'VARCHAR', customer:'VARCHAR', anonymous:'VARCHAR', channel:'VARCHAR', touchpoint:'VARCHAR', "
        "stage:'VARCHAR', kind:'VARCHAR', answer:'DOUBLE', amount:'DECIMAL(18,2)', currency:'VARCHAR', "
        "\"order\":'VARCHAR', text:'VARCHAR', properties:'JSON'})");
  });
  print_row("import JSON lines (ours: checked, keyed, durable)", events, import_ours, import_rival);

  const std::unique_ptr<Timelines> timelines = must(Timelines::open(folder / "data", *store));
  const double build_ours = seconds_of([&] { must(timelines->current()); });
  const double build_rival =
      seconds_of([&] { rival.run("CREATE TABLE s AS SELECT * FROM e ORDER BY person, time, seq"); });
  print_row("build timelines v. sort the table", events, build_ours, build_rival);

  const Asker asker(*store, *timelines);
  for (const Work& work : works()) {
    Answer answer;
    std::vector<std::vector<std::string>> rows;
    const double ours = best_seconds_of(5, [&] { answer = must(asker.ask(work.question)); });
    const double theirs = best_seconds_of(3, [&] { rows = rival.run(work.sql); });
    work.check(answer, rows);
    print_row(work.name, events, ours, theirs);
  }
  const TimelineStats stats = timelines->stats();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("timelines: %.1f bytes an event in all columns; peak memory of the run, rival included: %.0f MB\n",
              static_cast<double>(stats.bytes) / static_cast<double>(stats.events),
              static_cast<double>(usage.ru_maxrss) / 1024);
  std::filesystem::remove_all(folder);
}

}  // namespace sojourn::bench
