#include "voice/score_sides.h"

#include <cmath>

#include "measure/parameters.h"

namespace sojourn {
namespace {

constexpr int64_t kPoint = 1'000'000;

// Where positive begins without being told.
std::optional<int64_t> usual_threshold(const RatedScale& scale) {
  if (scale == RatedScale{1 * kPoint, 5 * kPoint}) return 4 * kPoint;
  if (scale == RatedScale{1 * kPoint, 7 * kPoint}) return 5 * kPoint;
  return std::nullopt;
}

}  // namespace

void SideCounts::merge(const SideCounts& other) {
  above += other.above;
  between += other.between;
  below += other.below;
  persons.merge(other.persons);
}

void SideCounts::remove(const SideCounts& part) {
  above -= part.above;
  between -= part.between;
  below -= part.below;
  persons.remove(part.persons);
}

void SideCounts::save(ByteWriter& out) const {
  for (const int64_t count : {above, between, below}) out.i64(count);
  persons.save(out);
}

Result<SideCounts> SideCounts::load(ByteReader& in) {
  SideCounts loaded;
  for (int64_t* count : {&loaded.above, &loaded.between, &loaded.below}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  SOJOURN_TRY(loaded.persons, ClusterSums::load(in));
  if (loaded.persons.answers() != loaded.answers()) return in.corrupt("the persons did not give these answers");
  return loaded;
}

ScoreSides ScoreSides::bind(BindContext& context) {
  ScoreSides bound;
  bound.kind_ = context.text("kind");
  bound.net_ = bound.kind_ == "nps";
  if (context.given("positive")) bound.positive_ = rating_threshold(context.number("positive"));
  bound.column_ = RatingColumn::bind(context, bound.kind_);
  return bound;
}

std::optional<int> ScoreSides::side(const Rating& rating) const {
  if (!rating.scale || rating.answer < rating.scale->min || rating.answer > rating.scale->max) return std::nullopt;
  const RatedScale scale = *rating.scale;
  if (net_) {
    const bool known = scale.max == 10 * kPoint && (scale.min == 0 || scale.min == kPoint);
    if (!known || rating.answer % kPoint != 0) return std::nullopt;
    return rating.answer >= 9 * kPoint ? 1 : rating.answer >= 7 * kPoint ? 0 : -1;
  }
  const std::optional<int64_t> threshold = positive_ ? positive_ : usual_threshold(scale);
  if (!threshold || *threshold < scale.min || *threshold > scale.max) return std::nullopt;
  if (rating.answer >= *threshold) return 1;
  return rating.answer <= scale.min + scale.max - *threshold ? -1 : 0;
}

void ScoreSides::add(SideCounts& counts, int64_t above, int64_t between, int64_t below) const {
  counts.above += above;
  counts.between += between;
  counts.below += below;
  const int64_t answers = above + between + below;
  if (answers > 0) counts.persons.add(answers, net_ ? above - below : above);
}

std::optional<Estimate> ScoreSides::score(const SideCounts& counts) const {
  const int64_t n = counts.answers();
  const int64_t persons = counts.persons.persons();
  if (n <= 0 || persons > n || (persons < n && persons < 2)) return std::nullopt;
  if (counts.above < 0 || counts.between < 0 || counts.below < 0) return std::nullopt;
  const std::optional<double> effective = counts.persons.effective_n(net_ ? counts.above + counts.below : counts.above);
  if (!effective) return std::nullopt;
  const double worth = *effective / static_cast<double>(n);
  const auto part = [worth](int64_t count) { return worth * static_cast<double>(count); };
  const std::optional<Interval> interval =
      net_ ? nps_adjusted_wald({part(counts.above), part(counts.between), part(counts.below)})
           : wilson(part(counts.above), part(n));
  if (!interval) return std::nullopt;
  const int64_t sum = net_ ? counts.above - counts.below : counts.above;
  return Estimate{100 * static_cast<double>(sum) / static_cast<double>(n), {100 * interval->low, 100 * interval->high}};
}

ParameterInfo score_kind_parameter() {
  return parameter("kind", ParameterType::kText, "nps",
                   "The kind of question whose answers make the score: nps, csat, ces, stars, or your own.");
}

ParameterInfo score_positive_parameter() {
  ParameterInfo info;
  info.name = "positive";
  info.type = ParameterType::kNumber;
  info.about =
      "The least answer that is positive, for kinds other than nps. On 1 to 5 it is 4, on 1 to 7 it is 5; other scales "
      "need it.";
  return info;
}

}  // namespace sojourn
