// Order value: how much customers spend in one order, by currency.
//   order_value = sum of orders / orders
// Counts    orders as orders.h has them: lines of one customer with one order number, or an event without one; those
//           above zero at their end count. An order whose lines fall into several groups is an order in each.
// Unit      whole units of the row's currency; 95 % interval by Student's t, orders taken as independent.
// Empty     no orders -> none; one order -> no interval; amounts near the end of int64 -> none. Each with its reason.
// Merge     exact, any order (mean and interval from exact sums; the median as stats/quantile_sketch.h has it).
// Cost      fold O(n log n) of a customer's amounts; state up to 512 KiB a currency, for the median.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Source    Student, Biometrika 6, 1908; Hyndman and Fan, The American Statistician 50(4), 1996, type 7 for the median.
// Checked   tests/oracles/order_value.sql, brute force twin in order_value_test.cc.
#pragma once

#include <memory>

#include "measure/by_currency.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "metrics/orders.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class OrderValue {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;

  struct Tally {
    ExactMoments amounts;
    QuantileSketch spread;  // The same amounts, for the median.
    int64_t customers = 0;
    int64_t too_large = 0;  // Orders beyond int64 minor units.
    void save(ByteWriter& out) const;
    static Result<Tally> load(ByteReader& in);
  };
  using State = ByCurrency<Tally>;

  static Result<OrderValue> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(State& state, const Slice& slice) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const { state.save(*currencies_, out); }
  Result<State> load(ByteReader& in) const { return State::load(*currencies_, in); }

 private:
  std::vector<Value> row(const std::string& currency, const Tally& tally) const;

  MoneyColumns money_;
  std::shared_ptr<Names> currencies_;
};

MeasureDefinition order_value_definition();

}  // namespace sojourn
