// Repeat rate: the share of customers who bought again.
//   rate = 100 * customers with two or more orders / customers with at least one
// Counts    purchases in the range, by customers we can name. Purchases of one customer that share an order number are
//           one order; one without a number is its own, also on the same day. With within= the second order must begin
//           no later than that after the first. A customer belongs to the group of the first purchase in the range.
// Unit      % in [0, 100]; 95 % interval by Wilson.
// Empty     nobody bought -> none, with the reason.
// Merge     exact, any order. Cost: fold O(n log n) of a customer's purchases; state 24 bytes.
// Errors    a filter that does not parse or bind; load: kCorruption. Threads: const methods are safe together.
// Source    Wilson, JASA 22, 1927, for the interval.
// Checked   tests/oracles/repeat_rate.sql, brute force twin in repeat_rate_test.cc.
#pragma once

#include <optional>

#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

class RepeatRate {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    int64_t customers = 0;
    int64_t repeated = 0;
    int64_t orders = 0;
  };

  static Result<RepeatRate> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  ColumnId order_ = 0;
  std::optional<Micros> within_;
};

MeasureDefinition repeat_rate_definition();

}  // namespace sojourn
