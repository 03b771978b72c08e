// A chunk: the events of some whole customers, each column packed by itself. Parts are made of chunks.
//
//   u32 count of entries | u32 zero | entries: times first, then columns by ColumnId | the columns' bytes, aligned
//
// A column that no event of the chunk has takes no room at all; one that is the same throughout takes eight bytes; one
// that few events have is kept as positions and values. docs/formats/timelines.md has the bytes.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "timelines/block.h"
#include "timelines/snapshot.h"

namespace sojourn {

// The value of an eight-byte column (kNumber, kInteger, kKey) where an event has none.
uint64_t absent_word(ColumnType type);
constexpr bool is_word(ColumnType type) {
  return type == ColumnType::kNumber || type == ColumnType::kInteger || type == ColumnType::kKey;
}
// The narrowest width that holds codes up to `max`.
constexpr uint8_t code_width(uint32_t max) {
  if (max <= 0xFF) return 1;
  return max <= 0xFFFF ? 2 : 4;
}

// Values of one column of a chunk on their way in: one an event, or, when `sparse`, one a position.
struct ColumnValues {
  ColumnType type = ColumnType::kCode;
  bool sparse = false;
  std::span<const uint32_t> positions;  // Ascending; of sparse values.
  size_t count = 0;                     // Values given.
  CodeColumn codes;                     // kCode.
  const uint64_t* words = nullptr;      // kNumber (its bits), kInteger, kKey.
  TextColumn texts;                     // kText.
};

inline constexpr uint32_t kTimesEntry = std::numeric_limits<uint32_t>::max();

enum class ColumnEncoding : uint8_t { kTimes, kConstant, kPlain, kNarrow, kSparse, kTexts };

// How one column is kept in a chunk.
struct ChunkEntry {
  uint32_t column = 0;
  ColumnEncoding encoding = ColumnEncoding::kPlain;
  uint8_t width = 0;  // Bytes a value.
  uint16_t zero = 0;
  uint32_t count = 0;  // Values kept: events of the chunk, or positions.
  uint32_t zero_too = 0;
  uint64_t offset = 0;  // From the chunk's beginning.
  uint64_t bytes = 0;
  uint64_t hash = 0;  // hash64 of the column's bytes.
};
static_assert(sizeof(ChunkEntry) == 40);

class ChunkWriter {
 public:
  // REQUIRES: add_times first, then columns in ascending order.
  void add_times(std::span<const Micros> times, std::span<const uint32_t> begins);
  // Nothing is written when no event has a value.
  void add_column(ColumnId column, const ColumnValues& values);
  std::string finish();

 private:
  void add(ChunkEntry entry, std::string_view bytes);
  void add_texts(ColumnId column, const ColumnValues& values);
  size_t events_ = 0;
  std::vector<ChunkEntry> entries_;
  std::string payload_;
};

// A chunk's bytes, borrowed.
class ChunkView {
 public:
  ChunkView() = default;
  ChunkView(std::string_view bytes, size_t events) : bytes_(bytes), events_(events) {}

  // Does the list of entries make sense and stay within the bytes?
  bool sound() const;
  size_t entry_count() const;
  ChunkEntry entry(size_t index) const;
  // Empty when no event of the chunk has a value. REQUIRES: sound().
  std::optional<size_t> find(uint32_t column) const;
  std::string_view bytes_of(const ChunkEntry& entry) const { return bytes_.substr(entry.offset, entry.bytes); }
  size_t event_count() const { return events_; }

 private:
  std::string_view bytes_;
  size_t events_ = 0;
};

// Room for values that are not kept as they are read. Eight-byte units, so that everything is aligned.
struct ColumnRoom {
  std::vector<uint64_t> values;
  std::vector<uint64_t> offsets;
  std::string texts;
};

// Fills `column` with one value an event, pointing into the chunk where it can and into `room` else. Answers false when
// the bytes make no sense. Cost: nothing for plain columns, else O(events).
bool decode_column(const ChunkView& chunk, const ChunkEntry& entry, ColumnType type, ColumnRoom& room,
                   BlockColumn& column);
// The same for a column that no event has.
void absent_column(size_t events, ColumnType type, ColumnRoom& room, BlockColumn& column);

}  // namespace sojourn
