#include "funnels/grace_search.h"

#include <algorithm>

namespace sojourn {
namespace {

using Times = std::array<Micros, limits::kFunnelStepsMax>;

struct Partial {
  StepSet served = 0;
  Times times{};  // Of steps not served: 0.

  size_t level() const { return static_cast<size_t>(std::countr_one(served)); }
  bool has_gap() const { return (served >> level()) != 0; }
  bool serves(size_t step) const { return ((served >> step) & 1) != 0; }
};

// Later start, then earlier steps. REQUIRES: both serve the same steps.
bool better(const Partial& a, const Partial& b) {
  if (a.serves(0) && a.times[0] != b.times[0]) return a.times[0] > b.times[0];
  return a.times < b.times;
}

class GraceSearch {
 public:
  GraceSearch(const FunnelRules& rules, StepEvents events) : rules_(rules), events_(events) {}

  Attempt find() {
    for (const StepEvent& event : events_) {
      const bool arrived = best_.level() == rules_.steps && event.time > end_;
      if (arrived || event.time - rules_.window >= rules_.range.to) break;
      if (event.met != 0) take(event);
      if (crowded_) break;
    }
    Attempt attempt;
    if (crowded_) {
      attempt.crowded = true;
      attempt.first = attempt.last = events_[0].position;
      return attempt;
    }
    attempt.level = best_.level();
    attempt.times = best_.times;
    if (attempt.level > 0) find_positions(rules_, events_, attempt);
    return attempt;
  }

 private:
  // Can nothing more come of it?
  bool over(const Partial& partial, Micros time) const {
    const size_t level = partial.level();
    if (level > 0 && time - partial.times[0] > rules_.window) return true;
    if (level > 0 && time - partial.times[level - 1] > rules_.limit_after(level)) return true;
    for (size_t step = level + 1; step < rules_.steps; ++step) {
      if (partial.serves(step) && time - partial.times[step] > rules_.grace) return true;
    }
    return level == rules_.steps;
  }

  bool may_serve(const Partial& partial, size_t step, Micros time) const {
    if (step == 0 && !rules_.range.contains(time)) return false;
    if (step > 0 && partial.serves(step - 1) && time - partial.times[step - 1] > rules_.limit_after(step)) return false;
    for (size_t later = step + 1; later < rules_.steps; ++later) {
      if (partial.serves(later) && time - partial.times[later] > rules_.grace) return false;
    }
    return true;
  }

  void take(const StepEvent& event) {
    std::erase_if(partials_, [&](const Partial& each) { return over(each, event.time); });
    fresh_.clear();
    extend(Partial{}, event);
    for (const Partial& partial : partials_) extend(partial, event);
    for (const Partial& partial : fresh_) consider(partial, event.time);
    // What is over already never stands there, so how many do at the end of an instant does not depend on the order of
    // its events.
    std::erase_if(fresh_, [&](const Partial& each) { return over(each, event.time); });
    keep_fresh();
    crowded_ = partials_.size() > kGraceWaysMax;
  }

  void extend(const Partial& partial, const StepEvent& event) {
    for (StepSet left = event.met & ~partial.served; left != 0; left &= left - 1) {
      const auto step = static_cast<size_t>(std::countr_zero(left));
      if (!may_serve(partial, step, event.time)) continue;
      fresh_.push_back(partial);
      fresh_.back().served |= StepSet{1} << step;
      fresh_.back().times[step] = event.time;
    }
  }

  void consider(const Partial& partial, Micros time) {
    if (partial.has_gap()) return;
    const size_t level = partial.level();
    const bool wins = level > best_.level() || (level == best_.level() && time == end_ && better(partial, best_));
    if (!wins) return;
    best_ = partial;
    end_ = time;
  }

  // Orders by what the future depends on, but for the start: partials of which none comes first are alike.
  bool future_before(const Partial& a, const Partial& b) const {
    if (a.served != b.served) return a.served < b.served;
    const size_t level = a.level();
    const bool limited = level > 0 && !rules_.step_window.empty();
    if (limited && a.times[level - 1] != b.times[level - 1]) return a.times[level - 1] < b.times[level - 1];
    for (size_t step = level + 1; step < rules_.steps; ++step) {
      if (a.times[step] != b.times[step]) return a.times[step] < b.times[step];
    }
    return false;
  }

  // Merges them in; of those that are alike the better one stays.
  void keep_fresh() {
    const auto before = [this](const Partial& a, const Partial& b) {
      if (future_before(a, b)) return true;
      return !future_before(b, a) && better(a, b);
    };
    const auto alike = [this](const Partial& a, const Partial& b) {
      return !future_before(a, b) && !future_before(b, a);
    };
    std::sort(fresh_.begin(), fresh_.end(), before);
    const auto kept = static_cast<std::ptrdiff_t>(partials_.size());
    partials_.insert(partials_.end(), fresh_.begin(), fresh_.end());
    std::inplace_merge(partials_.begin(), partials_.begin() + kept, partials_.end(), before);
    partials_.erase(std::unique(partials_.begin(), partials_.end(), alike), partials_.end());
  }

  const FunnelRules& rules_;
  StepEvents events_;
  bool crowded_ = false;
  std::vector<Partial> partials_;  // In order of future_before, no two alike.
  std::vector<Partial> fresh_;
  Partial best_;
  Micros end_ = 0;
};

}  // namespace

bool has_close_events(const FunnelRules& rules, StepEvents events) {
  std::optional<Micros> before;
  for (const StepEvent& event : events) {
    if (event.met == 0) continue;
    if (before && event.time != *before && event.time - *before <= rules.grace) return true;
    before = event.time;
  }
  return false;
}

Attempt grace_attempt(const FunnelRules& rules, StepEvents events) {
  if (!rules.first_attempt) return GraceSearch(rules, events).find();
  const std::optional<Micros> first = first_time(rules, events, 1);
  if (!first) return {};
  const FunnelRules from_first = starting_at(rules, *first);
  return GraceSearch(from_first, events).find();
}

}  // namespace sojourn
