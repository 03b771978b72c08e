#include "stages/elsewhere.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

constexpr const char* kAny = "(any)";

void count(int64_t& counter, uint64_t& counted, uint64_t customer) {
  counter += counted != customer ? 1 : 0;
  counted = customer;
}

}  // namespace

Result<Elsewhere> Elsewhere::bind(BindContext& context) {
  Elsewhere measure;
  measure.column_ = StageColumn::bind(context);
  const std::string during = context.text("during");
  if (during != "any") measure.during_ = static_cast<size_t>(stage_rank(during));
  SOJOURN_TRY(measure.competitors_, bind_node_column(context, "node"));
  SOJOURN_TRY(measure.signal_, context.filter(context.text("signal"), "signal"));
  SOJOURN_TRY(measure.outcome_, context.filter(context.text("outcome"), "outcome"));
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> Elsewhere::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  columns.insert(columns.begin(), {"competitor", ColumnRole::kKey, ""});
  for (const char* name : {"n", "customers", "returned"}) columns.push_back({name, ColumnRole::kCount, "customers"});
  return columns;
}

void Elsewhere::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  signal_->select(block, scratch.signal);
  outcome_->select(block, scratch.outcome);
}

void Elsewhere::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const uint64_t customer = slice.block.customers[slice.customer];
  size_t last_outcome = 0;  // Its place, from 1.
  for (size_t i = slice.size(); i > 0 && last_outcome == 0; --i) {
    if (scratch.outcome.test(slice.events[i - 1])) last_outcome = i;
  }
  size_t current = StageColumn::kNoStage;
  for (size_t i = 0; i < slice.size(); ++i) {
    const uint32_t event = slice.events[i];
    const size_t rank = column_.rank(slice.block, event);
    if (rank != StageColumn::kNoStage) current = rank;
    if (during_ != StageColumn::kNoStage && current != during_) continue;
    State& state = groups.at(event);
    count(state.present, state.present_by, customer);
    if (!scratch.signal.test(event)) continue;
    Leaving& leaving = state.to.at(competitors_.at(slice.block, event));
    for (Leaving* each : {&leaving, &state.any}) {
      count(each->customers, each->left_by, customer);
      if (last_outcome > i + 1) count(each->returned, each->returned_by, customer);
    }
  }
}

void Elsewhere::merge(State& into, const State& from) const {
  into.present += from.present;
  into.any.customers += from.any.customers;
  into.any.returned += from.any.returned;
  for (const auto& [code, leaving] : from.to.entries()) {
    into.to.at(code).customers += leaving.customers;
    into.to.at(code).returned += leaving.returned;
  }
}

void Elsewhere::add_row(Value name, int64_t present, const Leaving& leaving, Rows& rows) {
  std::vector<Value> cells{std::move(name)};
  add_share(leaving.customers, present, "nobody was in the stage", cells);
  cells.insert(cells.end(), {present, leaving.customers, leaving.returned});
  rows.add(std::move(cells));
}

Value Elsewhere::name_of(uint32_t competitor) const {
  if (competitor == 0) return {};
  const std::string name(competitors_.names->text(competitor));
  return name == kAny ? '"' + name + '"' : name;  // One that is really called so stays apart from ours.
}

void Elsewhere::finish(const State& state, Rows& rows) const {
  if (state.present == 0) return;
  add_row(std::string(kAny), state.present, state.any, rows);
  std::vector<std::tuple<int64_t, std::string_view, uint32_t, const Leaving*>> sorted;
  for (const auto& [code, leaving] : state.to.entries()) {
    sorted.emplace_back(-leaving.customers, competitors_.names->text(code), code, &leaving);
  }
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [order, name, code, leaving] : sorted) add_row(name_of(code), state.present, *leaving, rows);
}

void Elsewhere::finish_all(const State& state, Rows& rows) const {
  if (state.present == 0) return;
  add_row(every_row(), state.present, {}, rows);
  finish(state, rows);
}

void Elsewhere::save(const State& state, ByteWriter& out) const {
  std::map<std::string_view, const Leaving*> sorted;
  for (const auto& [code, leaving] : state.to.entries()) sorted[competitors_.names->text(code)] = &leaving;
  for (const int64_t count : {state.present, state.any.customers, state.any.returned}) out.i64(count);
  out.u64(sorted.size());
  for (const auto& [name, leaving] : sorted) {
    out.text(name);
    out.i64(leaving->customers);
    out.i64(leaving->returned);
  }
}

Result<Elsewhere::State> Elsewhere::load(ByteReader& in) const {
  State state;
  for (int64_t* count : {&state.present, &state.any.customers, &state.any.returned}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  SOJOURN_TRY(const uint64_t names, in.count(sizeof(uint32_t) + 2 * sizeof(int64_t)));
  const auto fits = [](const Leaving& part, int64_t all) {
    return part.customers <= all && part.returned <= part.customers;
  };
  if (!fits(state.any, state.present) || (names == 0) != (state.any.customers == 0)) {
    return in.corrupt("more customers leave than there are");
  }
  for (uint64_t i = 0; i < names; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    Leaving& leaving = state.to.at(name.empty() ? 0 : competitors_.names->intern(name));
    if (leaving.customers != 0) return in.corrupt("a competitor stands there twice");
    SOJOURN_TRY(leaving.customers, load_count(in, 1));
    SOJOURN_TRY(leaving.returned, load_count(in));
    if (!fits(leaving, state.any.customers)) return in.corrupt("a competitor's counts do not add up");
  }
  return state;
}

MeasureDefinition elsewhere_definition() {
  MeasureDefinition definition;
  definition.id = "elsewhere";
  definition.title = "In market elsewhere";
  definition.question = "Who goes to somebody else while deciding, and to whom?";
  definition.definition =
      "The share, in percent, of the customers in a stage who signal that they go to somebody else: value = 100 * "
      "customers / n. n are the customers who had an event while in the stage that during names, by itself evaluate; "
      "an event without a stage of its own happens in the stage of the last event before it. customers are those with "
      "an event there that passes signal, by itself any that names a competitor; they are in market elsewhere. A row "
      "is a competitor, the value of the field node; signals that name nobody are in the row without a name, and the "
      "row (any) is of all signals together, each customer once. returned are those of them with a later event that "
      "passes outcome. Only customers with an identifier are counted. With a split, customers were in the stage in the "
      "groups of their events there, and gave the signal in those of the signals.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kDown;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "time, stage, properties.competitor (or another field), an identifier";
  definition.source = "Wilson, JASA 22, 1927 (interval)";
  definition.since = "0.1";
  std::vector<std::string> stages{"evaluate"};
  for (const std::string_view stage : stage_names()) {
    if (stage != "evaluate") stages.emplace_back(stage);
  }
  stages.emplace_back("any");
  definition.parameters = {
      choice("during", std::move(stages), "The stage in which a signal counts, or any."),
      parameter("signal", ParameterType::kFilter, "exists(properties.competitor)",
                "Events that say that the customer goes elsewhere, e.g. outcome = \"switching\"."),
      parameter("outcome", ParameterType::kFilter, "stage = \"buy\"", "Events by which a customer turns out to stay."),
      node_parameter("properties.competitor")};
  definition.bind = bind_fold<Elsewhere>;
  return definition;
}

}  // namespace sojourn
