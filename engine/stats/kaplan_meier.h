// The share of stays that last longer than t, told from stays that ended and from stays still going on (Kaplan-Meier).
//   S(t)      = product over lengths u <= t at which stays ended of (1 - d_u / Y_u)
//   interval  = S^exp(-+ z sqrt(V) / |ln S|), V = sum over u <= t of d_u / (Y_u (Y_u - d_u))      log-log, Greenwood
//   quantile(q) = the smallest t with S(t) <= 1 - q       its interval: the same of the interval's low and high
//
// Counts    d_u stays ended after exactly u, Y_u lasted u or longer; one that was still open after u is among Y_u.
//           Stays are taken as independent of one another.
// Unit      that of the lengths; shares in [0, 1].
// Empty     no interval where S is 1 or 0; no S beyond the longest stay when that one is open; no quantile that S does
//           not reach.
// Exact     up to 65,536 ended and as many open stays; beyond, lengths are rounded to buckets and each is off by at
//           most 0.391 % (stats/quantile_sketch.h). S(t) <= 1 - q holds to one part in 10^12.
// Cost      O(n log n) for n different lengths to make, O(log n) to ask. Threads: const methods are safe together.
// Source    Kaplan and Meier, JASA 53, 1958; Greenwood, 1926; log-log: Kalbfleisch and Prentice, 1980; interval of a
//           quantile: Brookmeyer and Crowley, Biometrics 38, 1982.
// Checked   tests/published/kaplan_meier.csv; a twin that goes through all stays one by one, kaplan_meier_test.cc.
#pragma once

#include <optional>
#include <vector>

#include "stats/intervals.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class KaplanMeier {
 public:
  // Up to and including a length.
  struct Point {
    double survival = 1;
    std::optional<Interval> interval;
    int64_t ended = 0;   // Stays that ended by then,
    int64_t open = 0;    // that are open and no longer than that,
    int64_t longer = 0;  // and that are known to have lasted longer. These three are all there are.
  };
  struct Quantile {
    std::optional<double> length;
    std::optional<double> low;
    std::optional<double> high;
  };

  KaplanMeier(const QuantileSketch& ended, const QuantileSketch& open, double confidence = kConfidence);

  // Empty beyond the longest stay when it is open, and when there are no stays.
  std::optional<Point> at(double length) const;
  // REQUIRES: 0 < q < 1.
  Quantile quantile(double q) const;
  // 0 when there are none.
  double longest() const { return steps_.empty() ? 0 : steps_.back().length; }

 private:
  struct Step {
    double length = 0;
    Point point;
  };

  int64_t stays_ = 0;
  std::vector<Step> steps_;  // One for each length that occurs, ascending.
};

}  // namespace sojourn
