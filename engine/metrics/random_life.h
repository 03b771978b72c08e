// For tests: random lives, small enough for slow twins and rich in trouble: equal times, events without an identifier,
// invitations and answers of several kinds and scales, order numbers, refunds, currencies, absent fields.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "timelines/fixture.h"

namespace sojourn {

struct LifeEvent {
  std::string customer;  // "" : nobody known.
  Micros time = 0;
  Fixture::Fields fields;

  // The field as text; "" when absent.
  std::string field(const std::string& name) const {
    for (const auto& [known, value] : fields) {
      if (known == name) return value;
    }
    return "";
  }
  bool has(const std::string& name) const { return !field(name).empty(); }
  // REQUIRES: has(name), a number.
  double number(const std::string& name) const { return *parse_number(field(name)); }
};

inline constexpr Micros kLifeStart = 1'767'225'600 * kSecond;  // 2026-01-01.

class RandomLife {
 public:
  RandomLife(uint64_t seed, size_t count, bool other_scales, size_t customers = 12)
      : random_(seed), other_scales_(other_scales), customers_(customers) {
    for (size_t i = 0; i < count; ++i) events_.push_back(make());
  }
  // In the order of adding, which is that of sequences.
  const std::vector<LifeEvent>& events() const { return events_; }
  Fixture fixture() const {
    Fixture life;
    for (const LifeEvent& event : events_) life.add(event.customer, event.time, event.fields);
    return life;
  }
  // Events by person in order of (time, sequence); an event without identifier is a person of its own. Only events that
  // pass `keep`; persons without any are left out.
  template <class Keep>
  std::vector<std::vector<LifeEvent>> persons(Keep keep) const {
    std::vector<std::vector<LifeEvent>> persons;
    std::vector<LifeEvent> sorted = events_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    for (const LifeEvent& event : sorted) {
      if (!keep(event)) continue;
      const auto found = std::find_if(persons.begin(), persons.end(), [&](const auto& person) {
        return !event.customer.empty() && person.front().customer == event.customer;
      });
      if (found == persons.end()) {
        persons.push_back({event});
      } else {
        found->push_back(event);
      }
    }
    return persons;
  }

 private:
  size_t below(size_t limit) { return random_() % limit; }
  bool chance(size_t percent) { return below(100) < percent; }

  LifeEvent make() {
    LifeEvent event;
    if (!chance(15)) event.customer = "c" + std::to_string(below(customers_));
    event.time = kLifeStart + static_cast<Micros>(below(180)) * 12 * kHour;  // 90 days; equal times are common.
    if (!chance(10)) event.fields.emplace_back("channel", std::vector<std::string>{"web", "call", "store"}[below(3)]);
    if (chance(60)) {
      add_survey(event);
    } else {
      add_money(event);
    }
    return event;
  }

  void add_survey(LifeEvent& event) {
    const std::string kind = std::vector<std::string>{"nps", "csat", "ces"}[below(3)];
    event.fields.emplace_back("kind", kind);
    if (chance(30)) event.fields.emplace_back("question", chance(50) ? "q1" : "q2");
    if (chance(30)) event.fields.emplace_back("properties.invitation", "i" + std::to_string(below(8)));
    if (chance(40)) return;  // An invitation.
    int least = kind == "nps" ? 0 : 1;
    int greatest = kind == "nps" ? 10 : kind == "csat" ? 5 : 7;
    if (kind == "nps" && chance(30)) least = 1;
    if (other_scales_ && chance(20)) greatest = kind == "ces" ? 5 : 10;
    event.fields.emplace_back("scale_min", std::to_string(least));
    event.fields.emplace_back("scale_max", std::to_string(greatest));
    const int answer = least + static_cast<int>(below(static_cast<size_t>(greatest - least + 1)));
    event.fields.emplace_back("answer", std::to_string(answer));
  }

  void add_money(LifeEvent& event) {
    event.fields.emplace_back("touchpoint", chance(60) ? "purchase" : "visit");
    if (chance(20)) return;
    const std::string currency = std::vector<std::string>{"EUR", "JPY", ""}[below(3)];
    if (!currency.empty()) event.fields.emplace_back("currency", currency);
    const std::string sign = chance(20) ? "-" : "";
    const std::string cents = currency == "JPY" ? "" : "." + std::to_string(10 + below(90));
    event.fields.emplace_back("amount", sign + std::to_string(1 + below(50)) + cents);
    if (chance(60)) event.fields.emplace_back("order", "o" + std::to_string(below(20)));
  }

  std::mt19937_64 random_;
  bool other_scales_;
  size_t customers_;
  std::vector<LifeEvent> events_;
};

}  // namespace sojourn
