// Lifecycle: who is new, who came again, who was won back and who fell silent, period by period.
//   new           active in this period for the first time ever
//   returning     active in this period and in the one before
//   resurrected   active in this period, not in the one before, but earlier
//   dormant       active in the period before, not in this one
//   active(t) = new(t) + returning(t) + resurrected(t)        dormant(t) = active(t - 1) - returning(t)
//
// Counts    identified customers, each at most once a period. Active: at least one event that passes `activity`.
//           Periods are neighbours on the calendar. Events before the range are known, those after its end are not;
//           shown are the periods that begin within the range. The running period is marked complete = no: until it
//           ends, dormant can still fall.
// Unit      customers; value is their share, in percent, of n: those active in the period (for dormant: in the period
//           before), with Wilson's interval.
// Empty     periods in which and before which nobody was active have no rows. n = 0: value is none.
// Split     a customer belongs, in each period, to the group of the first event in it; dormant to the group of the
//           first event in the period before. So the second identity holds within a group only where customers do not
//           change groups (traits: customer.x, first.x).
// Merge     exact, any order: integers only.
// Cost      one pass, two look-ups an event; state 4 counts a period.
// Errors    bind: those of the filter. load: kCorruption. Threads: const and safe.
// Source    growth accounting: J. Hsu, Diligence at Social Capital, part 1, 2015; Wilson, JASA 22, 1927.
// Checked   twin and both identities over exhaustive and random lives, lifecycle_test.cc; tests/oracles/lifecycle.sql.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "retention/period_table.h"

namespace sojourn {

class Lifecycle {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kUntilEnd;

  enum Class : unsigned char { kNew, kReturning, kResurrected, kDormant, kClasses };
  using Counts = std::array<int64_t, kClasses>;
  using State = ByCode<Counts>;  // By period.

  static Result<Lifecycle> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void fold_dense(State& state, const Block& block, internal::NoScratch&) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  template <class Events, class StateAt>
  void fold_customer(const Block& block, const Events& events, StateAt state_at) const;
  void add_period(uint32_t period, const Counts& counts, int64_t active_before, Rows& rows) const;

  PeriodTable periods_;
  Micros until_ = 0;
  Micros from_ = 0;
  uint32_t last_ = 0;  // The last period that has begun.
  bool over_ = false;  // --over has a column `period` of its own: ours is called `begins` then.
};

MeasureDefinition lifecycle_definition();

}  // namespace sojourn
