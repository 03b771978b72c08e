// Funnel: how many customers get from the first step to each later one within a window.
//   value(step k) = 100 * customers(k) / customers(1)        customers(k): those whose attempt reached level k or more
//
// The attempt of a customer is defined in funnels/attempt_search.h: by default the best one, steps in order, equal
// times in either order, the window measured from step 1 and inclusive, one event for one step, other events in between
// allowed. Step 1 lies in the range; later steps may come until the end of the range plus the window, so a range that
// ends now has customers who may still go on.
// Counts    identified customers, each once, by their reported attempt. dropped(k) = customers(k-1) - customers(k).
// Unit      percent of step 1, Wilson's interval (step 1 itself is 100 by definition, without one);
//           median_seconds from the step before to this one, in the reported attempts.
// Empty     nobody at step 1: value is none, "nobody reached the first step".
// Split     an attempt belongs to the group of its first event.
// Merge     exact, any order. Median: exact up to 65,536 customers, within 0.4 % beyond.
// Cost      O(events) with one bit test per event and step; state O(steps).
// Errors    bind: kInvalidArgument for a step that cannot be read, or strictly_later or no_repeats with order=any;
//           kLimit beyond limits::kFunnelStepsMax steps. load: kCorruption.
// Threads   const and safe.
// Source    semantics of windowFunnel and its kin, chosen as docs/measures/funnel.md says.
// Checked   attempt_search_test.cc (all assignments), funnel_test.cc; tests/oracles/funnel.sql.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "funnels/attempt_search.h"
#include "measure/fold.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class Funnel {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kWholeLife;

  struct Step {
    int64_t customers = 0;
    QuantileSketch since_previous;  // One length a customer; none at step 1.
  };
  struct State {
    std::vector<Step> steps;  // Empty until somebody reached step 1.
  };
  struct Scratch {
    std::vector<EventBits> met;  // By step: the events that meet it.
    // Room for one customer's events, reused; a Scratch belongs to one thread.
    mutable std::vector<StepEvent> matches;
  };

  static Result<Funnel> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  std::string step_name(size_t step) const;

  FunnelRules rules_;
  std::vector<std::string> names_;  // The filters as asked.
  std::vector<std::shared_ptr<const Predicate>> steps_;
};

MeasureDefinition funnel_definition();

}  // namespace sojourn
