// For tests: random customers who write, answer, fail and pay, and the same as plain lists for twins written from the
// definitions.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "measure/ask_fixture.h"

namespace sojourn {

struct VoiceEvent {
  std::string customer;  // "" : without an identifier.
  Micros time = 0;
  std::map<std::string, std::string> fields;

  const std::string& at(const std::string& field) const {
    static const std::string kAbsent;
    const auto found = fields.find(field);
    return found == fields.end() ? kAbsent : found->second;
  }
  bool said() const { return !at("voice.sentiment").empty(); }
};

struct VoiceLife {
  static constexpr Micros kFrom = 1'767'225'600'000'000;  // 2026-01-01T00:00:00Z

  Fixture fixture;
  std::vector<VoiceEvent> events;  // In order of adding.

  void add(VoiceEvent event) {
    fixture.add(event.customer, event.time, Fixture::Fields(event.fields.begin(), event.fields.end()));
    events.push_back(std::move(event));
  }
  // Of each person in order of (time, adding): customers by name, and each event without an identifier by itself.
  std::vector<std::vector<const VoiceEvent*>> persons() const {
    std::map<std::string, std::vector<const VoiceEvent*>> by_name;
    for (size_t i = 0; i < events.size(); ++i) {
      const std::string name = events[i].customer.empty() ? "\x7f" + std::to_string(i) : events[i].customer;
      by_name[name].push_back(&events[i]);
    }
    std::vector<std::vector<const VoiceEvent*>> all;
    for (auto& [name, own] : by_name) {
      std::stable_sort(own.begin(), own.end(), [](const auto* a, const auto* b) { return a->time < b->time; });
      all.push_back(std::move(own));
    }
    return all;
  }
  Micros newest() const {
    Micros newest = 0;
    for (const VoiceEvent& event : events) newest = std::max(newest, event.time);
    return newest;
  }
  Micros oldest() const {
    Micros oldest = kTimeMax;
    for (const VoiceEvent& event : events) oldest = std::min(oldest, event.time);
    return oldest;
  }
};

inline VoiceLife random_voice_life(uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&random](uint64_t count) { return random() % count; };
  const auto one_of = [&](std::initializer_list<const char*> items) {
    return std::string(*(items.begin() + below(items.size())));
  };
  VoiceLife life;
  const size_t count = 20 + below(150);
  for (size_t i = 0; i < count; ++i) {
    VoiceEvent event;
    auto& fields = event.fields;
    if (below(4) != 0) fields["touchpoint"] = one_of({"checkout", "login", "delivery"});
    if (below(3) == 0) {
      fields["voice.sentiment"] = one_of({"positive", "neutral", "negative", "unknown"});
      if (below(5) != 0) fields["voice.score"] = one_of({"-1", "-0.25", "0", "0.125", "0.75"});
      fields["voice.topic"] = one_of({"price", "app", "other"});
      fields["voice.emotion"] = one_of({"joy", "anger", "none", "unknown"});
      if (below(3) == 0) fields["voice.wish"] = one_of({"dark mode", "export"});
      if (below(3) == 0) fields["voice.obstacle"] = one_of({"checkout length", "(any)"});
      if (below(5) == 0) fields["voice.rival"] = one_of({"Acme", "unnamed"});
    }
    if (below(3) == 0) {
      fields["kind"] = one_of({"nps", "ces"});
      const bool nps = fields["kind"] == "nps";
      fields["scale_min"] = nps ? "0" : "1";
      fields["scale_max"] = nps ? "10" : "7";
      fields["answer"] = std::to_string(nps ? below(11) : 1 + below(7));
    }
    if (below(6) == 0) fields["properties.response"] = "r" + std::to_string(below(8));
    if (below(6) == 0) fields["outcome"] = one_of({"failed", "served"});
    if (below(5) == 0) {
      fields["amount"] = std::to_string(static_cast<int>(below(50)) - 5);
      fields["currency"] = below(4) == 0 ? "USD" : "EUR";
    }
    event.customer = below(8) == 0 ? "" : "c" + std::to_string(below(15));
    event.time = VoiceLife::kFrom + static_cast<Micros>(below(100)) * kDay + static_cast<Micros>(below(4)) * 6 * kHour;
    life.add(std::move(event));
  }
  return life;
}

// recent and before as the head of recent.h has them.
struct TwinWindows {
  Micros before;
  Micros recent;
  Micros end;

  explicit TwinWindows(const VoiceLife& life, Micros length = 28 * kDay) : end(life.newest() + 1) {
    const Micros window = std::min(length, (end - life.oldest() + 1) / 2);
    recent = end - window;
    before = recent - window;
  }
  bool is_recent(Micros time) const { return time >= recent && time < end; }
  bool is_before(Micros time) const { return time >= before && time < recent; }
};

}  // namespace sojourn
