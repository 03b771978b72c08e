// Differences of shares: printed tables, identities, and twins that enumerate.
#include "stats/newcombe.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace sojourn {
namespace {

struct Printed {
  TwoShares shares;
  double low;
  double high;
};

TEST(Newcombe, GivesThePrintedIntervals) {
  // R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17,
  // 873-890, 1998, table II, method 10, four decimals.
  const std::vector<Printed> table = {{{56, 70, 48, 80}, 0.0524, 0.3339}, {{9, 10, 3, 10}, 0.1705, 0.8090},
                                      {{6, 7, 2, 7}, 0.0582, 0.8062},     {{5, 56, 0, 29}, -0.0381, 0.1926},
                                      {{0, 10, 0, 20}, -0.1611, 0.2775},  {{0, 10, 0, 10}, -0.2775, 0.2775},
                                      {{10, 10, 0, 20}, 0.6791, 1.0000},  {{10, 10, 0, 10}, 0.6075, 1.0000}};
  for (const Printed& row : table) {
    const Interval found = *newcombe_difference(row.shares);
    EXPECT_NEAR(found.low, row.low, 0.00006);
    EXPECT_NEAR(found.high, row.high, 0.00006);
  }
}

TEST(Newcombe, TurnsRoundWithItsSides) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    TwoShares shares;
    shares.n1 = 1 + static_cast<int64_t>(random() % 60);
    shares.n2 = 1 + static_cast<int64_t>(random() % 60);
    shares.x1 = static_cast<int64_t>(random() % static_cast<uint64_t>(shares.n1 + 1));
    shares.x2 = static_cast<int64_t>(random() % static_cast<uint64_t>(shares.n2 + 1));
    const Difference one = *difference_of_shares(shares);
    const Difference other = *difference_of_shares({shares.x2, shares.n2, shares.x1, shares.n1});
    EXPECT_NEAR(one.value, -other.value, 1e-15);
    EXPECT_NEAR(one.interval.low, -other.interval.high, 1e-12);
    EXPECT_NEAR(one.p, other.p, 1e-9);
    EXPECT_LE(one.interval.low, one.value);
    EXPECT_GE(one.interval.high, one.value);
  }
}

TEST(Newcombe, AnEmptySideHasNoDifference) {
  EXPECT_FALSE(difference_of_shares({0, 0, 1, 2}));
  EXPECT_FALSE(difference_of_shares({1, 2, 0, 0}));
  EXPECT_FALSE(stratified_difference({}));
}

TEST(FisherExact, LadyTastingTea) {
  // R. A. Fisher, The Design of Experiments, 1935: three cups of four told right; and all four.
  EXPECT_NEAR(fisher_exact({3, 4, 1, 4}), 34.0 / 70, 1e-12);
  EXPECT_NEAR(fisher_exact({4, 4, 0, 4}), 2.0 / 70, 1e-12);
}

double choose_log(int64_t n, int64_t k) {
  return std::lgamma(static_cast<double>(n) + 1) - std::lgamma(static_cast<double>(k) + 1) -
         std::lgamma(static_cast<double>(n - k) + 1);
}

double fisher_twin(const TwoShares& shares) {
  const int64_t positive = shares.x1 + shares.x2;
  const auto chance = [&](int64_t x) {
    return std::exp(choose_log(shares.n1, x) + choose_log(shares.n2, positive - x) -
                    choose_log(shares.n1 + shares.n2, positive));
  };
  double sum = 0;
  for (int64_t x = 0; x <= shares.n1; ++x) {
    if (positive - x < 0 || positive - x > shares.n2) continue;
    if (chance(x) <= chance(shares.x1) * (1 + 1e-7)) sum += chance(x);
  }
  return std::min(1.0, sum);
}

TEST(FisherExact, AddsUpTheTablesThatAreNoLikelier) {
  for (int64_t n1 = 0; n1 <= 9; ++n1) {
    for (int64_t n2 = 0; n2 <= 9; ++n2) {
      for (int64_t x1 = 0; x1 <= n1; ++x1) {
        for (int64_t x2 = 0; x2 <= n2; ++x2) {
          EXPECT_NEAR(fisher_exact({x1, n1, x2, n2}), fisher_twin({x1, n1, x2, n2}), 1e-9);
        }
      }
    }
  }
  EXPECT_NEAR(fisher_exact({700, 1000, 600, 900}) / fisher_twin({700, 1000, 600, 900}), 1, 1e-6);
  EXPECT_GT(fisher_exact({1'000'000, 1'000'000, 0, 1'000'000}), 0) << "never zero";
  EXPECT_LT(fisher_exact({1'000'000, 1'000'000, 0, 1'000'000}), 1e-300);
}

TEST(FisherExact, SaysYesNoMoreOftenThanItsLevel) {
  // All pairs of samples of 8 and 12 with the same share behind them.
  for (const double share : {0.05, 0.2, 0.5, 0.9}) {
    double wrong = 0;
    for (int64_t x1 = 0; x1 <= 8; ++x1) {
      for (int64_t x2 = 0; x2 <= 12; ++x2) {
        const double chance =
            std::exp(choose_log(8, x1) + choose_log(12, x2) + static_cast<double>(x1 + x2) * std::log(share) +
                     static_cast<double>(20 - x1 - x2) * std::log(1 - share));
        if (fisher_exact({x1, 8, x2, 12}) <= 0.05) wrong += chance;
      }
    }
    EXPECT_LE(wrong, 0.05) << share;
  }
}

TEST(StratifiedDifference, OneStratumIsThePlainDifference) {
  const Difference one = *stratified_difference(std::vector<TwoShares>{{56, 70, 48, 80}});
  EXPECT_NEAR(one.value, 0.2, 1e-15);
  // The score interval of one stratum is near Newcombe's.
  EXPECT_NEAR(one.interval.low, 0.0524, 0.01);
  EXPECT_NEAR(one.interval.high, 0.3339, 0.01);
}

TEST(StratifiedDifference, SatosVarianceOfABalancedStratumIsTheUsualOne) {
  // Solving the score equation back: at the limits (d - limit)^2 W^2 = z^2 (limit P + Q).
  const double z = two_sided_z(0.95);
  const TwoShares shares{30, 50, 20, 50};
  const Difference found = *stratified_difference(std::vector<TwoShares>{shares});
  const double p = (50.0 * 50 * 20 - 50.0 * 50 * 30) / (100.0 * 100);
  const double q = (30.0 * 30 + 20.0 * 20) / 200;
  EXPECT_NEAR((found.value * p + q) / 625, 0.6 * 0.4 / 50 + 0.4 * 0.6 / 50, 1e-12);
  for (const double limit : {found.interval.low, found.interval.high}) {
    EXPECT_NEAR(std::pow(found.value - limit, 2) * 625, z * z * (limit * p + q), 1e-9);
  }
}

TEST(StratifiedDifference, TakesAConfounderAway) {
  // In both strata the sides are alike; put together, the first side looks much better.
  const std::vector<TwoShares> strata = {{72, 80, 18, 20}, {2, 20, 8, 80}};
  const Difference within = *stratified_difference(strata);
  EXPECT_NEAR(within.value, 0, 1e-12);
  EXPECT_GT(within.p, 0.9);
  EXPECT_LT(within.interval.low, 0);
  EXPECT_GT(within.interval.high, 0);
  const Difference plain = *difference_of_shares({74, 100, 26, 100});
  EXPECT_GT(plain.value, 0.4);
  EXPECT_LT(plain.p, 1e-6);
}

TEST(StratifiedDifference, CoversTheTruth) {
  std::mt19937_64 random(5);
  const auto draw = [&](int64_t n, double share) { return std::binomial_distribution<int64_t>(n, share)(random); };
  int covered = 0;
  int rejected = 0;
  constexpr int kRounds = 4000;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<TwoShares> strata;
    std::vector<TwoShares> equal;
    for (const double base : {0.1, 0.3, 0.6}) {
      strata.push_back({draw(25, base + 0.15), 25, draw(40, base), 40});
      equal.push_back({draw(25, base), 25, draw(40, base), 40});
    }
    const Difference found = *stratified_difference(strata);
    covered += found.interval.low <= 0.15 && 0.15 <= found.interval.high ? 1 : 0;
    rejected += stratified_difference(equal)->p <= 0.05 ? 1 : 0;
  }
  EXPECT_NEAR(covered / double{kRounds}, 0.95, 0.012);
  EXPECT_LE(rejected / double{kRounds}, 0.055);
}

}  // namespace
}  // namespace sojourn
