#include "stats/weighted_sum.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sojourn {
namespace {

double reach(const std::vector<double>& arms, const Correlation& correlation) {
  double sum = 0;
  for (size_t k = 0; k < arms.size(); ++k) {
    sum += arms[k] * arms[k];
    for (size_t l = k + 1; correlation && l < arms.size(); ++l) sum += 2 * correlation(k, l) * arms[k] * arms[l];
  }
  return std::sqrt(std::max(0.0, sum));
}

double mean_of(const PersonSums& sums) { return static_cast<double>(sums.sum) / static_cast<double>(sums.n); }

double spread(const PersonSums& sums) {
  return static_cast<double>(sums.squares) - mean_of(sums) * static_cast<double>(sums.sum);
}

}  // namespace

std::optional<Estimate> weighted_sum(std::span<const WeightedEstimate> parts, const Correlation& correlation) {
  if (parts.empty()) return std::nullopt;
  Estimate sum;
  std::vector<double> below;
  std::vector<double> above;
  for (const WeightedEstimate& part : parts) {
    sum.value += part.weight * part.estimate.value;
    below.push_back(part.weight * std::max(0.0, part.estimate.value - part.estimate.interval.low));
    above.push_back(part.weight * std::max(0.0, part.estimate.interval.high - part.estimate.value));
  }
  sum.interval = {sum.value - reach(below, correlation), sum.value + reach(above, correlation)};
  return sum;
}

double correlation_of_means(const PersonSums& one, const PersonSums& other, const SharedSums& shared) {
  if (one.n == 0 || other.n == 0 || shared.both == 0) return 0;
  const double both = spread(one) * spread(other);
  if (!(both > 1e-9)) return 0;
  const double together = static_cast<double>(shared.product) - mean_of(other) * static_cast<double>(shared.one) -
                          mean_of(one) * static_cast<double>(shared.other) +
                          mean_of(one) * mean_of(other) * static_cast<double>(shared.both);
  return std::clamp(together / std::sqrt(both), -1.0, 1.0);
}

}  // namespace sojourn
