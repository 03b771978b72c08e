// A journey laid beside a plan: which steps it took in their place, and what happened besides.
//
//   matches     the most pairs (event, step) that can be formed so that the event meets the step and both go up
//   cost        events + steps - 2 * matches: what must be left out of the journey and put into it to make it the plan
//   fitness     1 - cost / (events + steps) = 2 * matches / (events + steps)
//
// Counts    an event serves one step at most, though it may meet several. Of all alignments with the most matches it is
//           the one that takes step 1 if any does, then step 2, and so on, each by the earliest event that will do.
// Empty     a journey without events has fitness 0.
// Cost      O(events) words for the matches, O(events * steps) at worst for the alignment.
// Source    alignments with unit costs: Adriansyah, van Dongen, van der Aalst, IEEE EDOC 2011; van der Aalst, Process
//           Mining, Springer 2016, section 8.3. Matches are a longest common subsequence, found with bits as by Hyyrö,
//           AWOCA 2004.
// Checked   against all alignments of every journey of up to six events, conformance_alignment_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sojourn {

using PlanSteps = uint32_t;  // Bit i: step i + 1.

class PlanAlignment {
 public:
  // REQUIRES: 1 <= steps <= 31.
  explicit PlanAlignment(size_t steps) : steps_(steps) {}
  // Turns to another plan.
  void plan(size_t steps) { steps_ = steps; }

  // `met`: the steps that each event of the journey meets, in order.
  void align(std::span<const PlanSteps> met);

  size_t matches() const { return matches_; }
  double fitness() const;
  // Does that event serve a step?
  bool serves(size_t event) const { return serves_[event] != 0; }

  PlanSteps in_place() const { return in_place_; }          // Taken where the plan has them.
  PlanSteps out_of_order() const { return out_of_order_; }  // Taken, but only at another place.
  PlanSteps repeated() const { return repeated_; }          // In place, and met again by an event that serves no step.
  PlanSteps done() const { return in_place_ | out_of_order_; }
  PlanSteps skipped() const;  // Not done, though a later one was.
  PlanSteps missing() const;  // Not done, nor any later one.

 private:
  PlanSteps all() const { return (PlanSteps{1} << steps_) - 1; }
  void count_from_the_end(std::span<const PlanSteps> met);
  // Matches among the events from `event` on and the steps from `step` on.
  size_t matches_from(size_t event, size_t step) const;

  size_t steps_;
  std::vector<PlanSteps> rows_;  // By event: where a match more is possible, steps counted from the last.
  std::vector<uint8_t> serves_;
  size_t matches_ = 0;
  PlanSteps in_place_ = 0;
  PlanSteps out_of_order_ = 0;
  PlanSteps repeated_ = 0;
};

}  // namespace sojourn
