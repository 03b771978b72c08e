// Two figures compared, of which no more is known than their values and intervals: MOVER.
//
//   interval   d = a - b;  d - sqrt((a - la)^2 + (ub - b)^2)  to  d + sqrt((ua - a)^2 + (b - lb)^2)
//   p          2 (1 - Phi(z |d| / arm)): the confidence at which an end of the interval would stand on 0, turned round.
//              `arm` is the root above on the side of 0, `z` belongs to the confidence of the intervals.
//
// For two shares with Wilson's intervals this is Newcombe's method 10; for two means with known errors the z-test.
// Counts    the two must be independent: other customers, or other answers of people who answer anew. Of figures that
//           rise and fall together the interval is wider than need be. The p takes arms to grow as z does.
// Unit      that of the figures.
// Shape     the interval holds d and lies within what the two intervals leave; p < 1 - confidence exactly when it does
//           not hold 0.
// Empty     no difference where a value is not within its interval, or where nothing says how sure it is: the intervals
//           have no width on the sides that decide, those towards each other.
// Cost      O(1). Threads: any.
// Source    Zou and Donner, Statistics in Medicine 27, 1693-1702, 2008; Newcombe, Statistics in Medicine 17, 873-890,
//           1998 (the method of variance estimates recovery, and its case for shares).
// Checked   Newcombe's table II, the z-test, and how often it covers the truth and errs, difference_test.cc.
#pragma once

#include <optional>

#include "stats/intervals.h"
#include "stats/newcombe.h"

namespace sojourn {

struct Estimate {
  double value = 0;
  Interval interval;
};

// a - b. `confidence`: that of both intervals, and of what is told.
std::optional<Difference> difference_of_estimates(const Estimate& a, const Estimate& b,
                                                  double confidence = kConfidence);

}  // namespace sojourn
