#include "funnels/any_order_search.h"

namespace sojourn {
namespace {

struct Start {
  Micros time = 0;
  size_t level = 0;
};

// The latest start of a window that still serves as many steps by the event before `right`.
Micros latest_start(const FunnelRules& rules, StepEvents events, size_t left, size_t right, StepMatching matching,
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
Start best_start(const FunnelRules& rules, StepEvents all) {
  const StepEvents events = from_time(all, rules.range.from);
  StepMatching matching(rules.steps);
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

}  // namespace

Attempt any_order_from(const FunnelRules& rules, StepEvents events, size_t level) {
  Attempt attempt;
  StepMatching matching(rules.steps);
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

Attempt any_order_attempt(const FunnelRules& rules, StepEvents events) {
  if (rules.first_attempt) {
    const std::optional<Micros> first = first_time(rules, events, steps_below(rules.steps));
    return first ? any_order_from(rules, from_time(events, *first), rules.steps) : Attempt{};
  }
  const Start start = best_start(rules, events);
  return start.level == 0 ? Attempt{} : any_order_from(rules, from_time(events, start.time), start.level);
}

}  // namespace sojourn
