#include "stats/difference.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>

namespace sojourn {
namespace {

// Ends that were made by adding and taking away may miss their value by rounding.
bool holds(const Estimate& estimate) {
  const auto& [low, high] = estimate.interval;
  const double rounding = 1e-9 * (1 + std::abs(estimate.value));
  return std::isfinite(low) && std::isfinite(high) && low <= estimate.value + rounding &&
         estimate.value <= high + rounding;
}

double below(const Estimate& estimate) { return std::max(0.0, estimate.value - estimate.interval.low); }
double above(const Estimate& estimate) { return std::max(0.0, estimate.interval.high - estimate.value); }

double chance_of(double difference, double arm, double z) {
  if (difference == 0) return 1;
  const double deviation = z * std::abs(difference) / arm;
  return std::max(std::numeric_limits<double>::min(),
                  2 * boost::math::cdf(boost::math::complement(boost::math::normal(), deviation)));
}

}  // namespace

std::optional<Difference> difference_of_estimates(const Estimate& a, const Estimate& b, double confidence) {
  if (!holds(a) || !holds(b)) return std::nullopt;
  const double down = std::hypot(below(a), above(b));
  const double up = std::hypot(above(a), below(b));
  if (!(down + up > 0)) return std::nullopt;
  const double difference = a.value - b.value;
  const double arm = difference > 0 ? down : up;
  if (difference != 0 && !(arm > 0)) return std::nullopt;  // Else any difference would be proven.
  return Difference{
      difference, {difference - down, difference + up}, chance_of(difference, arm, two_sided_z(confidence))};
}

}  // namespace sojourn
