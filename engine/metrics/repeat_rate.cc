#include "metrics/repeat_rate.h"

#include <algorithm>

#include "measure/cells.h"
#include "stats/exact_sum.h"

namespace sojourn {

Result<RepeatRate> RepeatRate::bind(BindContext& context) {
  const std::string purchase = context.text("purchase");
  SOJOURN_CHECK(context.filter(purchase, "purchase").status());  // So that an error names the parameter.
  SOJOURN_CHECK(context.only(purchase));
  context.only_identified();
  RepeatRate bound;
  bound.order_ = context.column("order");
  if (context.given("within")) bound.within_ = context.duration("within");
  return bound;
}

std::vector<AnswerColumn> RepeatRate::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  columns.push_back({"n", ColumnRole::kCount, "customers"});
  columns.push_back({"repeat", ColumnRole::kCount, "customers"});
  columns.push_back({"orders", ColumnRole::kDetail, "orders"});
  return columns;
}

void RepeatRate::fold(const Slice& slice, Groups<State>& groups) const {
  static thread_local std::vector<uint64_t> numbers;  // Kept, so that folding does not allocate for each customer.
  numbers.clear();
  const std::span<const uint64_t> keys = slice.block.column(order_).keys;
  const uint64_t first = keys[slice.events[0]];
  int64_t orders = 0;
  bool repeated = false;
  for (size_t i = 0; i < slice.size(); ++i) {
    const uint64_t number = keys[slice.events[i]];
    if (number == 0) {
      ++orders;
    } else {
      numbers.push_back(number);
    }
    const bool another = i > 0 && (number == 0 || number != first);
    if (another && (!within_ || slice.time(i) - slice.time(0) <= *within_)) repeated = true;
  }
  std::sort(numbers.begin(), numbers.end());
  orders += std::unique(numbers.begin(), numbers.end()) - numbers.begin();
  State& state = groups.at(slice.events[0]);
  ++state.customers;
  state.orders += orders;
  if (repeated) ++state.repeated;
}

void RepeatRate::merge(State& into, const State& from) const {
  into.customers += from.customers;
  into.repeated += from.repeated;
  into.orders += from.orders;
}

void RepeatRate::finish(const State& state, Rows& rows) const {
  std::vector<Value> cells;
  if (state.customers == 0) {
    cells.assign(3, None{"no purchases"});
  } else {
    add_share(state.repeated, state.customers, "", cells);
  }
  for (const int64_t count : {state.customers, state.repeated, state.orders}) cells.emplace_back(count);
  rows.add(std::move(cells));
}

void RepeatRate::save(const State& state, ByteWriter& out) const {
  for (const int64_t count : {state.customers, state.repeated, state.orders}) out.i64(count);
}

Result<RepeatRate::State> RepeatRate::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.customers, load_count(in));
  SOJOURN_TRY(state.repeated, load_count(in));
  SOJOURN_TRY(state.orders, load_count(in));
  if (state.repeated > state.customers) return in.corrupt("more customers bought again than bought");
  if (state.orders < state.customers + state.repeated) return in.corrupt("fewer orders than the customers placed");
  return state;
}

MeasureDefinition repeat_rate_definition() {
  MeasureDefinition definition;
  definition.id = "repeat_rate";
  definition.title = "Repeat rate";
  definition.question = "How many customers buy again?";
  definition.definition =
      "The share of customers with two or more orders among those with at least one: rate = 100 * repeat / n. A "
      "purchase is an event in the range that passes the filter purchase. Purchases of one customer that share an "
      "order number are one order; a purchase without a number is an order of its own, also when two fall on the same "
      "day. With within the second order must begin no later than that after the first one began. Refunds do not undo "
      "a purchase. Events without an identifier are left out, since nobody can be seen coming back. In a split a "
      "customer belongs to the value or period of the first purchase in the range. Customers who bought late in the "
      "range had less time to come back: within makes cohorts comparable only where that time has passed. The interval "
      "is Wilson's at 95 %.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "touchpoint, amount, order (or what the filter names)";
  definition.source = "Wilson, Journal of the American Statistical Association 22, 1927.";
  definition.since = "0.1";
  ParameterInfo purchase;
  purchase.name = "purchase";
  purchase.type = ParameterType::kFilter;
  purchase.default_value = "touchpoint = \"purchase\" or amount > 0";
  purchase.about = "Which events are purchases.";
  ParameterInfo within;
  within.name = "within";
  within.type = ParameterType::kDuration;
  within.about =
      "The longest time between the first order and the second, that moment included; any time when not given.";
  definition.parameters = {std::move(purchase), std::move(within)};
  definition.bind = bind_fold<RepeatRate>;
  return definition;
}

}  // namespace sojourn
