// Every way a column may be kept gives back the very same values, whatever shape they came in.
#include "timelines/chunk.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace sojourn {
namespace {

std::string chunk_of(size_t events, const ColumnValues& values) {
  const std::vector<Micros> times(events, 0);
  const std::vector<uint32_t> begins{0, static_cast<uint32_t>(events)};
  ChunkWriter writer;
  writer.add_times(times, begins);
  writer.add_column(3, values);
  return writer.finish();
}

// The words as they come back; empty when the column was left out.
std::vector<uint64_t> words_back(size_t events, const ColumnValues& values, ColumnEncoding* encoding = nullptr) {
  const std::string bytes = chunk_of(events, values);
  const ChunkView view(bytes, events);
  EXPECT_TRUE(view.sound());
  const std::optional<size_t> entry = view.find(3);
  if (!entry) return {};
  if (encoding != nullptr) *encoding = view.entry(*entry).encoding;
  ColumnRoom room;
  BlockColumn column;
  EXPECT_TRUE(decode_column(view, view.entry(*entry), values.type, room, column));
  std::vector<uint64_t> words;
  for (size_t i = 0; i < events; ++i) {
    switch (values.type) {
      case ColumnType::kCode: words.push_back(column.codes[i]); break;
      case ColumnType::kNumber: words.push_back(std::bit_cast<uint64_t>(column.numbers[i])); break;
      case ColumnType::kInteger: words.push_back(static_cast<uint64_t>(column.integers[i])); break;
      case ColumnType::kKey: words.push_back(column.keys[i]); break;
      case ColumnType::kText: break;
    }
  }
  return words;
}

ColumnValues dense(ColumnType type, const std::vector<uint64_t>& words) {
  ColumnValues values;
  values.type = type;
  values.count = words.size();
  values.words = words.data();
  return values;
}

uint64_t number(double value) { return std::bit_cast<uint64_t>(value); }
uint64_t integer(int64_t value) { return static_cast<uint64_t>(value); }

TEST(ChunkTest, WordsOfAnySize) {
  const uint64_t none = absent_word(ColumnType::kInteger);
  for (const std::vector<uint64_t>& words :
       std::vector<std::vector<uint64_t>>{{integer(1), none, integer(-127), integer(127)},
                                          {integer(-128), integer(5)},
                                          {integer(32'767), integer(-32'768), none},
                                          {integer(2'147'483'647), integer(-2'147'483'647)},
                                          {integer(-2'147'483'648LL), integer(1)},
                                          {integer(std::numeric_limits<int64_t>::max()), none},
                                          {integer(7), integer(7), integer(7)},
                                          {none, none, integer(4)}}) {
    EXPECT_EQ(words_back(words.size(), dense(ColumnType::kInteger, words)), words);
    EXPECT_EQ(words_back(words.size(), dense(ColumnType::kKey, words)), words);
  }
}

TEST(ChunkTest, NumbersKeepTheirBits) {
  const uint64_t none = absent_word(ColumnType::kNumber);
  for (const std::vector<uint64_t>& words :
       std::vector<std::vector<uint64_t>>{{number(1), none, number(-127)},
                                          {number(0.0), number(-0.0)},
                                          {number(0.5), number(3), none},
                                          {number(1e300), number(-1e-300)},
                                          {number(2147483647.0), number(-2147483647.0)},
                                          {number(-2147483648.0), number(2)},
                                          {number(std::numeric_limits<double>::infinity()), number(1)}}) {
    EXPECT_EQ(words_back(words.size(), dense(ColumnType::kNumber, words)), words);
  }
}

TEST(ChunkTest, WhatNoEventHasIsLeftOut) {
  const std::vector<uint64_t> none(10, absent_word(ColumnType::kNumber));
  EXPECT_TRUE(words_back(10, dense(ColumnType::kNumber, none)).empty());
  const std::vector<uint8_t> codes(10, 0);
  ColumnValues values;
  values.count = 10;
  values.codes = CodeColumn(codes.data(), 1);
  EXPECT_TRUE(words_back(10, values).empty());
}

TEST(ChunkTest, CodesDenseSparseAndConstant) {
  for (const uint32_t largest : {3U, 300U, 70'000U}) {
    for (const size_t every : {1, 3, 100}) {
      std::vector<uint32_t> all(1000, 0);
      std::vector<uint32_t> given;
      std::vector<uint32_t> positions;
      for (uint32_t i = 0; i < 1000; i += static_cast<uint32_t>(every)) {
        all[i] = 1 + i * 7 % largest;
        given.push_back(all[i]);
        positions.push_back(i);
      }
      ColumnValues as_dense;
      as_dense.count = all.size();
      as_dense.codes = CodeColumn(all.data(), 4);
      ColumnValues as_sparse;
      as_sparse.sparse = true;
      as_sparse.count = given.size();
      as_sparse.positions = positions;
      as_sparse.codes = CodeColumn(given.data(), 4);
      const std::vector<uint64_t> expected(all.begin(), all.end());
      ColumnEncoding encoding{};
      EXPECT_EQ(words_back(1000, as_dense, &encoding), expected);
      EXPECT_EQ(encoding, every == 100 ? ColumnEncoding::kSparse : ColumnEncoding::kPlain);
      EXPECT_EQ(words_back(1000, as_sparse), expected);
    }
  }
  const std::vector<uint16_t> same(1000, 500);
  ColumnValues values;
  values.count = same.size();
  values.codes = CodeColumn(same.data(), 2);
  ColumnEncoding encoding{};
  EXPECT_EQ(words_back(1000, values, &encoding), std::vector<uint64_t>(1000, 500));
  EXPECT_EQ(encoding, ColumnEncoding::kConstant);
}

TEST(ChunkTest, DamagedEntriesAreRefusedOrHarmless) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    std::vector<uint64_t> words(100, absent_word(ColumnType::kNumber));
    for (size_t i = 0; i < words.size(); i += 1 + random() % 20) words[i] = number(static_cast<double>(random() % 9));
    std::string bytes = chunk_of(words.size(), dense(ColumnType::kNumber, words));
    bytes[random() % bytes.size()] = static_cast<char>(random());
    if (round % 3 == 0) bytes.resize(random() % bytes.size());
    const ChunkView view(bytes, words.size());
    if (!view.sound()) continue;
    const std::optional<size_t> entry = view.find(3);
    if (!entry) continue;
    for (const ColumnType type : {ColumnType::kNumber, ColumnType::kCode, ColumnType::kText, ColumnType::kKey}) {
      ColumnRoom room;
      BlockColumn column;
      static_cast<void>(decode_column(view, view.entry(*entry), type, room, column));  // The sanitizer watches.
    }
  }
}

}  // namespace
}  // namespace sojourn
