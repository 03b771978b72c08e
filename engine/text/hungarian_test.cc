#include "text/hungarian.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace sojourn {
namespace {

using Gains = std::vector<std::vector<double>>;

double sum_of(const Gains& gains, const std::vector<size_t>& columns) {
  double sum = 0;
  for (size_t row = 0; row < gains.size(); ++row) sum += columns[row] == kUnassigned ? 0 : gains[row][columns[row]];
  return sum;
}

// All orders of the columns, or of the rows where there are more of them.
double best_by_trying(const Gains& gains) {
  const size_t size = std::max(gains.size(), gains[0].size());
  std::vector<size_t> order(size);
  std::iota(order.begin(), order.end(), size_t{0});
  double best = -1e9;
  do {
    double sum = 0;
    for (size_t row = 0; row < gains.size(); ++row) sum += order[row] < gains[row].size() ? gains[row][order[row]] : 0;
    best = std::max(best, sum);
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

TEST(Hungarian, IsTheBestOfAllAssignments) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const size_t rows = 1 + random() % 5, columns = 1 + random() % 5;
    Gains gains(rows, std::vector<double>(columns));
    for (auto& row : gains) {
      for (double& gain : row) gain = static_cast<double>(random() % 11);
    }
    const std::vector<size_t> found = best_assignment(gains);
    ASSERT_EQ(found.size(), rows);
    std::vector<size_t> used;
    for (const size_t column : found) {
      if (column != kUnassigned) used.push_back(column);
    }
    std::sort(used.begin(), used.end());
    EXPECT_TRUE(std::adjacent_find(used.begin(), used.end()) == used.end()) << "a column is given twice";
    EXPECT_EQ(used.size(), std::min(rows, columns));
    EXPECT_DOUBLE_EQ(sum_of(gains, found), best_by_trying(gains));
  }
}

TEST(Hungarian, NothingToAssign) {
  EXPECT_TRUE(best_assignment({}).empty());
  EXPECT_EQ(best_assignment({{}, {}}), (std::vector<size_t>{kUnassigned, kUnassigned}));
}

}  // namespace
}  // namespace sojourn
