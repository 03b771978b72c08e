#include "metrics/volume.h"

#include "stats/exact_sum.h"

namespace sojourn {

std::vector<AnswerColumn> Volume::columns() const {
  return {{"value", ColumnRole::kValue, "events"},
          {"n", ColumnRole::kCount, "events"},
          {"customers", ColumnRole::kCount, "customers"}};
}

void Volume::fold(State& state, const Slice& slice) const {
  state.events += static_cast<int64_t>(slice.size());
  if (slice.block.identified[slice.customer] != 0) ++state.customers;
}

void Volume::merge(State& into, const State& from) const {
  into.events += from.events;
  into.customers += from.customers;
}

void Volume::finish(const State& state, Rows& rows) const { rows.add({state.events, state.events, state.customers}); }

void Volume::save(const State& state, ByteWriter& out) const {
  out.i64(state.events);
  out.i64(state.customers);
}

Result<Volume::State> Volume::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.events, load_count(in));
  SOJOURN_TRY(state.customers, load_count(in));
  if (state.customers > state.events) return in.corrupt("more customers than events");
  return state;
}

MeasureDefinition volume_definition() {
  MeasureDefinition definition;
  definition.id = "volume";
  definition.title = "Volume";
  definition.question = "How much happens, and where?";
  definition.definition =
      "The number of events in the range. Events without an identifier are counted too, since they happened; customers "
      "counts those we can name, each once in each group, so the customers of groups add up to more than all "
      "customers. It is a full count and not a sample, so it has no interval. No events is an answer: 0.";
  definition.unit = "events";
  definition.better = Better::kNone;
  definition.shape = Shape::kNumber;
  definition.least_n = 0;
  definition.interval = "none: a full count";
  definition.inputs = "time; any field to filter or split by";
  definition.source = "A count.";
  definition.since = "0.1";
  definition.bind = bind_fold<Volume>;
  return definition;
}

}  // namespace sojourn
