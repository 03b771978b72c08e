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
    }
    Attempt attempt;
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
    for (const Partial& partial : fresh_) {
      consider(partial, event.time);
      keep(partial);
    }
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

  // Do both have the same future, but for the start?
  bool alike(const Partial& a, const Partial& b) const {
    if (a.served != b.served) return false;
    const size_t level = a.level();
    for (size_t step = level + 1; step < rules_.steps; ++step) {
      if (a.times[step] != b.times[step]) return false;
    }
    return level == 0 || rules_.step_window.empty() || a.times[level - 1] == b.times[level - 1];
  }

  void keep(const Partial& partial) {
    for (Partial& other : partials_) {
      if (!alike(other, partial)) continue;
      if (better(partial, other)) other = partial;
      return;
    }
    partials_.push_back(partial);
  }

  const FunnelRules& rules_;
  StepEvents events_;
  std::vector<Partial> partials_;
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
