#include "funnels/funnel.h"

#include <algorithm>

#include "funnels/dense_funnel.h"
#include "funnels/grace_search.h"
#include "funnels/value_lives.h"
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
  // Without a split, nothing more can change the answer: there is none.
  if (groups.size() == 1 && groups.key(0).parts.empty() && groups.state(0).crowded) return;
  const FunnelLives lives(plan_);
  lives.read(slice, scratch);
  const bool each_value = plan_.touch == FunnelTouch::kStep || plan_.touch == FunnelTouch::kAll;
  if (each_value && groups.by_value()) return count_by_value(slice, groups, scratch);
  lives.search(scratch.room);
  for (const FoundAttempt& found : scratch.room.found) {
    const uint32_t touch = plan_.touch == FunnelTouch::kLast ? found.attempt.last : found.attempt.first;
    add(slice, found, groups.at(touch, found.attempt.first));
  }
}

void Funnel::count_by_value(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  ValueLives values(plan_, scratch.room, groups);
  for (size_t value = 0; value < values.size(); ++value) {
    values.search(value);
    for (const FoundAttempt& found : scratch.room.found) {
      add(slice, found, groups.at(values.carrier(value), found.attempt.first));
    }
  }
}

void Funnel::add(const Slice& slice, const FoundAttempt& found, State& state) const {
  FunnelTables(plan_).count(found.attempt, slice.block, found.shown, slice.block.customers[slice.customer], state);
}

Status Funnel::check(const State& state) const {
  if (!state.crowded) return {};
  return Status::limit("is so long that a customer has events of the steps within it in more than " +
                           std::to_string(kGraceWaysMax) +
                           " orders. Ask with a shorter grace, or with steps that fewer events meet",
                       "grace");
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
      "field has the same value at all steps. Events without the field serve no step and stand in nobody's way: they "
      "neither end an attempt nor kill it. counting=attempts counts all attempts of a customer, one after another and "
      "greedily: the first begins with the first step 1 and comes as far as it can from there. It is over when it is "
      "complete, out of time, or ended. The next one begins with the first step 1 from then on, so each event serves "
      "one attempt at most, and a step 1 in mid-attempt begins none. counting=sessions counts each session as a life "
      "of its own. A split counts an attempt in the group of its first event, or of its last one with touch=last. "
      "touch=step asks once for each value that the customer has at an event that meets step touch_step: there only "
      "events with that value serve this step, while the other steps take any events. Who comes less far with a "
      "value counts as far as that; who has no event with a value that meets that step does not count under it. "
      "touch=all asks once for each value, and all steps must have it. With both, a customer may count under several "
      "values. A period is always that of the first event. show=times, after and between tell how "
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
