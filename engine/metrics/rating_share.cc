#include "metrics/rating_share.h"

#include <algorithm>
#include <cmath>

#include "base/decimal.h"
#include "measure/cells.h"

namespace sojourn {
namespace {

constexpr double kMillion = 1e6;
constexpr double kRatingMax = 1e9;  // No survey's scale is longer; whole millionths of it fit easily.

int64_t millionths(double value) { return std::llround(value * kMillion); }

std::string scale_text(const RatingScale& scale) {
  if (scale == RatingScale{}) return "none declared";
  return format_number(static_cast<double>(scale.min) / kMillion) + "-" +
         format_number(static_cast<double>(scale.max) / kMillion);
}

// Puts the scale in its place unless it is known; beyond kScalesKept the greatest falls off, so order does not matter.
void add_scale(std::vector<RatingScale>& scales, const RatingScale& scale) {
  const auto place = std::lower_bound(scales.begin(), scales.end(), scale);
  if (place != scales.end() && *place == scale) return;
  scales.insert(place, scale);
  if (scales.size() > RatingShare::kScalesKept) scales.pop_back();
}

}  // namespace

Result<RatingShare> RatingShare::bind(BindContext& context, const std::string& kind, std::string threshold_name,
                                      Thresholds defaults) {
  SOJOURN_CHECK(context.only(answers_of_kind(kind)));
  RatingShare bound;
  bound.answer_ = context.column("answer");
  bound.scale_min_ = context.column("scale_min");
  bound.scale_max_ = context.column("scale_max");
  bound.count_ = bind_count(context);
  bound.kind_ = kind;
  if (context.given(threshold_name)) bound.given_ = millionths(context.number(threshold_name));
  bound.threshold_name_ = std::move(threshold_name);
  for (const auto& [scale, threshold] : defaults) {
    bound.defaults_.emplace_back(RatingScale{millionths(scale.min), millionths(scale.max)}, millionths(threshold));
  }
  return bound;
}

std::optional<RatingShare::Rating> RatingShare::read(const Block& block, uint32_t event) const {
  const double answer = block.column(answer_).numbers[event];
  if (!(std::abs(answer) <= kRatingMax)) return std::nullopt;
  const double least = block.column(scale_min_).numbers[event];
  const double greatest = block.column(scale_max_).numbers[event];
  Rating rating;
  rating.answer = millionths(answer);
  if (std::abs(least) <= kRatingMax && std::abs(greatest) <= kRatingMax) {
    rating.scale = {millionths(least), millionths(greatest)};
  } else if (const std::optional<Scale> usual = default_scale(kind_)) {
    rating.scale = {millionths(usual->min), millionths(usual->max)};
  }
  return rating;
}

std::optional<int64_t> RatingShare::threshold(const RatingScale& scale) const {
  if (scale == RatingScale{}) return std::nullopt;
  if (given_) return *given_ >= scale.min && *given_ <= scale.max ? given_ : std::nullopt;
  for (const auto& [known, threshold] : defaults_) {
    if (known == scale) return threshold;
  }
  return std::nullopt;
}

void RatingShare::take(RatingTally& tally, const Rating& rating) const {
  if (tally.scales.size() != 1 || tally.scales.front() != rating.scale) add_scale(tally.scales, rating.scale);
  tally.sum += rating.answer;
  const std::optional<int64_t> limit = threshold(rating.scale);
  if (limit && rating.answer >= *limit) {
    ++tally.above;
  } else if (limit && rating.answer <= rating.scale.min + rating.scale.max - *limit) {
    ++tally.below;
  } else {
    ++tally.between;
  }
}

void RatingShare::fold(RatingTally& tally, const Slice& slice) const {
  for_each_person(slice, [&](std::span<const uint32_t> events) {
    const int64_t above = tally.above;
    const int64_t taken = take_counted(
        count_, events, [&](uint32_t event) { return read(slice.block, event); },
        [&](const Rating& rating) { take(tally, rating); });
    if (taken != 0 && count_ == CountedAnswers::kAll) tally.persons.add(taken, tally.above - above);
  });
}

void RatingShare::merge(RatingTally& into, const RatingTally& from) const {
  for (const RatingScale& scale : from.scales) add_scale(into.scales, scale);
  into.above += from.above;
  into.between += from.between;
  into.below += from.below;
  into.sum += from.sum;
  into.persons.merge(from.persons);
}

std::string RatingShare::refusal(const RatingTally& tally) const {
  if (tally.answers() == 0) return "no " + kind_ + " answers";
  if (tally.scales.size() > 1) {
    std::string scales;
    for (size_t i = 0; i < tally.scales.size(); ++i) {
      scales += (i == 0 ? "" : ", ") + (i + 1 == kScalesKept ? "..." : scale_text(tally.scales[i]));
    }
    return "answers on different scales (" + scales + "): split by scale_max or filter";
  }
  const RatingScale& scale = tally.scales.front();
  if (scale == RatingScale{}) return "the answers declare no scale: give them scale_min and scale_max";
  if (threshold(scale)) return "";
  if (given_) {
    return threshold_name_ + "=" + format_number(static_cast<double>(*given_) / kMillion) + " is not on the scale " +
           scale_text(scale);
  }
  return "no usual threshold on the scale " + scale_text(scale) + ": say which answers count with " + threshold_name_ +
         "=";
}

std::vector<Value> RatingShare::value_cells(const RatingTally& tally) const {
  std::vector<Value> cells;
  const std::string reason = refusal(tally);
  if (!reason.empty()) {
    cells.assign(3, None{reason});
  } else {
    double worth = 1;
    bool comparable = true;
    if (count_ == CountedAnswers::kAll) {
      const std::optional<double> effective = tally.persons.effective_n(tally.above);
      comparable = effective.has_value();
      if (effective) worth = *effective / static_cast<double>(tally.answers());
    }
    const auto above = static_cast<double>(tally.above);
    const auto answers = static_cast<double>(tally.answers());
    cells.emplace_back(percent(tally.above, tally.answers()));
    add_interval(comparable ? wilson(worth * above, worth * answers) : std::nullopt, 100, kOneAnswerer, cells);
  }
  cells.emplace_back(tally.answers());
  return cells;
}

Value RatingShare::side(const RatingTally& tally, int64_t count) const {
  if (tally.answers() == 0) return count;
  std::string reason = refusal(tally);
  if (!reason.empty()) return None{std::move(reason)};
  return count;
}

Value RatingShare::mean(const RatingTally& tally) const {
  if (tally.answers() == 0) return None{refusal(tally)};
  if (tally.scales.size() > 1) return None{refusal(tally)};
  return static_cast<double>(static_cast<long double>(tally.sum) / static_cast<long double>(tally.answers()) / 1e6L);
}

void RatingShare::save(const RatingTally& tally, ByteWriter& out) const {
  out.u8(static_cast<uint8_t>(tally.scales.size()));
  for (const RatingScale& scale : tally.scales) {
    out.i64(scale.min);
    out.i64(scale.max);
  }
  for (const int64_t count : {tally.above, tally.between, tally.below}) out.i64(count);
  save_int128(tally.sum, out);
  tally.persons.save(out);
}

Result<RatingTally> RatingShare::load(ByteReader& in) const {
  RatingTally tally;
  SOJOURN_TRY(const uint8_t scales, in.u8());
  if (scales > kScalesKept) return in.corrupt("too many scales");
  for (uint8_t i = 0; i < scales; ++i) {
    RatingScale scale;
    SOJOURN_TRY(scale.min, in.i64());
    SOJOURN_TRY(scale.max, in.i64());
    const int64_t limit = millionths(kRatingMax);
    const bool possible = scale.min >= -limit && scale.max <= limit && scale.min <= scale.max;
    if (scale != RatingScale{} && !possible) return in.corrupt("no such scale");
    if (i > 0 && scale <= tally.scales.back()) return in.corrupt("the scales are not in order");
    tally.scales.push_back(scale);
  }
  SOJOURN_TRY(tally.above, load_count(in));
  SOJOURN_TRY(tally.between, load_count(in));
  SOJOURN_TRY(tally.below, load_count(in));
  SOJOURN_TRY(tally.sum, load_int128(in));
  SOJOURN_TRY(tally.persons, ClusterSums::load(in));
  if ((tally.answers() == 0) != tally.scales.empty()) return in.corrupt("answers without a scale, or the reverse");
  const Int128 bound = static_cast<Int128>(tally.answers()) * millionths(kRatingMax);
  if (tally.sum > bound || tally.sum < -bound) return in.corrupt("no answers have this sum");
  if (tally.persons.answers() != (count_ == CountedAnswers::kAll ? tally.answers() : 0)) {
    return in.corrupt("the persons did not give these answers");
  }
  return tally;
}

}  // namespace sojourn
