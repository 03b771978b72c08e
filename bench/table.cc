#include "table.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <limits>

#include "base/calendar.h"
#include "must.h"

namespace sojourn::bench {
namespace {

const Outcome* find(const Outcomes& outcomes, const std::string& name) {
  const auto found = outcomes.find(name);
  return found == outcomes.end() ? nullptr : &found->second;
}

bool done(const Outcome* outcome) { return outcome != nullptr && outcome->none.empty() && outcome->runs > 0; }

std::string rate(const Outcome* outcome, int64_t events) {
  if (!done(outcome)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", static_cast<double>(events) / outcome->seconds / 1e6);
  return text;
}

std::string milliseconds(const Outcome* outcome) {
  if (!done(outcome)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, outcome->seconds < 0.1 ? "%.2f" : "%.0f", outcome->seconds * 1000);
  return text;
}

std::string megabytes(int64_t bytes) { return bytes == 0 ? "-" : std::to_string(bytes / 1'000'000); }

std::string line_of(const char* file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(key)) return line.substr(std::min(line.find(':') + 2, line.size()));
  }
  return "?";
}

void compare(const Work& work, const Outcome* ours, const Outcome* theirs, const char* who) {
  if (!done(ours) || !done(theirs)) return;
  const std::string where = difference(work, ours->rows, theirs->rows);
  if (!where.empty()) fail(work.name + ": ours and " + who + " differ: " + where);
}

}  // namespace

void print_machine() {
  std::printf("%s, %ld cores, %s of memory, %s; Sojourn's threads: all cores, as the rivals'\n",
              line_of("/proc/cpuinfo", "model name").c_str(), sysconf(_SC_NPROCESSORS_ONLN),
              line_of("/proc/meminfo", "MemTotal").c_str(), format_time(now()).substr(0, 10).c_str());
  std::printf(
      "M/s: millions of events a second, the best of up to 5 runs; ratio: to the better rival; MB: resident at\n"
      "most while it ran, data included (of ClickHouse without the pages of its files)\n");
}

void print_head(const std::string& title) {
  std::printf("\n%s\n%-70s %9s %9s %10s %9s %8s %5s %19s\n", title.c_str(), "work", "ours ms", "ours M/s", "Click M/s",
              "Duck M/s", "ratio", "aim", "MB ours/Click/Duck");
}

void print_row(const std::string& name, int64_t events, const Results& results, const Work* work) {
  const Outcome* ours = find(results.ours, name);
  const Outcome* click = find(results.clickhouse, name);
  const Outcome* duck = find(results.duckdb, name);
  if (work != nullptr) {
    compare(*work, ours, click, "ClickHouse");
    compare(*work, ours, duck, "DuckDB");
  }
  double rival = std::numeric_limits<double>::infinity();
  for (const Outcome* each : {click, duck}) {
    if (done(each)) rival = std::min(rival, each->seconds);
  }
  char ratio[32] = "-";
  if (done(ours) && rival < 1e9) std::snprintf(ratio, sizeof ratio, "%.1fx", rival / ours->seconds);
  const std::string aim = work == nullptr || work->aim == 0 ? "" : std::to_string(static_cast<int>(work->aim)) + "x";
  std::string peaks;
  for (const Outcome* each : {ours, click, duck}) {
    peaks += (peaks.empty() ? "" : "/") + (done(each) ? megabytes(each->peak) : std::string("-"));
  }
  std::printf("%-70s %9s %9s %10s %9s %8s %5s %19s\n", name.c_str(), milliseconds(ours).c_str(),
              rate(ours, events).c_str(), rate(click, events).c_str(), rate(duck, events).c_str(), ratio, aim.c_str(),
              peaks.c_str());
  for (const auto& [who, each] : {std::pair("ours", ours), {"ClickHouse", click}, {"DuckDB", duck}}) {
    if (each != nullptr && !each->none.empty()) std::printf("    %s: %s\n", who, each->none.c_str());
  }
  std::fflush(stdout);
}

void print_sizes(int64_t events, const Results& results) {
  const auto line = [&](const char* who, const Outcomes& outcomes, const char* what) {
    const Outcome* size = find(outcomes, "size");
    if (size == nullptr) return;
    int64_t peak = 0;
    for (const auto& [name, outcome] : outcomes) {
      if (!name.starts_with("build") && !name.starts_with("update")) peak = std::max(peak, outcome.peak);
    }
    std::printf("%-12s %5.2f bytes an event %s; at most %lld MB resident while answering\n", who,
                static_cast<double>(size->bytes) / static_cast<double>(events), what,
                static_cast<long long>(peak / 1'000'000));
  };
  line("ours", results.ours, "on disk, mapped");
  line("ClickHouse", results.clickhouse, "on disk");
  line("DuckDB", results.duckdb, "in memory");
}

void print_failures(const Results& results) {
  for (const auto& [who, outcomes] :
       {std::pair("ours", &results.ours), {"ClickHouse", &results.clickhouse}, {"DuckDB", &results.duckdb}}) {
    if (const Outcome* last = find(*outcomes, ""); last != nullptr) std::printf("%s %s\n", who, last->none.c_str());
  }
}

}  // namespace sojourn::bench
