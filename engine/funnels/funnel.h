// Funnel: how many customers get from the first step to each later one within a window.
//   value(step k) = 100 * attempts(k) / attempts(1)        attempts(k): those that reached level k or more
//
// What an attempt is, and which one of a customer's is reported, stands in funnels/attempt.h: by default the best one,
// steps in order, equal times in either order, the window measured from step 1 and inclusive, one event for one step,
// other events in between allowed. Step 1 lies in the range; later steps may come until the end of the range plus the
// window, so a range that ends now has customers who may still go on.
// Counts    identified customers. counting=customers: each once, by the reported attempt; with hold, by the one that is
//           reported first of those of all combinations of held values (events without one are left out).
//           counting=attempts: all of attempt_search.h's series. counting=sessions: the reported attempt of each
//           session (measure/session_cut.h), found among its events alone. `customers` is different customers in any
//           case. dropped(k) = attempts(k-1) - attempts(k). excluded(k): those of dropped(k) that x had killed; with
//           exclude_scope=customer those who are left out at every step, at k = 1.
// Tables    show=steps, times, after, between: funnel_rows.h.
// Unit      percent of step 1, Wilson's interval (step 1 itself is 100 by definition, without one);
//           median_seconds and p90_seconds from the step before to this one, in the reported attempts.
// Empty     nobody at step 1: value is none, "nobody reached the first step".
// Split     touch=first, last: an attempt belongs to the group of its first or last event. touch=all: one evaluation
//           per value; of the events that meet steps only those with that value serve. touch=step: one evaluation per
//           value among the events that meet step touch_step, in which that step is served by these only; who has no
//           such event (in a session, or with a held value) does not count there. So with all and step a customer may
//           appear under several values, once each. A period (--over) is that of the first event in any case. Without
//           values to split by, touch is idle.
// Merge     exact, any order. Quantiles: exact up to 65,536 attempts, within 0.4 % beyond.
// Cost      O(events): a look into a table per event, then the events that meet a step; customers without a step 1 are
//           passed over. touch=all and step: value_lives.h. State O(steps).
// Errors    bind: funnel_plan.h. check: kLimit when a customer has so many events within one grace that the attempts
//           cannot be weighed (grace_search.h). load: kCorruption.
// Threads   const and safe; a Scratch belongs to one thread.
// Source    semantics of windowFunnel and its kin, chosen as docs/measures/funnel.md says.
// Checked   attempt_search_test.cc (all assignments), funnel_test.cc; tests/oracles/funnel.sql.
#pragma once

#include <string>
#include <vector>

#include "funnels/funnel_lives.h"
#include "funnels/funnel_rows.h"
#include "funnels/funnel_state.h"
#include "measure/fold.h"

namespace sojourn {

class Funnel {
 public:
  static constexpr int kStateVersion = 3;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kWholeLife;
  using State = FunnelState;
  using Scratch = FunnelScratch;

  static Result<Funnel> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const { return FunnelTables(plan_).columns(); }
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const { count(slice, groups, scratch); }
  void fold_shown(Groups<State>& groups, const Block& block, EventBits& shown, Scratch& scratch) const;
  void merge(State& into, const State& from) const { into.merge(from); }
  Status check(const State& state) const;
  void finish(const State& state, Rows& rows) const { FunnelTables(plan_).rows(state, rows); }
  void save(const State& state, ByteWriter& out) const { state.save(FunnelTables(plan_).names(), out); }
  Result<State> load(ByteReader& in) const {
    const FunnelTables tables(plan_);
    return State::load(tables.names(), tables.code_count(), plan_.step_count(), in);
  }

 private:
  void count(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  // One evaluation per value of the split.
  void count_by_value(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void add(const Slice& slice, const FoundAttempt& found, State& state) const;

  FunnelPlan plan_;
};

MeasureDefinition funnel_definition();

}  // namespace sojourn
