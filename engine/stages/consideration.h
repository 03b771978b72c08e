// Consideration: do those who considered us buy more often than the others? (show=ratio)
//   value(group) = 100 * customers / n        ratio = value(considered) / value(others)
//
// A customer has considered when an event that passes `considered` comes before the first one that passes `outcome`, in
// order of (time, sequence); without an outcome any such event will do. All others are `others`.
// Counts    identified customers with an event in scope, once; n are all of the group, customers those with an outcome.
// Unit      percent with Wilson's interval; ratio with Katz's log interval, and `reference` beside it.
// Empty     nobody in a group: none. No ratio when none of the others has an outcome; no interval without an outcome.
// Split     a customer counts in the group of the first event that passes `considered`, others in that of their first
//           event.
// Merge     exact, any order. Cost: O(1) an event; state 32 bytes.
// Errors    bind: filters that cannot be read. load: kCorruption. Threads: const and safe.
// show=set, show=products: consideration_set.h.
// Source    Katz et al., Biometrics 34, 1978; three to one: Court et al., McKinsey Quarterly 3, 2009.
// Checked   twin over random lives, consideration_test.cc; tests/oracles/consideration.sql.
#pragma once

#include <memory>

#include "measure/fold.h"
#include "stats/risk_ratio.h"

namespace sojourn {

class Consideration {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    Proportion considered;  // Those with an outcome, of all.
    Proportion others;
  };
  struct Scratch {
    EventBits considered;
    EventBits outcome;
  };

  static Result<Consideration> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  std::shared_ptr<const Predicate> considered_;
  std::shared_ptr<const Predicate> outcome_;
  double reference_ = 3;
};

MeasureDefinition consideration_definition();

}  // namespace sojourn
