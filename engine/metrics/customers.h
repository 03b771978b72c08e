// Customers: how many there are, and how many of them are new.
//   customers = new + returning
// Counts    customers we can name with an event in the range, once a group. New: the first event of the customer's
//           whole life is among the events counted here; so with --over a customer is new in one period, with --by
//           channel in the channel that brought them, and the new ones of groups add up to the new ones of all.
// Unit      customers; a full count, so no interval.
// Empty     0: nobody came, which is known.
// Merge     exact, any order. Cost: fold O(1) a customer and group, state 16 bytes.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Checked   tests/oracles/customers.sql, brute force twin in customers_test.cc.
#pragma once

#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

class Customers {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    int64_t new_ones = 0;
    int64_t returning = 0;
  };

  static Result<Customers> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;
};

MeasureDefinition customers_definition();

}  // namespace sojourn
