#include "metrics/customers.h"

#include "stats/exact_sum.h"

namespace sojourn {

Result<Customers> Customers::bind(BindContext& context) {
  context.only_identified();
  return Customers();
}

std::vector<AnswerColumn> Customers::columns() const {
  return {{"value", ColumnRole::kValue, "customers"},
          {"n", ColumnRole::kCount, "customers"},
          {"new", ColumnRole::kCount, "customers"},
          {"returning", ColumnRole::kCount, "customers"}};
}

void Customers::fold(State& state, const Slice& slice) const {
  const bool holds_first_event = slice.events.front() == slice.block.begins[slice.customer];
  ++(holds_first_event ? state.new_ones : state.returning);
}

void Customers::merge(State& into, const State& from) const {
  into.new_ones += from.new_ones;
  into.returning += from.returning;
}

void Customers::finish(const State& state, Rows& rows) const {
  const int64_t all = state.new_ones + state.returning;
  rows.add({all, all, state.new_ones, state.returning});
}

void Customers::save(const State& state, ByteWriter& out) const {
  out.i64(state.new_ones);
  out.i64(state.returning);
}

Result<Customers::State> Customers::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.new_ones, load_count(in));
  SOJOURN_TRY(state.returning, load_count(in));
  return state;
}

MeasureDefinition customers_definition() {
  MeasureDefinition definition;
  definition.id = "customers";
  definition.title = "Customers";
  definition.question = "How many customers do we have contact with, and how many are new?";
  definition.definition =
      "The number of customers with at least one event in the range: customers = new + returning. Events without an "
      "identifier belong to nobody and are left out. A customer is new where the first event of the whole life is "
      "among the events counted: over months new in one month only, by channel new in the channel of the first "
      "contact, so the new customers of all groups add up to all new customers. Under a filter a customer is new when "
      "that first event passes it. All others are returning. It is a full count and not a sample, so it has no "
      "interval.";
  definition.unit = "customers";
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 0;
  definition.interval = "none: a full count";
  definition.inputs = "the customer and time of each event";
  definition.source = "A count.";
  definition.since = "0.1";
  definition.bind = bind_fold<Customers>;
  return definition;
}

}  // namespace sojourn
