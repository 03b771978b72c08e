#include "stats/risk_ratio.h"

#include <cmath>

namespace sojourn {

std::optional<double> risk_ratio(const Proportion& one, const Proportion& other) {
  if (one.total == 0 || other.positive == 0) return std::nullopt;
  return static_cast<double>(one.positive) / static_cast<double>(one.total) * static_cast<double>(other.total) /
         static_cast<double>(other.positive);
}

std::optional<Interval> risk_ratio_interval(const Proportion& one, const Proportion& other, double confidence) {
  const std::optional<double> ratio = risk_ratio(one, other);
  if (!ratio || one.positive == 0) return std::nullopt;
  const auto variance = [](const Proportion& part) {
    return 1 / static_cast<double>(part.positive) - 1 / static_cast<double>(part.total);
  };
  const double margin = two_sided_z(confidence) * std::sqrt(variance(one) + variance(other));
  return Interval{*ratio * std::exp(-margin), *ratio * std::exp(margin)};
}

}  // namespace sojourn
