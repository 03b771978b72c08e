// Two shares compared: their difference, its interval, and whether it could be chance.
//
//   newcombe_difference   d = p1 - p2;  d - sqrt((p1 - l1)^2 + (u2 - p2)^2)  to  d + sqrt((u1 - p1)^2 + (p2 - l2)^2),
//                         l and u being Wilson's limits of each share (method 10)
//   fisher_exact          the sum of the probabilities of all tables with these margins that are no likelier than this
//   stratified_difference sum w (p1 - p2) / sum w over strata, w = n1 n2 / (n1 + n2); Klingenberg's score interval:
//                         m -+ sqrt(m^2 - d^2 + z^2 Q / W^2), m = d + z^2 P / (2 W^2), with P and Q of Sato's variance
//                           P = sum (n1^2 x2 - n2^2 x1 + n1 n2 (n2 - n1) / 2) / n^2
//                           Q = sum (x1 (n2 - x2) + x2 (n1 - x1)) / (2 n),  W = sum w
//                         and the test of Cochran, Mantel and Haenszel with the correction for continuity
// Unit      shares in [0, 1], differences in [-1, 1].
// Empty     no answer when a side is empty (strata where one is are passed over).
// Cost      O(1) and O(strata); fisher_exact O(width of the distribution), at most the smaller margin.
// Source    Newcombe, Statistics in Medicine 17, 873-890, 1998; Fisher, Statistical Methods for Research Workers, 1934;
//           Mantel and Haenszel, JNCI 22, 1959; Sato, Biometrics 45, 1989; Klingenberg, Statistics in Medicine 33,
//           2014.
// Checked   the tables of Newcombe and Fisher, enumeration and twins, newcombe_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/intervals.h"

namespace sojourn {

// x1 of n1 on the one side, x2 of n2 on the other. 0 <= x <= n.
struct TwoShares {
  int64_t x1 = 0;
  int64_t n1 = 0;
  int64_t x2 = 0;
  int64_t n2 = 0;
};

struct Difference {
  double value = 0;
  Interval interval;
  double p = 1;  // Two-sided: how often chance alone would give as much.
};

// Newcombe's interval and Fisher's test.
std::optional<Difference> difference_of_shares(const TwoShares& shares, double confidence = kConfidence);
// The difference within strata.
std::optional<Difference> stratified_difference(std::span<const TwoShares> strata, double confidence = kConfidence);

std::optional<Interval> newcombe_difference(const TwoShares& shares, double confidence = kConfidence);
// Two-sided. 1 when a margin is empty; never 0.
double fisher_exact(const TwoShares& shares);

}  // namespace sojourn
