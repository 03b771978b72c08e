#include "stages/weakest_link.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "stats/exact_sum.h"

namespace sojourn {

Result<WeakestLink> WeakestLink::bind(BindContext& context) {
  WeakestLink measure;
  measure.column_ = StageColumn::bind(context);
  measure.ratings_ = RatingColumn::bind(context, context.text("kind"));
  measure.least_ = context.integer("least");
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> WeakestLink::columns() const {
  std::vector<AnswerColumn> columns = value_columns("score");
  columns.insert(columns.begin(), {"stage", ColumnRole::kKey, ""});
  columns.push_back({"n", ColumnRole::kCount, "answers"});
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"weakest", ColumnRole::kDetail, ""});
  columns.push_back({"mean", ColumnRole::kDetail, "score"});
  return columns;
}

void WeakestLink::fold(const Slice& slice, Groups<State>& groups) const {
  struct Given {
    State* state;
    size_t stage;
    int64_t points;
  };
  std::vector<Given> answers;
  size_t current = StageColumn::kNoStage;
  for (const uint32_t event : slice.events) {
    const size_t rank = column_.rank(slice.block, event);
    if (rank != StageColumn::kNoStage) current = rank;
    const std::optional<Rating> rating = ratings_.at(slice.block, event);
    if (!rating) continue;
    State& state = groups.at(event);
    if (current == StageColumn::kNoStage) {
      ++state.homeless;
      continue;
    }
    if (rating->scale) {
      state.scales.add(*rating->scale);
    } else {
      ++state.unscaled;
    }
    answers.push_back({&state, current, rating->answer});
  }
  std::sort(answers.begin(), answers.end(), [](const Given& a, const Given& b) {
    return a.state == b.state ? a.stage < b.stage : std::less<>()(a.state, b.state);
  });
  for (size_t begin = 0; begin < answers.size();) {
    const Given& first = answers[begin];
    size_t end = begin;
    Int128 total = 0;
    for (; end < answers.size() && answers[end].state == first.state && answers[end].stage == first.stage; ++end) {
      total += answers[end].points;
    }
    first.state->stages[first.stage].add(static_cast<int64_t>(end - begin), total);
    begin = end;
  }
}

void WeakestLink::merge(State& into, const State& from) const {
  for (size_t i = 0; i < into.stages.size(); ++i) into.stages[i].merge(from.stages[i]);
  into.scales.merge(from.scales);
  into.unscaled += from.unscaled;
  into.homeless += from.homeless;
}

void WeakestLink::finish(const State& state, Rows& rows) const {
  const bool several = state.scales.several() || (state.unscaled > 0 && !state.scales.empty());
  const None none{"answers on several scales: filter by scale_max"};
  size_t weakest = StageColumn::kNoStage;
  double sum = 0;
  int64_t stages = 0;
  for (size_t i = 0; i < state.stages.size(); ++i) {
    const ClusteredMean& ratings = state.stages[i];
    if (ratings.ratings() == 0) continue;
    sum += *ratings.mean();
    ++stages;
    if (several || ratings.ratings() < least_) continue;
    if (weakest == StageColumn::kNoStage || *ratings.mean() < *state.stages[weakest].mean()) weakest = i;
  }
  for (size_t i = 0; i < state.stages.size(); ++i) {
    const ClusteredMean& ratings = state.stages[i];
    if (ratings.ratings() == 0) continue;
    std::vector<Value> cells{StageColumn::name(i)};
    if (several) {
      cells.insert(cells.end(), 3, none);
    } else {
      cells.emplace_back(*ratings.mean() / kRatingUnit);
      add_interval(ratings.interval(), 1 / kRatingUnit, kOneAnswerer, cells);
    }
    cells.insert(cells.end(), {ratings.ratings(), ratings.persons(), std::string(i == weakest ? "yes" : "no"),
                               several ? Value(none) : Value(sum / static_cast<double>(stages) / kRatingUnit)});
    rows.add(std::move(cells));
  }
  rows.note(state.homeless, "answers left out, given before any stage");
}

void WeakestLink::save(const State& state, ByteWriter& out) const {
  for (const ClusteredMean& ratings : state.stages) ratings.save(out);
  state.scales.save(out);
  out.i64(state.unscaled);
  out.i64(state.homeless);
}

Result<WeakestLink::State> WeakestLink::load(ByteReader& in) const {
  State state;
  int64_t answers = 0;
  for (ClusteredMean& ratings : state.stages) {
    SOJOURN_TRY(ratings, ClusteredMean::load(in));
    answers += ratings.ratings();
  }
  SOJOURN_TRY(state.scales, RatedScales::load(in));
  SOJOURN_TRY(state.unscaled, load_count(in));
  SOJOURN_TRY(state.homeless, load_count(in));
  if (state.unscaled > answers || (state.unscaled == answers) != state.scales.empty()) {
    return in.corrupt("answers without a scale, or the reverse");
  }
  return state;
}

MeasureDefinition weakest_link_definition() {
  MeasureDefinition definition;
  definition.id = "weakest_link";
  definition.title = "Weakest link of the journey";
  definition.question = "In which stage are our customers served worst?";
  definition.definition =
      "The mean answer in each stage, the lowest of these, and beside it the mean over the stages, which hides it: "
      "value = sum of answers / answers; mean = the stages' values added up and divided by their number. An answer "
      "belongs to the stage of its own event or else to the stage that the customer was in, that of the last event "
      "before it with a stage; answers before any stage are left out, and a note says how many. All answers of the "
      "kind count. weakest is yes for the stage with the lowest value among those with at least `least` answers; of "
      "equal ones for the earliest. Look at the intervals before acting on it: where they overlap, the order may be "
      "chance. The interval is Student's at 95 % with the customer as the unit, since the answers of one customer are "
      "not independent. Answers on different scales are never put together: filter by scale_max. Higher is better. "
      "Only customers with an identifier are counted. A split puts each answer into the group of its own event.";
  definition.unit = "score";
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Student's t, clustered by customer";
  definition.inputs = "time, stage, kind, answer, scale_min, scale_max, an identifier";
  definition.source = "Cochran, Sampling Techniques, 3rd ed., Wiley 1977 (interval of a mean of clusters)";
  definition.since = "0.1";
  definition.parameters = {
      parameter("kind", ParameterType::kText, "csat",
                "The kind of question whose answers are asked: csat, ces, nps, stars, or your own."),
      integer("least", 1, 1, 1e9, "How many answers a stage must have to be called the weakest.")};
  definition.bind = bind_fold<WeakestLink>;
  return definition;
}

}  // namespace sojourn
