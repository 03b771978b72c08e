// Adjusted p-values: the example of the paper, and the step-up rule as it is written there.
#include "stats/multiplicity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace sojourn {
namespace {

TEST(BenjaminiHochberg, TheExampleOfThePaper) {
  // Benjamini and Hochberg 1995, section 4.1: fifteen tests of thrombolysis; at 0.05 the four smallest are proven.
  const std::vector<double> p = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
  const std::vector<double> adjusted = benjamini_hochberg(p);
  for (size_t i = 0; i < p.size(); ++i) EXPECT_EQ(adjusted[i] <= 0.05, i < 4) << i;
  EXPECT_NEAR(adjusted[0], 0.0015, 1e-12);
  EXPECT_NEAR(adjusted[3], 0.035625, 1e-12);
  EXPECT_NEAR(adjusted[14], 1, 1e-12);
}

TEST(BenjaminiHochberg, FewTests) {
  EXPECT_TRUE(benjamini_hochberg({}).empty());
  EXPECT_EQ(benjamini_hochberg(std::vector<double>{0.03}), std::vector<double>{0.03});
  EXPECT_EQ(benjamini_hochberg(std::vector<double>{0.04, 0.04}), (std::vector<double>{0.04, 0.04}));
}

TEST(BenjaminiHochberg, IsTheStepUpRuleAtEveryRate) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> p(1 + random() % 12);
    for (double& each : p) each = static_cast<double>(random() % 50) / 50;
    const std::vector<double> adjusted = benjamini_hochberg(p);
    for (const double rate : {0.01312, 0.05171, 0.21139, 0.51713}) {
      std::vector<double> sorted = p;
      std::sort(sorted.begin(), sorted.end());
      double limit = -1;  // The greatest p(k) with p(k) <= k / m * rate.
      for (size_t k = 1; k <= p.size(); ++k) {
        if (sorted[k - 1] <= static_cast<double>(k) / static_cast<double>(p.size()) * rate) limit = sorted[k - 1];
      }
      for (size_t i = 0; i < p.size(); ++i) EXPECT_EQ(adjusted[i] <= rate, p[i] <= limit) << round;
    }
  }
}

}  // namespace
}  // namespace sojourn
