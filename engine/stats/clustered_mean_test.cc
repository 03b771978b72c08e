// Method: one rating each gives the plain interval; otherwise the formula is summed person by person.
#include "stats/clustered_mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace sojourn {
namespace {

TEST(ClusteredMean, IsThePlainOneWhenEverybodyRatesOnce) {
  ClusteredMean clustered;
  ExactMoments plain;
  for (const int64_t rating : {9, 9, 3, 8, -4, 0}) {
    clustered.add(1, rating);
    plain.add(rating);
  }
  EXPECT_DOUBLE_EQ(*clustered.mean(), *plain.mean());
  EXPECT_NEAR(clustered.interval()->low, mean_interval(plain)->low, 1e-12);
  EXPECT_NEAR(clustered.interval()->high, mean_interval(plain)->high, 1e-12);
}

TEST(ClusteredMean, AgreesWithASumOverPersonsAndMergesInAnyOrder) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::pair<int64_t, int64_t>> persons;
    ClusteredMean all;
    ClusteredMean parts[2];
    double n = 0;
    double sum = 0;
    for (uint64_t c = 2 + random() % 20; c > 0; --c) {
      const auto ratings = static_cast<int64_t>(1 + random() % 6);
      const auto total = static_cast<int64_t>(random() % 5'000'000) * ratings + 1'000'000'000;
      persons.emplace_back(ratings, total);
      all.add(ratings, total);
      parts[random() % 2].add(ratings, total);
      n += static_cast<double>(ratings);
      sum += static_cast<double>(total);
    }
    double squares = 0;
    for (const auto& [ratings, total] : persons) {
      squares += std::pow(static_cast<double>(total) - sum / n * static_cast<double>(ratings), 2);
    }
    const auto count = static_cast<double>(persons.size());
    const double margin = two_sided_t(0.95, count - 1) * std::sqrt(count / (count - 1) * squares) / n;
    EXPECT_NEAR(all.interval()->high - *all.mean(), margin, 1e-6 * margin + 1e-6);
    parts[1].merge(parts[0]);
    EXPECT_EQ(parts[1], all);
    ByteWriter out;
    all.save(out);
    ByteReader in(out.bytes());
    EXPECT_EQ(*ClusteredMean::load(in), all);
  }
}

TEST(ClusteredMean, OnePersonTellsNothingOfHowPersonsDiffer) {
  ClusteredMean mean;
  EXPECT_FALSE(mean.mean().has_value());
  mean.add(3, 12);
  EXPECT_EQ(mean.mean(), 4);
  EXPECT_FALSE(mean.interval().has_value());
}

TEST(ClusteredMean, RefusesWhatNoPersonsGave) {
  ClusteredMean mean;
  mean.add(3, 12);
  mean.add(1, 5);
  ByteWriter out;
  mean.save(out);
  for (size_t size = 0; size < out.bytes().size(); ++size) {
    ByteReader in(std::string_view(out.bytes()).substr(0, size));
    EXPECT_FALSE(ClusteredMean::load(in).has_value());
  }
  std::mt19937_64 random(4);
  for (int round = 0; round < 5'000; ++round) {
    std::string damaged = out.bytes();
    for (int flips = 0; flips < 3; ++flips) damaged[random() % damaged.size()] = static_cast<char>(random());
    ByteReader in(damaged);
    Result<ClusteredMean> loaded = ClusteredMean::load(in);
    if (!loaded.has_value()) continue;
    loaded->merge(*loaded);
    loaded->interval();
  }
}

}  // namespace
}  // namespace sojourn
