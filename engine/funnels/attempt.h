// What an attempt at a funnel is, and the rules it must keep. The searches beside this file find attempts; none of them
// reads anything but these events.
//
// An attempt of level k: k different events e1..ek, e_i meets step i, t(e1) <= .. <= t(ek), t(ek) - t(e1) <= window
// (inclusive), and t(e1) lies in the range; later steps may lie beyond its end. Equal times are in either order.
// Reported is the attempt of the highest level; of those, the one that completes earliest; of those, the one that
// starts latest; of those, the one whose steps come earliest (step 2 first). Two such attempts have equal times; as its
// first (last) event counts the one of least sequence that can be its first (last) one.
//
// Order     kOrdered  as above; any other events may come in between
//           kStrict   between e_i and e_i+1 come only repeats of step i among the events in scope. Events of one
//                     instant may be put in the order that suits: before e1 and after the last step anything may stand
//           kAny      the steps may come in any order: level is the number of different steps served by different
//                     events in [t, t + window], from an event that meets any step; times[k] is then when the k-th step
//                     was served, whichever it was. Of the options only first_attempt applies
// Options   first_attempt   only attempts that start at the time of the first step-1 event in the range
//           strictly_later  t(e_i) < t(e_i+1)
//           no_repeats      an attempt ends when a step it has reached comes again: between e_i and e_i+1, at neither
//                           of their instants, no event meets any of steps 1 .. i + 1
//           step_window     t(e_i+1) - t(e_i) is at most the limit of step i + 1 (inclusive)
//           grace           two events at most so far apart count as in either order: t(e_j) >= t(e_i) - grace for all
//                           i < j, in place of ascending times. An attempt completes with the latest of its events;
//                           the window still is from e1 to each of the others. kOrdered only, without strictly_later,
//                           no_repeats and exclusions
//           exclusions      between steps a and b, x kills: no event of that exclusion comes later than e_a and earlier
//                           than e_b (than the last step reached, while that is before b). kOrdered only.
//                           x at the same instant as a step of the attempt does not count
// Excluded  An attempt of level k below the last is killed if an x of an exclusion a <= k < b comes after its last step
//           while it might still go on: within the window, within the next step's limit, and before a repeat ended it.
//           Of the attempts of the highest level that complete at one instant the one that starts latest speaks for
//           all. `excluded` says that all of these were killed. An attempt that runs into x is thereby reported at the
//           level that it reached before, unless another one comes further.
//           With whole_customer an attempt that comes furthest when exclusions are ignored must be one without x and
//           not killed; else level is 0 and excluded is true. (The rule of PostHog.)
// Crowded   With a grace the attempts to be weighed multiply with the events that stand so close. Beyond a limit
//           (grace_search.h) none is found: level is 0 and crowded is true, and `first` is where the search began.
// Counts    An event serves one step. Repeats of a step do no harm unless no_repeats. Nothing here depends on the order
//           in which events of equal time stand, but for `first` and `last`, the positions.
// Source    semantics chosen where engines differ: docs/measures/funnel.md.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <vector>

#include "base/limits.h"
#include "base/time.h"
#include "funnels/step_matching.h"

namespace sojourn {

enum class StepOrder : unsigned char { kOrdered, kStrict, kAny };

// Between steps `from` and `to`, counted from 1.
struct Exclusion {
  size_t from = 1;
  size_t to = 2;
  // Can it kill an attempt that stands at this level?
  bool concerns(size_t level) const { return level >= from && level < to; }
};

struct FunnelRules {
  static constexpr Micros kNoLimit = std::numeric_limits<Micros>::max();

  size_t steps = 1;
  Micros window = 0;
  TimeRange range;  // Of the first step.
  StepOrder order = StepOrder::kOrdered;
  bool first_attempt = false;
  bool strictly_later = false;
  bool no_repeats = false;
  Micros grace = 0;
  std::vector<Micros> step_window;    // By level: the longest way from there to the next step. Empty: no limits.
  std::vector<Exclusion> exclusions;  // At most limits::kFunnelStepsMax.
  bool whole_customer = false;

  Micros limit_after(size_t level) const { return level < step_window.size() ? step_window[level] : kNoLimit; }
};

// An event that meets a step, is an x, or stands in the way of strict order.
struct StepEvent {
  Micros time = 0;
  StepSet met = 0;
  uint32_t position = 0;  // Where it stands in the block.
  uint32_t kills = 0;     // Bit i: it is an x of exclusion i.
};

struct Attempt {
  size_t level = 0;
  bool excluded = false;
  bool crowded = false;                                 // Too many events within one grace: none was found.
  uint32_t first = 0;                                   // Position of its first event.
  uint32_t last = 0;                                    // Of the event of its highest step.
  std::array<Micros, limits::kFunnelStepsMax> times{};  // Of its events, the first `level` of them.

  // Is there something to report?
  bool any() const { return level > 0 || excluded || crowded; }
  // When its last event came: with a grace that need not be the one of the highest step.
  Micros end() const {
    Micros latest = times[0];
    for (size_t i = 1; i < level; ++i) latest = std::max(latest, times[i]);
    return latest;
  }
};

// Is `a` reported rather than `b`? Crowded before all; not-excluded before excluded at equal level, then as above.
bool reported_before(const Attempt& a, const Attempt& b);

// --- for the searches

using StepEvents = std::span<const StepEvent>;

// The events of equal time at the front of `events`. REQUIRES: there is one.
inline StepEvents first_instant(StepEvents events) {
  size_t size = 1;
  while (size < events.size() && events[size].time == events[0].time) ++size;
  return events.first(size);
}

// The events from that time on.
StepEvents from_time(StepEvents events, Micros time);

// The time of the first event in the range that meets one of the steps.
std::optional<Micros> first_time(const FunnelRules& rules, StepEvents events, StepSet steps);

// The rules of attempts that start at that very time.
FunnelRules starting_at(FunnelRules rules, Micros time);

// The first event, in order of sequence, that can serve the step (counted from 0) while others serve the attempt's
// other steps at the same instant. REQUIRES: kOrdered or kStrict, and the attempt was found among these events.
uint32_t position_of(const FunnelRules& rules, StepEvents events, const Attempt& attempt, size_t step);
// Sets `first` and `last`.
void find_positions(const FunnelRules& rules, StepEvents events, Attempt& attempt);

}  // namespace sojourn
