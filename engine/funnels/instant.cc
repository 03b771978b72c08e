#include "funnels/instant.h"

#include <algorithm>

namespace sojourn {

Instant::Instant(const FunnelRules& rules, StepEvents events) : rules_(rules), events_(events) {
  bool overlap = false;
  for (const StepEvent& event : events) {
    met_ |= event.met;
    kills_ |= event.kills;
    overlap = overlap || std::popcount(event.met) > 1;
  }
  one_step_ = rules.strictly_later || events.size() == 1;
  if (one_step_ || !overlap) return;
  matching_.emplace(rules.steps);
  for (const StepEvent& event : events) {
    if (event.met != 0) matching_->add(event.met);
  }
}

bool Instant::all_meet(StepSet steps) const {
  return std::all_of(events_.begin(), events_.end(),
                     [steps](const StepEvent& event) { return (event.met & steps) != 0; });
}

bool Instant::kills(size_t level) const {
  for (uint32_t left = kills_; left != 0; left &= left - 1) {
    if (rules_.exclusions[static_cast<size_t>(std::countr_zero(left))].concerns(level)) return true;
  }
  return false;
}

bool Instant::ends(size_t level) const {
  if (rules_.no_repeats && (met_ & steps_below(level + 1)) != 0) return true;
  return rules_.order == StepOrder::kStrict && !all_meet(StepSet{1} << (level - 1));
}

bool Instant::goes_on(size_t from, size_t to) const {
  if (rules_.order != StepOrder::kStrict || from == 0) return true;
  // Steps `from` to `to`: repeats of each may stand before the next, and those of the last one after it.
  return all_meet(steps_below(to) & ~steps_below(from - 1));
}

}  // namespace sojourn
