#include "funnels/plain_search.h"

#include <algorithm>

#include "funnels/instant.h"

namespace sojourn {
namespace {

constexpr Micros kNobody = std::numeric_limits<Micros>::min();  // No attempt stands at this level.

// First pass: the highest level, and the latest start of the attempts that reach it earliest.
class LatestStarts {
 public:
  explicit LatestStarts(const FunnelRules& rules) : rules_(rules) { latest_.fill(kNobody); }

  // False when nobody reached step 1.
  bool find(StepEvents events) {
    while (!events.empty() && level_ < rules_.steps) {
      const StepEvents instant = first_instant(events);
      if (instant.size() == 1) {
        take(instant[0]);
      } else {
        take(Instant(rules_, instant));
      }
      events = events.subspan(instant.size());
    }
    return level_ > 0;
  }
  size_t level() const { return level_; }
  Micros start() const { return start_; }

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

  // From the states before the instant, so that strictly_later is what it says.
  void take(const Instant& instant) {
    auto after = latest_;
    for (size_t level = 0; level < rules_.steps; ++level) {
      const Micros start = usable(level, instant.time());
      if (start == kNobody) continue;
      const size_t last = instant.reach(level);
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

// Second pass: from a given start, each step as early as can be.
void follow(const FunnelRules& rules, StepEvents events, Micros start, size_t level, Attempt& attempt) {
  while (!events.empty() && attempt.level < level && events[0].time - start <= rules.window) {
    const StepEvents group = first_instant(events);
    const Instant instant(rules, group);
    const size_t last = instant.reach(attempt.level);
    while (attempt.level < last) attempt.times[attempt.level++] = instant.time();
    events = events.subspan(group.size());
  }
}

}  // namespace

Attempt plain_attempt(const FunnelRules& rules, StepEvents events) {
  Attempt attempt;
  size_t level = rules.steps;
  Micros start = 0;
  if (rules.first_attempt) {
    const std::optional<Micros> first = first_time(rules, events, 1);
    if (!first) return attempt;
    start = *first;
  } else {
    LatestStarts latest(rules);
    if (!latest.find(events)) return attempt;
    level = latest.level();
    start = latest.start();
  }
  const StepEvents rest = from_time(events, start);
  follow(rules, rest, start, level, attempt);
  find_positions(rules, rest, attempt);
  return attempt;
}

}  // namespace sojourn
