#include "stats/newcombe.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>

#include "base/assert.h"

namespace sojourn {
namespace {

constexpr double kSmallest = std::numeric_limits<double>::min();

bool comparable(const TwoShares& shares) { return shares.n1 > 0 && shares.n2 > 0; }

double share(int64_t part, int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

// The tables with the margins of `shares`, by x1.
struct Hypergeometric {
  explicit Hypergeometric(const TwoShares& shares)
      : n1(shares.n1),
        n2(shares.n2),
        positive(shares.x1 + shares.x2),
        least(std::max<int64_t>(0, positive - n2)),
        greatest(std::min(n1, positive)) {}

  int64_t mode() const {
    const double peak = (static_cast<double>(n1) + 1) * (static_cast<double>(positive) + 1) /
                        (static_cast<double>(n1) + static_cast<double>(n2) + 2);
    return std::clamp(static_cast<int64_t>(peak), least, greatest);
  }
  // P(x + 1) / P(x).
  double ratio_up(int64_t x) const {
    return static_cast<double>(n1 - x) * static_cast<double>(positive - x) /
           (static_cast<double>(x + 1) * static_cast<double>(n2 - positive + x + 1));
  }
  // Calls visit(x, weight) for every x whose weight relative to the mode's is not vanishing.
  template <class Visit>
  void for_each(Visit&& visit) const {
    const int64_t middle = mode();
    visit(middle, 1.0);
    double weight = 1;
    for (int64_t x = middle; x < greatest && weight > kSmallest; ++x) visit(x + 1, weight *= ratio_up(x));
    weight = 1;
    for (int64_t x = middle; x > least && weight > kSmallest; --x) visit(x - 1, weight /= ratio_up(x - 1));
  }

  int64_t n1;
  int64_t n2;
  int64_t positive;
  int64_t least;
  int64_t greatest;
};

// P, Q and W of Sato's variance, and the sums of the Cochran-Mantel-Haenszel test.
struct StrataSums {
  double weighted = 0;  // Sum of w (p1 - p2).
  double weight = 0;
  double p = 0;
  double q = 0;
  double excess = 0;    // x1 less what it would be if the side made no difference.
  double variance = 0;  // Of that.

  void add(const TwoShares& stratum) {
    const auto x1 = static_cast<double>(stratum.x1);
    const auto x2 = static_cast<double>(stratum.x2);
    const auto n1 = static_cast<double>(stratum.n1);
    const auto n2 = static_cast<double>(stratum.n2);
    const double n = n1 + n2;
    weighted += (x1 * n2 - x2 * n1) / n;
    weight += n1 * n2 / n;
    p += (n1 * n1 * x2 - n2 * n2 * x1 + n1 * n2 * (n2 - n1) / 2) / (n * n);
    q += (x1 * (n2 - x2) + x2 * (n1 - x1)) / (2 * n);
    excess += x1 - n1 * (x1 + x2) / n;
    variance += n1 * n2 * (x1 + x2) * (n - x1 - x2) / (n * n * (n - 1));
  }
};

Interval score_interval(const StrataSums& sums, double difference, double z) {
  const double square = sums.weight * sums.weight;
  const double middle = difference + z * z * sums.p / (2 * square);
  const double inside = middle * middle - difference * difference + z * z * sums.q / square;
  const double margin = std::sqrt(std::max(0.0, inside));
  return {std::clamp(std::min(middle - margin, difference), -1.0, 1.0),
          std::clamp(std::max(middle + margin, difference), -1.0, 1.0)};
}

double chance_of(const StrataSums& sums) {
  if (!(sums.variance > 0)) return 1;
  const double deviation = std::max(0.0, std::abs(sums.excess) - 0.5) / std::sqrt(sums.variance);
  return std::max(kSmallest, 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), deviation)));
}

}  // namespace

std::optional<Interval> newcombe_difference(const TwoShares& shares, double confidence) {
  if (!comparable(shares)) return std::nullopt;
  const double p1 = share(shares.x1, shares.n1);
  const double p2 = share(shares.x2, shares.n2);
  const Interval one = *wilson(static_cast<double>(shares.x1), static_cast<double>(shares.n1), confidence);
  const Interval two = *wilson(static_cast<double>(shares.x2), static_cast<double>(shares.n2), confidence);
  return Interval{std::max(-1.0, p1 - p2 - std::hypot(p1 - one.low, two.high - p2)),
                  std::min(1.0, p1 - p2 + std::hypot(one.high - p1, p2 - two.low))};
}

double fisher_exact(const TwoShares& shares) {
  SOJOURN_ASSERT(shares.x1 >= 0 && shares.x1 <= shares.n1 && shares.x2 >= 0 && shares.x2 <= shares.n2,
                 "a part is not more than the whole");
  const Hypergeometric tables(shares);
  double observed = 0;
  tables.for_each([&](int64_t x, double weight) {
    if (x == shares.x1) observed = weight;
  });
  constexpr double kAsLikely = 1 + 1e-7;  // Weights that differ by rounding alone are equal.
  double all = 0;
  double unlikely = 0;
  tables.for_each([&](int64_t, double weight) {
    all += weight;
    if (weight <= observed * kAsLikely) unlikely += weight;
  });
  return std::clamp(unlikely / all, kSmallest, 1.0);
}

std::optional<Difference> difference_of_shares(const TwoShares& shares, double confidence) {
  if (!comparable(shares)) return std::nullopt;
  return Difference{share(shares.x1, shares.n1) - share(shares.x2, shares.n2), *newcombe_difference(shares, confidence),
                    fisher_exact(shares)};
}

std::optional<Difference> stratified_difference(std::span<const TwoShares> strata, double confidence) {
  StrataSums sums;
  for (const TwoShares& stratum : strata) {
    if (comparable(stratum)) sums.add(stratum);
  }
  if (!(sums.weight > 0)) return std::nullopt;
  const double difference = std::clamp(sums.weighted / sums.weight, -1.0, 1.0);
  return Difference{difference, score_interval(sums, difference, two_sided_z(confidence)), chance_of(sums)};
}

}  // namespace sojourn
