#include "funnels/attempt_search.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace sojourn {
namespace {

constexpr Micros kNobody = std::numeric_limits<Micros>::min();  // No attempt stands at this level.

using Events = std::span<const StepEvent>;
using Times = std::array<Micros, limits::kFunnelStepsMax>;

// The events of equal time at the front of `events`.
Events first_group(Events events) {
  size_t size = 1;
  while (size < events.size() && events[size].time == events[0].time) ++size;
  return events.first(size);
}

StepSet union_of(Events group) {
  StepSet met = 0;
  for (const StepEvent& event : group) met |= event.met;
  return met;
}

// How far an attempt can come within one group of equal time.
class GroupReach {
 public:
  GroupReach(const FunnelRules& rules, Events group)
      : met_(union_of(group)), one_step_(rules.strictly_later || group.size() == 1) {
    if (one_step_ || no_overlap(group)) return;
    matching_.emplace(rules.steps);
    for (const StepEvent& event : group) matching_->add(event.met);
  }

  StepSet met() const { return met_; }
  size_t from(size_t level) const {
    if (one_step_) return level + ((met_ >> level) & 1);
    return matching_ ? matching_->reach(level) : level + static_cast<size_t>(std::countr_one(met_ >> level));
  }

 private:
  static bool no_overlap(Events group) {
    return std::all_of(group.begin(), group.end(), [](const StepEvent& each) { return std::has_single_bit(each.met); });
  }
  StepSet met_;
  bool one_step_;
  std::optional<StepMatching> matching_;
};

// Does an attempt that stands at `level` end when it passes by a group that meets these steps without using it?
bool ends(const FunnelRules& rules, size_t level, StepSet met) {
  return rules.no_repeats && (met & steps_below(level + 1)) != 0;
}

// What the first pass finds: when the reported attempt starts, and the level after which nobody need look further.
struct Start {
  Micros time = 0;
  size_t level = 0;
};

// First pass: the highest level, and the latest start of the attempts that reach it earliest.
class BestStart {
 public:
  explicit BestStart(const FunnelRules& rules) : rules_(rules) { latest_.fill(kNobody); }

  std::optional<Start> find(Events events) {
    while (!events.empty() && level_ < rules_.steps) {
      const Events group = first_group(events);
      if (group.size() == 1 && !rules_.no_repeats) {
        take(group[0]);
      } else {
        take(group);
      }
      events = events.subspan(group.size());
    }
    return level_ == 0 ? std::nullopt : std::optional(Start{start_, level_});
  }

 private:
  // The start of an attempt at `level` that may still use an event at `time`, or kNobody.
  Micros usable(size_t level, Micros time) const {
    if (level == 0) return rules_.range.contains(time) ? time : kNobody;
    const Micros start = latest_[level];
    return start != kNobody && time - start <= rules_.window ? start : kNobody;
  }
  void record(size_t level) {
    if (level <= level_) return;
    level_ = level;
    start_ = latest_[level];
  }

  void take(const StepEvent& event) {
    // Descending, so that the event never serves two steps of one attempt.
    for (StepSet left = event.met; left != 0;) {
      const size_t step = static_cast<size_t>(std::bit_width(left)) - 1;
      left &= ~(StepSet{1} << step);
      latest_[step + 1] = std::max(latest_[step + 1], usable(step, event.time));
      if (latest_[step + 1] != kNobody) record(step + 1);
    }
  }

  void take(Events group) {
    const GroupReach reach(rules_, group);
    auto after = latest_;
    for (size_t level = 1; level < rules_.steps; ++level) {
      if (ends(rules_, level, reach.met())) after[level] = kNobody;
    }
    for (size_t level = 0; level < rules_.steps; ++level) {
      const Micros start = usable(level, group[0].time);
      if (start == kNobody) continue;
      const size_t last = reach.from(level);
      for (size_t next = level + 1; next <= last; ++next) after[next] = std::max(after[next], start);
    }
    latest_ = after;
    for (size_t level = rules_.steps; level > level_; --level) {
      if (latest_[level] != kNobody) record(level);
    }
  }

  const FunnelRules& rules_;
  std::array<Micros, limits::kFunnelStepsMax + 1> latest_;  // By level: the latest start of an attempt there.
  size_t level_ = 0;
  Micros start_ = 0;
};

// Second pass: from a given start, the earliest times. At one start the furthest attempt can do all that others can, so
// one is enough; with no_repeats an attempt that stands further back may live longer, so that one is kept per level.
class Trail {
 public:
  Trail(const FunnelRules& rules, Start start) : rules_(rules), start_(start) {}

  // REQUIRES: the first of `events` stand at the start, and one of them meets step 1.
  void follow(Events events, Attempt& attempt) {
    while (!events.empty() && attempt.level < start_.level && events[0].time - start_.time <= rules_.window) {
      const Events group = first_group(events);
      const GroupReach reach(rules_, group);
      if (rules_.no_repeats) {
        branch(group[0].time, reach, attempt);
      } else {
        const size_t last = reach.from(attempt.level);
        while (attempt.level < last) attempt.times[attempt.level++] = group[0].time;
      }
      events = events.subspan(group.size());
    }
  }

 private:
  void branch(Micros time, const GroupReach& reach, Attempt& attempt) {
    auto after = alive_;
    for (size_t level = 1; level < rules_.steps; ++level) {
      if (ends(rules_, level, reach.met())) after[level].reset();
    }
    for (size_t level = 0; level < rules_.steps; ++level) {
      if (level == 0 ? time != start_.time : !alive_[level].has_value()) continue;
      Times times = level == 0 ? Times{} : *alive_[level];
      const size_t last = reach.from(level);
      for (size_t next = level + 1; next <= last; ++next) {
        times[next - 1] = time;
        if (!after[next] || times < *after[next]) after[next] = times;
      }
    }
    alive_ = after;
    for (size_t level = rules_.steps; level > attempt.level; --level) {
      if (!alive_[level]) continue;
      attempt.times = *alive_[level];
      attempt.level = level;
    }
  }

  const FunnelRules& rules_;
  Start start_;
  std::array<std::optional<Times>, limits::kFunnelStepsMax + 1> alive_;  // By level: times not yet reached are 0.
};

// The first event, in order of sequence, that can be step 1 while others of its instant serve the steps after it.
uint32_t first_position(const FunnelRules& rules, Events group, const Attempt& attempt) {
  size_t together = 1;
  while (together < attempt.level && attempt.times[together] == attempt.times[0]) ++together;
  for (size_t i = 0; i < group.size(); ++i) {
    if ((group[i].met & 1) == 0) continue;
    StepMatching others(rules.steps);
    for (size_t other = 0; other < group.size(); ++other) {
      if (other != i) others.add(group[other].met);
    }
    if (together == 1 || others.reach(1) >= together) return group[i].position;
  }
  return group[0].position;  // Not reached: the attempt was found in this very group.
}

Events from_time(Events events, Micros time) {
  const auto first = std::lower_bound(events.begin(), events.end(), time,
                                      [](const StepEvent& event, Micros bound) { return event.time < bound; });
  return events.subspan(static_cast<size_t>(first - events.begin()));
}

// The first event in the range that meets one of the steps.
std::optional<Start> first_start(const FunnelRules& rules, Events events, StepSet steps) {
  for (const StepEvent& event : from_time(events, rules.range.from)) {
    if (!rules.range.contains(event.time)) break;
    if ((event.met & steps) != 0) return Start{event.time, rules.steps};
  }
  return std::nullopt;
}

Attempt ordered_attempt(const FunnelRules& rules, Events events) {
  Attempt attempt;
  const std::optional<Start> start =
      rules.first_attempt ? first_start(rules, events, 1) : BestStart(rules).find(events);
  if (!start) return attempt;
  const Events rest = from_time(events, start->time);
  Trail(rules, *start).follow(rest, attempt);
  attempt.first = first_position(rules, first_group(rest), attempt);
  return attempt;
}

// any_order: slides a window over the events. Any event that meets a step can be part of a largest matching, so a
// window counts as soon as its first event is in the range.
std::optional<Start> best_start_any_order(const FunnelRules& rules, Events all) {
  const Events events = from_time(all, rules.range.from);
  StepMatching matching(rules.steps);
  Start start;
  size_t left = 0;
  for (size_t right = 0; right < events.size() && start.level < rules.steps;) {
    const Micros end = events[right].time;
    while (right < events.size() && events[right].time == end) matching.add(events[right++].met);
    while (end - events[left].time > rules.window) matching.remove(events[left++].met);
    if (events[left].time >= rules.range.to) break;
    const size_t size = matching.size();
    if (size <= start.level) continue;
    start = {events[left].time, size};
    StepMatching shrinking = matching;  // The latest start from which that many are still served by `end`.
    for (size_t drop = left; drop < right;) {
      const Events group = first_group(events.subspan(drop));
      for (const StepEvent& event : group) shrinking.remove(event.met);
      drop += group.size();
      if (drop >= right || events[drop].time >= rules.range.to || shrinking.size() < size) break;
      start.time = events[drop].time;
    }
  }
  return start.level == 0 ? std::nullopt : std::optional(start);
}

Attempt any_order_attempt(const FunnelRules& rules, Events events) {
  Attempt attempt;
  const std::optional<Start> start =
      rules.first_attempt ? first_start(rules, events, steps_below(rules.steps)) : best_start_any_order(rules, events);
  if (!start) return attempt;
  const Events rest = from_time(events, start->time);
  attempt.first = rest[0].position;
  // Greedy in time: an event is taken when it lets one more step be served. By the matroid property this serves most,
  // and each further step as early as can be.
  StepMatching matching(rules.steps);
  for (const StepEvent& event : rest) {
    if (event.time - start->time > rules.window || attempt.level == start->level) break;
    matching.add(event.met);
    if (matching.size() > attempt.level) attempt.times[attempt.level++] = event.time;
  }
  return attempt;
}

}  // namespace

Attempt find_attempt(const FunnelRules& rules, std::span<const StepEvent> events) {
  return rules.any_order ? any_order_attempt(rules, events) : ordered_attempt(rules, events);
}

}  // namespace sojourn
