#include "text/emerging.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace sojourn {
namespace {

struct Made {
  std::vector<std::vector<uint64_t>> counts;
  std::vector<uint64_t> totals;
};

// Topics whose share stays; with `waver` it goes up and down by that factor from period to period.
Made steady(std::mt19937& random, size_t topics, size_t periods, uint64_t texts, double waver) {
  Made made;
  made.totals.assign(periods, texts);
  std::normal_distribution<double> normal;
  for (size_t topic = 0; topic < topics; ++topic) {
    std::vector<uint64_t>& row = made.counts.emplace_back();
    const double share = 0.01 + 0.1 * static_cast<double>(topic) / static_cast<double>(topics);
    for (size_t period = 0; period < periods; ++period) {
      const double here = std::min(0.9, share * std::exp(waver * normal(random)));
      row.push_back(std::binomial_distribution<uint64_t>(texts, here)(random));
    }
  }
  return made;
}

// How many of the runs called anything emerging, though nothing is.
double false_alarms(double waver, uint64_t texts) {
  std::mt19937 random(11);
  size_t alarms = 0;
  constexpr size_t kRuns = 300;
  for (size_t run = 0; run < kRuns; ++run) {
    const Made made = steady(random, 20, 9, texts, waver);
    const auto found = find_emerging(made.counts, made.totals, {});
    for (const EmergingTopic& topic : found.value()) {
      if (!topic.emerging) continue;
      ++alarms;
      break;
    }
  }
  return static_cast<double>(alarms) / kRuns;
}

TEST(Emerging, FalseAlarmsAreWithinTheirBounds) {
  // With nothing emerging the false discovery rate is the chance of any alarm: 5 %, and 2.5 % more by chance of 300 runs.
  EXPECT_LE(false_alarms(0, 300), 0.075);
  EXPECT_LE(false_alarms(0, 3000), 0.075);
  // Shares that waver by a tenth from week to week are not news.
  EXPECT_LE(false_alarms(0.1, 3000), 0.09);
  EXPECT_LE(false_alarms(0.25, 1000), 0.12);
}

TEST(Emerging, APlantedRiseIsFound) {
  std::mt19937 random(12);
  size_t found_planted = 0;
  double false_share = 0;
  for (int run = 0; run < 100; ++run) {
    Made made = steady(random, 20, 9, 1000, 0.1);
    made.counts[4].back() = std::binomial_distribution<uint64_t>(1000, 0.09)(random);  // From 3 % to 9 %.
    const auto found = find_emerging(made.counts, made.totals, {}).value();
    found_planted += found[4].emerging ? 1 : 0;
    const auto called =
        std::count_if(found.begin(), found.end(), [](const EmergingTopic& each) { return each.emerging; });
    const auto wrong = static_cast<double>(called - (found[4].emerging ? 1 : 0));
    false_share += called == 0 ? 0 : wrong / static_cast<double>(called) / 100;
  }
  EXPECT_GE(found_planted, 97U);
  EXPECT_LE(false_share, 0.08) << "5 %, and what is by chance of 100 runs";
}

TEST(Emerging, FishersTestByHand) {
  // 5 of 10 now, 0 of 10 before: P(5) = C(10,5) / C(20,5) = 252 / 15504; mid-p takes half of it.
  const auto found =
      find_emerging(std::vector<std::vector<uint64_t>>{{0, 5}}, std::vector<uint64_t>{10, 10}, {}).value();
  EXPECT_NEAR(found[0].p, 252.0 / 15504 / 2, 1e-12);
  EXPECT_NEAR(found[0].q, found[0].p, 1e-15);
  EXPECT_TRUE(found[0].emerging);
  EXPECT_DOUBLE_EQ(found[0].recent_share, 0.5);
}

TEST(Emerging, BenjaminiHochbergByHand) {
  // One topic out of three is new: its p three-fold at rank 1.
  const std::vector<std::vector<uint64_t>> counts{{0, 9}, {50, 50}, {60, 41}};
  const auto found = find_emerging(counts, std::vector<uint64_t>{1000, 1000}, {}).value();
  EXPECT_NEAR(found[0].q, 3 * found[0].p, 1e-12);
  EXPECT_TRUE(found[0].emerging);
  EXPECT_FALSE(found[1].emerging);
  EXPECT_FALSE(found[2].emerging);
}

TEST(Emerging, FewMentionsAndFallsAreNotNews) {
  const std::vector<std::vector<uint64_t>> counts{{0, 4}, {50, 20}};
  const auto found = find_emerging(counts, std::vector<uint64_t>{1000, 1000}, {}).value();
  EXPECT_TRUE(std::isnan(found[0].p));
  EXPECT_FALSE(found[0].emerging);
  EXPECT_FALSE(found[1].emerging);
}

TEST(Emerging, SaysWhatIsWrong) {
  const std::vector<uint64_t> totals{10, 10};
  EXPECT_FALSE(find_emerging(std::vector<std::vector<uint64_t>>{{1}}, totals, {}).has_value());
  EXPECT_FALSE(find_emerging(std::vector<std::vector<uint64_t>>{{1, 11}}, totals, {}).has_value());
  EXPECT_FALSE(find_emerging(std::vector<std::vector<uint64_t>>{{1, 1}}, totals, {.recent = 2}).has_value());
  EXPECT_TRUE(find_emerging(std::vector<std::vector<uint64_t>>{}, totals, {}).value().empty());
  const auto empty =
      find_emerging(std::vector<std::vector<uint64_t>>{{0, 9}}, std::vector<uint64_t>{0, 10}, {}).value();
  EXPECT_FALSE(empty[0].emerging);
}

}  // namespace
}  // namespace sojourn
