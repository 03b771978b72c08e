#include "funnels/ruled_search.h"

#include <algorithm>

namespace sojourn {

Micros Walk::usable(size_t level, Micros time) const {
  if (level == 0) return rules_.range.contains(time) ? time : kNobody;
  const Standing& standing = standing_[level];
  return standing.any() && in_time(level, standing, time) ? standing.start : kNobody;
}

bool Walk::alive(Micros time) const {
  for (size_t level = 1; level < rules_.steps; ++level) {
    if (usable(level, time) != kNobody) return true;
  }
  return false;
}

bool Walk::all_over() const {
  return std::none_of(standing_.begin(), standing_.end(), [](const Standing& each) { return each.any(); });
}

bool Walk::excluded() const {
  if (level_ == 0 || level_ == rules_.steps || rules_.exclusions.empty()) return false;
  return !clean_[level_] && !open_[level_].any();
}

void Walk::pass(const Instant& instant, Levels& after) {
  for (size_t level = 1; level < rules_.steps; ++level) {
    const bool killed = instant.kills(level);
    if (!killed && !instant.ends(level)) continue;
    after[level] = {};
    Standing& open = open_[level];
    if (open.any()) clean_[level] = clean_[level] || !killed || !in_time(level, open, instant.time());
    open = {};
  }
}

void Walk::take(const Instant& instant) {
  const Micros time = instant.time();
  Levels after;
  std::copy_n(standing_.begin(), rules_.steps + 1, after.begin());
  pass(instant, after);
  std::array<Micros, limits::kFunnelStepsMax + 1> reached;  // By level: the latest start of those that come to it now.
  std::fill_n(reached.begin(), rules_.steps + 1, kNobody);
  for (size_t level = 0; level < rules_.steps; ++level) {
    const Micros start = usable(level, time);
    if (start == kNobody) continue;
    const size_t last = instant.reach(level);
    for (size_t next = level + 1; next <= last; ++next) {
      reached[next] = std::max(reached[next], start);
      if (start >= after[next].start && instant.goes_on(level, next)) after[next] = {start, time};
    }
  }
  std::copy_n(after.begin(), rules_.steps, standing_.begin());
  standing_[rules_.steps] = {};  // Who has arrived does not stand anywhere.
  for (size_t level = 1; level <= rules_.steps; ++level) {
    if (reached[level] == kNobody) continue;
    if (!open_[level].any()) open_[level] = {reached[level], time};
    if (level <= level_) continue;
    level_ = level;
    start_ = reached[level];
    end_ = time;
  }
}

namespace {

// Which level an attempt that stands at `level` best comes to at each instant, so that the end is reached; 0: none.
using Choices = std::array<uint8_t, limits::kFunnelStepsMax + 1>;

class Backwards {
 public:
  Backwards(const FunnelRules& rules, const std::vector<Instant>& instants, size_t level)
      : rules_(rules), instants_(instants), level_(level), choices_(instants.size(), Choices{}) {}

  std::vector<Choices> choices() {
    for (size_t i = instants_.size(); i-- > 0;) take(i);
    return std::move(choices_);
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;

  // Once instant `i` has served the attempt's step `level`, can it reach the end?
  bool leads_on(size_t i, size_t level) const {
    if (level == level_) return i + 1 == instants_.size();
    const size_t next = next_[level];
    return next != kNone && instants_[next].time() - instants_[i].time() <= rules_.limit_after(level);
  }

  void take(size_t i) {
    const Instant& instant = instants_[i];
    std::array<bool, limits::kFunnelStepsMax + 1> leads{};
    for (size_t level = 1; level <= level_; ++level) leads[level] = leads_on(i, level);
    for (size_t level = i == 0 ? 0 : 1; level < level_; ++level) {
      // The further the better: steps that can be served now are not earlier at any later instant.
      for (size_t to = std::min(instant.reach(level), level_); to > level && choices_[i][level] == 0; --to) {
        const bool goes_on = to == level_ || instant.goes_on(level, to);
        if (leads[to] && goes_on) choices_[i][level] = static_cast<uint8_t>(to);
      }
    }
    for (size_t level = 1; level < level_; ++level) {
      if (choices_[i][level] != 0) {
        next_[level] = i;
      } else if (instant.kills(level) || instant.ends(level)) {
        next_[level] = kNone;
      }
    }
  }

  const FunnelRules& rules_;
  const std::vector<Instant>& instants_;
  size_t level_;
  // By level: the nearest later instant from which an attempt that comes to it at `level` reaches the end.
  std::array<size_t, limits::kFunnelStepsMax + 1> next_ = all_none();
  std::vector<Choices> choices_;

  static std::array<size_t, limits::kFunnelStepsMax + 1> all_none() {
    std::array<size_t, limits::kFunnelStepsMax + 1> none;
    none.fill(kNone);
    return none;
  }
};

}  // namespace

Attempt trail(const FunnelRules& rules, StepEvents events, size_t level, Micros end) {
  std::vector<Instant> instants;
  for (StepEvents rest = events; !rest.empty() && rest[0].time <= end;) {
    const StepEvents instant = first_instant(rest);
    instants.emplace_back(rules, instant);
    rest = rest.subspan(instant.size());
  }
  const std::vector<Choices> choices = Backwards(rules, instants, level).choices();
  Attempt attempt;
  for (size_t i = 0; i < instants.size() && attempt.level < level; ++i) {
    const size_t to = choices[i][attempt.level];
    while (attempt.level < to) attempt.times[attempt.level++] = instants[i].time();
  }
  find_positions(rules, events, attempt);
  return attempt;
}

Attempt ruled_attempt(const FunnelRules& rules, StepEvents events) {
  if (rules.first_attempt) {
    const std::optional<Micros> first = first_time(rules, events, 1);
    if (!first) return {};
    FunnelRules from_first = starting_at(rules, *first);
    from_first.first_attempt = false;
    return ruled_attempt(from_first, events);
  }
  Walk walk(rules);
  for (StepEvents rest = events; !rest.empty() && walk.level() < rules.steps;) {
    const StepEvents instant = first_instant(rest);
    walk.take(Instant(rules, instant));
    rest = rest.subspan(instant.size());
  }
  if (walk.level() == 0) return {};
  if (walk.level() == 1) {  // Where most come no further, it pays to know that its start is all there is.
    Attempt attempt;
    attempt.level = 1;
    attempt.times[0] = walk.start();
    find_positions(rules, from_time(events, walk.start()), attempt);
    attempt.excluded = walk.excluded();
    return attempt;
  }
  Attempt attempt = trail(rules, from_time(events, walk.start()), walk.level(), walk.end());
  attempt.excluded = walk.excluded();
  return attempt;
}

}  // namespace sojourn
