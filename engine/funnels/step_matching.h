// How many funnel steps a heap of events can serve, one event a step: a maximum matching.
//
//   StepMatching matching(3);
//   matching.add(0b011);      // An event that meets steps 1 and 2.
//   matching.add(0b001);      // One that meets step 1 only.
//   matching.reach(0) == 2    // Steps 1 and 2, whatever the order in which the two were added.
//
// Counts    An event is one act: it serves one step at most, though it may meet several.
// Merge     The result depends on the multiset of events only, never on their order.
// Cost      add and remove O(kinds), where a kind is a set of steps that some event meets; reach and size
//           O(steps^2 * kinds) by augmenting paths, O(1) words of work while no event meets two steps.
// Source    Kuhn, Naval Research Logistics Quarterly 2, 1955. That growing a set of steps one by one is enough follows
//           from transversal matroids: Edmonds and Fulkerson, J. Res. NBS 69B, 1965.
// Checked   every heap of up to four events over three steps against all assignments; attempt_search_test.cc.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/limits.h"

namespace sojourn {

using StepSet = uint32_t;  // Bit i: step i + 1 is met.

constexpr StepSet steps_below(size_t count) { return (StepSet{1} << count) - 1; }

class StepMatching {
 public:
  // REQUIRES: 1 <= steps <= limits::kFunnelStepsMax.
  explicit StepMatching(size_t steps) : steps_(steps) {}

  // REQUIRES: the event meets at least one step.
  void add(StepSet met);
  // REQUIRES: such an event was added before.
  void remove(StepSet met);

  // The largest m such that steps level + 1 .. m can each be served by an event of its own; `level` when not even the
  // next step can.
  size_t reach(size_t level) const;
  // The largest number of steps, whichever they are, that can be served together.
  size_t size() const;

 private:
  struct Kind {
    StepSet met = 0;
    size_t count = 0;
  };
  struct Assignment {
    std::array<size_t, limits::kFunnelStepsMax> kind_of_step{};  // Index + 1 into kinds_; 0: not served.
    std::vector<size_t> used;                                    // Events in use, by kind.
    std::vector<char> visited;
  };
  Assignment nothing() const;
  // Serves one more step, moving others to other events where needed.
  bool serve(size_t step, Assignment& assignment) const;
  bool serve_anew(size_t step, Assignment& assignment) const;

  size_t steps_;
  std::vector<Kind> kinds_;
  size_t overlapping_ = 0;  // Events that meet several steps.
};

}  // namespace sojourn
