// Lines by hand, by what makes them least squares, and by drawing points.
#include "stats/weighted_line.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace sojourn {
namespace {

TEST(WeightedLine, ThroughThreePointsByHand) {
  // y = 1, 2, 4 at 0, 1, 2: slope 1.5, rests 1/6, -1/3, 1/6; s = 1/6, error sqrt(s / 2) = 0.288675, t(1) = 12.7062.
  const Line line = *weighted_line(std::vector<LinePoint>{{0, 1}, {1, 2}, {2, 4}});
  EXPECT_NEAR(line.slope, 1.5, 1e-12);
  EXPECT_NEAR(line.at_zero, 5.0 / 6, 1e-12);
  EXPECT_NEAR(line.interval.high - line.slope, 12.7062047 * 0.28867513, 1e-6);
}

TEST(WeightedLine, KnownErrorsWeigh) {
  // Exact points on y = 10 + 2x: the slope is exact, and its error is 1 / sqrt(sum w (x - mx)^2).
  // w = 1, 1/4, 1: mx = 1 (symmetric), sum = 2, error 0.7071.
  const Line line = *weighted_line(std::vector<LinePoint>{{0, 10, 1}, {1, 12, 2}, {2, 14, 1}});
  EXPECT_NEAR(line.slope, 2, 1e-12);
  EXPECT_NEAR(line.at(5), 20, 1e-12);
  EXPECT_NEAR(line.interval.high - 2, two_sided_z(0.95) / std::sqrt(2.0), 1e-9);
  // A point that nobody is sure of hardly moves the line.
  const Line pulled = *weighted_line(std::vector<LinePoint>{{0, 10, 1}, {1, 12, 1}, {2, 14, 1}, {3, 100, 1000}});
  EXPECT_NEAR(pulled.slope, 2, 0.001);
}

TEST(WeightedLine, APointWithoutAnErrorTakesNoWeightsAway) {
  const std::vector<LinePoint> sure{{0, 10, 1}, {1, 12, 2}, {2, 14, 1}};
  std::vector<LinePoint> mixed = sure;
  mixed.push_back({3, 90, 0});
  EXPECT_EQ(points_of_line(mixed).size(), 3u);
  const Line line = *weighted_line(mixed);
  EXPECT_NEAR(line.slope, 2, 1e-12);
  EXPECT_NEAR(line.interval.high, weighted_line(sure)->interval.high, 1e-12);
  EXPECT_FALSE(weighted_line(std::vector<LinePoint>{{0, 1, 1}, {1, 2, 1}, {2, 3, 0}})) << "two are sure: no line";
  EXPECT_EQ(points_of_line(std::vector<LinePoint>{{0, 1}, {1, 2}}).size(), 2u) << "none is sure: all count";
}

TEST(WeightedLine, LeavesNoWeightedRest) {
  std::mt19937_64 random(4);
  std::vector<LinePoint> points;
  for (int i = 0; i < 9; ++i) {
    points.push_back({static_cast<double>(i), std::uniform_real_distribution<double>(0, 50)(random),
                      std::uniform_real_distribution<double>(0.5, 5)(random)});
  }
  const Line line = *weighted_line(points);
  double rest = 0;
  double turned = 0;
  for (const LinePoint& each : points) {
    const double weighted = (each.y - line.at(each.x)) / (each.error * each.error);
    rest += weighted;
    turned += weighted * each.x;
  }
  EXPECT_NEAR(rest, 0, 1e-9);
  EXPECT_NEAR(turned, 0, 1e-9);
}

TEST(WeightedLine, StrayingPointsWidenIt) {
  const Line calm = *weighted_line(std::vector<LinePoint>{{0, 0, 1}, {1, 0, 1}, {2, 0, 1}, {3, 0, 1}});
  const Line wild = *weighted_line(std::vector<LinePoint>{{0, 9, 1}, {1, -9, 1}, {2, 9, 1}, {3, -9, 1}});
  EXPECT_GT(wild.interval.high - wild.interval.low, 5 * (calm.interval.high - calm.interval.low));
}

TEST(WeightedLine, CoversTheTruth) {
  std::mt19937_64 random(5);
  int covered = 0;
  constexpr int kRounds = 4000;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<LinePoint> points;
    for (int i = 0; i < 12; ++i) {
      const double error = 1 + i % 3;
      points.push_back(
          {static_cast<double>(i), 30 + 0.5 * i + std::normal_distribution<double>(0, error)(random), error});
    }
    const Line line = *weighted_line(points);
    covered += line.interval.low <= 0.5 && 0.5 <= line.interval.high;
  }
  EXPECT_GT(static_cast<double>(covered) / kRounds, 0.94);
  EXPECT_LT(static_cast<double>(covered) / kRounds, 0.985);
}

TEST(WeightedLine, NeedsThreePointsAtDifferentPlaces) {
  EXPECT_FALSE(weighted_line({}));
  EXPECT_FALSE(weighted_line(std::vector<LinePoint>{{0, 1}, {1, 2}}));
  EXPECT_FALSE(weighted_line(std::vector<LinePoint>{{1, 1}, {1, 2}, {1, 3}}));
}

}  // namespace
}  // namespace sojourn
