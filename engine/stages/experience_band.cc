#include "stages/experience_band.h"

#include "measure/parameters.h"

namespace sojourn {

const char* band_name(Band band) {
  switch (band) {
    case Band::kBest: return "best";
    case Band::kMiddle: return "middle";
    case Band::kWorst: return "worst";
    case Band::kNone: return "none";
  }
  return "";
}

std::vector<ParameterInfo> ExperienceBands::parameters() {
  return {parameter("kind", ParameterType::kText, "csat",
                    "The kind of question whose answers tell the experience: csat, ces, nps, stars, or your own."),
          parameter("best_from", ParameterType::kNumber, "",
                    "The least answer of the best band; by itself the uppermost third of the scale."),
          parameter("worst_to", ParameterType::kNumber, "",
                    "The greatest answer of the worst band; by itself the lowest third of the scale.")};
}

Result<ExperienceBands> ExperienceBands::bind(BindContext& context) {
  ExperienceBands bands;
  bands.ratings_ = RatingColumn::bind(context, context.text("kind"));
  if (context.given("best_from")) bands.best_from_ = rating_threshold(context.number("best_from"));
  if (context.given("worst_to")) bands.worst_to_ = rating_threshold(context.number("worst_to"));
  if (bands.best_from_ && bands.worst_to_ && *bands.best_from_ <= *bands.worst_to_) {
    return Status::invalid("the best band must begin above the end of the worst one", "best_from");
  }
  return bands;
}

Band ExperienceBands::band_of(const Rating& rating) const {
  if (!rating.scale && !(best_from_ && worst_to_)) return Band::kNone;
  const RatedScale scale = rating.scale.value_or(RatedScale{});
  const int64_t above = 3 * (rating.answer - scale.min);
  const int64_t length = scale.max - scale.min;
  if (best_from_ ? rating.answer >= *best_from_ : above >= 2 * length) return Band::kBest;
  if (worst_to_ ? rating.answer <= *worst_to_ : above <= length) return Band::kWorst;
  return Band::kMiddle;
}

}  // namespace sojourn
