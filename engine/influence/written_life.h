// For tests: events as they were written, for fixtures and for twins that read them plainly.
#pragma once

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "timelines/fixture.h"

namespace sojourn {

inline constexpr Micros kLifeStart = 1'767'225'600 * kSecond;  // 2026-01-01, a Thursday.

struct WrittenEvent {
  std::string customer;  // "" : nobody known.
  Micros time = 0;
  std::map<std::string, std::string> fields;

  // "" when absent.
  std::string field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? "" : found->second;
  }
};

class WrittenLife {
 public:
  void add(const std::string& customer, Micros time, std::map<std::string, std::string> fields) {
    events_.push_back({customer, time, std::move(fields)});
  }
  void add(const std::string& customer, double day, const std::string& touchpoint,
           std::map<std::string, std::string> fields = {}) {
    if (!touchpoint.empty()) fields["touchpoint"] = touchpoint;
    add(customer, kLifeStart + static_cast<Micros>(day * 24 * 3600) * kSecond, std::move(fields));
  }
  // An answer on the scale of 1 to 5 about the touchpoint.
  void rate(const std::string& customer, double day, const std::string& touchpoint, int answer) {
    add(customer, day, touchpoint,
        {{"kind", "csat"}, {"answer", std::to_string(answer)}, {"scale_min", "1"}, {"scale_max", "5"}});
  }

  Fixture fixture() const {
    Fixture life;
    for (const WrittenEvent& event : events_) {
      life.add(event.customer, event.time, Fixture::Fields(event.fields.begin(), event.fields.end()));
    }
    return life;
  }
  // Events by customer, in order of (time, sequence); only of those who can be named.
  std::map<std::string, std::vector<WrittenEvent>> persons() const {
    std::map<std::string, std::vector<WrittenEvent>> persons;
    for (const WrittenEvent& event : events_) {
      if (!event.customer.empty()) persons[event.customer].push_back(event);
    }
    for (auto& [name, events] : persons) {
      std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    }
    return persons;
  }
  Micros newest() const {
    Micros newest = events_.front().time;
    for (const WrittenEvent& event : events_) newest = std::max(newest, event.time);
    return newest;
  }

 private:
  std::vector<WrittenEvent> events_;
};

// Random lives over `days`, rich in trouble: equal times, events without anybody, neutral answers and answers on other
// scales, stages, orders in two currencies, and referrals by customers, by strangers, of oneself and in circles.
inline WrittenLife random_written_life(uint64_t seed, size_t customers, size_t events, size_t days = 120) {
  std::mt19937_64 random(seed);
  const auto below = [&](size_t limit) { return static_cast<size_t>(random() % limit); };
  const auto chance = [&](size_t percent) { return below(100) < percent; };
  const std::vector<std::string> places = {"visit", "delivery", "help", "purchase", "review"};
  const std::vector<std::string> stages = {"consider", "evaluate", "buy", "enjoy", "advocate", "bond"};
  const auto name = [&] {
    return chance(8) ? "stranger" + std::to_string(below(3)) : "c" + std::to_string(below(customers));
  };
  WrittenLife life;
  for (size_t i = 0; i < events; ++i) {
    std::map<std::string, std::string> fields;
    if (chance(90)) fields["touchpoint"] = places[below(places.size())];
    if (chance(50)) fields["stage"] = stages[below(stages.size())];
    if (chance(80)) fields["channel"] = chance(50) ? "web" : "store";
    if (chance(45)) {
      fields["kind"] = chance(80) ? "csat" : "nps";
      if (chance(90)) fields["answer"] = std::to_string(1 + below(5));
      if (chance(95)) {
        fields["scale_min"] = "1";
        fields["scale_max"] = chance(85) ? "5" : "9";
      }
    }
    if (chance(30)) fields["resolved"] = chance(60) ? "true" : "false";
    if (chance(30)) fields["properties.plan"] = chance(50) ? "free" : "pro";
    if (chance(25)) {
      fields["currency"] = chance(70) ? "EUR" : "JPY";
      fields["amount"] = std::to_string(static_cast<int>(below(60)) - 10);
      if (chance(60)) fields["order"] = "o" + std::to_string(below(6));
    }
    if (chance(12)) fields["properties.referrer"] = name();
    if (chance(8)) fields["properties.referred"] = name();
    const std::string customer = chance(6) ? "" : "c" + std::to_string(below(customers));
    life.add(customer, kLifeStart + static_cast<Micros>(below(days * 2)) * 12 * kHour, std::move(fields));
  }
  return life;
}

}  // namespace sojourn
