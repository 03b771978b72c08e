// For tests: the definition of attempt.h by brute force. Every assignment of events to steps is tried.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "funnels/attempt.h"

namespace sojourn {

using TwinEvents = std::vector<StepEvent>;

class AttemptTwin {
 public:
  AttemptTwin(const FunnelRules& rules, const TwinEvents& events) : rules_(rules), events_(events) {
    if (!rules.first_attempt) return;
    const StepSet opening = rules.order == StepOrder::kAny ? steps_below(rules.steps) : 1;
    for (const StepEvent& event : events) {
      if ((event.met & opening) == 0 || !rules.range.contains(event.time)) continue;
      only_start_ = std::min(only_start_.value_or(event.time), event.time);
    }
  }

  // As find_attempt. Positions are indexes of events.
  Attempt find() {
    enumerate();
    if (!best_) return {};
    Attempt attempt = *best_;
    attempt.excluded = excluded();
    if (!rules_.whole_customer) return attempt;
    FunnelRules without = rules_;
    without.exclusions.clear();
    without.whole_customer = false;
    TwinEvents kept = events_;
    for (StepEvent& event : kept) event.kills = 0;
    Attempt furthest = AttemptTwin(without, kept).find();
    if (furthest.level == attempt.level && !attempt.excluded) return attempt;
    furthest.level = 0;
    furthest.excluded = true;
    return furthest;
  }

  // As find_attempts.
  std::vector<Attempt> series() const {
    std::vector<Attempt> all;
    Micros free = std::numeric_limits<Micros>::min();
    const StepSet opening = rules_.order == StepOrder::kAny ? steps_below(rules_.steps) : 1;
    while (true) {
      std::optional<Micros> start;
      for (const StepEvent& event : events_) {
        const bool may = (event.met & opening) != 0 && rules_.range.contains(event.time) && event.time >= free;
        if (may) start = std::min(start.value_or(event.time), event.time);
      }
      if (!start) return all;
      FunnelRules rules = rules_;
      rules.range = {*start, *start + 1};
      rules.first_attempt = false;
      TwinEvents rest = events_;
      std::erase_if(rest, [&](const StepEvent& event) { return event.time < free; });
      AttemptTwin twin(rules, rest);
      Attempt attempt = twin.find();
      all.push_back(attempt);
      if (attempt.level == rules_.steps) {
        free = attempt.end() + 1;
      } else if (rules_.order == StepOrder::kAny || rules_.grace > 0) {
        free = *start + rules_.window + 1;
      } else {
        const std::optional<Micros> over = twin.over(*start);
        if (!over) return all;
        free = *over;
      }
    }
  }

 private:
  using Chosen = std::vector<size_t>;
  struct Candidate {
    Chosen chosen;
    Micros start = 0;
    Micros end = 0;
  };

  Micros time(size_t event) const { return events_[event].time; }
  bool meets(size_t event, size_t step) const { return ((events_[event].met >> step) & 1) != 0; }

  void enumerate() {
    used_.assign(events_.size(), false);
    if (rules_.order == StepOrder::kAny) {
      any_order(0);
    } else {
      in_order();
    }
  }

  void with(size_t event, const std::function<void()>& go_on) {
    used_[event] = true;
    chosen_.push_back(event);
    go_on();
    chosen_.pop_back();
    used_[event] = false;
  }

  void in_order() {
    if (!chosen_.empty()) {
      if (valid()) offer(chosen_);
    }
    const size_t step = chosen_.size();
    if (step == rules_.steps) return;
    for (size_t i = 0; i < events_.size(); ++i) {
      if (!used_[i] && meets(i, step)) with(i, [this] { in_order(); });
    }
  }

  // Each step takes an unused event or none; served steps are then put in order of time.
  void any_order(size_t step) {
    if (step == rules_.steps) {
      if (chosen_.empty()) return;
      Chosen sorted = chosen_;
      std::sort(sorted.begin(), sorted.end());  // Events stand in order of time.
      if (time(sorted.back()) - time(sorted.front()) <= rules_.window) offer(sorted);
      return;
    }
    any_order(step + 1);
    for (size_t i = 0; i < events_.size(); ++i) {
      if (!used_[i] && meets(i, step)) with(i, [this, step] { any_order(step + 1); });
    }
  }

  bool in_order_of_time() const {
    for (size_t i = 0; i < chosen_.size(); ++i) {
      for (size_t j = i + 1; j < chosen_.size(); ++j) {
        if (time(chosen_[j]) < time(chosen_[i]) - rules_.grace) return false;
        if (rules_.strictly_later && time(chosen_[j]) <= time(chosen_[i])) return false;
      }
    }
    return true;
  }

  bool in_time() const {
    for (size_t i = 1; i < chosen_.size(); ++i) {
      if (time(chosen_[i]) - time(chosen_[0]) > rules_.window) return false;
      if (time(chosen_[i]) - time(chosen_[i - 1]) > rules_.limit_after(i)) return false;
    }
    return true;
  }

  bool at_a_step(Micros instant) const {
    return std::any_of(chosen_.begin(), chosen_.end(), [&](size_t event) { return time(event) == instant; });
  }

  // Every other event must find a place in the order: before, after, or as a repeat between two steps.
  bool contiguous(bool goes_on) const {
    const Chosen& c = chosen_;
    for (size_t u = 0; u < events_.size(); ++u) {
      if (used_[u] || time(u) < time(c.front()) || time(u) > time(c.back())) continue;
      bool placed = time(u) == time(c.front());
      placed = placed || (time(u) == time(c.back()) && (!goes_on || meets(u, c.size() - 1)));
      for (size_t i = 0; i + 1 < c.size(); ++i) {
        placed = placed || (time(u) >= time(c[i]) && time(u) <= time(c[i + 1]) && meets(u, i));
      }
      if (!placed) return false;
    }
    return true;
  }

  bool repeated_between() const {
    for (size_t i = 0; i + 1 < chosen_.size(); ++i) {
      for (const StepEvent& event : events_) {
        const bool between = event.time > time(chosen_[i]) && event.time < time(chosen_[i + 1]);
        if (between && (event.met & steps_below(i + 2)) != 0) return true;
      }
    }
    return false;
  }

  bool runs_into_x() const {
    for (const StepEvent& x : events_) {
      for (size_t e = 0; e < rules_.exclusions.size(); ++e) {
        const Exclusion& exclusion = rules_.exclusions[e];
        if (((x.kills >> e) & 1) == 0 || exclusion.from > chosen_.size()) continue;
        const Micros from = time(chosen_[exclusion.from - 1]);
        const Micros to = time(chosen_[std::min(exclusion.to, chosen_.size()) - 1]);
        if (x.time > from && x.time < to && !at_a_step(x.time)) return true;
      }
    }
    return false;
  }

  bool valid() const {
    if (!rules_.range.contains(time(chosen_[0]))) return false;
    if (!in_order_of_time() || !in_time() || runs_into_x()) return false;
    if (rules_.no_repeats && repeated_between()) return false;
    return rules_.order != StepOrder::kStrict || contiguous(false);
  }

  void offer(const Chosen& chosen) {
    if (!rules_.range.contains(time(chosen[0]))) return;
    if (only_start_ && time(chosen[0]) != *only_start_) return;
    Attempt attempt;
    attempt.level = chosen.size();
    for (size_t i = 0; i < chosen.size(); ++i) attempt.times[i] = time(chosen[i]);
    attempt.first = events_[chosen.front()].position;
    attempt.last = events_[chosen.back()].position;
    candidates_.push_back({chosen, attempt.times[0], attempt.end()});
    if (!best_ || better(attempt, *best_)) {
      best_ = attempt;
    } else if (!better(*best_, attempt)) {  // The same times: the least positions, each by itself.
      best_->first = std::min(best_->first, attempt.first);
      best_->last = std::min(best_->last, attempt.last);
    }
  }

  // Higher level, then earlier end, then later start, then earlier steps.
  static bool better(const Attempt& a, const Attempt& b) {
    if (a.level != b.level) return a.level > b.level;
    if (a.end() != b.end()) return a.end() < b.end();
    if (a.times[0] != b.times[0]) return a.times[0] > b.times[0];
    return a.times < b.times;
  }

  // Does anything but x end an attempt of that level at the instant, if it passes it by?
  bool ended_at(size_t level, Micros instant) const {
    for (const StepEvent& event : events_) {
      if (event.time != instant) continue;
      if (rules_.no_repeats && (event.met & steps_below(level + 1)) != 0) return true;
      if (rules_.order == StepOrder::kStrict && ((event.met >> (level - 1)) & 1) == 0) return true;
    }
    return false;
  }
  bool killed_at(size_t level, Micros instant) const {
    for (const StepEvent& event : events_) {
      for (size_t e = 0; event.time == instant && e < rules_.exclusions.size(); ++e) {
        if (((event.kills >> e) & 1) != 0 && rules_.exclusions[e].concerns(level)) return true;
      }
    }
    return false;
  }
  std::set<Micros> instants() const {
    std::set<Micros> all;
    for (const StepEvent& event : events_) all.insert(event.time);
    return all;
  }

  bool excluded() const {
    const size_t level = best_->level;
    if (rules_.exclusions.empty() || level == rules_.steps) return false;
    std::map<Micros, Micros> starts;  // By end: the latest start.
    for (const Candidate& each : candidates_) {
      if (each.chosen.size() != level) continue;
      Micros& start = starts.emplace(each.end, each.start).first->second;
      start = std::max(start, each.start);
    }
    for (const auto& [end, start] : starts) {
      bool killed = false;
      for (const Micros instant : instants()) {
        if (instant <= end) continue;
        if (instant - start > rules_.window || instant - end > rules_.limit_after(level)) break;
        killed = killed_at(level, instant);
        if (killed || ended_at(level, instant)) break;
      }
      if (!killed) return false;
    }
    return true;
  }

  // Does it stand at `instant`, before what happens there? `after`: and also after it, if it makes no use of it.
  bool stands(const Candidate& candidate, Micros instant, bool after) {
    const size_t level = candidate.chosen.size();
    if (level == rules_.steps || candidate.end > instant || (candidate.end == instant && !after)) return false;
    if (rules_.order == StepOrder::kStrict) {
      chosen_ = candidate.chosen;
      used_.assign(events_.size(), false);
      for (const size_t event : chosen_) used_[event] = true;
      const bool goes_on = contiguous(true);
      chosen_.clear();
      if (!goes_on) return false;
    }
    for (const Micros each : instants()) {
      if (each <= candidate.end || each > instant || (each == instant && !after)) continue;
      if (killed_at(level, each) || ended_at(level, each)) return false;
    }
    if (after) return true;
    return instant - candidate.start <= rules_.window && instant - candidate.end <= rules_.limit_after(level);
  }

  // The first instant after the start before or after which no attempt stands any more.
  std::optional<Micros> over(Micros start) {
    for (const Micros instant : instants()) {
      if (instant <= start) continue;
      for (const bool after : {false, true}) {
        const bool any = std::any_of(candidates_.begin(), candidates_.end(),
                                     [&](const Candidate& each) { return stands(each, instant, after); });
        if (!any) return instant;
      }
    }
    return std::nullopt;
  }

  const FunnelRules rules_;
  const TwinEvents events_;
  std::vector<bool> used_;
  Chosen chosen_;
  std::vector<Candidate> candidates_;
  std::optional<Micros> only_start_;
  std::optional<Attempt> best_;
};

}  // namespace sojourn
