#include "influence/experience.h"

#include <array>

#include "event/fields.h"
#include "measure/parameters.h"

namespace sojourn {
namespace {

// Thresholds that are known without asking, on usual scales; in points.
struct KnownScale {
  Scale scale;
  int64_t good;
  int64_t poor;
};
constexpr std::array<KnownScale, 3> kKnownScales{{{{1, 5}, 4, 2}, {{0, 10}, 9, 6}, {{1, 7}, 5, 3}}};
constexpr auto kPoint = static_cast<int64_t>(kRatingUnit);

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
  rule.ratings_ = RatingColumn::bind(context, context.text("kind"));
  if (context.given("positive")) rule.positive_ = rating_threshold(context.number("positive"));
  if (context.given("negative")) rule.negative_ = rating_threshold(context.number("negative"));
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
  const std::optional<Rating> rating = ratings_.at(block, event);
  if (!rating) return Grade::kNone;
  const std::optional<Thresholds> limits = thresholds(rating->scale);
  if (!limits) return Grade::kUnrated;
  if (rating->answer >= limits->good) return Grade::kGood;
  return rating->answer <= limits->poor ? Grade::kPoor : Grade::kNeutral;
}

std::optional<ExperienceRule::Thresholds> ExperienceRule::thresholds(const std::optional<RatedScale>& scale) const {
  if (positive_ && negative_) return Thresholds{*positive_, *negative_};
  if (!scale) return std::nullopt;
  if (positive_) {
    if (*positive_ < scale->min || *positive_ > scale->max) return std::nullopt;
    return Thresholds{*positive_, scale->min + scale->max - *positive_};
  }
  for (const KnownScale& known : kKnownScales) {
    const RatedScale its{rating_threshold(known.scale.min), rating_threshold(known.scale.max)};
    if (its == *scale) return Thresholds{known.good * kPoint, negative_.value_or(known.poor * kPoint)};
  }
  return std::nullopt;
}

}  // namespace sojourn
