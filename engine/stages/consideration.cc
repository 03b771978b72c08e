#include "stages/consideration.h"

#include <string>

#include "measure/cells.h"
#include "stats/exact_sum.h"

namespace sojourn {

Result<Consideration> Consideration::bind(BindContext& context) {
  Consideration measure;
  SOJOURN_TRY(measure.considered_, context.filter(context.text("considered"), "considered"));
  SOJOURN_TRY(measure.outcome_, context.filter(context.text("outcome"), "outcome"));
  measure.reference_ = context.number("reference");
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> Consideration::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  columns.insert(columns.begin(), {"group", ColumnRole::kKey, ""});
  for (const char* name : {"n", "customers"}) columns.push_back({name, ColumnRole::kCount, "customers"});
  for (const char* name : {"ratio", "ratio_low", "ratio_high", "reference"}) {
    columns.push_back({name, ColumnRole::kDetail, "times"});
  }
  return columns;
}

void Consideration::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  considered_->select(block, scratch.considered);
  outcome_->select(block, scratch.outcome);
}

void Consideration::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  size_t outcome = 0;
  while (outcome < slice.size() && !scratch.outcome.test(slice.events[outcome])) ++outcome;
  size_t considered = 0;
  while (considered < outcome && !scratch.considered.test(slice.events[considered])) ++considered;
  const bool has_considered = considered < outcome;
  State& state = groups.at(slice.events[has_considered ? considered : 0]);
  Proportion& part = has_considered ? state.considered : state.others;
  ++part.total;
  part.positive += outcome < slice.size() ? 1 : 0;
}

void Consideration::merge(State& into, const State& from) const {
  into.considered.positive += from.considered.positive;
  into.considered.total += from.considered.total;
  into.others.positive += from.others.positive;
  into.others.total += from.others.total;
}

void Consideration::finish(const State& state, Rows& rows) const {
  if (state.considered.total + state.others.total == 0) return;
  const auto add = [&](const char* group, const Proportion& part, std::vector<Value> more) {
    std::vector<Value> cells{std::string(group)};
    add_share(part.positive, part.total, "nobody is in this group", cells);
    cells.insert(cells.end(), {part.total, part.positive});
    cells.insert(cells.end(), more.begin(), more.end());
    rows.add(std::move(cells));
  };
  std::vector<Value> ratio;
  if (const std::optional<double> value = risk_ratio(state.considered, state.others)) {
    ratio.emplace_back(*value);
    add_interval(risk_ratio_interval(state.considered, state.others), 1, "no outcome after considering", ratio);
  } else {
    ratio.assign(3, None{state.considered.total == 0 ? "nobody has considered" : "no outcome among the others"});
  }
  ratio.emplace_back(reference_);
  add("considered", state.considered, std::move(ratio));
  add("others", state.others, std::vector<Value>(4));
}

void Consideration::save(const State& state, ByteWriter& out) const {
  for (const Proportion& part : {state.considered, state.others}) {
    out.i64(part.positive);
    out.i64(part.total);
  }
}

Result<Consideration::State> Consideration::load(ByteReader& in) const {
  State state;
  for (Proportion* part : {&state.considered, &state.others}) {
    SOJOURN_TRY(part->positive, load_count(in));
    SOJOURN_TRY(part->total, load_count(in));
    if (part->positive > part->total) return in.corrupt("there are more outcomes than customers");
  }
  return state;
}

}  // namespace sojourn
