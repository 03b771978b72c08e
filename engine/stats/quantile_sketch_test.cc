// The sketch against sorted vectors; equal bytes for equal values however they came together, on both sides of the
// switch to buckets; every damaged byte either refused or giving a sketch that still makes sense.
#include "stats/quantile_sketch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace sojourn {
namespace {

double sorted_quantile(std::vector<int64_t> values, double q) {
  std::sort(values.begin(), values.end());
  const double position = static_cast<double>(values.size() - 1) * q;
  const auto below = static_cast<size_t>(position);
  const size_t above = std::min(below + 1, values.size() - 1);
  const auto low = static_cast<double>(values[below]);
  return low + (position - static_cast<double>(below)) * (static_cast<double>(values[above]) - low);
}

std::string bytes_of(const QuantileSketch& sketch) {
  ByteWriter out;
  sketch.save(out);
  return out.take();
}

std::vector<int64_t> random_values(size_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<int64_t> values(count);
  // Lengths from microseconds to decades, evenly over the octaves.
  for (int64_t& value : values) value = static_cast<int64_t>(random() >> (10 + random() % 53));
  return values;
}

TEST(QuantileSketch, SmallOnesByHand) {
  QuantileSketch sketch;
  EXPECT_FALSE(sketch.median());
  EXPECT_FALSE(sketch.mean());
  EXPECT_FALSE(sketch.min());
  sketch.add(10);
  EXPECT_EQ(sketch.quantile(0), 10.0);
  EXPECT_EQ(sketch.quantile(0.9), 10.0);
  sketch.add(20);
  EXPECT_EQ(sketch.median(), 15.0) << "the mean of the middle two";
  sketch.add(40);
  EXPECT_EQ(sketch.median(), 20.0);
  EXPECT_EQ(sketch.quantile(0.9), 36.0) << "h = 1.8: 20 + 0.8 * 20";
  EXPECT_EQ(sketch.quantile(1), 40.0);
  EXPECT_DOUBLE_EQ(*sketch.mean(), 70.0 / 3);
  EXPECT_EQ(sketch.max(), 40);
}

TEST(QuantileSketch, ExactUpToTheLimit) {
  const std::vector<int64_t> values = random_values(static_cast<size_t>(QuantileSketch::kExactMax), 5);
  QuantileSketch sketch;
  for (const int64_t value : values) sketch.add(value);
  EXPECT_TRUE(sketch.exact());
  for (const double q : {0.0, 0.1, 0.25, 0.5, 0.9, 0.99, 1.0})
    EXPECT_EQ(sketch.quantile(q), sorted_quantile(values, q));
}

TEST(QuantileSketch, FewAndManyValuesAlike) {
  for (const size_t count : {2, 3, 1'000, 1'023, 1'024, 1'025, 2'000}) {
    const std::vector<int64_t> values = random_values(count, count);
    QuantileSketch sketch;
    for (const int64_t value : values) sketch.add(value);
    for (const double q : {0.0, 0.1, 0.5, 0.9, 1.0}) EXPECT_EQ(sketch.quantile(q), sorted_quantile(values, q)) << count;
  }
}

// Orders that make choosing ranks hard: sorted, reversed, equal, two values, the greatest there are.
TEST(QuantileSketch, RanksOfValuesInAnyOrder) {
  constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();
  const std::vector<double> wanted{0.0, 0.05, 0.5, 0.5, 0.9, 0.95, 1.0};
  for (const size_t count : {31, 32, 33, 34, 64, 65, 300, 1'000, 1'024}) {
    for (int kind = 0; kind < 6; ++kind) {
      std::vector<int64_t> values = random_values(count, count);
      if (kind == 1) std::sort(values.begin(), values.end());
      if (kind == 2) std::sort(values.rbegin(), values.rend());
      if (kind == 3) std::fill(values.begin(), values.end(), 7);
      if (kind == 4) std::transform(values.begin(), values.end(), values.begin(), [](int64_t v) { return v % 2; });
      if (kind == 5) std::fill(values.begin() + 3, values.end(), kGreatest);
      QuantileSketch sketch;
      sketch.add_all(values);
      const std::vector<double> found = sketch.quantiles(wanted);
      for (size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_EQ(found[i], sorted_quantile(values, wanted[i])) << count << " values of kind " << kind;
      }
    }
  }
}

TEST(QuantileSketch, WithinItsErrorBeyond) {
  const std::vector<int64_t> values = random_values(100'000, 6);
  QuantileSketch sketch;
  for (const int64_t value : values) sketch.add(value);
  EXPECT_FALSE(sketch.exact());
  for (int percent = 0; percent <= 100; ++percent) {
    const double exact = sorted_quantile(values, percent / 100.0);
    EXPECT_LE(std::abs(*sketch.quantile(percent / 100.0) - exact), exact * QuantileSketch::kRelativeError + 1e-9)
        << percent;
  }
  EXPECT_EQ(sketch.min(), *std::min_element(values.begin(), values.end()));
  EXPECT_EQ(sketch.max(), *std::max_element(values.begin(), values.end()));
  long double sum = 0;
  for (const int64_t value : values) sum += static_cast<long double>(value);
  EXPECT_NEAR(*sketch.mean() / static_cast<double>(sum / 100'000), 1, 1e-12);
}

TEST(QuantileSketch, EqualValuesGiveEqualBytesInAnyGrouping) {
  for (const size_t count : {0ul, 1ul, 1000ul, 65'535ul, 65'536ul, 65'537ul, 150'000ul}) {
    std::vector<int64_t> values = random_values(count, count + 1);
    QuantileSketch whole;
    for (const int64_t value : values) whole.add(value);
    std::mt19937_64 random(count);
    std::shuffle(values.begin(), values.end(), random);
    std::vector<QuantileSketch> parts(4);
    for (size_t i = 0; i < values.size(); ++i) parts[i % 7 == 0 ? 0 : 1 + i % 3].add(values[i]);
    QuantileSketch left;
    for (const QuantileSketch& part : parts) left.merge(part);
    QuantileSketch right = parts[3];
    QuantileSketch pair = parts[1];
    pair.merge(parts[0]);
    right.merge(pair);
    right.merge(parts[2]);
    EXPECT_EQ(bytes_of(left), bytes_of(whole)) << count;
    EXPECT_EQ(bytes_of(right), bytes_of(whole)) << count;
    EXPECT_TRUE(left == right);
  }
}

TEST(QuantileSketch, AddingAfterAMergeBeyondTheLimit) {
  QuantileSketch a;
  for (const int64_t value : random_values(70'000, 1)) a.add(value);
  QuantileSketch b;
  for (const int64_t value : random_values(10, 2)) b.add(value);
  QuantileSketch c = b;
  c.merge(a);
  a.merge(b);
  a.add(77);
  c.add(77);
  EXPECT_EQ(bytes_of(a), bytes_of(c));
}

TEST(QuantileSketch, LoadsWhatItSaved) {
  for (const size_t count : {0ul, 3ul, 80'000ul}) {
    QuantileSketch sketch;
    for (const int64_t value : random_values(count, 9)) sketch.add(value);
    if (count > 3) sketch.add(std::numeric_limits<int64_t>::max());
    const std::string bytes = bytes_of(sketch);
    ByteReader in(bytes);
    const Result<QuantileSketch> loaded = QuantileSketch::load(in);
    ASSERT_TRUE(loaded.has_value()) << loaded.status().to_string();
    EXPECT_TRUE(in.end().ok());
    EXPECT_EQ(bytes_of(*loaded), bytes);
    EXPECT_EQ(loaded->quantile(0.3), sketch.quantile(0.3));
  }
}

TEST(QuantileSketch, RefusesDamage) {
  for (const size_t count : {5ul, 70'000ul}) {
    QuantileSketch sketch;
    for (const int64_t value : random_values(count, 11)) sketch.add(value);
    const std::string bytes = bytes_of(sketch);
    for (size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 500) {
      ByteReader in(std::string_view(bytes).substr(0, cut));
      EXPECT_EQ(QuantileSketch::load(in).status().code(), StatusCode::kCorruption) << cut;
    }
    std::mt19937 random(1);
    for (int round = 0; round < 3000; ++round) {
      std::string damaged = bytes;
      damaged[random() % std::min<size_t>(damaged.size(), 400)] ^= static_cast<char>(1 << (random() % 8));
      ByteReader in(damaged);
      const Result<QuantileSketch> loaded = QuantileSketch::load(in);
      if (!loaded.has_value()) continue;
      EXPECT_GE(*loaded->median(), static_cast<double>(*loaded->min()));
      EXPECT_LE(*loaded->median(), static_cast<double>(*loaded->max()));
    }
  }
}

TEST(QuantileSketch, TakesManyAtOnceAndMayLeaveTheExactFormEarlier) {
  for (const int64_t exact_max : {int64_t{0}, int64_t{100}, QuantileSketch::kExactMax}) {
    for (const size_t count : {1, 99, 100, 101, 5'000, 70'000}) {
      const std::vector<int64_t> values = random_values(count, count);
      QuantileSketch one_by_one(exact_max);
      for (const int64_t value : values) one_by_one.add(value);
      QuantileSketch together(exact_max);
      QuantileSketch rest(exact_max);
      const std::span<const int64_t> all(values);
      together.add_all(all.first(count / 3));
      together.add_all({});
      together.add_all(all.subspan(count / 3, count / 3));
      rest.add_all(all.subspan(2 * (count / 3)));
      together.merge(rest);
      EXPECT_EQ(together.exact(), static_cast<int64_t>(count) <= exact_max);
      EXPECT_EQ(bytes_of(together), bytes_of(one_by_one));
      const std::string bytes = bytes_of(together);
      ByteReader in(bytes);
      EXPECT_TRUE(QuantileSketch::load(in, exact_max).value() == together);
      const std::vector<double> wanted{0, 0.1, 0.5, 0.5, 0.9, 0.95, 0.951, 1};
      const std::vector<double> found = together.quantiles(wanted);
      for (size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_EQ(found[i], together.quantile(wanted[i]));
        const double exact = sorted_quantile(values, wanted[i]);
        EXPECT_NEAR(found[i], exact, together.exact() ? 0 : exact * QuantileSketch::kRelativeError);
      }
    }
  }
}

// Counts that outgrow 32 bits, by merging a sketch with itself again and again.
TEST(QuantileSketch, CountsBillions) {
  const std::vector<int64_t> values = random_values(70'000, 8);
  QuantileSketch sketch(0);
  sketch.add_all(values);
  const std::optional<double> median = sketch.median();
  for (int doubling = 0; doubling < 20; ++doubling) {
    const std::string bytes = bytes_of(sketch);
    ByteReader in(bytes);
    sketch.merge(QuantileSketch::load(in, 0).value());
    EXPECT_EQ(sketch.count(), int64_t{70'000} << (doubling + 1));
    EXPECT_EQ(sketch.median(), median);
  }
  sketch.add(values[0]);
  sketch.add_all(values);
  EXPECT_EQ(sketch.count(), (int64_t{70'000} << 20) + 70'001);
  int64_t counted = 0;
  for (const auto& [value, times] : sketch.histogram()) counted += times;
  EXPECT_EQ(counted, sketch.count());
  const std::string bytes = bytes_of(sketch);
  ByteReader in(bytes);
  EXPECT_EQ(bytes_of(QuantileSketch::load(in, 0).value()), bytes);
}

}  // namespace
}  // namespace sojourn
