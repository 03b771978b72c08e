#include "metrics/revenue.h"

#include "stats/exact_sum.h"

namespace sojourn {

void Revenue::Tally::save(ByteWriter& out) const {
  save_int128(sum, out);
  save_int128(refunds, out);
  for (const int64_t count : {events, customers, orders}) out.i64(count);
}

Result<Revenue::Tally> Revenue::Tally::load(ByteReader& in) {
  Tally tally;
  SOJOURN_TRY(tally.sum, load_int128(in));
  SOJOURN_TRY(tally.refunds, load_int128(in));
  SOJOURN_TRY(tally.events, load_count(in, 1));
  SOJOURN_TRY(tally.customers, load_count(in));
  SOJOURN_TRY(tally.orders, load_count(in));
  const Int128 bound = static_cast<Int128>(tally.events) << 63;
  if (tally.sum > bound || tally.sum < -bound || tally.refunds > 0 || tally.refunds < -bound) {
    return in.corrupt("no amounts have this sum");
  }
  if (tally.customers > tally.events || tally.orders > tally.events) return in.corrupt("more orders than events");
  return tally;
}

Result<Revenue> Revenue::bind(BindContext& context) {
  SOJOURN_CHECK(context.only("exists(amount)"));
  Revenue bound;
  bound.money_ = MoneyColumns::bind(context);
  bound.currencies_ = context.snapshot().names(bound.money_.currency);
  return bound;
}

std::vector<AnswerColumn> Revenue::columns() const {
  return {{"currency", ColumnRole::kKey, ""},        {"value", ColumnRole::kValue, "money"},
          {"n", ColumnRole::kCount, "events"},       {"customers", ColumnRole::kCount, "customers"},
          {"orders", ColumnRole::kDetail, "orders"}, {"refunds", ColumnRole::kDetail, "money"}};
}

void Revenue::fold(State& state, const Slice& slice) const {
  static thread_local std::vector<OrderLine> lines;  // Kept, so that folding does not allocate for each customer.
  money_.read(slice.block, slice.events, lines);
  for (size_t i = 0; i < lines.size(); ++i) {
    Tally& tally = state.at(lines[i].currency);
    tally.sum += lines[i].amount;
    if (lines[i].amount < 0) tally.refunds += lines[i].amount;
    ++tally.events;
    const bool first_of_currency = i == 0 || lines[i].currency != lines[i - 1].currency;
    if (first_of_currency && slice.block.identified[slice.customer] != 0) ++tally.customers;
  }
  for_each_order(lines, [&](uint32_t currency, Int128) { ++state.at(currency).orders; });
}

void Revenue::merge(State& into, const State& from) const {
  for (const auto& [currency, tally] : from) {
    Tally& target = into.at(currency);
    target.sum += tally.sum;
    target.refunds += tally.refunds;
    target.events += tally.events;
    target.customers += tally.customers;
    target.orders += tally.orders;
  }
}

void Revenue::finish(const State& state, Rows& rows) const {
  if (state.empty()) {
    rows.add({std::string(), None{"no amounts"}, int64_t{0}, int64_t{0}, int64_t{0}, None{"no amounts"}});
    return;
  }
  for (const auto& [currency, tally] : state.sorted(*currencies_)) {
    rows.add({currency, money(tally->sum, currency), tally->events, tally->customers, tally->orders,
              money(tally->refunds, currency)});
  }
}

MeasureDefinition revenue_definition() {
  MeasureDefinition definition;
  definition.id = "revenue";
  definition.title = "Revenue";
  definition.question = "How much money comes in?";
  definition.definition =
      "The sum of the amounts of all events in the range, refunds (negative amounts) included, one row a currency: "
      "revenue = sum of amount. Currencies are never added up or converted; amounts without a currency stand in a row "
      "of their own. Sums are exact to the smallest unit of the currency. n counts events with an amount; customers "
      "counts those we can name; orders counts orders above zero, where lines of one customer that share an order "
      "number are one order and an event without a number is an order of its own; refunds is the sum of the negative "
      "amounts. It is a full count and not a sample, so it has no interval.";
  definition.unit = "money";
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 0;
  definition.interval = "none: a full count, not a sample";
  definition.inputs = "amount, currency, order";
  definition.source = "A sum.";
  definition.since = "0.1";
  definition.bind = bind_fold<Revenue>;
  return definition;
}

}  // namespace sojourn
