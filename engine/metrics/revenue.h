// Revenue: the money that came in, by currency.
//   revenue = sum of amount      refunds (negative amounts) included
// Counts    events with an amount in the range, also those without an identifier. customers: those we can name.
//           orders: as orders.h has them, above zero. refunds: the sum of the negative amounts.
// Unit      whole units of the row's currency; a full count, so no interval. Currencies are never added up.
// Empty     no amounts -> none, with the reason; a sum beyond int64 minor units -> none.
// Merge     exact (128-bit sums of minor units), any order. Cost: fold O(n log n) of a customer's amounts; state 72
//           bytes a currency.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Checked   tests/oracles/revenue.sql, brute force twin in revenue_test.cc.
#pragma once

#include <memory>

#include "measure/by_currency.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "metrics/orders.h"

namespace sojourn {

class Revenue {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  struct Tally {
    Int128 sum = 0;
    Int128 refunds = 0;
    int64_t events = 0;
    int64_t customers = 0;
    int64_t orders = 0;
    void save(ByteWriter& out) const;
    static Result<Tally> load(ByteReader& in);
  };
  using State = ByCurrency<Tally>;

  static Result<Revenue> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const { state.save(*currencies_, out); }
  Result<State> load(ByteReader& in) const { return State::load(*currencies_, in); }

 private:
  MoneyColumns money_;
  std::shared_ptr<Names> currencies_;
};

MeasureDefinition revenue_definition();

}  // namespace sojourn
