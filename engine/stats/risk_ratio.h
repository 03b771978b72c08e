// How many times as large one share is as another: the risk ratio, with its interval on the scale of logarithms.
//   ratio    = (x1 / n1) / (x2 / n2)
//   interval = exp(ln ratio -+ z sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2))
//
// Counts    two groups that share no member: x1 of n1 and x2 of n2.
// Empty     no ratio when a group has no members or nobody of the second one counts; no interval when x1 or x2 is 0.
// Source    Katz, Baptista, Azen and Pike, Biometrics 34, 1978 (method C).
// Checked   tests/published/risk_ratio.csv, risk_ratio_test.cc.
#pragma once

#include <cstdint>
#include <optional>

#include "stats/intervals.h"

namespace sojourn {

// Members that count, of all. REQUIRES: 0 <= positive <= total.
struct Proportion {
  int64_t positive = 0;
  int64_t total = 0;
};

std::optional<double> risk_ratio(const Proportion& one, const Proportion& other);
std::optional<Interval> risk_ratio_interval(const Proportion& one, const Proportion& other,
                                            double confidence = kConfidence);

}  // namespace sojourn
