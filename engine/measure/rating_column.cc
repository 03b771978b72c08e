#include "measure/rating_column.h"

#include <algorithm>
#include <cmath>

namespace sojourn {
namespace {

constexpr double kPointsMax = 1e6;

std::optional<int64_t> millionths(double points) {
  if (!(std::abs(points) <= kPointsMax)) return std::nullopt;  // Absent ones too.
  return std::llround(points * kRatingUnit);
}

}  // namespace

int64_t rating_threshold(double points) { return std::llround(std::clamp(points, -1e9, 1e9) * kRatingUnit); }

RatingColumn RatingColumn::bind(BindContext& context, const std::string& kind) {
  RatingColumn column;
  column.kind_ = context.column("kind");
  column.answer_ = context.column("answer");
  column.scale_min_ = context.column("scale_min");
  column.scale_max_ = context.column("scale_max");
  column.code_ = context.snapshot().names(column.kind_)->find(kind);
  if (column.code_ == 0u) column.code_.reset();
  if (const std::optional<Scale> usual = default_scale(kind)) {
    column.usual_ = RatedScale{*millionths(usual->min), *millionths(usual->max)};
  }
  return column;
}

std::optional<Rating> RatingColumn::read(const Block& block, size_t event) const {
  const std::optional<int64_t> answer = millionths(block.column(answer_).numbers[event]);
  if (!answer) return std::nullopt;
  const std::optional<int64_t> least = millionths(block.column(scale_min_).numbers[event]);
  const std::optional<int64_t> greatest = millionths(block.column(scale_max_).numbers[event]);
  if (least && greatest && *least < *greatest) return Rating{*answer, RatedScale{*least, *greatest}};
  return Rating{*answer, usual_};
}

void RatedScales::add(const RatedScale& scale) {
  const auto place = std::lower_bound(scales_.begin(), scales_.end(), scale);
  if (place != scales_.end() && *place == scale) return;
  scales_.insert(place, scale);
  if (scales_.size() > kKept) scales_.pop_back();
}

void RatedScales::merge(const RatedScales& other) {
  for (const RatedScale& scale : other.scales_) add(scale);
}

void RatedScales::save(ByteWriter& out) const {
  out.u64(scales_.size());
  for (const RatedScale& scale : scales_) {
    out.i64(scale.min);
    out.i64(scale.max);
  }
}

Result<RatedScales> RatedScales::load(ByteReader& in) {
  RatedScales loaded;
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(int64_t)));
  if (count > kKept) return in.corrupt("there are more scales than are kept");
  for (uint64_t i = 0; i < count; ++i) {
    RatedScale scale;
    SOJOURN_TRY(scale.min, in.i64());
    SOJOURN_TRY(scale.max, in.i64());
    if (i > 0 && scale <= loaded.scales_.back()) return in.corrupt("the scales are not in order");
    loaded.scales_.push_back(scale);
  }
  return loaded;
}

}  // namespace sojourn
