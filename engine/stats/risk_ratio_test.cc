#include "stats/risk_ratio.h"
#include "base/decimal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "stats/published_test_rows.h"

namespace sojourn {
namespace {

TEST(RiskRatio, AgreesWithPublishedNumbers) {
  for (const std::vector<std::string>& row : published::rows("risk_ratio.csv")) {
    ASSERT_EQ(row.size(), 8u);
    const Proportion one{*parse_integer(row[0]), *parse_integer(row[1])};
    const Proportion other{*parse_integer(row[2]), *parse_integer(row[3])};
    const double tolerance = *parse_number(row[7]);
    EXPECT_NEAR(*risk_ratio(one, other), *parse_number(row[4]), tolerance);
    EXPECT_NEAR(risk_ratio_interval(one, other)->low, *parse_number(row[5]), tolerance);
    EXPECT_NEAR(risk_ratio_interval(one, other)->high, *parse_number(row[6]), tolerance);
  }
}

TEST(RiskRatio, IsThatOfTheSharesAndTurnsRoundWithThem) {
  const Proportion one{300, 1000};
  const Proportion other{100, 1000};
  EXPECT_DOUBLE_EQ(*risk_ratio(one, other), 3);
  EXPECT_DOUBLE_EQ(*risk_ratio(other, one), 1.0 / 3);
  EXPECT_NEAR(risk_ratio_interval(one, other)->low, 1 / risk_ratio_interval(other, one)->high, 1e-12);
  EXPECT_DOUBLE_EQ(*risk_ratio({74, 100}, {5, 100}), 14.8);
}

TEST(RiskRatio, IsUndefinedWithoutAnythingToCompareWith) {
  EXPECT_FALSE(risk_ratio({1, 2}, {0, 2}).has_value());
  EXPECT_FALSE(risk_ratio({0, 0}, {1, 2}).has_value());
  EXPECT_EQ(risk_ratio({0, 2}, {1, 2}), 0);
  EXPECT_FALSE(risk_ratio_interval({0, 2}, {1, 2}).has_value());
  EXPECT_FALSE(risk_ratio_interval({1, 2}, {0, 2}).has_value());
  EXPECT_NEAR(risk_ratio_interval({2, 2}, {3, 3})->low, 1, 1e-12) << "all of both: nothing varies";
}

TEST(RiskRatio, CoversTheTruthAsOftenAsItSays) {
  std::mt19937_64 random(7);
  std::binomial_distribution<int64_t> many(400, 0.3);
  std::binomial_distribution<int64_t> few(600, 0.1);
  int covered = 0;
  constexpr int kRounds = 4'000;
  for (int i = 0; i < kRounds; ++i) {
    const auto interval = risk_ratio_interval({many(random), 400}, {few(random), 600});
    covered += interval->low <= 3 && 3 <= interval->high ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(covered) / kRounds, 0.95, 0.012);
}

}  // namespace
}  // namespace sojourn
