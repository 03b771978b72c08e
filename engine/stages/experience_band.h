// Ratings in three bands: best, middle and worst, by thirds of their scale unless told otherwise.
//   best    answer - min >= 2/3 (max - min), or answer >= best_from
//   worst   answer - min <= 1/3 (max - min), or answer <= worst_to
// On 1 to 5 that is 4 and 5, 3, 1 and 2; on 1 to 7 it is 5 to 7, 4, 1 to 3; on 0 to 10 it is 7 to 10, 4 to 6, 0 to 3.
//
// Exact     whole numbers of millionths. A rating without a scale has no band, unless both limits are given.
#pragma once

#include <optional>
#include <vector>

#include "measure/definition.h"
#include "measure/rating_column.h"

namespace sojourn {

enum class Band : unsigned char { kBest, kMiddle, kWorst, kNone };
inline constexpr size_t kBands = 4;
const char* band_name(Band band);

class ExperienceBands {
 public:
  // The parameters kind, best_from and worst_to.
  static std::vector<ParameterInfo> parameters();
  // Errors: kInvalidArgument when the best begins below where the worst ends.
  static Result<ExperienceBands> bind(BindContext& context);

  // Empty when the event is no rating of that kind.
  std::optional<Band> at(const Block& block, size_t event) const {
    const std::optional<Rating> rating = ratings_.at(block, event);
    return rating ? std::optional(band_of(*rating)) : std::nullopt;
  }

 private:
  Band band_of(const Rating& rating) const;

  RatingColumn ratings_;
  std::optional<int64_t> best_from_;  // Millionths of a point.
  std::optional<int64_t> worst_to_;
};

}  // namespace sojourn
