// The reported attempt in order or in strict order, under all rules but a grace (funnels/attempt.h).
//
// First pass (Walk): per level the standing attempt that starts latest. It also has the latest last step, so it has the
// most time left in the window and to the next step, and what ends or kills one attempt at a level ends all of them.
// Second pass (Trail): from the reported start to the reported end, backwards: from which steps at which instants the
// end can still be reached; then forwards, each step as early as it may.
#pragma once

#include "funnels/attempt.h"
#include "funnels/instant.h"

namespace sojourn {

class Walk {
 public:
  // The rules are borrowed.
  explicit Walk(const FunnelRules& rules) : rules_(rules) {}

  // The next instant. REQUIRES: later than those before.
  void take(const Instant& instant);
  // Can an attempt that has begun still use an event at that time?
  bool alive(Micros time) const;
  // Has every attempt that began been ended or killed?
  bool all_over() const;

  size_t level() const { return level_; }  // The highest so far.
  Micros start() const { return start_; }  // Of those that reached it first, the latest start; and when that was.
  Micros end() const { return end_; }
  // Were all attempts of the highest level killed by x, if nothing comes any more?
  bool excluded() const;

 private:
  static constexpr Micros kNobody = std::numeric_limits<Micros>::min();
  struct Standing {
    Micros start = kNobody;
    Micros last = 0;  // When its last step was.
    bool any() const { return start != kNobody; }
  };
  using Levels = std::array<Standing, limits::kFunnelStepsMax + 1>;

  bool in_time(size_t level, const Standing& standing, Micros time) const {
    return time - standing.start <= rules_.window && time - standing.last <= rules_.limit_after(level);
  }
  // The start of an attempt at `level` that may still use an event at `time`, or kNobody.
  Micros usable(size_t level, Micros time) const;
  // What an instant does to attempts that pass it by.
  void pass(const Instant& instant, Levels& after);

  const FunnelRules& rules_;
  Levels standing_;
  // For `excluded`: of the attempts that speak for theirs, the first one whose fate is open, and whether one got away.
  Levels open_;
  std::array<bool, limits::kFunnelStepsMax + 1> clean_{};
  size_t level_ = 0;
  Micros start_ = 0;
  Micros end_ = 0;
};

// The attempt of that level from `start` to `end`, each step as early as can be.
// REQUIRES: there is one; `events` begin at the start.
Attempt trail(const FunnelRules& rules, StepEvents events, size_t level, Micros end);

// REQUIRES: no grace, and not kAny.
Attempt ruled_attempt(const FunnelRules& rules, StepEvents events);

}  // namespace sojourn
