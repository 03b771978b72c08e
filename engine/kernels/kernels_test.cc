// Method: random columns of every length up to some words and beyond, at odd addresses, over tables that are empty,
// full, sparse and random. Every level of this machine must give what the plain road gives, and that what a loop gives
// which is written here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "kernels/bits.h"
#include "kernels/codes.h"
#include "kernels/cpu.h"
#include "kernels/pairs.h"
#include "kernels/times.h"

namespace sojourn {
namespace {

std::vector<size_t> lengths() {
  std::vector<size_t> lengths;
  for (size_t i = 0; i <= 200; ++i) lengths.push_back(i);
  for (const size_t length : {255, 256, 257, 1000, 4096, 4099, 70'001}) lengths.push_back(length);
  return lengths;
}

std::vector<uint8_t> random_codes(std::mt19937_64& random, size_t count, unsigned below) {
  std::vector<uint8_t> codes(count);
  for (uint8_t& code : codes) code = static_cast<uint8_t>(random() % below);
  return codes;
}

std::vector<uint64_t> random_bits(std::mt19937_64& random, size_t count, unsigned one_in) {
  std::vector<uint64_t> bits((count + 63) / 64, 0);
  for (size_t i = 0; i < count; ++i) bits[i / 64] |= uint64_t{random() % one_in == 0} << (i % 64);
  return bits;
}

bool bit(const std::vector<uint64_t>& bits, size_t i) { return ((bits[i / 64] >> (i % 64)) & 1) != 0; }

TEST(Cpu, NamesItsLevels) {
  EXPECT_EQ(cpu_levels().front(), CpuLevel::kPlain);
  EXPECT_LE(cpu_level(), cpu_levels().back());
  EXPECT_EQ(cpu_level_name(CpuLevel::kAvx2), "avx2");
}

class EveryLevel : public testing::TestWithParam<CpuLevel> {
 protected:
  std::mt19937_64 random_{7};
};

TEST_P(EveryLevel, MatchesAndMapsCodes) {
  for (const size_t count : lengths()) {
    for (const unsigned one_in : {1U, 2U, 40U, 1000U}) {
      std::array<uint8_t, 256> table{};
      for (uint8_t& entry : table) entry = random_() % one_in == 0 ? static_cast<uint8_t>(1 + random_() % 255) : 0;
      const size_t shift = random_() % 5;
      const std::vector<uint8_t> codes = random_codes(random_, count + shift, count % 2 == 0 ? 256 : 19);
      std::vector<uint64_t> bits((count + 63) / 64 + 1, 0x5555);
      match_codes(codes.data() + shift, count, table.data(), bits.data(), GetParam());
      std::vector<uint8_t> mapped(count + shift + 1, 0x55);
      map_codes(codes.data() + shift, count, table.data(), mapped.data() + shift, GetParam());
      for (size_t i = 0; i < bits.size() * 64 - 64; ++i) {
        ASSERT_EQ(bit(bits, i), i < count && table[codes[shift + i]] != 0) << count << " " << i;
      }
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(mapped[shift + i], table[codes[shift + i]]);
      EXPECT_EQ(bits.back(), 0x5555u) << "nothing is written beyond";
      EXPECT_EQ(mapped.back(), 0x55);
    }
  }
}

TEST_P(EveryLevel, CompressesCodesAndWords) {
  for (const size_t count : lengths()) {
    for (const unsigned one_in : {1U, 2U, 50U}) {
      const std::vector<uint8_t> codes = random_codes(random_, count, 256);
      std::vector<int64_t> words(count);
      for (int64_t& word : words) word = static_cast<int64_t>(random_());
      const std::vector<uint64_t> bits = random_bits(random_, count, one_in);
      std::vector<uint8_t> wanted_codes;
      std::vector<int64_t> wanted_words;
      for (size_t i = 0; i < count; ++i) {
        if (!bit(bits, i)) continue;
        wanted_codes.push_back(codes[i]);
        wanted_words.push_back(words[i]);
      }
      std::vector<uint8_t> out(count + 64);
      out.resize(compress_codes(codes.data(), count, bits.data(), out.data(), GetParam()));
      EXPECT_EQ(out, wanted_codes);
      std::vector<int64_t> out_words(count + 8);
      out_words.resize(compress_words(words.data(), count, bits.data(), out_words.data(), GetParam()));
      EXPECT_EQ(out_words, wanted_words);
    }
  }
}

TEST_P(EveryLevel, FindsPausesAndRanges) {
  for (const size_t count : lengths()) {
    const size_t shift = random_() % 3;
    std::vector<int64_t> all(count + shift);
    for (int64_t& time : all) {
      time = static_cast<int64_t>(random_() % 40) - 20;
      if (random_() % 16 == 0) time = random_() % 2 == 0 ? INT64_MIN : INT64_MAX;
    }
    const int64_t* times = all.data() + shift;
    std::vector<uint64_t> gaps((count + 63) / 64, ~uint64_t{0});
    std::vector<uint64_t> in(gaps);
    match_gaps(times, count, 5, gaps.data(), GetParam());
    match_times(times, count, -3, 11, in.data(), GetParam());
    for (size_t i = 0; i < gaps.size() * 64; ++i) {
      const auto pause = [&] {  // Wraps around.
        return static_cast<int64_t>(static_cast<uint64_t>(times[i]) - static_cast<uint64_t>(times[i - 1]));
      };
      ASSERT_EQ(bit(gaps, i), i > 0 && i < count && pause() > 5) << i;
      ASSERT_EQ(bit(in, i), i < count && times[i] >= -3 && times[i] < 11) << i;
    }
  }
}

TEST_P(EveryLevel, NumbersPairs) {
  for (const size_t count : lengths()) {
    for (const uint32_t nodes : {1U, 2U, 40U, 255U, 256U}) {
      const std::vector<uint8_t> codes = random_codes(random_, count, nodes);
      std::vector<uint64_t> begins = random_bits(random_, count, 9);
      if (count > 0) begins[0] |= 1;
      std::vector<uint16_t> pairs(count);
      pair_numbers(codes.data(), count, begins.data(), nodes, pairs.data(), GetParam());
      for (size_t i = 0; i < count; ++i) {
        ASSERT_EQ(pairs[i], (bit(begins, i) ? 0 : codes[i - 1] * nodes) + codes[i]);
      }
      EXPECT_EQ(greatest_code(codes.data(), count, GetParam()),
                count == 0 ? 0 : *std::max_element(codes.begin(), codes.end()));
    }
  }
}

TEST_P(EveryLevel, RanksPositions) {
  for (const size_t count : lengths()) {
    const std::vector<uint64_t> bits = random_bits(random_, count, 3);
    std::vector<uint32_t> positions;
    std::vector<uint32_t> wanted;
    uint32_t before = 0;
    for (uint32_t i = 0; i <= count; ++i) {
      for (uint64_t again = random_() % 3; again > 0; --again) {
        positions.push_back(i);
        wanted.push_back(before);
      }
      if (i < count) before += bit(bits, i);
    }
    std::vector<uint32_t> ranks(positions.size());
    rank_positions(bits, positions, ranks.data(), GetParam());
    EXPECT_EQ(ranks, wanted);
  }
}

INSTANTIATE_TEST_SUITE_P(Cpu, EveryLevel, testing::ValuesIn(cpu_levels()),
                         [](const auto& each) { return std::string(cpu_level_name(each.param)); });

TEST(Pairs, CountsTimesAndCustomers) {
  std::mt19937_64 random(3);
  for (const size_t count : lengths()) {
    const auto nodes = static_cast<uint32_t>(2 + random() % 9);
    std::vector<uint64_t> customers = random_bits(random, count, 7);
    if (count > 0) customers[0] |= 1;
    std::vector<uint16_t> pairs(count);
    for (uint16_t& pair : pairs) pair = static_cast<uint16_t>(random() % (nodes * nodes));
    std::map<uint16_t, uint32_t> times;
    std::map<uint16_t, std::set<uint32_t>> who;
    uint32_t customer = 0;
    PairCounts one_by_one;
    one_by_one.reset(nodes);
    for (size_t i = 0; i < count; ++i) {
      customer += bit(customers, i);
      ++times[pairs[i]];
      who[pairs[i]].insert(customer);
      one_by_one.add_one(pairs[i], customer - 1);
    }
    PairCounts counts;
    counts.reset(nodes);
    counts.add(pairs, customers.data());
    for (uint16_t pair = 0; pair < nodes * nodes; ++pair) {
      ASSERT_EQ(counts.times(pair), times[pair]);
      ASSERT_EQ(counts.customers(pair), who[pair].size());
      ASSERT_EQ(one_by_one.times(pair), times[pair]);
      ASSERT_EQ(one_by_one.customers(pair), who[pair].size());
    }
  }
}

TEST(Pairs, SortsLengthsByPair) {
  std::mt19937_64 random(4);
  for (const size_t count : lengths()) {
    const size_t kinds = 1 + random() % 20;
    std::vector<uint16_t> pairs(count);
    std::vector<int64_t> times(count);
    std::vector<std::multiset<int64_t>> wanted(kinds);
    for (size_t i = 0; i < count; ++i) {
      pairs[i] = static_cast<uint16_t>(random() % kinds);
      times[i] = static_cast<int64_t>(random() % 1000);
      wanted[pairs[i]].insert(i == 0 ? 0 : times[i] - times[i - 1]);
    }
    std::vector<uint32_t> places(kinds + 1, 0);
    for (size_t p = 0; p + 1 < kinds; ++p) places[p + 2] = places[p + 1] + static_cast<uint32_t>(wanted[p].size());
    std::vector<int64_t> lengths(count);
    sort_lengths(pairs, times, places, lengths);
    for (size_t p = 0; p < kinds; ++p) {
      const std::multiset<int64_t> found(lengths.begin() + places[p], lengths.begin() + places[p + 1]);
      EXPECT_EQ(found, wanted[p]);
    }
  }
}

}  // namespace
}  // namespace sojourn
