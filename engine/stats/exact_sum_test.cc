// Sums that must not depend on order, also where 64 bits would not hold them.
#include "stats/exact_sum.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace sojourn {
namespace {

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();

TEST(ExactMoments, MeanAndVarianceByHand) {
  ExactMoments values;
  EXPECT_FALSE(values.mean());
  for (const int64_t value : {2, 4, 4, 4, 5, 5, 7, 9}) values.add(value);
  EXPECT_EQ(values.mean(), 5.0);
  EXPECT_DOUBLE_EQ(*values.variance(), 32.0 / 7);
}

TEST(ExactMoments, VarianceKeepsItsDigitsFarFromZero) {
  ExactMoments values;
  for (const int64_t value : {1, 2, 3}) values.add(1'000'000'000'000'000 + value);
  EXPECT_DOUBLE_EQ(*values.variance(), 1.0);
  EXPECT_EQ(values.mean(), 1'000'000'000'000'002.0);
}

TEST(ExactMoments, AnyOrderAndGroupingIsEqual) {
  std::mt19937_64 random(3);
  ExactMoments whole;
  std::vector<ExactMoments> parts(5);
  for (int i = 0; i < 1000; ++i) {
    const auto value = static_cast<int64_t>(random()) >> (i % 40);
    whole.add(value);
    parts[random() % parts.size()].add(value);
  }
  ExactMoments merged;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) merged.merge(*part);
  EXPECT_EQ(merged, whole);
}

TEST(ExactMoments, EndsOfTheRange) {
  ExactMoments values;
  for (const int64_t value : {kLeast, kLeast, kGreatest, kGreatest}) values.add(value);
  EXPECT_EQ(values.sum(), Int128{-2});
  EXPECT_EQ(values.mean(), -0.5);
  values.add(0);
  EXPECT_TRUE(values.variance());
  values.add(kLeast);
  EXPECT_FALSE(values.variance()) << "five squares of 2^126 outgrow 128 bits, and that is said";
  ExactMoments two;
  for (const int64_t value : {kLeast, kGreatest}) two.add(value);
  EXPECT_NEAR(*two.variance() / 1.7014118346046923e38, 1.0, 1e-12) << "2^127";
  EXPECT_FALSE(narrow(Int128{kGreatest} + 1));
  EXPECT_EQ(narrow(Int128{kLeast}), kLeast);
}

TEST(ExactMoments, SavesAndRefusesDamage) {
  ExactMoments values;
  for (const int64_t value : {-5, 7, 7}) values.add(value);
  ByteWriter out;
  values.save(out);
  ByteReader in(out.bytes());
  EXPECT_EQ(*ExactMoments::load(in), values);
  for (size_t cut = 0; cut < out.bytes().size(); ++cut) {
    ByteReader shorter(std::string_view(out.bytes()).substr(0, cut));
    EXPECT_EQ(ExactMoments::load(shorter).status().code(), StatusCode::kCorruption);
  }
  const auto refused = [](int64_t count, int64_t sum, int64_t squares) {
    ByteWriter bytes;
    bytes.i64(count);
    save_int128(sum, bytes);
    save_int128(squares, bytes);
    ByteReader reader(bytes.bytes());
    return ExactMoments::load(reader).status().code() == StatusCode::kCorruption;
  };
  EXPECT_TRUE(refused(-1, 0, 0));
  EXPECT_TRUE(refused(0, 1, 1));
  EXPECT_TRUE(refused(2, 9, 8)) << "whole numbers have squares at least as large as themselves";
  EXPECT_TRUE(refused(2, 20, 100)) << "10 and 10 have squares of 200 together";
  EXPECT_FALSE(refused(2, 20, 200));
}

}  // namespace
}  // namespace sojourn
