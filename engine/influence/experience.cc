#include "influence/experience.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "event/fields.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

struct KnownScale {
  Scale scale;
  double good;
  double poor;
};
constexpr std::array<KnownScale, 3> kKnownScales{{{{1, 5}, 4, 2}, {{0, 10}, 9, 6}, {{1, 7}, 5, 3}}};

}  // namespace

std::vector<ParameterInfo> ExperienceRule::parameters() {
  return {parameter("kind", ParameterType::kText, "csat",
                    "The kind of question whose answers are the experiences: csat, nps, ces, stars, or your own."),
          parameter("positive", ParameterType::kNumber, "",
                    "The least answer that is good. Known for the scales 1-5 (4), 0-10 (9) and 1-7 (5)."),
          parameter("negative", ParameterType::kNumber, "",
                    "The greatest answer that is poor. Known for the scales 1-5 (2), 0-10 (6) and 1-7 (3); with "
                    "positive alone it is the mirror image, scale_min + scale_max - positive."),
          parameter("good", ParameterType::kFilter, "",
                    "Instead of ratings: events that are a good experience, e.g. resolved = true. Needs poor."),
          parameter("poor", ParameterType::kFilter, "",
                    "Instead of ratings: events that are a poor experience, e.g. resolved = false. Needs good.")};
}

Result<ExperienceRule> ExperienceRule::bind(BindContext& context) {
  ExperienceRule rule;
  if (context.given("good") != context.given("poor")) {
    return Status::invalid("is needed, since good and poor are told apart by filters",
                           context.given("good") ? "poor" : "good");
  }
  if (context.given("good")) {
    SOJOURN_TRY(rule.good_, context.filter(context.text("good"), "good"));
    SOJOURN_TRY(rule.poor_, context.filter(context.text("poor"), "poor"));
    return rule;
  }
  rule.kind_column_ = context.column("kind");
  rule.answer_ = context.column("answer");
  rule.scale_min_ = context.column("scale_min");
  rule.scale_max_ = context.column("scale_max");
  rule.kind_ = context.text("kind");
  rule.kind_code_ = context.snapshot().names(rule.kind_column_)->find(rule.kind_).value_or(0);
  if (context.given("positive")) rule.positive_ = context.number("positive");
  if (context.given("negative")) rule.negative_ = context.number("negative");
  if (rule.positive_ && rule.negative_ && *rule.positive_ <= *rule.negative_) {
    return Status::invalid("the least good answer is not above the greatest poor one", "positive");
  }
  return rule;
}

void ExperienceRule::prepare(const Block& block, ExperienceScratch& scratch) const {
  if (good_ == nullptr) return;
  good_->select(block, scratch.good);
  poor_->select(block, scratch.poor);
}

Grade ExperienceRule::by_filters(size_t event, const ExperienceScratch& scratch) {
  const bool good = scratch.good.test(event);
  const bool poor = scratch.poor.test(event);
  if (good) return poor ? Grade::kNeutral : Grade::kGood;
  return poor ? Grade::kPoor : Grade::kNone;
}

Grade ExperienceRule::by_rating(const Block& block, size_t event) const {
  if (kind_code_ == 0 || block.column(kind_column_).codes[event] != kind_code_) return Grade::kNone;
  const double answer = block.column(answer_).numbers[event];
  if (!std::isfinite(answer)) return Grade::kNone;
  const std::optional<Thresholds> limits = thresholds(block, event);
  if (!limits) return Grade::kUnrated;
  if (answer >= limits->good) return Grade::kGood;
  return answer <= limits->poor ? Grade::kPoor : Grade::kNeutral;
}

std::optional<ExperienceRule::Thresholds> ExperienceRule::thresholds(const Block& block, size_t event) const {
  if (positive_ && negative_) return Thresholds{*positive_, *negative_};
  std::optional<Scale> scale = default_scale(kind_);
  const double least = block.column(scale_min_).numbers[event];
  const double greatest = block.column(scale_max_).numbers[event];
  if (std::isfinite(least) && std::isfinite(greatest)) scale = Scale{least, greatest};
  if (!scale) return std::nullopt;
  if (positive_) {
    if (*positive_ < scale->min || *positive_ > scale->max) return std::nullopt;
    return Thresholds{*positive_, scale->min + scale->max - *positive_};
  }
  const auto known = std::find_if(kKnownScales.begin(), kKnownScales.end(),
                                  [&](const KnownScale& each) { return each.scale == *scale; });
  if (known == kKnownScales.end()) return std::nullopt;
  return Thresholds{known->good, negative_.value_or(known->poor)};
}

Micros last_known_moment(const BindContext& context) { return std::min(context.as_of(), context.range().to - 1); }

}  // namespace sojourn
