#include "journeys.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <numeric>

#include "amplified_log.h"
#include "base/decimal.h"
#include "clickhouse.h"
#include "contest.h"
#include "event_data.h"
#include "must.h"
#include "table.h"

namespace sojourn::bench {
namespace {

// A folder that goes when the benchmark ends.
class Workplace {
 public:
  Workplace() : path_(std::filesystem::temp_directory_path() / ("sojourn-bench-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  std::string file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

struct Made {
  int64_t events = 0;
  int64_t newest = 0;
};

// One event each for `count` customers all over the place, a second apart, after `newest`.
std::vector<Event> later_events(uint64_t customers, uint32_t newest, int64_t count, uint64_t seed) {
  DataOptions options;
  options.events = count;
  options.seed = seed;
  std::vector<Event> events = make_events(options);
  uint64_t step = customers * 5 / 8 + 1;  // Prime to the number of customers, so that nobody is met twice.
  while (std::gcd(step, customers) != 1) ++step;
  for (size_t i = 0; i < events.size(); ++i) {
    events[i].customer = static_cast<uint32_t>((i + seed) * step % customers + 1);
    events[i].time = newest + 1 + static_cast<uint32_t>(i);
  }
  return events;
}

Made make_files(const DataOptions& options, const Contest& contest) {
  const std::vector<Event> events = make_events(options);
  write_events(contest.events, events);
  const Made made{static_cast<int64_t>(events.size()), events.back().time};
  if (contest.update.empty()) return made;
  uint64_t customers = 0;
  for (const Event& event : events) customers = std::max<uint64_t>(customers, event.customer);
  uint64_t seed = options.seed + 1'000'003;
  std::vector<Event> later =
      later_events(customers, events.back().time, std::max<int64_t>(options.events / 100, 1), seed);
  write_events(contest.update, later);
  const std::vector<int64_t> counts{100, 100, 1'000, std::max<int64_t>(options.events / 1'000, 1)};
  for (size_t i = 0; i < contest.intakes.size(); ++i) {
    later = later_events(customers, later.back().time, counts[i], ++seed);
    write_events(contest.intakes[i].first, later);
  }
  return made;
}

// Nothing of one engine is left when the next begins.
Results run_all(const Contest& contest) {
  Results results;
  const auto engine = [&](Outcomes& outcomes, void (*run)(const Contest&, Report&)) {
    std::filesystem::remove_all(contest.folder);
    std::filesystem::create_directories(contest.folder);
    outcomes = in_child([&](Report& report) { run(contest, report); });
    std::filesystem::remove_all(contest.folder);
  };
  engine(results.ours, run_ours);
  if (!clickhouse_library().empty()) engine(results.clickhouse, run_clickhouse);
  engine(results.duckdb, run_duckdb);
  return results;
}

std::string thousands(int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<size_t>(at), ",");
  }
  return text;
}

void run_size(const Workplace& place, int64_t events, uint64_t seed) {
  Contest contest{place.file("events"), place.file("update"), place.file("engines"), {}, {}, {}, kTouchpoints};
  contest.intakes = {{place.file("intake 1"), ", after 100 events (first time by groups)"},
                     {place.file("intake 2"), ", after 100 more"},
                     {place.file("intake 3"), ", after 1,000 more"},
                     {place.file("intake 4"), ", after 0.1 % more"}};
  DataOptions data;
  data.events = events;
  data.seed = seed;
  const Made made = make_files(data, contest);
  contest.works = journey_works(made.newest);
  contest.again.assign(contest.works.begin(), contest.works.begin() + 2);  // The funnel and the process map.
  const Results results = run_all(contest);
  print_head(thousands(made.events) + " events, seed " + std::to_string(seed));
  print_row(kBuild, made.events, results, nullptr);
  print_row(kOpen, made.events, results, nullptr);
  for (const Work& work : contest.works) print_row(work.name, made.events, results, &work);
  print_row(kUpdate, made.events / 100, results, nullptr);
  for (const Work& work : contest.again) {
    print_row(work.name + kAfterUpdate, made.events + made.events / 100, results, &work);
  }
  for (const Work& work : contest.again) {
    print_row(work.name + kAgain, made.events, results, nullptr);
    for (const auto& [path, said] : contest.intakes) print_row(work.name + said, made.events, results, nullptr);
  }
  print_sizes(made.events, results);
  print_failures(results);
}

// The same questions with one customer of a million events among them.
void run_heavy(const Workplace& place, int64_t events, const JourneysOptions& options) {
  Contest contest{place.file("events"), "", place.file("engines"), {}, {}, {}, kTouchpoints};
  DataOptions data;
  data.events = events;
  data.seed = options.seed;
  data.heavy_events = options.heavy_events;
  const Made made = make_files(data, contest);
  const std::vector<Work> works = journey_works(made.newest);
  contest.works.assign(works.begin(), works.begin() + 4);
  const Results results = run_all(contest);
  print_head(thousands(events) + " events and one customer with " + thousands(options.heavy_events));
  print_row(kBuild, made.events, results, nullptr);
  for (const Work& work : contest.works) print_row(work.name, made.events, results, &work);
  print_failures(results);
}

void run_log(const Workplace& place, const JourneysOptions& options) {
  const AmplifiedLog log = amplify_log(options.log, options.times, place.file("events"));
  Contest contest{place.file("events"), "", place.file("engines"), {log.work}, {}, {}, log.touchpoints};
  const Results results = run_all(contest);
  print_head(options.log + ": " + thousands(log.events / options.times) + " events, " + thousands(options.times) +
             " times");
  print_row(kBuild, log.events, results, nullptr);
  print_row(log.work.name, log.events, results, &log.work);
  const auto ours = results.ours.find(log.work.name);
  if (ours == results.ours.end() || !ours->second.none.empty()) fail("the process map of the log was not made");
  if (const std::string where = difference(log.work, ours->second.rows, log.expected); !where.empty()) {
    fail("the process map is not " + thousands(options.times) + " times the log's: " + where);
  }
  std::printf("every transition is counted exactly %s times as often as in the log\n",
              thousands(options.times).c_str());
  print_sizes(log.events, results);
  print_failures(results);
}

}  // namespace

Result<JourneysOptions> read_journeys_words(const std::vector<std::string>& words) {
  JourneysOptions options;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--log" || word == "--times" || word == "--seed" || word == "--heavy") {
      if (i + 1 == words.size()) return Status::invalid(word + " needs a value");
      const std::string& value = words[++i];
      if (word == "--log") {
        options.log = value;
        continue;
      }
      SOJOURN_TRY(const int64_t number, parse_integer(value));
      if (number < (word == "--times" ? 1 : 0)) return Status::invalid(word + " is too small");
      if (word == "--times") options.times = number;
      if (word == "--seed") options.seed = static_cast<uint64_t>(number);
      if (word == "--heavy") options.heavy_events = number;
      continue;
    }
    SOJOURN_TRY(const int64_t events, parse_integer(word));
    if (events < 1000 || events > 2'000'000'000)
      return Status::invalid("events are a number from 1,000 to 2,000,000,000");
    options.events.push_back(events);
  }
  if (options.events.empty()) options.events = {1'000'000, 10'000'000};
  return options;
}

void bench_journeys(const JourneysOptions& options) {
  const Workplace place;
  print_machine();
  std::fflush(stdout);
  if (clickhouse_library().empty()) {
    std::printf("ClickHouse is not installed (npm ci in bench/rivals); its columns stay empty\n");
  }
  if (!options.log.empty()) {
    run_log(place, options);
    return;
  }
  for (const int64_t events : options.events) run_size(place, events, options.seed);
  if (options.heavy_events > 0) run_heavy(place, options.events.front(), options);
}

}  // namespace sojourn::bench
