// Confidence intervals for shares, for net promoter scores and for means. Two-sided, 95 % unless told otherwise.
//
//   wilson               (x + z^2/2 -+ z sqrt(x (n-x) / n + z^2/4)) / (n + z^2)
//   nps_adjusted_wald    p + 3/4, passives + 3/2, d + 3/4 pseudo-answers, then centre -+ z sqrt(v / (n + 3)),
//                        centre = p' - d', v = p' + d' - (p' - d')^2
//   nps_wald             (p - d) -+ z sqrt((p + d - (p - d)^2) / n)
//   nps_score            all s with |p - d - s| <= z sqrt((2 p~ - s - s^2) / n), p~ the most likely p where p - d = s
//   mean_interval        mean -+ t(n - 1) sqrt(variance / n), variance with n - 1
//
// Unit      shares in [0, 1]; net promoter scores in [-1, 1]; means in the unit of their values.
// Counts    given as doubles, since answers that are not independent count as fewer (see cluster.h).
// Empty     no interval when there are no answers (for a mean: fewer than two values).
// Shape     every interval lies in the range of its figure and holds the figure itself. Of these only adjusted Wald can
//           miss it, at one answer; it is then widened to it.
// Cost      O(1); nps_score about a hundred steps.
// Source    Wilson, JASA 22, 1927; Newcombe, Statistics in Medicine 17, 1998; Rocks, The American Statistician 70(4),
//           2016, arXiv:1601.07235 (adjusted Wald and the score interval of a net promoter score).
// Checked   tests/published/wilson.csv, tests/published/nps_intervals.csv, coverage and symmetry in intervals_test.cc.
#pragma once

#include <optional>

#include "stats/exact_sum.h"

namespace sojourn {

inline constexpr double kConfidence = 0.95;

struct Interval {
  double low = 0;
  double high = 0;
};

struct PromoterCounts {
  double promoters = 0;
  double passives = 0;
  double detractors = 0;
  double total() const { return promoters + passives + detractors; }
};

// The share `positive / total`. REQUIRES: 0 <= positive <= total.
std::optional<Interval> wilson(double positive, double total, double confidence = kConfidence);

// REQUIRES: no count is negative.
std::optional<Interval> nps_adjusted_wald(const PromoterCounts& counts, double confidence = kConfidence);
std::optional<Interval> nps_wald(const PromoterCounts& counts, double confidence = kConfidence);
std::optional<Interval> nps_score(const PromoterCounts& counts, double confidence = kConfidence);

std::optional<Interval> mean_interval(const ExactMoments& values, double confidence = kConfidence);

// The z with P(|Z| <= z) = confidence, and the t of Student's distribution. REQUIRES: 0 < confidence < 1, freedom > 0.
double two_sided_z(double confidence);
double two_sided_t(double confidence, double freedom);

}  // namespace sojourn
