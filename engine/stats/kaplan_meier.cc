#include "stats/kaplan_meier.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"

namespace sojourn {
namespace {

std::optional<Interval> log_log(double survival, double greenwood, double z) {
  if (survival <= 0 || survival >= 1) return std::nullopt;
  const double spread = z * std::sqrt(greenwood) / std::abs(std::log(survival));
  return Interval{std::pow(survival, std::exp(spread)), std::pow(survival, std::exp(-spread))};
}

}  // namespace

KaplanMeier::KaplanMeier(const QuantileSketch& ended, const QuantileSketch& open, double confidence)
    : stays_(ended.count() + open.count()) {
  const std::vector<std::pair<double, int64_t>> ends = ended.histogram();
  const std::vector<std::pair<double, int64_t>> opens = open.histogram();
  const double z = two_sided_z(confidence);
  double greenwood = 0;
  Point point;
  point.longer = stays_;
  for (auto end = ends.begin(), other = opens.begin(); end != ends.end() || other != opens.end();) {
    const bool ends_next = end != ends.end() && (other == opens.end() || end->first <= other->first);
    const double length = ends_next ? end->first : other->first;
    if (ends_next) {
      const auto at_risk = static_cast<double>(point.longer);
      const auto left = static_cast<double>(point.longer - end->second);
      point.survival *= left / at_risk;
      greenwood += static_cast<double>(end->second) / (at_risk * left);  // Infinite at the last one; S is 0 then.
      point.interval = log_log(point.survival, greenwood, z);
      point.ended += end->second;
      point.longer -= (end++)->second;
    }
    if (other != opens.end() && other->first == length) {
      point.open += other->second;
      point.longer -= (other++)->second;
    }
    steps_.push_back({length, point});
  }
}

std::optional<KaplanMeier::Point> KaplanMeier::at(double length) const {
  if (steps_.empty() || (length > longest() && steps_.back().point.survival > 0)) return std::nullopt;
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), length,
                                      [](double wanted, const Step& step) { return wanted < step.length; });
  if (after != steps_.begin()) return std::prev(after)->point;
  Point start;
  start.longer = stays_;
  return start;
}

KaplanMeier::Quantile KaplanMeier::quantile(double q) const {
  SOJOURN_ASSERT(q > 0 && q < 1, "a quantile of a survival curve lies between 0 and 1");
  const double reached = (1 - q) * (1 + 1e-12);
  Quantile found;
  for (const Step& step : steps_) {
    const auto take = [&](std::optional<double>& length, double share) {
      if (!length && share <= reached) length = step.length;
    };
    const double survival = step.point.survival;
    take(found.length, survival);
    // Where S is 0 its lower end surely is; of the upper end nothing is known then.
    take(found.low, step.point.interval ? step.point.interval->low : survival);
    take(found.high, step.point.interval ? step.point.interval->high : 1);
  }
  return found;
}

}  // namespace sojourn
