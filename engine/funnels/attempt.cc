#include "funnels/attempt.h"

#include <algorithm>

namespace sojourn {

bool reported_before(const Attempt& a, const Attempt& b) {
  if (a.crowded != b.crowded) return a.crowded;
  if (a.level != b.level) return a.level > b.level;
  if (a.excluded != b.excluded) return a.level > 0 ? b.excluded : a.excluded;
  if (a.end() != b.end()) return a.end() < b.end();
  if (a.times[0] != b.times[0]) return a.times[0] > b.times[0];
  if (a.times != b.times) return a.times < b.times;
  return a.first < b.first;
}

StepEvents from_time(StepEvents events, Micros time) {
  const auto first = std::lower_bound(events.begin(), events.end(), time,
                                      [](const StepEvent& event, Micros bound) { return event.time < bound; });
  return events.subspan(static_cast<size_t>(first - events.begin()));
}

std::optional<Micros> first_time(const FunnelRules& rules, StepEvents events, StepSet steps) {
  for (const StepEvent& event : from_time(events, rules.range.from)) {
    if (!rules.range.contains(event.time)) break;
    if ((event.met & steps) != 0) return event.time;
  }
  return std::nullopt;
}

FunnelRules starting_at(FunnelRules rules, Micros time) {
  rules.range = {time, time + 1};
  return rules;
}

uint32_t position_of(const FunnelRules& rules, StepEvents events, const Attempt& attempt, size_t step) {
  StepSet others = 0;
  for (size_t i = 0; i < attempt.level; ++i) {
    if (i != step && attempt.times[i] == attempt.times[step]) others |= StepSet{1} << i;
  }
  const StepEvents instant = first_instant(from_time(events, attempt.times[step]));
  std::vector<StepSet> refused;  // Events that meet the same steps fare alike.
  for (size_t i = 0; i < instant.size(); ++i) {
    const StepSet met = instant[i].met;
    if (((met >> step) & 1) == 0) continue;
    if (others == 0) return instant[i].position;
    if (std::find(refused.begin(), refused.end(), met) != refused.end()) continue;
    StepMatching rest(rules.steps);
    for (size_t other = 0; other < instant.size(); ++other) {
      if (other != i && (instant[other].met & others) != 0) rest.add(instant[other].met & others);
    }
    if (rest.size() == static_cast<size_t>(std::popcount(others))) return instant[i].position;
    refused.push_back(met);
  }
  return instant[0].position;  // Not reached: the attempt was found in this very instant.
}

void find_positions(const FunnelRules& rules, StepEvents events, Attempt& attempt) {
  attempt.first = position_of(rules, events, attempt, 0);
  attempt.last = position_of(rules, events, attempt, attempt.level - 1);
}

}  // namespace sojourn
