#include <algorithm>
#include <bit>
#include <cstring>

#include "base/assert.h"
#include "base/hash.h"
#include "timelines/chunk.h"
#include "timelines/times_codec.h"

namespace sojourn {
namespace {

constexpr size_t kPositionBytes = 4;
// Codes that fewer than one event in this many has are kept as positions and values; else kernels read them in place.
constexpr size_t kSparseShare = 12;

constexpr size_t aligned(size_t bytes) { return (bytes + 7) & ~size_t{7}; }

template <class T>
void append(std::string& out, const T* values, size_t count) {
  out.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

// Calls `work` with a pointer to the values in their own type.
template <class Work>
auto with_values(const ColumnValues& values, const Work& work) {
  if (values.type != ColumnType::kCode) return work(values.words);
  const void* codes = values.codes.raw();
  if (values.codes.width() == 1) return work(static_cast<const uint8_t*>(codes));
  if (values.codes.width() == 2) return work(static_cast<const uint16_t*>(codes));
  return work(static_cast<const uint32_t*>(codes));
}

size_t count_present(const ColumnValues& values) {
  const uint64_t absent = absent_word(values.type);
  return with_values(values, [&](const auto* from) {
    size_t count = 0;
    for (size_t i = 0; i < values.count; ++i) count += from[i] != absent ? 1 : 0;
    return count;
  });
}

bool is_constant(const ColumnValues& values) {
  return with_values(values, [&](const auto* from) {
    return std::all_of(from + 1, from + values.count, [&](auto value) { return value == from[0]; });
  });
}

// The whole number that stands for a word in a narrow column, if it is one and does not collide with "absent".
std::optional<int32_t> whole_number(ColumnType type, uint64_t word) {
  constexpr double kLimit = 2147483647;
  if (type == ColumnType::kNumber) {
    const auto number = std::bit_cast<double>(word);
    if (!(number >= -kLimit && number <= kLimit)) return std::nullopt;
    const auto whole = static_cast<int32_t>(number);
    if (std::bit_cast<uint64_t>(static_cast<double>(whole)) != word) return std::nullopt;  // Fractions, -0.0.
    return whole;
  }
  const auto number = static_cast<int64_t>(word);
  if (number < -INT32_MAX || number > INT32_MAX) return std::nullopt;
  return static_cast<int32_t>(number);
}

// Bytes that each value needs: of codes as the largest asks, of words 1, 2 or 4 when all are small whole numbers.
uint8_t width_of(const ColumnValues& values) {
  if (values.type == ColumnType::kCode) {
    return with_values(values, [&](const auto* from) {
      return code_width(static_cast<uint32_t>(*std::max_element(from, from + values.count)));
    });
  }
  if (values.type == ColumnType::kKey) return 8;
  const uint64_t absent = absent_word(values.type);
  int32_t largest = 0;
  for (size_t i = 0; i < values.count; ++i) {
    if (values.words[i] == absent) continue;
    const std::optional<int32_t> whole = whole_number(values.type, values.words[i]);
    if (!whole) return 8;
    largest = std::max(largest, *whole < 0 ? -*whole : *whole);
  }
  if (largest <= INT8_MAX) return 1;
  return largest <= INT16_MAX ? 2 : 4;
}

// Are positions and values the better way to keep a column? Words are decoded either way, so the smaller one is.
bool is_sparse(ColumnType type, size_t present, size_t events, uint8_t width) {
  if (type == ColumnType::kCode) return present * kSparseShare < events;
  return present * (kPositionBytes + width) < events * width;
}

// A value as it is kept in `width` bytes (the low ones). REQUIRES: it fits, see width_of().
uint64_t kept(ColumnType type, uint64_t value, uint8_t width) {
  if (type == ColumnType::kCode || width == 8) return value;
  // The most negative number of the width stands for "absent".
  if (value == absent_word(type)) return uint64_t{1} << (8 * width - 1);
  return static_cast<uint64_t>(static_cast<int64_t>(*whole_number(type, value)));
}

// All events' values in `Out`s, absent where none is given.
template <class Out>
void write_plain(const ColumnValues& values, size_t events, std::string& bytes) {
  const auto width = static_cast<uint8_t>(sizeof(Out));
  std::vector<Out> out(events, static_cast<Out>(kept(values.type, absent_word(values.type), width)));
  with_values(values, [&](const auto* from) {
    for (size_t i = 0; i < values.count; ++i) {
      out[values.sparse ? values.positions[i] : i] = static_cast<Out>(kept(values.type, from[i], width));
    }
    return 0;
  });
  append(bytes, out.data(), events);
}

// Positions of the values that are there, then those values.
template <class Out>
void write_sparse(const ColumnValues& values, size_t present, std::string& bytes) {
  const uint64_t absent = absent_word(values.type);
  std::vector<uint32_t> positions;
  std::vector<Out> out;
  positions.reserve(present);
  out.reserve(present);
  with_values(values, [&](const auto* from) {
    for (size_t i = 0; i < values.count; ++i) {
      if (from[i] == absent) continue;
      positions.push_back(values.sparse ? values.positions[i] : static_cast<uint32_t>(i));
      out.push_back(static_cast<Out>(kept(values.type, from[i], static_cast<uint8_t>(sizeof(Out)))));
    }
    return 0;
  });
  append(bytes, positions.data(), present);
  bytes.resize(aligned(bytes.size()), '\0');
  append(bytes, out.data(), present);
}

// Calls `work` with a zero of the unsigned type that has this many bytes.
template <class Work>
void with_width(uint8_t width, const Work& work) {
  if (width == 1) return work(uint8_t{0});
  if (width == 2) return work(uint16_t{0});
  if (width == 4) return work(uint32_t{0});
  work(uint64_t{0});
}

}  // namespace

uint64_t absent_word(ColumnType type) {
  if (type == ColumnType::kNumber) return std::bit_cast<uint64_t>(std::numeric_limits<double>::quiet_NaN());
  if (type == ColumnType::kInteger) return static_cast<uint64_t>(kNoInteger);
  return 0;
}

void ChunkWriter::add(ChunkEntry entry, std::string_view bytes) {
  entry.offset = payload_.size();
  entry.bytes = bytes.size();
  entry.hash = hash64(bytes);
  payload_.append(bytes);
  payload_.resize(aligned(payload_.size()), '\0');
  entries_.push_back(entry);
}

void ChunkWriter::add_times(std::span<const Micros> times, std::span<const uint32_t> begins) {
  SOJOURN_ASSERT(entries_.empty(), "times come first");
  events_ = times.size();
  ChunkEntry entry;
  entry.column = kTimesEntry;
  entry.encoding = ColumnEncoding::kTimes;
  entry.count = static_cast<uint32_t>(events_);
  add(entry, encode_times(times, begins));
}

void ChunkWriter::add_column(ColumnId column, const ColumnValues& values) {
  SOJOURN_ASSERT(!entries_.empty() && (entries_.size() == 1 || entries_.back().column < column),
                 "columns come in ascending order");
  if (values.type == ColumnType::kText) return add_texts(column, values);
  const size_t present = count_present(values);
  if (present == 0) return;

  const bool code = values.type == ColumnType::kCode;
  ChunkEntry entry;
  entry.column = column;
  entry.width = width_of(values);
  entry.count = static_cast<uint32_t>(events_);
  std::string bytes;
  if (present == events_ && is_constant(values)) {
    const uint64_t value = code ? values.codes[0] : values.words[0];
    entry.encoding = ColumnEncoding::kConstant;
    append(bytes, &value, 1);
  } else if (is_sparse(values.type, present, events_, entry.width)) {
    entry.encoding = ColumnEncoding::kSparse;
    entry.count = static_cast<uint32_t>(present);
    with_width(entry.width, [&]<class Out>(Out) { write_sparse<Out>(values, present, bytes); });
  } else {
    entry.encoding = code || entry.width == 8 ? ColumnEncoding::kPlain : ColumnEncoding::kNarrow;
    if (code && !values.sparse && values.codes.width() == entry.width) {
      bytes.assign(static_cast<const char*>(values.codes.raw()), events_ * entry.width);
    } else {
      with_width(entry.width, [&]<class Out>(Out) { write_plain<Out>(values, events_, bytes); });
    }
  }
  add(entry, bytes);
}

void ChunkWriter::add_texts(ColumnId column, const ColumnValues& values) {
  std::vector<uint32_t> positions;
  std::vector<uint64_t> ends;
  std::string texts;
  for (size_t i = 0; i < values.count; ++i) {
    const std::string_view text = values.texts[i];
    if (text.empty()) continue;
    positions.push_back(values.sparse ? values.positions[i] : static_cast<uint32_t>(i));
    texts.append(text);
    ends.push_back(texts.size());
  }
  if (positions.empty()) return;
  ChunkEntry entry;
  entry.column = column;
  entry.encoding = ColumnEncoding::kTexts;
  entry.count = static_cast<uint32_t>(positions.size());
  std::string bytes;
  append(bytes, ends.data(), ends.size());
  append(bytes, positions.data(), positions.size());
  bytes.append(texts);
  add(entry, bytes);
}

std::string ChunkWriter::finish() {
  const uint32_t head[2] = {static_cast<uint32_t>(entries_.size()), 0};
  const size_t head_bytes = sizeof head + entries_.size() * sizeof(ChunkEntry);
  for (ChunkEntry& entry : entries_) entry.offset += head_bytes;
  std::string bytes;
  bytes.reserve(head_bytes + payload_.size());
  append(bytes, head, 2);
  append(bytes, entries_.data(), entries_.size());
  bytes.append(payload_);
  entries_.clear();
  payload_.clear();
  return bytes;
}

}  // namespace sojourn
