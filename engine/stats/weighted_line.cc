#include "stats/weighted_line.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace sojourn {

namespace {

bool has_error(const LinePoint& point) { return point.error > 0; }

}  // namespace

std::vector<LinePoint> points_of_line(std::span<const LinePoint> points) {
  std::vector<LinePoint> chosen(points.begin(), points.end());
  if (std::ranges::any_of(chosen, has_error)) std::erase_if(chosen, std::not_fn(has_error));
  return chosen;
}

std::optional<Line> weighted_line(std::span<const LinePoint> given, double confidence) {
  constexpr size_t kLeast = 3;
  const std::vector<LinePoint> points = points_of_line(given);
  if (points.size() < kLeast) return std::nullopt;
  const bool known = has_error(points.front());
  const auto weight = [known](const LinePoint& point) { return known ? 1 / (point.error * point.error) : 1.0; };
  double total = 0;
  double mean_x = 0;
  double mean_y = 0;
  for (const LinePoint& point : points) {
    total += weight(point);
    mean_x += weight(point) * point.x;
    mean_y += weight(point) * point.y;
  }
  mean_x /= total;
  mean_y /= total;
  double xx = 0;
  double xy = 0;
  for (const LinePoint& point : points) {
    xx += weight(point) * (point.x - mean_x) * (point.x - mean_x);
    xy += weight(point) * (point.x - mean_x) * (point.y - mean_y);
  }
  if (!(xx > 0)) return std::nullopt;
  Line line;
  line.slope = xy / xx;
  line.at_zero = mean_y - line.slope * mean_x;
  double rest = 0;
  for (const LinePoint& point : points) rest += weight(point) * std::pow(point.y - line.at(point.x), 2);
  const auto freedom = static_cast<double>(points.size() - 2);
  const double spread = known ? std::max(1.0, rest / freedom) : rest / freedom;
  const double reach = (known ? two_sided_z(confidence) : two_sided_t(confidence, freedom)) * std::sqrt(spread / xx);
  line.interval = {line.slope - reach, line.slope + reach};
  return line;
}

}  // namespace sojourn
