// A sum of figures with weights, each known by its value and interval: MOVER, with what they have in common.
//   sum       t = sum w_k v_k
//   interval  t - sqrt(sum_k sum_l r_kl a_k a_l), a_k = w_k (v_k - l_k);  up with a_k = w_k (u_k - v_k);  r_kk = 1
// r is how the figures go together as figures: the correlation of their errors. With r = 0 they are independent.
// Unit      that of w v.
// Empty     no sum of nothing.
// Cost      O(k^2). Threads: any.
// Source    Zou, Huang and Zhang, Computational Statistics and Data Analysis 53, 1080-1085, 2009; Zou and Donner,
//           Statistics in Medicine 27, 1693-1702, 2008.
// Checked   the error of a sum written out, and how often it covers the truth of answers that go together,
//           weighted_sum_test.cc.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "stats/difference.h"

namespace sojourn {

struct WeightedEstimate {
  double weight = 0;  // Not negative.
  Estimate estimate;
};

// `correlation(k, l)` in [-1, 1], for k < l; null: none.
using Correlation = std::function<double(size_t, size_t)>;
std::optional<Estimate> weighted_sum(std::span<const WeightedEstimate> parts, const Correlation& correlation = {});

// What two figures have in common when the same persons are behind both: sums over the persons who are.
struct SharedSums {
  int64_t both = 0;     // Persons behind both.
  int64_t one = 0;      // The sum of their values of the one,
  int64_t other = 0;    // of the other,
  int64_t product = 0;  // and of the products.
};
struct PersonSums {
  int64_t n = 0;
  int64_t sum = 0;
  int64_t squares = 0;
};
// The correlation of two means over persons, some of whom are in both:
//   S_kl / sqrt(S_kk S_ll), S the sums of squares and products around the means. 0 where a figure does not vary.
double correlation_of_means(const PersonSums& one, const PersonSums& other, const SharedSums& shared);

}  // namespace sojourn
