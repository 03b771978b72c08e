#include "metrics/index.h"

#include <algorithm>
#include <cmath>

#include "base/decimal.h"
#include "measure/cells.h"
#include "measure/parameters.h"
#include "metrics/answerers.h"

namespace sojourn {
namespace {

constexpr std::array<const char*, Index::kParts> kNames{"nps", "csat", "ces"};
constexpr std::array<const char*, Index::kParts> kUnits{"points", "%", "%"};
constexpr std::array<const char*, Index::kParts> kThresholds{"", "positive", "easy"};
constexpr int64_t kPoint = static_cast<int64_t>(kRatingUnit);
constexpr int64_t kFew = 30;

struct Goal {
  std::string_view name;
  std::array<double, Index::kParts> weights;
};
constexpr std::array<Goal, 3> kGoals{
    {{"balanced", {0.4, 0.3, 0.3}}, {"loyalty", {0.5, 0.25, 0.25}}, {"service", {0.2, 0.3, 0.5}}}};

struct UsualThreshold {
  size_t part;
  RatedScale scale;
  int64_t least;
};
constexpr std::array<UsualThreshold, 3> kUsual{{{1, {kPoint, 5 * kPoint}, 4 * kPoint},
                                                {2, {kPoint, 7 * kPoint}, 5 * kPoint},
                                                {2, {kPoint, 5 * kPoint}, 4 * kPoint}}};

// Which of the pairs two parts are. REQUIRES: one < other.
size_t pair_of(size_t one, size_t other) { return one + other - 1; }

// The NPS from 0 to 100, as the others are.
Estimate rescaled(const Estimate& nps) {
  const auto half = [](double points) { return (points + 100) / 2; };
  return {half(nps.value), {half(nps.interval.low), half(nps.interval.high)}};
}

Result<std::array<double, Index::kParts>> read_weights(const BindContext& context) {
  const std::string wanted = context.text("goal");
  const auto goal = std::ranges::find_if(kGoals, [&](const Goal& each) { return each.name == wanted; });
  std::array<double, Index::kParts> weights = goal->weights;
  double sum = 0;
  size_t above = 0;
  for (size_t part = 0; part < Index::kParts; ++part) {
    if (context.given(kNames[part])) weights[part] = context.number(kNames[part]);
    sum += weights[part];
    above += weights[part] > 0;
  }
  if (above < 2) {
    return Status::invalid("at least two of nps, csat and ces need a weight above 0: one figure is not enough",
                           weights[0] > 0 ? "csat" : "nps");
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

}  // namespace

Result<Index> Index::bind(BindContext& context) {
  Index bound;
  SOJOURN_TRY(bound.weights_, read_weights(context));
  std::string kinds;
  for (size_t part = 0; part < kParts; ++part) {
    bound.columns_[part] = RatingColumn::bind(context, kNames[part]);
    if (*kThresholds[part] != '\0' && context.given(kThresholds[part])) {
      bound.given_[part] = rating_threshold(context.number(kThresholds[part]));
    }
    if (!(bound.weights_[part] > 0)) continue;
    bound.order_.push_back(part);
    kinds += (kinds.empty() ? "(" : " or ") + of_kind(kNames[part]);
  }
  std::ranges::stable_sort(bound.order_, [&](size_t a, size_t b) { return bound.weights_[a] > bound.weights_[b]; });
  SOJOURN_CHECK(context.only(kinds + ") and exists(answer)"));
  return bound;
}

std::vector<AnswerColumn> Index::columns() const {
  std::vector<AnswerColumn> columns = value_columns("points");
  columns.push_back({"n", ColumnRole::kDetail, "answers"});
  for (const size_t part : order_) columns.push_back({kNames[part], ColumnRole::kDetail, kUnits[part]});
  columns.push_back({"answers", ColumnRole::kCount, "answers"});
  for (const size_t part : order_) {
    columns.push_back({std::string(kNames[part]) + "_n", ColumnRole::kCount, "answers"});
  }
  columns.push_back({"leads", ColumnRole::kDetail, ""});
  columns.push_back({"missing_parts", ColumnRole::kDetail, ""});
  return columns;
}

std::optional<Rating> Index::read(size_t part, const Block& block, uint32_t event) const {
  const std::optional<Rating> rating = columns_[part].at(block, event);
  if (!rating || part != 0) return rating;
  // As nps has it: whole answers on 0 to 10 or 1 to 10.
  const RatedScale scale = rating->scale.value_or(RatedScale{});
  const bool known = scale.max == 10 * kPoint && (scale.min == 0 || scale.min == kPoint);
  const bool on_it = rating->answer >= scale.min && rating->answer <= scale.max && rating->answer % kPoint == 0;
  return known && on_it ? rating : std::nullopt;
}

std::optional<int64_t> Index::threshold(size_t part, const RatedScale& scale) const {
  if (given_[part]) return *given_[part] >= scale.min && *given_[part] <= scale.max ? given_[part] : std::nullopt;
  for (const UsualThreshold& usual : kUsual) {
    if (usual.part == part && usual.scale == scale) return usual.least;
  }
  return std::nullopt;
}

int Index::value_of(size_t part, const Rating& rating) const {
  if (part == 0) return rating.answer >= 9 * kPoint ? 1 : rating.answer >= 7 * kPoint ? 0 : -1;
  const std::optional<int64_t> least = rating.scale ? threshold(part, *rating.scale) : std::nullopt;
  return least && rating.answer >= *least ? 1 : 0;
}

void Index::fold(State& state, const Slice& slice) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    std::array<std::optional<int>, kParts> values;
    for (const size_t part : order_) {
      take_counted(
          CountedAnswers::kLast, events, [&](uint32_t event) { return read(part, slice.block, event); },
          [&](const Rating& rating) {
            const int value = value_of(part, rating);
            values[part] = value;
            PersonSums& sums = state.parts[part];
            ++sums.n;
            sums.sum += value;
            sums.squares += value * value;
            if (part == 0) return;  // Both of its scales have the same sides.
            if (rating.scale) {
              state.scales[part].add(*rating.scale);
            } else {
              ++state.unscaled[part];
            }
          });
    }
    for (size_t one = 0; one < kParts; ++one) {
      for (size_t other = one + 1; other < kParts; ++other) {
        if (!values[one] || !values[other]) continue;
        SharedSums& shared = state.pairs[pair_of(one, other)];
        ++shared.both;
        shared.one += *values[one];
        shared.other += *values[other];
        shared.product += *values[one] * *values[other];
      }
    }
  });
}

void Index::merge(State& into, const State& from) const {
  for (size_t i = 0; i < kParts; ++i) {
    into.parts[i].n += from.parts[i].n;
    into.parts[i].sum += from.parts[i].sum;
    into.parts[i].squares += from.parts[i].squares;
    into.pairs[i].both += from.pairs[i].both;
    into.pairs[i].one += from.pairs[i].one;
    into.pairs[i].other += from.pairs[i].other;
    into.pairs[i].product += from.pairs[i].product;
    into.scales[i].merge(from.scales[i]);
    into.unscaled[i] += from.unscaled[i];
  }
}

// Why a part has no value, or "".
std::string Index::refusal(const State& state, size_t part) const {
  const std::string name = kNames[part];
  if (state.parts[part].n == 0) return "no " + name + " answers";
  if (part == 0) return "";
  const RatedScales& scales = state.scales[part];
  if (scales.several() || (!scales.empty() && state.unscaled[part] > 0)) {
    return name + " answers on several scales: split by scale_max or filter";
  }
  if (scales.empty()) return "the " + name + " answers declare no scale: give them scale_min and scale_max";
  if (threshold(part, scales.least())) return "";
  return "no usual threshold on the scale of the " + name + " answers: say which count with " + kThresholds[part] + "=";
}

std::optional<Estimate> Index::estimate(const State& state, size_t part) const {
  if (!refusal(state, part).empty()) return std::nullopt;
  const PersonSums& sums = state.parts[part];
  const auto n = static_cast<double>(sums.n);
  Interval interval;
  if (part == 0) {
    const auto promoters = static_cast<double>((sums.squares + sums.sum) / 2);
    const auto detractors = static_cast<double>((sums.squares - sums.sum) / 2);
    interval = *nps_adjusted_wald({promoters, n - promoters - detractors, detractors});
  } else {
    interval = *wilson(static_cast<double>(sums.sum), n);
  }
  return Estimate{percent(sums.sum, sums.n), {100 * interval.low, 100 * interval.high}};
}

void Index::add_parts(const State& state, std::vector<Value>& cells) const {
  int64_t answers = 0;
  std::string missing;
  for (const size_t part : order_) {
    const std::optional<Estimate> known = estimate(state, part);
    cells.push_back(known ? Value(known->value) : Value(None{refusal(state, part)}));
    answers += state.parts[part].n;
    if (!known) missing += (missing.empty() ? "" : ", ") + std::string(kNames[part]);
  }
  cells.emplace_back(answers);
  for (const size_t part : order_) cells.emplace_back(state.parts[part].n);
  cells.emplace_back(std::string(kNames[order_.front()]));
  cells.push_back(missing.empty() ? Value(std::monostate{}) : Value(missing));
}

void Index::finish(const State& state, Rows& rows) const {
  std::vector<WeightedEstimate> parts;
  std::string why;
  int64_t n = state.parts[order_.front()].n;
  for (const size_t part : order_) {
    n = std::min(n, state.parts[part].n);
    if (const std::optional<Estimate> known = estimate(state, part)) {
      parts.push_back({weights_[part], part == 0 ? rescaled(*known) : *known});
    } else {
      if (why.empty()) why = refusal(state, part);  // missing_parts names them all.
    }
  }
  std::vector<Value> cells;
  if (why.empty()) {
    const Estimate sum = *weighted_sum(parts, [&](size_t k, size_t l) {
      const size_t one = std::min(order_[k], order_[l]);
      const size_t other = std::max(order_[k], order_[l]);
      return correlation_of_means(state.parts[one], state.parts[other], state.pairs[pair_of(one, other)]);
    });
    const double value = std::clamp(sum.value, 0.0, 100.0);  // Weights that do not add up to 1 to the last bit.
    cells = {value, std::clamp(sum.interval.low, 0.0, value), std::clamp(sum.interval.high, value, 100.0)};
  } else {
    cells.assign(3, None{why});
  }
  cells.emplace_back(n);
  add_parts(state, cells);
  rows.add(std::move(cells));
}

void Index::save(const State& state, ByteWriter& out) const {
  for (size_t i = 0; i < kParts; ++i) {
    const PersonSums& sums = state.parts[i];
    const SharedSums& shared = state.pairs[i];
    for (const int64_t each :
         {sums.n, sums.sum, sums.squares, shared.both, shared.one, shared.other, shared.product, state.unscaled[i]}) {
      out.i64(each);
    }
    state.scales[i].save(out);
  }
}

Result<Index::State> Index::load(ByteReader& in) const {
  State state;
  for (size_t i = 0; i < kParts; ++i) {
    PersonSums& sums = state.parts[i];
    SharedSums& shared = state.pairs[i];
    SOJOURN_TRY(sums.n, load_count(in));
    SOJOURN_TRY(sums.sum, in.i64());
    SOJOURN_TRY(sums.squares, load_count(in));
    SOJOURN_TRY(shared.both, load_count(in));
    for (int64_t* each : {&shared.one, &shared.other, &shared.product}) {
      SOJOURN_TRY(*each, in.i64());
      if (*each > shared.both || *each < -shared.both) return in.corrupt("no answers have these sums");
    }
    SOJOURN_TRY(state.unscaled[i], load_count(in));
    SOJOURN_TRY(state.scales[i], RatedScales::load(in));
    // Values are -1, 0 and 1: their squares are as many as are not 0.
    const bool whole = sums.squares <= sums.n && sums.sum <= sums.squares && sums.sum >= -sums.squares &&
                       (sums.squares - sums.sum) % 2 == 0 && (i == 0 || sums.sum == sums.squares);
    if (!whole || state.unscaled[i] > sums.n) return in.corrupt("no answers have these sums");
    const bool scaled = i != 0 && state.unscaled[i] < sums.n;
    if (scaled == state.scales[i].empty()) return in.corrupt("answers without a scale, or the reverse");
  }
  for (size_t one = 0; one < kParts; ++one) {
    for (size_t other = one + 1; other < kParts; ++other) {
      const int64_t most = std::min(state.parts[one].n, state.parts[other].n);
      if (state.pairs[pair_of(one, other)].both > most) return in.corrupt("more persons gave both than one");
    }
  }
  return state;
}

MeasureDefinition index_definition() {
  MeasureDefinition definition;
  definition.id = "index";
  definition.title = "Customer experience index";
  definition.question = "How well do we do all in all, by the figures that fit our goal?";
  definition.definition =
      "NPS, CSAT and CES in one figure from 0 to 100, since one of them alone is not enough: index = (w1 * (nps + 100) "
      "/ 2 + w2 * csat + w3 * ces) / (w1 + w2 + w3). The NPS, which runs from -100 to 100, is rescaled; the two others "
      "are shares already. With an NPS of 60, CSAT 80, CES 80 and the weights 0.4, 0.3 and 0.3 the index is 80. The "
      "goal sets the weights of nps, csat and ces: balanced 0.4, 0.3, 0.3; loyalty 0.5, 0.25, 0.25, where NPS comes "
      "first; service 0.2, 0.3, 0.5, where CES comes first. nps=, csat= and ces= set them one by one; a weight of 0 "
      "leaves a part out, and at least two must be above 0. The parts stand beside the index, the heaviest first. Each "
      "customer counts once in each part and group, with the last answer there; the parts are those of the measures "
      "nps, csat and ces. Where a part with a weight has no value there is no index, and missing_parts names it: what "
      "is "
      "left would be another figure. n is the number of answers of the part that has least. The interval is made of "
      "those of the parts (MOVER), at 95 %, and allows for customers who gave several of the answers.";
  definition.unit = "points";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kNumber;
  definition.least_n = kFew;
  definition.interval = "MOVER from adjusted Wald and Wilson, with the correlation of the parts";
  definition.inputs = "kind, answer, scale_min, scale_max";
  definition.source =
      "Zou and Donner, Construction of confidence limits about effect measures, Statistics in Medicine 27, 2008; those "
      "of nps, csat and ces.";
  definition.since = "0.1";
  definition.parameters = {
      choice("goal", {"balanced", "loyalty", "service"}, "What the index is for; it sets the weights.")};
  for (const char* name : kNames) {
    ParameterInfo weight = parameter(name, ParameterType::kNumber, "",
                                     "The weight of this part in the index, in place of the goal's. 0 leaves it out.");
    weight.min = 0;
    weight.max = 1000;
    definition.parameters.push_back(std::move(weight));
  }
  definition.parameters.push_back(
      parameter("positive", ParameterType::kNumber, "",
                "The least answer that is positive. On the scale of 1 to 5 it is 4 unless you say otherwise."));
  definition.parameters.push_back(parameter(
      "easy", ParameterType::kNumber, "",
      "The least answer that means easy: 5 on the scale of 1 to 7 and 4 on 1 to 5 unless you say otherwise."));
  definition.bind = bind_fold<Index>;
  return definition;
}

}  // namespace sojourn
