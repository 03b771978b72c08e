// How good labels are: macro-F1, accuracy, calibration error, and what several splits say about their spread.
// Threads: pure functions. Cost: linear.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace sojourn {

struct Judged {
  size_t truth = 0;
  size_t guess = 0;
  double confidence = 0;
};

struct Quality {
  size_t count = 0;
  double macro_f1 = 0;  // The mean over labels that are true at least once.
  double accuracy = 0;
  double calibration_error = 0;  // Expected, 15 bins of equal width.
};
Quality judge(std::span<const Judged> judged, size_t labels);

// The mean and half the width of its 95 % interval by Student's t; half is 0 for one value.
struct Spread {
  double mean = 0;
  double half = 0;
};
Spread spread_of(std::span<const double> values);

}  // namespace sojourn
