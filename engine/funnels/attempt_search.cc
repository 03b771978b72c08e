#include "funnels/attempt_search.h"

#include "funnels/any_order_search.h"
#include "funnels/grace_search.h"
#include "funnels/plain_search.h"
#include "funnels/ruled_search.h"

namespace sojourn {
namespace {

bool is_plain(const FunnelRules& rules) {
  return rules.order == StepOrder::kOrdered && !rules.no_repeats && rules.step_window.empty() &&
         rules.exclusions.empty();
}

// What comes furthest when nothing is excluded must be clean.
Attempt whole_customer_attempt(const FunnelRules& rules, StepEvents events) {
  Attempt clean = ruled_attempt(rules, events);
  FunnelRules without = rules;
  without.exclusions.clear();
  std::vector<StepEvent> kept(events.begin(), events.end());
  for (StepEvent& event : kept) event.kills = 0;
  Attempt furthest = ruled_attempt(without, kept);
  if (clean.level == furthest.level && !clean.excluded) return clean;
  furthest.level = 0;
  furthest.excluded = true;
  return furthest;
}

// --- one attempt after another

constexpr Micros kNever = std::numeric_limits<Micros>::max();

// An attempt, and from when the next one may start.
struct Next {
  Attempt attempt;
  Micros free = 0;
};

Next ruled_next(const FunnelRules& rules, StepEvents events, Micros start) {
  const FunnelRules from_start = starting_at(rules, start);
  Walk walk(from_start);
  Next next{{}, kNever};
  for (StepEvents rest = events; !rest.empty();) {
    const StepEvents instant = first_instant(rest);
    const Micros time = instant[0].time;
    if (time > start && !walk.alive(time)) {
      next.free = time;
      break;
    }
    walk.take(Instant(from_start, instant));
    if (walk.level() == rules.steps) {
      next.free = time + 1;
      break;
    }
    if (walk.all_over()) {
      next.free = time;
      break;
    }
    rest = rest.subspan(instant.size());
  }
  next.attempt = trail(from_start, events, walk.level(), walk.end());
  next.attempt.excluded = walk.excluded();
  return next;
}

Next windowed_next(const FunnelRules& rules, Micros start, const Attempt& attempt) {
  if (attempt.level == rules.steps) return {attempt, attempt.end() + 1};
  const Micros left = kNever - std::max<Micros>(start, 0);
  return {attempt, rules.window < left ? start + rules.window + 1 : kNever};
}

}  // namespace

Attempt find_attempt(const FunnelRules& rules, std::span<const StepEvent> events) {
  if (rules.order == StepOrder::kAny) return any_order_attempt(rules, events);
  if (rules.grace > 0 && has_close_events(rules, events)) return grace_attempt(rules, events);
  if (rules.whole_customer) return whole_customer_attempt(rules, events);
  return is_plain(rules) ? plain_attempt(rules, events) : ruled_attempt(rules, events);
}

void find_attempts(const FunnelRules& rules, std::span<const StepEvent> events, std::vector<Attempt>& found) {
  found.clear();
  FunnelRules rest = rules;
  rest.first_attempt = false;
  const StepSet opening = rules.order == StepOrder::kAny ? steps_below(rules.steps) : 1;
  while (const std::optional<Micros> start = first_time(rest, events, opening)) {
    const StepEvents later = from_time(events, *start);
    Next next;
    if (rules.order == StepOrder::kAny) {
      next = windowed_next(rest, *start, any_order_from(rest, later, rest.steps));
    } else if (rules.grace > 0) {
      next = windowed_next(rest, *start, grace_attempt(starting_at(rest, *start), events));
    } else {
      next = ruled_next(rest, later, *start);
    }
    found.push_back(next.attempt);
    if (next.attempt.crowded || next.free == kNever) return;
    rest.range.from = next.free;
    events = from_time(events, next.free);
  }
}

}  // namespace sojourn
