#include <algorithm>
#include <bit>
#include <cstring>

#include "timelines/chunk.h"

namespace sojourn {
namespace {

constexpr size_t kHeadBytes = 8;

template <class T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

uint64_t load_code(const char* at, uint8_t width) {
  if (width == 1) return load<uint8_t>(at);
  if (width == 2) return load<uint16_t>(at);
  return load<uint32_t>(at);
}

template <class T>
uint64_t widen(ColumnType type, T value) {
  if (value == std::numeric_limits<T>::min()) return absent_word(type);
  if (type == ColumnType::kNumber) return std::bit_cast<uint64_t>(static_cast<double>(value));
  return static_cast<uint64_t>(static_cast<int64_t>(value));
}

uint64_t load_word(const char* at, uint8_t width, ColumnType type) {
  if (width == 1) return widen(type, load<int8_t>(at));
  if (width == 2) return widen(type, load<int16_t>(at));
  if (width == 4) return widen(type, load<int32_t>(at));
  return load<uint64_t>(at);
}

template <class T>
void widen_all(const char* in, size_t count, ColumnType type, uint64_t* out) {
  if (type == ColumnType::kNumber) {
    for (size_t i = 0; i < count; ++i) out[i] = widen(ColumnType::kNumber, load<T>(in + i * sizeof(T)));
  } else {
    for (size_t i = 0; i < count; ++i) out[i] = widen(ColumnType::kInteger, load<T>(in + i * sizeof(T)));
  }
}

void point_at_words(const void* words, size_t count, ColumnType type, BlockColumn& column) {
  if (type == ColumnType::kNumber) column.numbers = {static_cast<const double*>(words), count};
  if (type == ColumnType::kInteger) column.integers = {static_cast<const int64_t*>(words), count};
  if (type == ColumnType::kKey) column.keys = {static_cast<const uint64_t*>(words), count};
}

template <class T>
void fill_codes(uint64_t* room, size_t events, T value) {
  std::fill_n(reinterpret_cast<T*>(room), events, value);
}

template <class T>
bool place_codes(uint64_t* room, size_t events, const char* positions, const char* values, size_t count) {
  auto* out = reinterpret_cast<T*>(room);
  for (size_t i = 0; i < count; ++i) {
    const auto position = load<uint32_t>(positions + i * 4);
    if (position >= events) return false;
    out[position] = load<T>(values + i * sizeof(T));
  }
  return true;
}

bool decode_codes(const ChunkEntry& entry, std::string_view bytes, size_t events, ColumnRoom& room,
                  BlockColumn& column) {
  if (entry.encoding == ColumnEncoding::kPlain) {
    if (bytes.size() != events * entry.width) return false;
    column.codes = CodeColumn(bytes.data(), entry.width);
    return true;
  }
  room.values.assign((events * entry.width + 7) / 8, 0);
  uint64_t* out = room.values.data();
  column.codes = CodeColumn(out, entry.width);
  if (entry.encoding == ColumnEncoding::kConstant) {
    if (bytes.size() != 8) return false;
    const uint64_t value = load_code(bytes.data(), entry.width);
    if (entry.width == 1) fill_codes(out, events, static_cast<uint8_t>(value));
    if (entry.width == 2) fill_codes(out, events, static_cast<uint16_t>(value));
    if (entry.width == 4) fill_codes(out, events, static_cast<uint32_t>(value));
    return true;
  }
  const size_t values_at = (size_t{entry.count} * 4 + 7) & ~size_t{7};
  if (bytes.size() != values_at + size_t{entry.count} * entry.width) return false;
  const char* values = bytes.data() + values_at;
  if (entry.width == 1) return place_codes<uint8_t>(out, events, bytes.data(), values, entry.count);
  if (entry.width == 2) return place_codes<uint16_t>(out, events, bytes.data(), values, entry.count);
  return place_codes<uint32_t>(out, events, bytes.data(), values, entry.count);
}

bool decode_words(const ChunkEntry& entry, std::string_view bytes, size_t events, ColumnType type, ColumnRoom& room,
                  BlockColumn& column) {
  if (entry.encoding == ColumnEncoding::kPlain) {
    if (entry.width != 8 || bytes.size() != events * 8) return false;
    point_at_words(bytes.data(), events, type, column);
    return true;
  }
  room.values.resize(events);
  uint64_t* out = room.values.data();
  point_at_words(out, events, type, column);
  if (entry.encoding == ColumnEncoding::kConstant) {
    if (bytes.size() != 8) return false;
    std::fill_n(out, events, load<uint64_t>(bytes.data()));
    return true;
  }
  if (entry.encoding == ColumnEncoding::kNarrow) {
    if (entry.width == 8 || bytes.size() != events * entry.width) return false;
    if (entry.width == 1) widen_all<int8_t>(bytes.data(), events, type, out);
    if (entry.width == 2) widen_all<int16_t>(bytes.data(), events, type, out);
    if (entry.width == 4) widen_all<int32_t>(bytes.data(), events, type, out);
    return true;
  }
  std::fill_n(out, events, absent_word(type));
  const size_t values_at = (size_t{entry.count} * 4 + 7) & ~size_t{7};
  if (bytes.size() != values_at + size_t{entry.count} * entry.width) return false;
  for (size_t i = 0; i < entry.count; ++i) {
    const auto position = load<uint32_t>(bytes.data() + i * 4);
    if (position >= events) return false;
    out[position] = load_word(bytes.data() + values_at + i * entry.width, entry.width, type);
  }
  return true;
}

bool decode_texts(const ChunkEntry& entry, std::string_view bytes, size_t events, ColumnRoom& room,
                  BlockColumn& column) {
  const size_t count = entry.count;
  if (bytes.size() < count * 12) return false;
  const char* ends = bytes.data();
  const char* positions = ends + count * 8;
  const size_t text_bytes = bytes.size() - count * 12;
  room.offsets.resize(events + 1);
  uint64_t* out = room.offsets.data();
  size_t event = 0;
  uint64_t end = 0;
  for (size_t i = 0; i < count; ++i) {
    const auto position = load<uint32_t>(positions + i * 4);
    const auto next_end = load<uint64_t>(ends + i * 8);
    if (position < event || position >= events || next_end < end || next_end > text_bytes) return false;
    while (event <= position) out[event++] = end;
    end = next_end;
  }
  while (event <= events) out[event++] = end;
  column.texts = {out, positions + count * 4};
  return true;
}

}  // namespace

size_t ChunkView::entry_count() const { return bytes_.size() < kHeadBytes ? 0 : load<uint32_t>(bytes_.data()); }

ChunkEntry ChunkView::entry(size_t index) const {
  return load<ChunkEntry>(bytes_.data() + kHeadBytes + index * sizeof(ChunkEntry));
}

bool ChunkView::sound() const {
  const size_t count = entry_count();
  if (count == 0 || count > (bytes_.size() - kHeadBytes) / sizeof(ChunkEntry)) return false;
  for (size_t i = 0; i < count; ++i) {
    const ChunkEntry found = entry(i);
    if (found.offset > bytes_.size() || found.bytes > bytes_.size() - found.offset) return false;
    if (i == 0 ? found.column != kTimesEntry : (i > 1 && entry(i - 1).column >= found.column)) return false;
    if (found.count > events_) return false;
  }
  return true;
}

std::optional<size_t> ChunkView::find(uint32_t column) const {
  if (column == kTimesEntry) return 0;
  size_t low = 1;
  size_t high = entry_count();
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (entry(middle).column < column)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < entry_count() && entry(low).column == column) return low;
  return std::nullopt;
}

bool decode_column(const ChunkView& chunk, const ChunkEntry& entry, ColumnType type, ColumnRoom& room,
                   BlockColumn& column) {
  const std::string_view bytes = chunk.bytes_of(entry);
  const bool texts = entry.encoding == ColumnEncoding::kTexts;
  if (entry.encoding == ColumnEncoding::kTimes || texts != (type == ColumnType::kText)) return false;
  if (texts) return decode_texts(entry, bytes, chunk.event_count(), room, column);
  if (entry.width != 1 && entry.width != 2 && entry.width != 4 && entry.width != 8) return false;
  if (type == ColumnType::kCode) {
    return entry.width != 8 && entry.encoding != ColumnEncoding::kNarrow &&
           decode_codes(entry, bytes, chunk.event_count(), room, column);
  }
  return decode_words(entry, bytes, chunk.event_count(), type, room, column);
}

void absent_column(size_t events, ColumnType type, ColumnRoom& room, BlockColumn& column) {
  if (type == ColumnType::kText) {
    room.offsets.assign(events + 1, 0);
    column.texts = {room.offsets.data(), ""};
  } else if (type == ColumnType::kCode) {
    room.values.assign((events + 7) / 8, 0);
    column.codes = CodeColumn(room.values.data(), 1);
  } else {
    room.values.assign(events, absent_word(type));
    point_at_words(room.values.data(), events, type, column);
  }
}

}  // namespace sojourn
