// A block: some whole customers, each with all their events in order of (time, sequence), as parallel columns.
//
// Counts    A customer is never split over blocks. Blocks hold about limits::kBlockEvents events; a heavier customer is
//           a block of its own. Every event of a customer is here, however late it came and wherever it is stored.
// Owner     Everything is borrowed from the reader that filled the block, until its next read, and from the Snapshot.
// Threads   One reader a thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace sojourn {

using ColumnId = uint32_t;  // Index into Snapshot::columns().
// Among the columns that a reader is asked for: times will not be looked at. They may be zero then, and cost nothing.
inline constexpr ColumnId kWithoutTimes = std::numeric_limits<ColumnId>::max();

// Codes of a vocabulary (Names); 0 is "no value". One, two or four bytes wide, as the vocabulary needs.
class CodeColumn {
 public:
  CodeColumn() = default;
  CodeColumn(const void* codes, uint8_t width) : codes_(codes), width_(width) {}
  uint32_t operator[](size_t index) const {
    if (width_ == 1) return static_cast<const uint8_t*>(codes_)[index];
    if (width_ == 2) return static_cast<const uint16_t*>(codes_)[index];
    return static_cast<const uint32_t*>(codes_)[index];
  }
  uint8_t width() const { return width_; }
  const void* raw() const { return codes_; }

 private:
  const void* codes_ = nullptr;
  uint8_t width_ = 4;
};

inline constexpr int64_t kNoInteger = std::numeric_limits<int64_t>::min();

struct TextColumn {
  const uint64_t* offsets = nullptr;  // One more than there are events; relative to bytes.
  const char* bytes = nullptr;
  std::string_view operator[](size_t index) const {
    return {bytes + offsets[index], static_cast<size_t>(offsets[index + 1] - offsets[index])};
  }
};

// One column of a block. Which member is set follows from the column's type.
struct BlockColumn {
  CodeColumn codes;
  std::span<const double> numbers;    // Absent: NaN (inside only; it never leaves as an answer).
  std::span<const int64_t> integers;  // Absent: kNoInteger.
  std::span<const uint64_t> keys;     // 64-bit hash of the text; absent: 0.
  TextColumn texts;                   // Absent: "".
};

struct Block {
  std::span<const uint32_t> customers;  // Customer numbers, ascending.
  std::span<const uint8_t> identified;  // 1: somebody we can name; 0: an event without any identifier.
  std::span<const uint32_t> begins;     // customers.size() + 1 positions into the columns.
  std::span<const Micros> times;
  std::span<const BlockColumn> columns;  // By ColumnId; only those that were asked for are filled.

  size_t event_count() const { return times.size(); }
  const BlockColumn& column(ColumnId id) const { return columns[id]; }
};

// A set of the block's events: bit i of word i / 64.
class EventBits {
 public:
  void reset(size_t count, bool value) {
    count_ = count;
    words_.assign((count + 63) / 64, value ? ~uint64_t{0} : 0);
    trim();
  }
  bool test(size_t index) const { return (words_[index / 64] >> (index % 64)) & 1; }
  void set(size_t index) { words_[index / 64] |= uint64_t{1} << (index % 64); }
  size_t count() const { return count_; }
  std::span<uint64_t> words() { return words_; }
  std::span<const uint64_t> words() const { return words_; }
  // Clears the bits beyond the last event, which whole-word work may have set.
  void trim() {
    if (count_ % 64 != 0) words_.back() &= (uint64_t{1} << (count_ % 64)) - 1;
  }

 private:
  std::vector<uint64_t> words_;
  size_t count_ = 0;
};

}  // namespace sojourn
