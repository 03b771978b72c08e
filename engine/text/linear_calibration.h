// From the margins of texts that a model has not learned from to its calibration. Pure functions. Cost: about 700 passes over
// the texts.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "text/linear_model.h"

namespace sojourn {

// A text kept aside: its margins, and what is known of each label without the model.
struct Aside {
  std::vector<double> margins, priors;
  size_t label = 0;
};

struct FittedCalibration {
  Calibration calibration;
  std::vector<double> shifts;  // Of the labels' margins.
};

// In three steps: the temperature and how much the lexicon says (one of `priors`) that make the texts' labels likeliest; for up
// to kLabelsShifted labels the shifts with which macro-F1 is highest, held near to 0 where texts are few, so that a rare label is
// told as often as it pays; a logistic line through the logits of the likeliest labels, held near to slope 1 and intercept 0
// where texts are few. REQUIRES: texts.
FittedCalibration fit_calibration(std::vector<Aside> aside, std::span<const double> priors);
inline constexpr size_t kLabelsShifted = 10;

}  // namespace sojourn
