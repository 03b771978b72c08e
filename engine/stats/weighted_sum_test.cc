// Sums with weights: by hand, and by drawing answers that go together.
#include "stats/weighted_sum.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

namespace sojourn {
namespace {

TEST(WeightedSum, OfIndependentFiguresAddsTheSquares) {
  const std::vector<WeightedEstimate> parts{{0.4, {80, {77, 84}}}, {0.6, {70, {66, 75}}}};
  const Estimate sum = *weighted_sum(parts);
  EXPECT_NEAR(sum.value, 74, 1e-12);
  EXPECT_NEAR(sum.interval.low, 74 - std::hypot(0.4 * 3, 0.6 * 4), 1e-12);
  EXPECT_NEAR(sum.interval.high, 74 + std::hypot(0.4 * 4, 0.6 * 5), 1e-12);
  const Estimate tied = *weighted_sum(parts, [](size_t, size_t) { return 1.0; });
  EXPECT_NEAR(tied.interval.low, 74 - 0.4 * 3 - 0.6 * 4, 1e-12);
  EXPECT_FALSE(weighted_sum({}));
}

TEST(WeightedSum, TheSamePersonsGoTogether) {
  // Four persons, both figures known of each: 1 1, 1 1, 0 0, 1 0. Pearson's r = 0.5774.
  const PersonSums one{4, 3, 3};
  const PersonSums other{4, 2, 2};
  EXPECT_NEAR(correlation_of_means(one, other, {4, 3, 2, 2}), 1 / std::sqrt(3.0), 1e-12);
  EXPECT_EQ(correlation_of_means(one, other, {0, 0, 0, 0}), 0) << "different persons";
  EXPECT_EQ(correlation_of_means({4, 4, 4}, other, {4, 4, 2, 2}), 0) << "one does not vary";
  // The same four, beside four who gave only one of both: half as much in common.
  EXPECT_NEAR(correlation_of_means({8, 6, 6}, {8, 4, 4}, {4, 3, 2, 2}), 0.5 / std::sqrt(3.0), 1e-12);
}

struct Drawn {
  PersonSums sums;
  void add(int value) {
    ++sums.n;
    sums.sum += value;
    sums.squares += value * value;
  }
  Estimate share() const {
    return {static_cast<double>(sums.sum) / static_cast<double>(sums.n),
            *wilson(static_cast<double>(sums.sum), static_cast<double>(sums.n))};
  }
};

TEST(WeightedSum, CoversTheTruthOfAnswersThatGoTogether) {
  // Who is content answers both questions well: one draw decides both with the chance 0.7.
  std::mt19937_64 random(6);
  const auto chance = [&](double p) { return std::bernoulli_distribution(p)(random); };
  constexpr int kRounds = 4000;
  int covered = 0;
  int without = 0;
  for (int round = 0; round < kRounds; ++round) {
    Drawn one;
    Drawn other;
    SharedSums shared;
    for (int i = 0; i < 120; ++i) {
      const bool content = chance(0.6);
      const int x = chance(0.7) ? content : chance(0.6);
      const int y = chance(0.7) ? content : chance(0.6);
      one.add(x);
      if (i % 4 == 0) continue;  // A quarter was asked one question only.
      other.add(y);
      ++shared.both;
      shared.one += x;
      shared.other += y;
      shared.product += x * y;
    }
    const std::vector<WeightedEstimate> parts{{0.5, one.share()}, {0.5, other.share()}};
    const double r = correlation_of_means(one.sums, other.sums, shared);
    const Estimate told = *weighted_sum(parts, [r](size_t, size_t) { return r; });
    const Estimate naive = *weighted_sum(parts);
    covered += told.interval.low <= 0.6 && 0.6 <= told.interval.high;
    without += naive.interval.low <= 0.6 && 0.6 <= naive.interval.high;
  }
  EXPECT_NEAR(static_cast<double>(covered) / kRounds, 0.95, 0.015);
  EXPECT_LT(without, covered - kRounds / 50) << "taken as independent it is too narrow";
}

}  // namespace
}  // namespace sojourn
