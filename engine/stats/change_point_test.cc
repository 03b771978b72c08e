// Changes of a rate: by hand, against a twin over all short histories, and how often steady rates raise an alarm.
#include "stats/change_point.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace sojourn {
namespace {

std::vector<int64_t> steps(std::vector<std::pair<int, int64_t>> runs) {
  std::vector<int64_t> counts;
  for (const auto& [times, count] : runs) counts.insert(counts.end(), static_cast<size_t>(times), count);
  return counts;
}

TEST(RateChange, FourAWeekBecomeOne) {
  const auto counts = steps({{10, 4}, {10, 1}});
  const auto changes = rate_changes(counts, 0.01, 8);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].at, 10u);
  EXPECT_EQ(changes[0].rate_before(), 4);
  EXPECT_EQ(changes[0].rate_after(), 1);
  EXPECT_LT(changes[0].p, 0.001);
}

TEST(RateChange, ASteadyRateHasNone) {
  EXPECT_TRUE(rate_changes(steps({{30, 3}}), 0.05, 8).empty());
  EXPECT_TRUE(rate_changes(steps({{30, 0}}), 0.05, 8).empty());
  EXPECT_TRUE(rate_changes({}, 0.05, 8).empty());
  EXPECT_FALSE(likeliest_rate_change(steps({{3, 5}}), 2)) << "too short for two on either side";
}

TEST(RateChange, ShortHistoriesAreNotSearched) {
  EXPECT_TRUE(rate_changes(steps({{4, 50}, {3, 0}}), 0.05, 8).empty());
  EXPECT_EQ(rate_changes(steps({{4, 50}, {4, 0}}), 0.05, 8).size(), 1u);
}

TEST(RateChange, SeveralChangesAreFoundInOrder) {
  const auto changes = rate_changes(steps({{15, 2}, {12, 9}, {20, 1}}), 0.01, 8);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].at, 15u);
  EXPECT_EQ(changes[0].rate_after(), 9);
  EXPECT_EQ(changes[1].at, 27u);
  EXPECT_EQ(changes[1].begin, 15u);
  EXPECT_EQ(changes[1].rate_before(), 9);
  EXPECT_EQ(changes[1].rate_after(), 1);
}

TEST(RateChange, LongHistoriesNeedNoDeepStack) {
  std::vector<int64_t> counts;
  for (int i = 0; i < 600; ++i) {
    for (int j = 0; j < 20; ++j) counts.push_back(i % 2 == 0 ? 0 : 50);
  }
  EXPECT_GT(rate_changes(counts, 0.05, 8).size(), 100u);
}

// The likelihood ratio with log-probabilities of Poisson counts, and the tail by adding up.
struct Twin {
  size_t at = 0;
  double p = 1;
};
double log_likelihood(std::span<const int64_t> counts) {
  double sum = 0;
  for (const int64_t count : counts) sum += static_cast<double>(count);
  const double rate = sum / static_cast<double>(counts.size());
  double likelihood = -rate * static_cast<double>(counts.size());
  if (sum > 0) likelihood += sum * std::log(rate);
  return likelihood;
}
Twin twin(std::span<const int64_t> counts, size_t side) {
  Twin best;
  double most = -1e300;
  for (size_t k = side; k + side <= counts.size(); ++k) {
    const double likelihood = log_likelihood(counts.first(k)) + log_likelihood(counts.subspan(k));
    if (likelihood <= most + 1e-9) continue;
    most = likelihood;
    best.at = k;
  }
  int64_t before = 0;
  int64_t sum = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    sum += counts[i];
    if (i < best.at) before += counts[i];
  }
  const double share = static_cast<double>(best.at) / static_cast<double>(counts.size());
  double low = 0;
  double high = 0;
  for (int64_t x = 0; x <= sum; ++x) {
    const double chance =
        std::exp(std::lgamma(static_cast<double>(sum) + 1) - std::lgamma(static_cast<double>(x) + 1) -
                 std::lgamma(static_cast<double>(sum - x) + 1) + static_cast<double>(x) * std::log(share) +
                 static_cast<double>(sum - x) * std::log1p(-share));
    if (x <= before) low += chance;
    if (x >= before) high += chance;
  }
  const double places = static_cast<double>(counts.size() - 2 * side + 1);
  best.p = std::min(1.0, places * std::min(1.0, 2 * std::min(low, high)));
  return best;
}

TEST(RateChange, AgreesWithTheTwinOnAllShortHistories) {
  for (size_t periods = 4; periods <= 6; ++periods) {
    std::vector<int64_t> counts(periods, 0);
    for (;;) {
      size_t i = 0;
      while (i < periods && counts[i] == 4) counts[i++] = 0;
      if (i == periods) break;
      ++counts[i];
      const Twin wanted = twin(counts, 2);
      const RateChange found = *likeliest_rate_change(counts, 2);
      ASSERT_EQ(found.at, wanted.at);
      ASSERT_NEAR(found.p, wanted.p, 1e-9);
    }
  }
}

TEST(RateChange, AgreesWithTheTwinOnLongOnes) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 300; ++round) {
    std::vector<int64_t> counts(8 + random() % 60);
    std::poisson_distribution<int64_t> steady(0.5 + static_cast<double>(random() % 8));
    for (int64_t& count : counts) count = steady(random);
    if (std::all_of(counts.begin(), counts.end(), [](int64_t count) { return count == 0; })) continue;
    const Twin wanted = twin(counts, 2);
    const RateChange found = *likeliest_rate_change(counts, 2);
    EXPECT_EQ(found.at, wanted.at);
    EXPECT_NEAR(found.p, wanted.p, 1e-7);
  }
}

TEST(RateChange, SteadyRatesRaiseNoMoreAlarmsThanTheLevelSays) {
  std::mt19937_64 random(3);
  for (const double rate : {0.5, 4.0}) {
    int alarms = 0;
    constexpr int kRounds = 4000;
    for (int round = 0; round < kRounds; ++round) {
      std::vector<int64_t> counts(26);
      std::poisson_distribution<int64_t> steady(rate);
      for (int64_t& count : counts) count = steady(random);
      alarms += rate_changes(counts, 0.05, 8).empty() ? 0 : 1;
    }
    EXPECT_LE(alarms, 0.055 * kRounds) << rate;
  }
}

}  // namespace
}  // namespace sojourn
