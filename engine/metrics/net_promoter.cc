#include "metrics/net_promoter.h"

#include <cmath>

#include "measure/cells.h"

namespace sojourn {

Result<NetPromoter> NetPromoter::bind(BindContext& context) {
  SOJOURN_CHECK(context.only(answers_of_kind("nps")));
  NetPromoter bound;
  bound.answer_ = context.column("answer");
  bound.scale_min_ = context.column("scale_min");
  bound.scale_max_ = context.column("scale_max");
  bound.count_ = bind_count(context);
  const std::string method = context.text("interval");
  bound.method_ = method == "wald" ? Method::kWald : method == "score" ? Method::kScore : Method::kAdjustedWald;
  return bound;
}

std::vector<AnswerColumn> NetPromoter::columns() const {
  std::vector<AnswerColumn> columns = value_columns("points");
  for (const char* name : {"n", "promoters", "passives", "detractors"}) {
    columns.push_back({name, ColumnRole::kCount, "answers"});
  }
  return columns;
}

std::optional<NetPromoter::Reading> NetPromoter::read(const Block& block, uint32_t event) const {
  const double least = block.column(scale_min_).numbers[event];
  const double greatest = block.column(scale_max_).numbers[event];
  const bool undeclared = std::isnan(least) && std::isnan(greatest);
  if (!undeclared && !(greatest == 10 && (least == 0 || least == 1))) return std::nullopt;
  const double answer = block.column(answer_).numbers[event];
  if (!(answer >= (undeclared ? 0 : least) && answer <= 10) || answer != std::floor(answer)) return std::nullopt;
  return Reading{answer >= 9 ? 1 : answer >= 7 ? 0 : -1, least == 1};
}

void NetPromoter::fold(State& state, const Slice& slice) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    int64_t sum = 0;
    const int64_t taken = take_counted(
        count_, events, [&](uint32_t event) { return read(slice.block, event); },
        [&](const Reading& reading) {
          sum += reading.side;
          ++(reading.side > 0 ? state.promoters : reading.side < 0 ? state.detractors : state.passives);
          state.from_one += reading.from_one ? 1 : 0;
        });
    if (taken == 0) ++state.left_out;
    if (taken != 0 && count_ == CountedAnswers::kAll) state.persons.add(taken, sum);
  });
}

void NetPromoter::merge(State& into, const State& from) const {
  into.promoters += from.promoters;
  into.passives += from.passives;
  into.detractors += from.detractors;
  into.from_one += from.from_one;
  into.left_out += from.left_out;
  into.persons.merge(from.persons);
}

std::optional<Interval> NetPromoter::interval(const State& state) const {
  double worth = 1;
  if (count_ == CountedAnswers::kAll) {
    const std::optional<double> effective = state.persons.effective_n(state.promoters + state.detractors);
    if (!effective) return std::nullopt;
    worth = *effective / static_cast<double>(state.persons.answers());
  }
  const PromoterCounts counts{worth * static_cast<double>(state.promoters), worth * static_cast<double>(state.passives),
                              worth * static_cast<double>(state.detractors)};
  switch (method_) {
    case Method::kAdjustedWald: return nps_adjusted_wald(counts);
    case Method::kWald: return nps_wald(counts);
    case Method::kScore: return nps_score(counts);
  }
  return std::nullopt;
}

void NetPromoter::finish(const State& state, Rows& rows) const {
  const int64_t n = state.promoters + state.passives + state.detractors;
  std::vector<Value> cells;
  if (n == 0) {
    const None none{state.left_out == 0 ? "no survey answers" : "no answers on a scale of 0 to 10 or 1 to 10"};
    cells.assign(3, none);
  } else {
    cells.emplace_back(percent(state.promoters - state.detractors, n));
    add_interval(interval(state), 100, kOneAnswerer, cells);
  }
  for (const int64_t count : {n, state.promoters, state.passives, state.detractors}) cells.emplace_back(count);
  rows.add(std::move(cells));
  rows.note(state.left_out, "customers left out, having no answer on a scale of 0 to 10 or 1 to 10");
  if (state.from_one < n) rows.note(state.from_one, "answers on a scale of 1 to 10, counted with others on 0 to 10");
}

void NetPromoter::save(const State& state, ByteWriter& out) const {
  for (const int64_t count : {state.promoters, state.passives, state.detractors, state.from_one, state.left_out}) {
    out.i64(count);
  }
  state.persons.save(out);
}

Result<NetPromoter::State> NetPromoter::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.promoters, load_count(in));
  SOJOURN_TRY(state.passives, load_count(in));
  SOJOURN_TRY(state.detractors, load_count(in));
  SOJOURN_TRY(state.from_one, load_count(in));
  SOJOURN_TRY(state.left_out, load_count(in));
  SOJOURN_TRY(state.persons, ClusterSums::load(in));
  const int64_t n = state.promoters + state.passives + state.detractors;
  if (state.from_one > n) return in.corrupt("more answers stand on one scale than there are");
  if (state.persons.answers() != (count_ == CountedAnswers::kAll ? n : 0)) {
    return in.corrupt("the persons did not give these answers");
  }
  return state;
}

MeasureDefinition nps_definition() {
  MeasureDefinition definition;
  definition.id = "nps";
  definition.title = "Net Promoter Score";
  definition.question = "Would our customers recommend us?";
  definition.definition =
      "The share of promoters minus the share of detractors, times 100: nps = 100 * (promoters - detractors) / "
      "answers. On the scale of 0 to 10 (or 1 to 10) an answer of 9 or 10 is a promoter, 7 or 8 a passive, all below a "
      "detractor; 0 is a detractor and not a missing answer. Each customer counts once in each group, with the last "
      "answer there (of two at the same moment the one that arrived later), unless count says otherwise; an answer "
      "without an identifier counts as a customer of its own. Answers on other scales are left out; answers on 0 to 10 "
      "and on 1 to 10 are counted together, and a note says so. The score of all "
      "is not the mean of the scores of segments. The interval is the adjusted Wald interval at 95 %: 3/4 promoter, "
      "3/2 passives and 3/4 detractor are added before the usual formula with variance p + d - (p - d)^2. With "
      "count=all the answers of one customer are not independent: the person is the primary sampling unit, the "
      "variance is linearised, and the answers enter the interval as their effective number (Korn and Graubard). Only "
      "those who answered are heard. Net Promoter, Net Promoter Score and NPS are trademarks of Bain & Company, Inc., "
      "NICE Satmetrix and Fred Reichheld.";
  definition.unit = "points";
  definition.range_min = -100;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = 30;
  definition.interval = "as the parameter interval says; adjusted Wald is that of Rocks 2016";
  definition.inputs = "kind, answer, scale_min, scale_max";
  definition.source =
      "Reichheld, The One Number You Need to Grow, Harvard Business Review 81(12), 2003; Rocks, Interval Estimation "
      "for the Net Promoter Score, The American Statistician 70(4), 2016; Korn and Graubard, Survey Methodology 24, "
      "1998.";
  definition.since = "0.1";
  ParameterInfo interval;
  interval.name = "interval";
  interval.type = ParameterType::kChoice;
  interval.default_value = "adjusted_wald";
  interval.choices = {"adjusted_wald", "wald", "score"};
  interval.about =
      "How the 95 % interval is made. Wald is what most tools print; it is too narrow for few answers and for extreme "
      "scores.";
  definition.parameters = {count_parameter(), std::move(interval)};
  definition.bind = bind_fold<NetPromoter>;
  return definition;
}

}  // namespace sojourn
