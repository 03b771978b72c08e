// What several answers of one person are worth: the ends that must hold, and the formula written out plainly.
#include "stats/cluster.h"

#include <gtest/gtest.h>

#include <random>

#include "stats/intervals.h"

namespace sojourn {
namespace {

TEST(ClusterSums, OneAnswerEachIsWorthOneAnswerEach) {
  ClusterSums sums;
  EXPECT_FALSE(sums.effective_n(0));
  for (const int64_t value : {1, -1, 0, 1, 1}) sums.add(1, value);
  EXPECT_EQ(sums.effective_n(4), 5.0);
}

TEST(ClusterSums, RepeatingOneAnswerAddsNothing) {
  ClusterSums sums;
  for (int person = 0; person < 100; ++person) sums.add(10, person % 2 == 0 ? 10 : 0);
  // 100 persons, of whom half say yes ten times: close to 100 answers, a little less for having only 99 to compare.
  EXPECT_NEAR(*sums.effective_n(500), 100, 5);
}

TEST(ClusterSums, AllAlikeIsWorthThePersons) {
  ClusterSums sums;
  sums.add(3, 3);
  sums.add(5, 5);
  EXPECT_EQ(sums.effective_n(8), 2.0);
}

TEST(ClusterSums, OnePersonWithSeveralAnswersTellsNothing) {
  ClusterSums sums;
  sums.add(4, 2);
  EXPECT_FALSE(sums.effective_n(2));
}

TEST(ClusterSums, WhatIsTakenOutWasNeverThere) {
  ClusterSums wanted;
  wanted.add(2, 1);
  wanted.add(5, -3);
  ClusterSums part;
  part.add(3, 2);
  part.add(1, 0);
  ClusterSums all = wanted;
  all.merge(part);
  all.remove(part);
  EXPECT_EQ(all, wanted);
}

TEST(ClusterSums, EqualsTheFormulaOverThePersons) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    ClusterSums sums;
    std::vector<std::pair<int, int>> persons;
    int answers = 0;
    int total = 0;
    const int count = 3 + static_cast<int>(random() % 30);
    for (int i = 0; i < count; ++i) {
      const int m = 1 + static_cast<int>(random() % 6);
      int s = 0;
      for (int k = 0; k < m; ++k) s += (random() % 3) != 0;
      persons.emplace_back(m, s);
      sums.add(m, s);
      answers += m;
      total += s;
    }
    const double n = answers;
    const double mean = total / n;
    double between = 0;
    for (const auto& [m, s] : persons) between += (s - mean * m) * (s - mean * m);
    const double variance = count / (count - 1.0) * between / (n * n);
    const double single = mean * (1 - mean) / (n - 1);
    const double ratio = two_sided_t(0.95, n - 1) / two_sided_t(0.95, count - 1);
    EXPECT_NEAR(*sums.effective_n(total), std::min(n, n * single / variance * ratio * ratio), 1e-6);
  }
}

TEST(ClusterSums, TakesTheSumsOfAPart) {
  ClusterSums all;
  ClusterSums part;
  ClusterSums wanted;
  for (int64_t person = 0; person < 9; ++person) {
    const int64_t answers = 1 + person % 4;
    const int64_t sum = person % 3 == 0 ? answers - person % 2 : 0;
    all.add(answers, 0);
    if (person % 3 == 0) part.add(answers, sum);
    wanted.add(answers, sum);
  }
  EXPECT_EQ(all.with_sums_of(part), wanted);
}

TEST(ClusterSums, SavesMergesAndRefusesDamage) {
  ClusterSums a;
  ClusterSums b;
  a.add(2, -1);
  b.add(3, 2);
  ClusterSums ab = a;
  ab.merge(b);
  ClusterSums ba = b;
  ba.merge(a);
  EXPECT_EQ(ab, ba);
  ByteWriter out;
  ab.save(out);
  ByteReader in(out.bytes());
  EXPECT_EQ(*ClusterSums::load(in), ab);
  for (size_t cut = 0; cut < out.bytes().size(); ++cut) {
    ByteReader shorter(std::string_view(out.bytes()).substr(0, cut));
    EXPECT_EQ(ClusterSums::load(shorter).status().code(), StatusCode::kCorruption);
  }
  ByteWriter wrong;
  for (const int64_t value : {5, 2, 0, 2, 0, 0}) wrong.i64(value);
  ByteReader wrong_in(wrong.bytes());
  EXPECT_EQ(ClusterSums::load(wrong_in).status().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sojourn
