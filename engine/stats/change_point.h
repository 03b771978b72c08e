// Where a rate of counts per period changes: the most likely place, and whether it could be chance.
//
//   place     k maximises 2 (a ln(a / k) + b ln(b / (n - k)) - s ln(s / n)): the likelihood ratio of two Poisson rates
//             against one; a counts in the first k periods, b in the rest, s = a + b; of equal ones the first
//   p         given s, a is binomial(s, k / n) when the rate never changed: twice its smaller tail, times the number of
//             places tried (Bonferroni), at most 1. So the level holds exactly, for short histories too.
// Counts    periods of equal length, least_side of them at least on either side.
// Several   binary segmentation: what lies on either side of a change is searched in the same way.
// Limits    counts that come in bursts vary more than Poisson counts do and give more alarms than the level says.
// Cost      O(n) a search and one binomial tail; O(n log n) usually for several, O(n^2) at worst.
// Source    Worsley, Biometrika 73, 1986 (likelihood ratio for a change in an exponential family); Przyborowski and
//           Wilenski, Biometrika 31, 1940 (conditional test of two Poisson rates); Scott and Knott, Biometrics 30,
//           1974.
// Checked   twin over all short histories and the level by enumeration, change_point_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sojourn {

struct RateChange {
  size_t begin = 0;    // First period of the old rate.
  size_t at = 0;       // First period of the new rate.
  size_t end = 0;      // First period that is of neither.
  int64_t before = 0;  // Counts in [begin, at).
  int64_t after = 0;   // Counts in [at, end).
  double p = 1;

  double rate_before() const { return static_cast<double>(before) / static_cast<double>(at - begin); }
  double rate_after() const { return static_cast<double>(after) / static_cast<double>(end - at); }
};

// The likeliest change. Empty when there are fewer than 2 * least_side periods, or no counts.
// REQUIRES: least_side > 0, no count is negative, their sum is below 2^53.
std::optional<RateChange> likeliest_rate_change(std::span<const int64_t> counts, size_t least_side = 2);

// All changes with p <= level, in order of time; rates are those between neighbouring changes. Only what has at least
// `least` periods is searched.
std::vector<RateChange> rate_changes(std::span<const int64_t> counts, double level, size_t least,
                                     size_t least_side = 2);

}  // namespace sojourn
