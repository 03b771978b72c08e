#include "journeys/conformance_alignment.h"

#include <bit>

namespace sojourn {

// Row i belongs to the events from i on. Bit k of it is clear where the k + 1 last steps have a match more than the k
// last ones, so that matches are clear bits. Going one event back changes a row by one addition.
void PlanAlignment::count_from_the_end(std::span<const PlanSteps> met) {
  rows_.resize(met.size() + 1);
  uint64_t row = all();
  rows_[met.size()] = all();
  for (size_t i = met.size(); i-- > 0;) {
    uint64_t turned = 0;
    for (PlanSteps left = met[i]; left != 0; left &= left - 1) {
      turned |= uint64_t{1} << (steps_ - 1 - static_cast<size_t>(std::countr_zero(left)));
    }
    const uint64_t both = row & turned;
    row = ((row + both) | (row - both)) & all();
    rows_[i] = static_cast<PlanSteps>(row);
  }
}

size_t PlanAlignment::matches_from(size_t event, size_t step) const {
  const size_t last = steps_ - step;
  const PlanSteps low = (PlanSteps{1} << last) - 1;
  return static_cast<size_t>(std::popcount(~rows_[event] & low));
}

void PlanAlignment::align(std::span<const PlanSteps> met) {
  count_from_the_end(met);
  matches_ = matches_from(0, 0);
  serves_.assign(met.size(), 0);
  in_place_ = 0;
  size_t next = 0;  // The first event that is free.
  for (size_t step = 0; step < steps_; ++step) {
    const size_t wanted = matches_from(next, step);
    if (wanted == 0) break;
    size_t event = next;
    while (event < met.size() && ((met[event] >> step) & 1) == 0) ++event;
    // Of the events that meet the step, the earliest leaves most to the others.
    if (event == met.size() || 1 + matches_from(event + 1, step + 1) < wanted) continue;
    in_place_ |= PlanSteps{1} << step;
    serves_[event] = 1;
    next = event + 1;
  }
  out_of_order_ = 0;
  repeated_ = 0;
  for (size_t i = 0; i < met.size(); ++i) {
    if (serves_[i] != 0) continue;
    const PlanSteps elsewhere = met[i] & ~in_place_;
    out_of_order_ |= elsewhere;
    if (elsewhere == 0) repeated_ |= met[i];
  }
}

double PlanAlignment::fitness() const {
  return 2.0 * static_cast<double>(matches_) / static_cast<double>(serves_.size() + steps_);
}

PlanSteps PlanAlignment::skipped() const { return all() & ~done() & ~missing(); }

PlanSteps PlanAlignment::missing() const {
  const auto last = static_cast<size_t>(std::bit_width(done()));
  return all() & ~((PlanSteps{1} << last) - 1);
}

}  // namespace sojourn
