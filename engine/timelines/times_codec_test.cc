// Times survive packing whatever they are, and damaged bytes are refused or harmless, never read beyond their end.
#include "timelines/times_codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace sojourn {
namespace {

struct Lives {
  std::vector<Micros> times;
  std::vector<uint32_t> begins;
};

Lives random_lives(uint64_t seed, Micros unit, uint64_t spread) {
  std::mt19937_64 random(seed);
  Lives lives;
  lives.begins.push_back(0);
  const size_t customers = random() % 2 == 0 ? random() % 50 : random() % 800;
  for (size_t i = 0; i < customers; ++i) {
    const size_t events = 1 + random() % 9;
    const size_t from = lives.times.size();
    for (size_t j = 0; j < events; ++j) {
      const uint64_t size = random() % 4 == 0 ? spread : 1 + spread / 1000;
      lives.times.push_back(unit * static_cast<Micros>(random() % size) - unit * 100);
    }
    std::sort(lives.times.begin() + static_cast<std::ptrdiff_t>(from), lives.times.end());
    lives.begins.push_back(static_cast<uint32_t>(lives.times.size()));
  }
  return lives;
}

TEST(TimesCodecTest, RoundTrip) {
  for (const Micros unit : {Micros{1}, Micros{1000}, kSecond, kMinute, kHour, kDay, Micros{7}}) {
    for (const uint64_t spread : {1, 3, 300, 70'000, 20'000'000}) {
      for (uint64_t seed = 0; seed < 10; ++seed) {
        const Lives lives = random_lives(seed, unit, spread);
        const std::string bytes = encode_times(lives.times, lives.begins);
        for (const CpuLevel level : cpu_levels()) {
          std::vector<Micros> decoded(lives.times.size(), -1);
          ASSERT_TRUE(decode_times(bytes, lives.begins, decoded, level));
          ASSERT_EQ(decoded, lives.times) << cpu_level_name(level);
        }
      }
    }
  }
}

TEST(TimesCodecTest, TheWidestSpanSurvives) {
  const std::vector<Micros> times{kTimeMin, kTimeMax, std::numeric_limits<Micros>::min(),
                                  std::numeric_limits<Micros>::max()};
  const std::vector<uint32_t> begins{0, 2, 4};
  for (const CpuLevel level : cpu_levels()) {
    std::vector<Micros> decoded(4);
    ASSERT_TRUE(decode_times(encode_times(times, begins), begins, decoded, level));
    EXPECT_EQ(decoded, times);
  }
}

TEST(TimesCodecTest, SecondsTakeFewBytes) {
  std::mt19937_64 random(1);
  Lives lives;
  lives.begins.push_back(0);
  for (int customer = 0; customer < 1000; ++customer) {
    Micros time = kDay * 20'000 + static_cast<Micros>(random() % 30'000'000) * kSecond;
    for (int i = 0; i < 20; ++i) {
      time += static_cast<Micros>(random() % (random() % 10 == 0 ? 1'000'000 : 200)) * kSecond;
      lives.times.push_back(time);
    }
    lives.begins.push_back(static_cast<uint32_t>(lives.times.size()));
  }
  const double bytes = static_cast<double>(encode_times(lives.times, lives.begins).size());
  EXPECT_LT(bytes / static_cast<double>(lives.times.size()), 1.7);
}

TEST(TimesCodecTest, OneLifeMayFillTheChunk) {
  Lives lives;
  for (int i = 0; i < 5'000; ++i) lives.times.push_back(Micros{i} * i * kMinute);
  lives.begins = {0, 5'000};
  for (const CpuLevel level : cpu_levels()) {
    std::vector<Micros> decoded(lives.times.size());
    ASSERT_TRUE(decode_times(encode_times(lives.times, lives.begins), lives.begins, decoded, level));
    EXPECT_EQ(decoded, lives.times);
  }
}

TEST(TimesCodecTest, DamageIsHarmless) {
  Lives lives;
  for (uint64_t seed = 1; lives.times.size() < 1'000; ++seed) lives = random_lives(seed, kSecond, 70'000);
  const std::string bytes = encode_times(lives.times, lives.begins);
  std::vector<Micros> decoded(lives.times.size());
  for (size_t cut = 0; cut < bytes.size(); ++cut) {
    const std::string shorter = bytes.substr(0, cut);
    for (const CpuLevel level : cpu_levels()) EXPECT_FALSE(decode_times(shorter, lives.begins, decoded, level));
  }
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const int bit : {1, 16, 128}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ bit);
      for (const CpuLevel level : cpu_levels()) {  // The sanitizer watches the ends.
        static_cast<void>(decode_times(damaged, lives.begins, decoded, level));
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
