#include "stats/multiplicity.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace sojourn {

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] != p[b] ? p[a] > p[b] : a < b; });
  std::vector<double> adjusted(p.size());
  const auto tests = static_cast<double>(p.size());
  double least = 1;
  for (size_t i = 0; i < order.size(); ++i) {  // From the greatest p down.
    least = std::min(least, p[order[i]] * tests / static_cast<double>(order.size() - i));
    adjusted[order[i]] = least;
  }
  return adjusted;
}

}  // namespace sojourn
