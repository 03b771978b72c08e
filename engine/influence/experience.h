// Was an experience good or poor? By a rating, or by two filters: what moments of truth and early experience share.
//
//   by rating    answers of `kind`; good from `positive` up, poor up to `negative`, neutral between. Known without
//                asking: 1-5: 4 and 2; 0-10: 9 and 6; 1-7: 5 and 3. With `positive` alone, poor is its mirror image,
//                scale_min + scale_max - positive.
//   by filters   good: passes `good`; poor: passes `poor`; an event that passes both is neutral.
// Empty     an answer on a scale for which no threshold is known is unrated.
// Errors    bind: a filter that cannot be read; one of good and poor without the other; positive not above negative.
// Threads   const; an ExperienceScratch belongs to one thread.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "measure/definition.h"
#include "measure/fold.h"
#include "measure/rating_column.h"

namespace sojourn {

enum class Grade : unsigned char { kNone, kGood, kNeutral, kPoor, kUnrated };

// Which events of the block at hand pass `good` and `poor`; empty when experiences are ratings.
struct ExperienceScratch {
  EventBits good;
  EventBits poor;
};

class ExperienceRule {
 public:
  // kind, positive, negative, good and poor.
  static std::vector<ParameterInfo> parameters();
  static Result<ExperienceRule> bind(BindContext& context);

  void prepare(const Block& block, ExperienceScratch& scratch) const;
  Grade grade(const Block& block, size_t event, const ExperienceScratch& scratch) const {
    return good_ != nullptr ? by_filters(event, scratch) : by_rating(block, event);
  }

 private:
  struct Thresholds {  // Millionths of a point.
    int64_t good = 0;
    int64_t poor = 0;
  };
  static Grade by_filters(size_t event, const ExperienceScratch& scratch);
  Grade by_rating(const Block& block, size_t event) const;
  std::optional<Thresholds> thresholds(const std::optional<RatedScale>& scale) const;

  std::shared_ptr<const Predicate> good_;  // Null: by rating.
  std::shared_ptr<const Predicate> poor_;
  RatingColumn ratings_;
  std::optional<int64_t> positive_;  // Millionths of a point.
  std::optional<int64_t> negative_;
};

}  // namespace sojourn
