// For tests: calendar periods by plain arithmetic on dates, apart from PeriodCutter and PeriodTable, and lives as
// written lists of events.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "timelines/fixture.h"

namespace sojourn {

// Consecutive numbers of the periods of a zone's wall clock. In zones without a clock set back over midnight.
class PeriodTwin {
 public:
  PeriodTwin(std::string every, Zone zone, bool sunday) : every_(std::move(every)), zone_(zone), sunday_(sunday) {}

  int64_t number(Micros time) const {
    const Micros wall = zone_.to_wall(time);
    const CivilTime date = micros_to_civil(wall);
    const int64_t day = days_from_civil(date.year, date.month, date.day);
    if (every_ == "day") return day;
    if (every_ == "week") return (day + (sunday_ ? 4 : 3) + 7 * 200'000) / 7;  // 1970-01-01 was a Thursday.
    if (every_ == "month") return date.year * 12 + date.month - 1;
    if (every_ == "quarter") return date.year * 4 + (date.month - 1) / 3;
    return date.year;
  }
  // The first moment of the period after that of `time`.
  Micros end(Micros time) const {
    Micros before = time;
    Micros after = time + 400 * kDay;
    while (after - before > 1) {
      const Micros middle = before + (after - before) / 2;
      (number(middle) > number(time) ? after : before) = middle;
    }
    return after;
  }
  // "2026-03-01" of the period's first day.
  std::string label(Micros time) const {
    CivilTime date = micros_to_civil(zone_.to_wall(time));
    if (every_ == "week") {
      const int64_t day = days_from_civil(date.year, date.month, date.day);
      date = micros_to_civil((day - (day + (sunday_ ? 4 : 3) + 7 * 200'000) % 7) * kDay);
    }
    if (every_ == "quarter") date.month = (date.month - 1) / 3 * 3 + 1;
    if (every_ == "year") date.month = 1;
    if (every_ != "day" && every_ != "week") date.day = 1;
    const auto padded = [](int value, size_t width) {
      const std::string digits = std::to_string(value);
      return std::string(width - digits.size(), '0') + digits;
    };
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
  }

 private:
  std::string every_;
  Zone zone_;
  bool sunday_;
};

struct TwinEvent {
  Micros time;
  std::string touchpoint;
  std::string channel;
};
// By customer, each in order of time, equal times in order of arrival.
using TwinLives = std::vector<std::vector<TwinEvent>>;

inline std::string twin_name(size_t customer) { return "c" + std::to_string(customer); }

inline Fixture fixture_of(const TwinLives& lives) {
  Fixture life;
  for (size_t c = 0; c < lives.size(); ++c) {
    for (const TwinEvent& event : lives[c]) {
      Fixture::Fields fields{{"touchpoint", event.touchpoint}};
      if (!event.channel.empty()) fields.emplace_back("channel", event.channel);
      life.add(twin_name(c), event.time, fields);
    }
  }
  return life;
}

// Every choice of up to `most` of the moments x touchpoints, with repetition.
inline TwinLives every_life(const std::vector<Micros>& moments, const std::vector<std::string>& touchpoints,
                            size_t most) {
  std::vector<TwinEvent> events;
  for (const Micros moment : moments) {
    for (const std::string& touchpoint : touchpoints) events.push_back({moment, touchpoint, ""});
  }
  TwinLives lives;
  std::vector<std::pair<std::vector<TwinEvent>, size_t>> open{{{}, 0}};  // A life, and the first event it may take.
  while (!open.empty()) {
    auto [life, next] = std::move(open.back());
    open.pop_back();
    if (!life.empty()) lives.push_back(life);
    if (life.size() == most) continue;
    for (size_t e = next; e < events.size(); ++e) {
      std::vector<TwinEvent> longer = life;
      longer.push_back(events[e]);
      open.emplace_back(std::move(longer), e);
    }
  }
  return lives;
}

}  // namespace sojourn
