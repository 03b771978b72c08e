#include "funnels/funnel.h"

#include <algorithm>

#include "funnels/dense_funnel.h"
#include "measure/fold_scope.h"

namespace sojourn {

Result<Funnel> Funnel::bind(BindContext& context) {
  Funnel funnel;
  SOJOURN_TRY(funnel.plan_, bind_funnel(context));
  return funnel;
}

void Funnel::prepare(const Block& block, EventBits& shown, Scratch& scratch) const {
  const FunnelLives lives(plan_);
  lives.select(block, scratch);
  lives.narrow(block, scratch, shown);
}

void Funnel::fold_shown(Groups<State>& groups, const Block& block, EventBits& shown, Scratch& scratch) const {
  const FunnelLives lives(plan_);
  lives.select(block, scratch);
  if (plan_.plain()) {
    for (size_t w = 0; w < shown.words().size(); ++w) {
      scratch.matters.words()[w] &= shown.words()[w];
      scratch.first.words()[w] &= shown.words()[w];
    }
    fold_dense_funnel(plan_, block, scratch, groups);
    return;
  }
  lives.narrow(block, scratch, shown);
  scratch.list.assign(shown);
  for_each_customer(FoldScope{}, block, scratch.list, [&](size_t customer, std::span<const uint32_t> events) {
    count(Slice{block, customer, events}, groups, scratch);
  });
}

void Funnel::count(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const FunnelLives lives(plan_);
  lives.read(slice, scratch);
  const bool each_value = plan_.touch == FunnelTouch::kStep || plan_.touch == FunnelTouch::kAll;
  if (each_value && groups.by_value()) return count_by_value(slice, groups, scratch);
  lives.search(scratch);
  for (const FoundAttempt& found : scratch.room.found) {
    const uint32_t touch = plan_.touch == FunnelTouch::kLast ? found.attempt.last : found.attempt.first;
    add(slice, found, groups.at(touch, found.attempt.first));
  }
}

void Funnel::count_by_value(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const FunnelLives lives(plan_);
  const std::vector<StepEvent>& events = scratch.room.events;
  const StepSet bound = plan_.touch == FunnelTouch::kAll ? ~StepSet{0} : StepSet{1} << plan_.touch_step;
  std::vector<GroupKey> values;                 // Different ones, in order of first sight.
  std::vector<uint32_t> carriers;               // By value: an event that has it.
  std::vector<size_t> value_of(events.size());  // By event, where it is asked.
  for (size_t i = 0; i < events.size(); ++i) {
    if ((events[i].met & bound) == 0) continue;
    GroupKey value = groups.values(events[i].position);
    const auto known = std::find(values.begin(), values.end(), value);
    value_of[i] = static_cast<size_t>(known - values.begin());
    if (known != values.end()) continue;
    values.push_back(std::move(value));
    carriers.push_back(events[i].position);
  }
  for (size_t v = 0; v < values.size(); ++v) {
    lives.search_for(scratch, [&](size_t event) { return value_of[event] == v; });
    for (const FoundAttempt& found : scratch.room.found) {
      add(slice, found, groups.at(carriers[v], found.attempt.first));
    }
  }
}

void Funnel::add(const Slice& slice, const FoundAttempt& found, State& state) const {
  FunnelTables(plan_).count(found.attempt, slice.block, found.shown, slice.block.customers[slice.customer], state);
}

MeasureDefinition funnel_definition() {
  MeasureDefinition definition;
  definition.id = "funnel";
  definition.title = "Funnel";
  definition.question = "How many customers get from the first step to the last, and where do we lose them?";
  definition.definition =
      "A customer reaches step k if there are k different events, one for each of the steps 1 to k, in order of time, "
      "the last at most `within` after the first (inclusive), each at most `step_within` after the one before. Events "
      "of equal time, and with a `grace` events at most so far apart, stand in either order; one event serves one "
      "step; other events and repeats may come in between. Step 1 must lie in the range; later steps may come until "
      "its end plus the window. A customer counts once, by the attempt that comes furthest; of several by the one that "
      "completes earliest, then by the one that starts latest. value is the share, in percent, of those at step 1 who "
      "reached the step; dropped are those who reached the step before but not this one; median_seconds and "
      "p90_seconds are of the time from the step before. attempt=first looks only at the attempt that starts with the "
      "customer's first step 1 in the range. order=strict lets nothing but repeats of a step come between it and the "
      "next one, among all events or those that `among` names. order=any counts how many different steps fall into one "
      "window, whatever their order: row k is the customers with at least k. strictly_later asks that each step comes "
      "later than the one before. no_repeats ends an attempt when a step that it has reached comes again, at an "
      "instant of its own; a later step 1 starts another. An event that passes `exclude` between two steps, at no "
      "step's instant, kills the attempt: it counts as far as it had come, a clean attempt may come further, and "
      "`excluded` counts those dropped before a step whose attempts had all been killed while they could still go on. "
      "exclude_scope=customer leaves out at every step whoever was killed where they came furthest. hold asks that a "
      "field has the same value at all steps; events without it are left out. counting=attempts counts all attempts "
      "of a customer, the next one beginning when the one before is complete, out of time, or ended; "
      "counting=sessions counts each session as a life of its own. A split counts an attempt in the group of its first "
      "event, or as touch says: last, step (one evaluation for each value at that step) or all (one for each value, "
      "which all steps must have); a period is always that of the first event. show=times, after and between tell how "
      "long it took, what those did next who came no further, and what happened in between.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kFunnel;
  definition.least_n = 30;
  definition.interval = "Wilson; attempts and sessions of one customer are taken as independent";
  definition.inputs = "time, the fields of the steps, an identifier";
  definition.source = "Wilson, JASA 22, 1927 (interval); H. W. Kuhn, Naval Res. Logist. Q. 2, 1955 (equal times)";
  definition.since = "0.1";
  definition.parameters = funnel_parameters();
  definition.bind = bind_fold<Funnel>;
  return definition;
}

}  // namespace sojourn
