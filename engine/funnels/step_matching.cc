#include "funnels/step_matching.h"

#include <algorithm>

#include "base/assert.h"

namespace sojourn {

void StepMatching::add(StepSet met) {
  SOJOURN_DEBUG_ASSERT(met != 0 && met <= steps_below(steps_), "an event must meet a step of the funnel");
  if (!std::has_single_bit(met)) ++overlapping_;
  for (Kind& kind : kinds_) {
    if (kind.met == met) {
      ++kind.count;
      return;
    }
  }
  kinds_.push_back({met, 1});
}

void StepMatching::remove(StepSet met) {
  const auto kind = std::find_if(kinds_.begin(), kinds_.end(), [met](const Kind& each) { return each.met == met; });
  SOJOURN_DEBUG_ASSERT(kind != kinds_.end(), "an event is removed that was never added");
  if (!std::has_single_bit(met)) --overlapping_;
  if (--kind->count == 0) kinds_.erase(kind);
}

size_t StepMatching::reach(size_t level) const {
  if (overlapping_ == 0) {
    StepSet met = 0;
    for (const Kind& kind : kinds_) met |= kind.met;
    return level + static_cast<size_t>(std::countr_one(met >> level));
  }
  Assignment assignment = nothing();
  size_t step = level;
  while (step < steps_ && serve_anew(step, assignment)) ++step;
  return step;
}

size_t StepMatching::size() const {
  if (overlapping_ == 0) return kinds_.size();
  Assignment assignment = nothing();
  size_t served = 0;
  for (size_t step = 0; step < steps_; ++step) served += serve_anew(step, assignment) ? 1 : 0;
  return served;
}

StepMatching::Assignment StepMatching::nothing() const {
  Assignment assignment;
  assignment.used.assign(kinds_.size(), 0);
  return assignment;
}

bool StepMatching::serve_anew(size_t step, Assignment& assignment) const {
  assignment.visited.assign(kinds_.size(), 0);
  return serve(step, assignment);
}

bool StepMatching::serve(size_t step, Assignment& assignment) const {
  for (size_t k = 0; k < kinds_.size(); ++k) {
    if (((kinds_[k].met >> step) & 1) == 0 || assignment.visited[k] != 0) continue;
    assignment.visited[k] = 1;
    if (assignment.used[k] < kinds_[k].count) {
      ++assignment.used[k];
      assignment.kind_of_step[step] = k + 1;
      return true;
    }
    for (size_t other = 0; other < steps_; ++other) {
      if (assignment.kind_of_step[other] != k + 1) continue;
      if (!serve(other, assignment)) continue;
      assignment.kind_of_step[step] = k + 1;  // The other one moved away: its event is free.
      return true;
    }
  }
  return false;
}

}  // namespace sojourn
