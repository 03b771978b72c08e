// The attempt at a funnel that one customer is reported with.
//
// An attempt of level k: k different events e1..ek, e_i meets step i, t(e1) <= .. <= t(ek), t(ek) - t(e1) <= window
// (inclusive), and t(e1) lies in the range; later steps may lie beyond its end. Equal times are in either order.
// Reported is the attempt of the highest level; of those, the one that completes earliest; of those, the one that
// starts latest; of those, the one whose steps come earliest (step 2 first). Two such attempts have equal times; as its
// first event counts the one of least sequence among theirs.
//
// Options   first_attempt   only attempts that start at the time of the customer's first step-1 event in the range
//           strictly_later  t(e_i) < t(e_i+1)
//           no_repeats      an attempt ends when a step it has reached comes again: between e_i and e_i+1, at neither
//                           of their instants, no event meets any of steps 1 .. i + 1
//           any_order       the steps may come in any order: level is the number of different steps served by
//                           different events in [t, t + window], from an event that meets any step; times[k] is then
//                           when the k-th step was served, whichever it was. first_attempt applies, the others do not
// Counts    An event serves one step. Repeats of a step do no harm unless no_repeats. The result does not depend on the
//           order in which events of equal time stand, but for `first`, the position.
// Empty     level 0.
// Cost      O(events) and a handful of words of state: per level only the latest start is kept, since it has the most
//           time left; times are found in a second pass from the reported start. Only groups of equal time in which an
//           event meets several steps need a matching (step_matching.h). any_order: a matching a group, at worst.
// Source    semantics chosen where engines differ: docs/measures/funnel.md.
// Checked   all timelines of up to five events over three touchpoints, all ties, against all assignments;
//           attempt_search_test.cc.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "base/limits.h"
#include "base/time.h"
#include "funnels/step_matching.h"

namespace sojourn {

struct FunnelRules {
  size_t steps = 1;
  Micros window = 0;
  TimeRange range;  // Of the first step.
  bool first_attempt = false;
  bool strictly_later = false;
  bool no_repeats = false;
  bool any_order = false;
};

// An event that meets at least one step.
struct StepEvent {
  Micros time = 0;
  StepSet met = 0;
  uint32_t position = 0;  // Where it stands in the block.
};

struct Attempt {
  size_t level = 0;
  uint32_t first = 0;                                   // Position of its first event.
  std::array<Micros, limits::kFunnelStepsMax> times{};  // Of its events, the first `level` of them.
};

// `events` in order of time. REQUIRES: 1 <= rules.steps <= limits::kFunnelStepsMax.
Attempt find_attempt(const FunnelRules& rules, std::span<const StepEvent> events);

}  // namespace sojourn
