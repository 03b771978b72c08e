// A straight line through figures that are not equally sure: weighted least squares.
//   slope = sum w (x - mx)(y - my) / sum w (x - mx)^2       mx, my the weighted means, w = 1 / error^2
//   its interval: slope -+ z sqrt(s / sum w (x - mx)^2), s = max(1, sum w (y - line)^2 / (n - 2))
// where the points stray further from the line than their errors allow, it is wider by as much (Birge). Where some errors
// are known, points without one are left out: nothing says what they weigh. Where none is, all weigh the same, s is the
// mean square alone, and z is Student's t with n - 2 degrees of freedom.
// Unit      that of y by that of x.
// Empty     no line through fewer than three points, or through points at one x.
// Cost      O(n).
// Source    Bevington and Robinson, Data Reduction and Error Analysis, 3rd ed., chapter 6; Birge, Physical Review 40,
//           207-227, 1932.
// Checked   by hand, by its normal equations, and how often it covers the truth, weighted_line_test.cc.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/intervals.h"

namespace sojourn {

struct LinePoint {
  double x = 0;
  double y = 0;
  double error = 0;  // Standard error of y; 0: not known.
};

struct Line {
  double slope = 0;
  Interval interval;  // Of the slope.
  double at_zero = 0;
  double at(double x) const { return at_zero + slope * x; }
};

// Those that make the line: the ones with a known error, or all where none has one.
std::vector<LinePoint> points_of_line(std::span<const LinePoint> points);

std::optional<Line> weighted_line(std::span<const LinePoint> points, double confidence = kConfidence);

}  // namespace sojourn
