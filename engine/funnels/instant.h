// All events of one instant, as an attempt sees them: how far it can come with them, and whether it may pass them by.
#pragma once

#include <optional>

#include "funnels/attempt.h"

namespace sojourn {

class Instant {
 public:
  // Both are borrowed.
  Instant(const FunnelRules& rules, StepEvents events);

  Micros time() const { return events_[0].time; }
  StepSet met() const { return met_; }
  // The highest level that an attempt at `level` (0: none yet) can come to here.
  size_t reach(size_t level) const {
    if (one_step_) return level + ((met_ >> level) & 1);
    return matching_ ? matching_->reach(level) : level + static_cast<size_t>(std::countr_one(met_ >> level));
  }
  // Does an x here kill an attempt at `level` that passes by?
  bool kills(size_t level) const;
  // Does an attempt at `level` end for another reason when it passes by, using none of these events?
  bool ends(size_t level) const;
  // May an attempt that came from `from` to `to` here still go on? REQUIRES: 0 <= from < to.
  bool goes_on(size_t from, size_t to) const;

 private:
  // Does every event meet one of these steps?
  bool all_meet(StepSet steps) const;

  const FunnelRules& rules_;
  StepEvents events_;
  StepSet met_ = 0;
  uint32_t kills_ = 0;
  bool one_step_ = false;
  std::optional<StepMatching> matching_;
};

}  // namespace sojourn
