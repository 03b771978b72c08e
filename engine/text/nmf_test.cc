#include "text/nmf.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace sojourn {
namespace {

// Texts of three groups of five words each.
SparseRows planted(size_t rows, uint32_t seed) {
  std::mt19937 random(seed);
  SparseRows x;
  x.columns = 15;
  for (size_t row = 0; row < rows; ++row) {
    for (uint32_t word = 0; word < 5; ++word) {
      if (random() % 2 == 0)
        x.add(static_cast<uint32_t>(row % 3 * 5) + word, 0.5 + static_cast<double>(random() % 100) / 100);
    }
    x.end_row();
  }
  return x;
}

TEST(Nmf, FindsThePlantedParts) {
  const SparseRows x = planted(300, 1);
  NmfOptions options;
  options.topics = 3;
  const NmfResult found = factorise(x, options);
  ASSERT_EQ(found.words.size(), 3U);
  std::vector<bool> groups(3);
  for (const std::vector<double>& row : found.words) {
    double square = 0;
    for (const double value : row) {
      EXPECT_GE(value, 0);
      square += value * value;
    }
    EXPECT_NEAR(square, 1, 1e-9);
    for (size_t group = 0; group < 3; ++group) {
      double inside = 0;
      for (size_t i = group * 5; i < group * 5 + 5; ++i) inside += row[i] * row[i];
      if (inside > 0.99) groups[group] = true;
    }
  }
  EXPECT_EQ(groups, std::vector<bool>(3, true));
  EXPECT_LT(found.error, 0.5);
}

TEST(Nmf, MorePartsLeaveLessErrorAndRepeatsAreEqual) {
  const SparseRows x = planted(120, 2);
  double before = 1;
  for (const size_t topics : {1, 2, 3, 6}) {
    NmfOptions options;
    options.topics = topics;
    const NmfResult found = factorise(x, options);
    EXPECT_LT(found.error, before);
    EXPECT_EQ(found.words, factorise(x, options).words);
    before = found.error;
  }
}

TEST(Nmf, ConsensusIsOfAllPartsOfTheRows) {
  const SparseRows x = planted(300, 1);
  NmfOptions options;
  options.topics = 4;
  options.seeds = {{{0, 1.0}}};
  const std::vector<std::vector<double>> start = consensus_start(x, options);
  ASSERT_EQ(start.size(), 3U) << "the seeded row is not among them";
  EXPECT_EQ(start, consensus_start(x, options));
  options.start = start;
  EXPECT_EQ(factorise(x, options).words.size(), 4U);
  EXPECT_TRUE(consensus_start(planted(8, 1), options).empty()) << "too few rows";
  const SparseRows part = x.some(10, 5);
  EXPECT_EQ(part.rows(), 8U);
  EXPECT_EQ(part.columns, x.columns);
  EXPECT_EQ(part.column[0], x.column[x.begins[1]]) << "the first row is left out";
}

TEST(Nmf, SeedsKeepMostOfTheirRow) {
  const SparseRows x = planted(300, 3);
  NmfOptions options;
  options.topics = 4;
  options.seeds = {{{0, 1.0}, {7, 1.0}}};
  const NmfResult found = factorise(x, options);
  const std::vector<double>& row = found.words[0];
  EXPECT_NEAR(row[0], row[7], 1e-9);
  EXPECT_GT(row[0] * row[0] + row[7] * row[7], 0.6);
}

TEST(Nmf, GivenRowsAreWhereItBegins) {
  const SparseRows x = planted(300, 4);
  NmfOptions options;
  options.topics = 3;
  NmfResult first = factorise(x, options);
  std::swap(first.words[0], first.words[2]);
  options.start = first.words;
  options.iterations = 3;
  const NmfResult again = factorise(x, options);
  for (size_t topic = 0; topic < 3; ++topic) {
    double same = 0;
    for (size_t i = 0; i < 15; ++i) same += again.words[topic][i] * first.words[topic][i];
    EXPECT_GT(same, 0.99);
  }
}

TEST(Nmf, NothingIsNoTrouble) {
  SparseRows empty;
  empty.columns = 4;
  NmfOptions options;
  options.topics = 2;
  EXPECT_EQ(factorise(empty, options).words.size(), 2U);
  SparseRows one;
  one.columns = 1;
  one.add(0, 1);
  one.end_row();
  options.topics = 5;
  const NmfResult found = factorise(one, options);
  ASSERT_EQ(found.words.size(), 5U);
  for (const auto& row : found.words) EXPECT_TRUE(std::isfinite(row[0]));
}

TEST(Nmf, TransposedTwiceIsTheSame) {
  const SparseRows x = planted(50, 5);
  const SparseRows twice = x.transposed().transposed();
  EXPECT_EQ(twice.begins, x.begins);
  EXPECT_EQ(twice.column, x.column);
  EXPECT_EQ(twice.value, x.value);
}

}  // namespace
}  // namespace sojourn
