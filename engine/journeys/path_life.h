// For tests of sessions, paths and variants: lives of marked events, as a fixture and as plain lists for twins.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "timelines/fixture.h"

namespace sojourn {

// `node` "" is an event without one. `mark` "s", "e" or "a" passes the filters start, end and anchor below.
struct PathEvent {
  Micros time = 0;
  std::string node;
  std::string mark;
  std::string channel;
};

class PathLife {
 public:
  static constexpr const char* kStart = "properties.mark = \"s\"";
  static constexpr const char* kEnd = "properties.mark = \"e\"";
  static constexpr const char* kAnchor = "properties.mark = \"a\"";

  void add(size_t customer, PathEvent event) {
    if (customer >= lives_.size()) lives_.resize(customer + 1);
    Fixture::Fields fields{{"properties.all", "1"}};
    if (!event.node.empty()) fields.emplace_back("touchpoint", event.node);
    if (!event.mark.empty()) fields.emplace_back("properties.mark", event.mark);
    if (!event.channel.empty()) fields.emplace_back("channel", event.channel);
    fixture_.add("c" + std::to_string(customer), event.time, fields);
    lives_[customer].push_back(std::move(event));
  }
  const Fixture& fixture() const { return fixture_; }
  // By customer, in order of time and then of adding.
  std::vector<std::vector<PathEvent>> lives() const {
    std::vector<std::vector<PathEvent>> sorted = lives_;
    for (std::vector<PathEvent>& life : sorted) {
      std::stable_sort(life.begin(), life.end(),
                       [](const PathEvent& a, const PathEvent& b) { return a.time < b.time; });
    }
    return sorted;
  }
  uint32_t number(size_t customer) const { return fixture_.number("c" + std::to_string(customer)); }

 private:
  Fixture fixture_;
  std::vector<std::vector<PathEvent>> lives_;
};

// Every timeline of up to `most` events over the nodes, each with every choice of pauses between events.
inline PathLife every_life(size_t most, const std::vector<std::string>& nodes, const std::vector<Micros>& pauses) {
  PathLife life;
  size_t customer = 0;
  for (size_t events = 1; events <= most; ++events) {
    size_t choices = 1;
    for (size_t i = 0; i < events; ++i) choices *= nodes.size() * (i == 0 ? 1 : pauses.size());
    for (size_t choice = 0; choice < choices; ++choice, ++customer) {
      size_t rest = choice;
      Micros time = kDay;
      for (size_t i = 0; i < events; ++i) {
        const std::string& node = nodes[rest % nodes.size()];
        rest /= nodes.size();
        if (i > 0) {
          time += pauses[rest % pauses.size()];
          rest /= pauses.size();
        }
        life.add(customer, {time, node, "", ""});
      }
    }
  }
  return life;
}

// Ties, loops, events without a node, marks, pauses of 10 minutes to 2 hours.
inline PathLife random_lives(uint64_t seed, size_t customers, size_t nodes, size_t events_max = 9) {
  std::mt19937_64 random(seed);
  PathLife life;
  for (size_t c = 0; c < customers; ++c) {
    const size_t events = random() % (events_max + 1);
    for (size_t e = 0; e < events; ++e) {
      PathEvent event;
      event.time = static_cast<Micros>(random() % 24) * 10 * kMinute;
      if (random() % 8 != 0) event.node = "t" + std::to_string(random() % nodes);
      const uint64_t mark = random() % 8;
      if (mark < 3) event.mark = std::string(1, "sea"[mark]);
      event.channel = random() % 2 == 0 ? "web" : "call";
      life.add(c, std::move(event));
    }
  }
  return life;
}

}  // namespace sojourn
