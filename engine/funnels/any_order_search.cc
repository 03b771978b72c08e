#include "funnels/any_order_search.h"

#include <algorithm>

namespace sojourn {
namespace {

struct Start {
  Micros time = 0;
  size_t level = 0;
};

// StepMatching where no event meets two steps: as many steps are served as there are different ones.
class StepCounts {
 public:
  explicit StepCounts(size_t) {}
  void add(StepSet met) { size_ += met != 0 && counts_[step(met)]++ == 0 ? 1 : 0; }
  void remove(StepSet met) { size_ -= met != 0 && --counts_[step(met)] == 0 ? 1 : 0; }
  size_t size() const { return size_; }

 private:
  static size_t step(StepSet met) { return static_cast<size_t>(std::countr_zero(met)); }
  std::array<uint32_t, limits::kFunnelStepsMax> counts_{};
  size_t size_ = 0;
};

bool any_overlap(StepEvents events) {
  return std::any_of(events.begin(), events.end(), [](const StepEvent& event) { return std::popcount(event.met) > 1; });
}

// The latest start of a window that still serves as many steps by the event before `right`.
template <class Matching>
Micros latest_start(const FunnelRules& rules, StepEvents events, size_t left, size_t right, Matching matching,
                    size_t level) {
  Micros start = events[left].time;
  for (size_t drop = left; drop < right;) {
    const StepEvents instant = first_instant(events.subspan(drop));
    for (const StepEvent& event : instant) matching.remove(event.met);
    drop += instant.size();
    if (drop >= right || events[drop].time >= rules.range.to || matching.size() < level) break;
    start = events[drop].time;
  }
  return start;
}

// Any event that meets a step can be part of a largest matching, so a window counts as soon as its first event is in
// the range.
template <class Matching>
Start best_start(const FunnelRules& rules, StepEvents all) {
  const StepEvents events = from_time(all, rules.range.from);
  Matching matching(rules.steps);
  Start start;
  size_t left = 0;
  for (size_t right = 0; right < events.size() && start.level < rules.steps;) {
    const Micros end = events[right].time;
    while (right < events.size() && events[right].time == end) matching.add(events[right++].met);
    while (end - events[left].time > rules.window) matching.remove(events[left++].met);
    if (events[left].time >= rules.range.to) break;
    const size_t size = matching.size();
    if (size > start.level) start = {latest_start(rules, events, left, right, matching, size), size};
  }
  return start;
}

template <class Matching>
Attempt attempt_from(const FunnelRules& rules, StepEvents events, size_t level) {
  Attempt attempt;
  Matching matching(rules.steps);
  attempt.first = events[0].position;
  for (const StepEvent& event : events) {
    if (event.time - events[0].time > rules.window || attempt.level == level) break;
    matching.add(event.met);
    if (matching.size() == attempt.level) continue;
    attempt.times[attempt.level++] = event.time;
    attempt.last = event.position;
  }
  return attempt;
}

template <class Matching>
Attempt best_attempt(const FunnelRules& rules, StepEvents events) {
  const Start start = best_start<Matching>(rules, events);
  if (start.level == 0) return {};
  return attempt_from<Matching>(rules, from_time(events, start.time), start.level);
}

}  // namespace

Attempt any_order_from(const FunnelRules& rules, StepEvents events, size_t level) {
  return attempt_from<StepMatching>(rules, events, level);
}

Attempt any_order_attempt(const FunnelRules& rules, StepEvents events) {
  if (rules.first_attempt) {
    const std::optional<Micros> first = first_time(rules, events, steps_below(rules.steps));
    return first ? any_order_from(rules, from_time(events, *first), rules.steps) : Attempt{};
  }
  return any_overlap(events) ? best_attempt<StepMatching>(rules, events) : best_attempt<StepCounts>(rules, events);
}

}  // namespace sojourn
