// MOVER: printed tables, the tests that it is in special cases, and by drawing samples how often it is right.
#include "stats/difference.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "stats/multiplicity.h"

namespace sojourn {
namespace {

Estimate share(int64_t part, int64_t whole) {
  return {static_cast<double>(part) / static_cast<double>(whole),
          *wilson(static_cast<double>(part), static_cast<double>(whole))};
}

TEST(Difference, OfTwoSharesIsTheOneThatNewcombePrints) {
  // R. G. Newcombe, Statistics in Medicine 17, 873-890, 1998, table II, method 10, four decimals.
  struct Printed {
    TwoShares shares;
    double low;
    double high;
  };
  const std::vector<Printed> table = {{{56, 70, 48, 80}, 0.0524, 0.3339}, {{9, 10, 3, 10}, 0.1705, 0.8090},
                                      {{6, 7, 2, 7}, 0.0582, 0.8062},     {{5, 56, 0, 29}, -0.0381, 0.1926},
                                      {{0, 10, 0, 20}, -0.1611, 0.2775},  {{0, 10, 0, 10}, -0.2775, 0.2775},
                                      {{10, 10, 0, 20}, 0.6791, 1.0000},  {{10, 10, 0, 10}, 0.6075, 1.0000}};
  for (const Printed& row : table) {
    const Difference found =
        *difference_of_estimates(share(row.shares.x1, row.shares.n1), share(row.shares.x2, row.shares.n2));
    EXPECT_NEAR(found.interval.low, row.low, 0.00006);
    EXPECT_NEAR(found.interval.high, row.high, 0.00006);
    EXPECT_EQ(found.p<0.05, row.low> 0 || row.high < 0);
  }
}

TEST(Difference, OfTwoMeansWithKnownErrorsIsTheTestOfZ) {
  // Errors 3 and 4: that of the difference is 5. d = 10 is two errors: 2 (1 - Phi(2)) = 0.0455.
  const double z = two_sided_z(kConfidence);
  const Difference found = *difference_of_estimates({50, {50 - 3 * z, 50 + 3 * z}}, {40, {40 - 4 * z, 40 + 4 * z}});
  EXPECT_NEAR(found.value, 10, 1e-12);
  EXPECT_NEAR(found.interval.low, 10 - 5 * z, 1e-9);
  EXPECT_NEAR(found.interval.high, 10 + 5 * z, 1e-9);
  EXPECT_NEAR(found.p, 0.04550026, 1e-8);
  EXPECT_NEAR(found.p, std::erfc(2 / std::sqrt(2.0)), 1e-12);
}

TEST(Difference, TakesTheArmThatReachesTowardsZero) {
  // a = 10 from 9 to 30, b = 5 from 1 to 6: down sqrt(1 + 1), up sqrt(400 + 16).
  const Estimate a{10, {9, 30}};
  const Estimate b{5, {1, 6}};
  const Difference found = *difference_of_estimates(a, b);
  EXPECT_NEAR(found.interval.low, 5 - std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(found.interval.high, 5 + std::sqrt(416.0), 1e-12);
  EXPECT_LT(found.p, 1e-10);
  const Difference turned = *difference_of_estimates(b, a);
  EXPECT_NEAR(turned.interval.low, -found.interval.high, 1e-12);
  EXPECT_NEAR(turned.p, found.p, 1e-15);
}

TEST(Difference, PAndIntervalSayTheSame) {
  std::mt19937_64 random(3);
  const auto draw = [&] { return std::uniform_real_distribution<double>(0, 1)(random); };
  for (int round = 0; round < 2000; ++round) {
    const Estimate a{draw(), {}};
    const Estimate b{draw(), {}};
    const Estimate wide_a{a.value, {a.value - draw(), a.value + draw()}};
    const Estimate wide_b{b.value, {b.value - draw(), b.value + draw()}};
    const Difference found = *difference_of_estimates(wide_a, wide_b);
    EXPECT_EQ(found.p<0.05, found.interval.low> 0 || found.interval.high < 0);
    EXPECT_GE(found.interval.low, wide_a.interval.low - wide_b.interval.high - 1e-12);
    EXPECT_LE(found.interval.high, wide_a.interval.high - wide_b.interval.low + 1e-12);
  }
}

TEST(Difference, NothingIsToldOfWhatIsNotKnown) {
  EXPECT_FALSE(difference_of_estimates({5, {6, 7}}, {5, {4, 6}})) << "a value outside its interval";
  EXPECT_FALSE(difference_of_estimates({5, {5, 5}}, {4, {4, 4}})) << "no width at all";
  EXPECT_FALSE(difference_of_estimates({5, {5, 9}}, {4, {1, 4}})) << "no width towards each other: not proven by that";
  EXPECT_FALSE(difference_of_estimates({4, {1, 4}}, {5, {5, 9}}));
  EXPECT_TRUE(difference_of_estimates({5, {5, 9}}, {4, {1, 4.1}}));
  EXPECT_FALSE(difference_of_estimates({5, {4, std::numeric_limits<double>::quiet_NaN()}}, {5, {4, 6}}));
  EXPECT_EQ(difference_of_estimates({5, {4, 6}}, {5, {4, 6}})->p, 1);
  EXPECT_GT(difference_of_estimates({1e6, {1e6 - 1, 1e6 + 1}}, {0, {-1, 1}})->p, 0) << "never zero";
}

// --- how often it is right

struct Group {
  std::array<double, 3> chances;  // Of promoters, passives, detractors.
  int n = 0;
  double truth() const { return chances[0] - chances[2]; }
};

Estimate draw(const Group& group, std::mt19937_64& random) {
  std::discrete_distribution<int> one(group.chances.begin(), group.chances.end());
  std::array<double, 3> counts{};
  for (int i = 0; i < group.n; ++i) ++counts[static_cast<size_t>(one(random))];
  const PromoterCounts found{counts[0], counts[1], counts[2]};
  return {(counts[0] - counts[2]) / group.n, *nps_adjusted_wald(found)};
}

TEST(Difference, OfTwoNetPromoterScoresCoversTheTruth) {
  const std::vector<std::pair<Group, Group>> pairs = {
      {{{0.5, 0.3, 0.2}, 40}, {{0.3, 0.3, 0.4}, 60}},
      {{{0.8, 0.15, 0.05}, 35}, {{0.7, 0.2, 0.1}, 200}},
      {{{0.2, 0.6, 0.2}, 30}, {{0.2, 0.6, 0.2}, 30}},
  };
  std::mt19937_64 random(11);
  constexpr int kRounds = 4000;
  for (const auto& [one, other] : pairs) {
    int covered = 0;
    for (int round = 0; round < kRounds; ++round) {
      const Difference found = *difference_of_estimates(draw(one, random), draw(other, random));
      const double truth = one.truth() - other.truth();
      covered += found.interval.low <= truth && truth <= found.interval.high;
    }
    EXPECT_NEAR(static_cast<double>(covered) / kRounds, 0.95, 0.02);
  }
}

TEST(Difference, WhereThereIsNoneItSaysSo) {
  // Six segments with the same score, compared with a seventh: what is called proven after Benjamini and Hochberg.
  std::mt19937_64 random(12);
  const Group group{{0.45, 0.3, 0.25}, 60};
  constexpr int kRounds = 1500;
  int plain = 0;
  int any = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Estimate base = draw(group, random);
    std::vector<double> p;
    for (int i = 0; i < 6; ++i) p.push_back(difference_of_estimates(draw(group, random), base)->p);
    plain += p[0] < 0.05;
    bool proven = false;
    for (const double adjusted : benjamini_hochberg(p)) proven = proven || adjusted <= 0.05;
    any += proven;
  }
  EXPECT_NEAR(static_cast<double>(plain) / kRounds, 0.05, 0.02);
  EXPECT_LT(static_cast<double>(any) / kRounds, 0.07);
}

TEST(Difference, WhereThereIsOneItIsFound) {
  std::mt19937_64 random(13);
  constexpr int kRounds = 500;
  int found = 0;
  for (int round = 0; round < kRounds; ++round) {
    found +=
        difference_of_estimates(draw({{0.6, 0.3, 0.1}, 300}, random), draw({{0.4, 0.3, 0.3}, 300}, random))->p < 0.05;
  }
  EXPECT_GT(found, kRounds * 0.99);
}

}  // namespace
}  // namespace sojourn
