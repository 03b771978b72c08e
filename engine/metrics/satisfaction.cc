#include "metrics/satisfaction.h"

#include <array>

#include "measure/cells.h"

namespace sojourn {
namespace {

constexpr std::array<std::pair<Scale, double>, 1> kTopTwoBoxes{{{Scale{1, 5}, 4}}};

}  // namespace

Result<Satisfaction> Satisfaction::bind(BindContext& context) {
  SOJOURN_TRY(RatingShare share, RatingShare::bind(context, context.text("kind"), "positive", kTopTwoBoxes));
  return Satisfaction(std::move(share));
}

std::vector<AnswerColumn> Satisfaction::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  for (const char* name : {"n", "positive", "neutral", "negative"}) {
    columns.push_back({name, ColumnRole::kCount, "answers"});
  }
  columns.push_back({"mean", ColumnRole::kDetail, ""});
  return columns;
}

void Satisfaction::finish(const State& state, Rows& rows) const {
  std::vector<Value> cells = share_.value_cells(state);
  for (const int64_t count : {state.above, state.between, state.below}) cells.push_back(share_.side(state, count));
  cells.push_back(share_.mean(state));
  rows.add(std::move(cells));
}

MeasureDefinition csat_definition() {
  MeasureDefinition definition;
  definition.id = "csat";
  definition.title = "Customer satisfaction (CSAT)";
  definition.question = "How many of our customers are satisfied?";
  definition.definition =
      "The share of answers that are positive: csat = 100 * positive / answers. On the scale of 1 to 5 the answers 4 "
      "and 5 are positive, 1 and 2 negative and 3 neutral. Any other scale needs positive=, the least answer that is "
      "positive; negative is then its mirror image, scale_min + scale_max - positive and below. Each customer counts "
      "once in each group, with the last answer there (of two at the same moment the one that arrived later), unless "
      "count says otherwise; an answer without an identifier counts as a customer of its own. Answers on different "
      "scales are never put together: split by scale_max or filter. The mean stands beside the share because the same "
      "mean can hide very different answers. The interval is Wilson's at 95 %; with count=all the person is the "
      "primary sampling unit, the variance is linearised, and the answers enter as their effective number (Korn and "
      "Graubard). With kind= other ratings are asked in the same way: stars, useful, usable, enjoyable.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "kind, answer, scale_min, scale_max";
  definition.source =
      "Wilson, Probable Inference, Journal of the American Statistical Association 22, 1927; Korn and Graubard, Survey "
      "Methodology 24, 1998.";
  definition.since = "0.1";
  ParameterInfo kind;
  kind.name = "kind";
  kind.default_value = "csat";
  kind.about = "The kind of question whose answers are asked: csat, stars, useful, usable, enjoyable, or your own.";
  ParameterInfo positive;
  positive.name = "positive";
  positive.type = ParameterType::kNumber;
  positive.about = "The least answer that is positive. On the scale of 1 to 5 it is 4 unless you say otherwise.";
  definition.parameters = {count_parameter(), std::move(kind), std::move(positive)};
  definition.bind = bind_fold<Satisfaction>;
  return definition;
}

}  // namespace sojourn
