// Method: a published table; then random stays against a twin that goes through them one by one; then what must hold
// without open stays (the share still there is a plain share), and beyond the exact form within its stated error.
#include "stats/kaplan_meier.h"
#include "base/decimal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "stats/published_test_rows.h"

namespace sojourn {
namespace {

struct Stay {
  int64_t length = 0;
  bool ended = false;
};

KaplanMeier curve_of(const std::vector<Stay>& stays) {
  QuantileSketch ended;
  QuantileSketch open;
  for (const Stay& stay : stays) (stay.ended ? ended : open).add(stay.length);
  return {ended, open};
}

TEST(KaplanMeier, AgreesWithPublishedNumbers) {
  std::vector<Stay> stays;
  for (const int64_t weeks : {6, 6, 6, 7, 10, 13, 16, 22, 23}) stays.push_back({weeks, true});
  for (const int64_t weeks : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) stays.push_back({weeks, false});
  const KaplanMeier curve = curve_of(stays);
  for (const std::vector<std::string>& row : published::rows("kaplan_meier.csv")) {
    ASSERT_EQ(row.size(), 5u);
    const KaplanMeier::Point point = *curve.at(*parse_number(row[0]));
    EXPECT_NEAR(point.survival, *parse_number(row[1]), 0.00006) << row[0];
    EXPECT_NEAR(point.interval->low, *parse_number(row[3]), 0.00006) << row[0];
    EXPECT_NEAR(point.interval->high, *parse_number(row[4]), 0.00006) << row[0];
    // The printed standard error, from the width of the interval: s = |ln S| S spread / z.
    const double spread = std::log(std::log(point.interval->low) / std::log(point.survival));
    const double error = spread / two_sided_z(0.95) * std::abs(std::log(point.survival)) * point.survival;
    EXPECT_NEAR(error, *parse_number(row[2]), 0.00006) << row[0];
  }
  EXPECT_EQ(*curve.quantile(0.5).length, 23);
  EXPECT_EQ(*curve.quantile(0.5).low, 13);
  EXPECT_FALSE(curve.quantile(0.5).high.has_value());
  EXPECT_FALSE(curve.quantile(0.9).length.has_value());
  EXPECT_EQ(curve.at(5.9)->survival, 1);
  EXPECT_FALSE(curve.at(5.9)->interval.has_value());
  EXPECT_FALSE(curve.at(35.1).has_value()) << "the longest stay is open";
}

// The share that lasts longer than t, by going through all stays for every length.
double plain_survival(const std::vector<Stay>& stays, int64_t t, double& greenwood) {
  std::vector<int64_t> lengths;
  for (const Stay& stay : stays) {
    if (stay.ended && stay.length <= t) lengths.push_back(stay.length);
  }
  std::sort(lengths.begin(), lengths.end());
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
  double survival = 1;
  greenwood = 0;
  for (const int64_t length : lengths) {
    double at_risk = 0;
    double ends = 0;
    for (const Stay& stay : stays) {
      at_risk += stay.length >= length ? 1 : 0;
      ends += stay.ended && stay.length == length ? 1 : 0;
    }
    survival *= 1 - ends / at_risk;
    greenwood += ends / (at_risk * (at_risk - ends));
  }
  return survival;
}

std::vector<Stay> random_stays(std::mt19937_64& random, uint64_t count, uint64_t lengths, uint64_t percent_ended) {
  std::vector<Stay> stays;
  for (uint64_t i = 0; i < count; ++i) {
    stays.push_back({static_cast<int64_t>(random() % lengths), random() % 100 < percent_ended});
  }
  return stays;
}

TEST(KaplanMeier, AgreesWithTheTwinThatGoesThroughAllStays) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    const std::vector<Stay> stays = random_stays(random, 1 + random() % 40, 25, 20 + 20 * (random() % 5));
    const KaplanMeier curve = curve_of(stays);
    double half = -1;
    for (int64_t t = 0; t < 30; ++t) {
      const auto point = curve.at(static_cast<double>(t));
      double greenwood = 0;
      const double expected = plain_survival(stays, t, greenwood);
      if (half < 0 && expected <= 0.5 + 1e-9) half = static_cast<double>(t);
      if (!point) {
        EXPECT_GT(expected, 0) << "known to be 0 once all have left";
        EXPECT_GT(static_cast<double>(t), curve.longest());
        continue;
      }
      EXPECT_NEAR(point->survival, expected, 1e-12);
      EXPECT_EQ(point->ended + point->open + point->longer, static_cast<int64_t>(stays.size()));
      EXPECT_EQ(point->longer, std::count_if(stays.begin(), stays.end(), [t](const Stay& s) { return s.length > t; }));
      EXPECT_EQ(point->interval.has_value(), expected > 0 && expected < 1);
      if (!point->interval) continue;
      const double spread = two_sided_z(0.95) * std::sqrt(greenwood) / std::abs(std::log(expected));
      EXPECT_NEAR(std::log(-std::log(point->interval->low)), std::log(-std::log(expected)) + spread, 1e-9);
      EXPECT_NEAR(std::log(-std::log(point->interval->high)), std::log(-std::log(expected)) - spread, 1e-9);
      EXPECT_LE(point->interval->low, point->survival);
      EXPECT_GE(point->interval->high, point->survival);
    }
    EXPECT_EQ(curve.quantile(0.5).length.value_or(-1), half);
  }
}

TEST(KaplanMeier, WithoutOpenStaysItIsTheShareThatIsLonger) {
  std::mt19937_64 random(12);
  const std::vector<Stay> stays = random_stays(random, 1'000, 300, 100);
  const KaplanMeier curve = curve_of(stays);
  for (int64_t t = 0; t < 300; ++t) {
    const auto longer = std::count_if(stays.begin(), stays.end(), [t](const Stay& stay) { return stay.length > t; });
    EXPECT_NEAR(curve.at(static_cast<double>(t))->survival, static_cast<double>(longer) / 1'000, 1e-12);
  }
}

TEST(KaplanMeier, AStayThatIsStillOpenAfterTIsAtRiskAtT) {
  const KaplanMeier curve = curve_of({{5, true}, {5, false}});
  EXPECT_EQ(curve.at(5)->survival, 0.5);
  EXPECT_EQ(*curve.quantile(0.5).length, 5) << "the smallest t where S is a half";
}

TEST(KaplanMeier, KnowsNothingOfNobody) {
  const KaplanMeier curve = curve_of({});
  EXPECT_FALSE(curve.at(0).has_value());
  EXPECT_FALSE(curve.quantile(0.5).length.has_value());
  const KaplanMeier open = curve_of({{3, false}});
  EXPECT_EQ(open.at(3)->survival, 1);
  EXPECT_FALSE(open.at(4).has_value());
}

// Beyond 65,536 stays lengths are rounded by at most 0.391 %: the curve lies between those of all lengths made longer
// and shorter by as much, but for the order of ends and open stays inside one bucket.
TEST(KaplanMeier, IsWithinTheStatedErrorBeyondTheExactForm) {
  std::mt19937_64 random(13);
  std::exponential_distribution<double> length(1.0 / 1e9);
  std::exponential_distribution<double> watched(1.0 / 2e9);
  std::vector<Stay> stays;
  QuantileSketch ended;
  QuantileSketch open;
  for (int i = 0; i < 250'000; ++i) {
    const double a = length(random);
    const double b = watched(random);
    stays.push_back({static_cast<int64_t>(std::min(a, b)), a <= b});
    (a <= b ? ended : open).add(stays.back().length);
  }
  ASSERT_FALSE(ended.exact());
  ASSERT_FALSE(open.exact());
  const KaplanMeier curve(ended, open);
  std::sort(stays.begin(), stays.end(), [](const Stay& a, const Stay& b) { return a.length < b.length; });
  std::vector<std::pair<double, double>> exact;  // Length and S, one stay after another.
  double survival = 1;
  for (size_t i = 0; i < stays.size(); ++i) {
    if (stays[i].ended) survival *= 1 - 1 / static_cast<double>(stays.size() - i);
    exact.emplace_back(static_cast<double>(stays[i].length), survival);
  }
  const auto exact_at = [&](double t) {
    const auto after = std::upper_bound(exact.begin(), exact.end(), std::pair(t, 2.0));
    return after == exact.begin() ? 1 : std::prev(after)->second;
  };
  constexpr double kError = QuantileSketch::kRelativeError;
  for (double t = 1e6; t < 4e9; t *= 1.1) {
    EXPECT_LE(curve.at(t)->survival, exact_at(t * (1 - kError)) + 1e-4) << t;
    EXPECT_GE(curve.at(t)->survival, exact_at(t * (1 + kError)) - 1e-4) << t;
  }
  const auto half = std::find_if(exact.begin(), exact.end(), [](const auto& step) { return step.second <= 0.5; });
  EXPECT_NEAR(*curve.quantile(0.5).length / half->first, 1, 2 * kError);
}

}  // namespace
}  // namespace sojourn
