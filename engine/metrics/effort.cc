#include "metrics/effort.h"

#include <array>

#include "measure/cells.h"

namespace sojourn {
namespace {

constexpr std::array<std::pair<Scale, double>, 2> kEasyFrom{{{Scale{1, 7}, 5}, {Scale{1, 5}, 4}}};

}  // namespace

Result<Effort> Effort::bind(BindContext& context) {
  SOJOURN_TRY(RatingShare share, RatingShare::bind(context, "ces", "easy", kEasyFrom));
  return Effort(std::move(share));
}

std::vector<AnswerColumn> Effort::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  for (const char* name : {"n", "easy", "hard"}) columns.push_back({name, ColumnRole::kCount, "answers"});
  columns.push_back({"mean", ColumnRole::kDetail, ""});
  return columns;
}

void Effort::finish(const State& state, Rows& rows) const {
  std::vector<Value> cells = share_.value_cells(state);
  cells.push_back(share_.side(state, state.above));
  cells.push_back(share_.side(state, state.below));
  cells.push_back(share_.mean(state));
  rows.add(std::move(cells));
}

MeasureDefinition ces_definition() {
  MeasureDefinition definition;
  definition.id = "ces";
  definition.title = "Customer effort (CES)";
  definition.question = "Do we make it easy for our customers?";
  definition.definition =
      "The share of answers that say it was easy: ces = 100 * easy / answers. A high answer means little effort; the "
      "older wording of 2010, where 1 was the best answer, has to be turned round at import. On the scale of 1 to 7 "
      "the answers 5, 6 and 7 are easy and 1, 2 and 3 hard; on 1 to 5 the answers 4 and 5 are easy and 1 and 2 hard; "
      "any other scale needs easy=, and hard is its mirror image. Each customer counts once in each group, with the "
      "last answer there (of two at the same moment the one that arrived later), unless count says otherwise; an "
      "answer without an identifier counts as a customer of its own. Answers on different scales are never put "
      "together: split by scale_max or filter. The interval is Wilson's at 95 %; with count=all the person is the "
      "primary sampling unit, the variance is linearised, and the answers enter as their effective number (Korn and "
      "Graubard).";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "kind, answer, scale_min, scale_max";
  definition.source =
      "Dixon, Freeman and Toman, Stop Trying to Delight Your Customers, Harvard Business Review 88(7), 2010; Wilson, "
      "Journal of the American Statistical Association 22, 1927.";
  definition.since = "0.1";
  ParameterInfo easy;
  easy.name = "easy";
  easy.type = ParameterType::kNumber;
  easy.about = "The least answer that means easy: 5 on the scale of 1 to 7 and 4 on 1 to 5 unless you say otherwise.";
  definition.parameters = {count_parameter(), std::move(easy)};
  definition.bind = bind_fold<Effort>;
  return definition;
}

}  // namespace sojourn
