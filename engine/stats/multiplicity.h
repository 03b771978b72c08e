// Many tests at once: p-values adjusted so that among what is called proven at most a share is chance.
//   adjusted(k) = min over j >= k of p(j) * m / j      p ascending, j from 1 to m
// Counts    a result is proven at rate q when its adjusted p is at most q; then the expected share of false ones among
//           the proven is at most q, for independent (and positively dependent) tests.
// Empty     no tests: none. Cost: O(m log m).
// Source    Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995; Benjamini and Yekutieli,
//           Annals of Statistics 29, 2001 (dependence).
// Checked   the example of the paper and its step-up rule as a twin, multiplicity_test.cc.
#pragma once

#include <span>
#include <vector>

namespace sojourn {

// In the order given. REQUIRES: each in [0, 1].
std::vector<double> benjamini_hochberg(std::span<const double> p);

}  // namespace sojourn
