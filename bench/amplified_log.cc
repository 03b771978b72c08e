#include "amplified_log.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/encoding.h"
#include "collect/open_rows.h"
#include "collect/time_reader.h"
#include "event_data.h"
#include "must.h"

namespace sojourn::bench {
namespace {

constexpr uint32_t kShift = 3'600;  // Of one copy's times against the last one's ...
constexpr int64_t kShifts = 1'000;  // ... over and over.

size_t find_column(const std::vector<std::string>& names, std::initializer_list<const char*> wanted) {
  for (const char* want : wanted) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (fold_case(names[i]) == want) return i;
    }
  }
  fail(std::string("the log has no column ") + *wanted.begin());
}

// The log with codes for cases and activities, in order of (case, time, row).
std::vector<Event> read_log(const std::string& path) {
  OpenedRows opened = must(open_rows(path, TextFormat{}, {}));
  RowSource& rows = *opened.rows;
  const size_t case_column = find_column(rows.columns(), {"case", "case id", "case_id", "case:concept:name"});
  const size_t activity_column = find_column(rows.columns(), {"activity", "event", "concept:name"});
  const size_t time_column =
      find_column(rows.columns(), {"timestamp", "complete timestamp", "time", "time:timestamp", "start timestamp"});
  TimeReader times{Zone()};
  std::unordered_map<std::string, uint32_t> cases;
  std::unordered_map<std::string, uint32_t> activities;
  const auto code = [](std::unordered_map<std::string, uint32_t>& codes, std::string_view name) {
    return codes.emplace(name, static_cast<uint32_t>(codes.size() + 1)).first->second;
  };
  std::vector<Event> events;
  std::vector<Cell> row;
  while (must(rows.next(row))) {
    const ParsedTime time = must(times.read(row[time_column].text));
    const uint32_t activity = code(activities, row[activity_column].text);
    if (activity > 255) fail("the log has more than 255 activities");
    events.push_back({static_cast<uint32_t>(time.utc / kSecond), code(cases, row[case_column].text),
                      static_cast<uint8_t>(activity), 1});
  }
  if (events.empty()) fail("the log has no events");
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return a.customer != b.customer ? a.customer < b.customer : a.time < b.time;
  });
  // One event a second, so that no engine has to break a tie.
  for (size_t i = 1; i < events.size(); ++i) {
    if (events[i].customer == events[i - 1].customer) events[i].time = std::max(events[i].time, events[i - 1].time + 1);
  }
  return events;
}

Rows transitions(const std::vector<Event>& events, int64_t times) {
  std::map<std::pair<uint32_t, uint32_t>, int64_t> counts;
  for (size_t i = 1; i < events.size(); ++i) {
    if (events[i].customer == events[i - 1].customer) ++counts[{events[i - 1].touchpoint, events[i].touchpoint}];
  }
  Rows rows;
  for (const auto& [pair, count] : counts) {
    rows.push_back({std::to_string(pair.first), std::to_string(pair.second), std::to_string(count * times)});
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace

AmplifiedLog amplify_log(const std::string& log, int64_t times, const std::string& path) {
  const std::vector<Event> once = read_log(log);
  const uint32_t cases = once.back().customer;
  if (static_cast<int64_t>(cases) * times > UINT32_MAX / 2) fail("so many copies have too many cases");
  std::vector<Event> all;
  all.reserve(once.size() * static_cast<size_t>(times));
  for (int64_t copy = 0; copy < times; ++copy) {
    for (Event event : once) {
      event.customer += static_cast<uint32_t>(copy) * cases;
      event.time += static_cast<uint32_t>(copy % kShifts) * kShift;
      all.push_back(event);
    }
  }
  const auto newest =
      std::max_element(once.begin(), once.end(), [](const Event& a, const Event& b) { return a.time < b.time; });
  AmplifiedLog amplified;
  amplified.events = static_cast<int64_t>(all.size());
  for (const Event& event : once) amplified.touchpoints = std::max<uint32_t>(amplified.touchpoints, event.touchpoint);
  amplified.work = journey_works(newest->time)[1];
  amplified.expected = transitions(once, times);
  write_events(path, in_order_of_arrival(std::move(all)));
  return amplified;
}

}  // namespace sojourn::bench
