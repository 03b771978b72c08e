#include "stats/intervals.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "base/assert.h"

namespace sojourn {
namespace {

Interval around(double centre, double margin, double figure, double least, double greatest) {
  return {std::clamp(std::min(centre - margin, figure), least, greatest),
          std::clamp(std::max(centre + margin, figure), least, greatest)};
}

// Variance of one answer's +1, 0 or -1. Rounding must not make it negative.
double variance_of(double promoters, double detractors) {
  const double net = promoters - detractors;
  return std::max(0.0, promoters + detractors - net * net);
}

// The most likely share of promoters when promoters - detractors is known to be `score`. Setting the derivative of
// P ln p + D ln (p - s) + Q ln (1 + s - 2p) to zero leaves a quadratic equation; its larger root is the admissible one.
double likeliest_promoters(const PromoterCounts& counts, double score) {
  const double n = counts.total();
  const double b = counts.promoters * (1 + 3 * score) + counts.detractors * (1 + score) + 2 * counts.passives * score;
  const double c = counts.promoters * score * (1 + score);
  const double root = (b + std::sqrt(std::max(0.0, b * b - 8 * n * c))) / (4 * n);
  return std::clamp(root, std::max(0.0, score), (1 + score) / 2);
}

}  // namespace

double two_sided_z(double confidence) {
  SOJOURN_ASSERT(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1");
  return boost::math::quantile(boost::math::normal(), 0.5 + confidence / 2);
}

double two_sided_t(double confidence, double freedom) {
  SOJOURN_ASSERT(confidence > 0 && confidence < 1 && freedom > 0, "a confidence in (0, 1) and a degree of freedom");
  return boost::math::quantile(boost::math::students_t(freedom), 0.5 + confidence / 2);
}

std::optional<Interval> wilson(double positive, double total, double confidence) {
  SOJOURN_ASSERT(positive >= 0 && positive <= total, "a part is not more than the whole");
  if (!(total > 0)) return std::nullopt;
  const double z = two_sided_z(confidence);
  const double share = positive / total;
  const double centre = (positive + z * z / 2) / (total + z * z);
  const double margin = z * std::sqrt(share * (1 - share) * total + z * z / 4) / (total + z * z);
  return around(centre, margin, share, 0, 1);
}

std::optional<Interval> nps_adjusted_wald(const PromoterCounts& counts, double confidence) {
  const double n = counts.total();
  if (!(n > 0)) return std::nullopt;
  const double promoters = (counts.promoters + 0.75) / (n + 3);
  const double detractors = (counts.detractors + 0.75) / (n + 3);
  const double margin = two_sided_z(confidence) * std::sqrt(variance_of(promoters, detractors) / (n + 3));
  return around(promoters - detractors, margin, (counts.promoters - counts.detractors) / n, -1, 1);
}

std::optional<Interval> nps_wald(const PromoterCounts& counts, double confidence) {
  const double n = counts.total();
  if (!(n > 0)) return std::nullopt;
  const double score = (counts.promoters - counts.detractors) / n;
  const double variance = variance_of(counts.promoters / n, counts.detractors / n);
  return around(score, two_sided_z(confidence) * std::sqrt(variance / n), score, -1, 1);
}

std::optional<Interval> nps_score(const PromoterCounts& counts, double confidence) {
  const double n = counts.total();
  if (!(n > 0)) return std::nullopt;
  const double z = two_sided_z(confidence);
  const double score = (counts.promoters - counts.detractors) / n;
  const auto fits = [&](double candidate) {
    const double spread = 2 * likeliest_promoters(counts, candidate) - candidate - candidate * candidate;
    return (score - candidate) * (score - candidate) * n <= z * z * std::max(0.0, spread);
  };
  // The score itself fits; a bound is where candidates stop fitting on the way to the end of the range.
  const auto bound = [&](double end) {
    double inside = score;
    double outside = end;
    if (fits(outside)) return outside;
    for (int step = 0; step < 100; ++step) {
      const double middle = inside + (outside - inside) / 2;
      (fits(middle) ? inside : outside) = middle;
    }
    return inside;
  };
  return Interval{bound(-1), bound(1)};
}

std::optional<Interval> mean_interval(const ExactMoments& values, double confidence) {
  const std::optional<double> mean = values.mean();
  const std::optional<double> variance = values.variance();
  if (!mean || !variance) return std::nullopt;
  const auto n = static_cast<double>(values.count());
  const double margin = two_sided_t(confidence, n - 1) * std::sqrt(*variance / n);
  return Interval{*mean - margin, *mean + margin};
}

}  // namespace sojourn
