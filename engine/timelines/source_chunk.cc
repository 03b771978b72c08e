#include "timelines/source_chunk.h"

#include <algorithm>

namespace sojourn {

BlockColumn AbsentColumns::get(ColumnType type, size_t events) {
  const auto index = static_cast<size_t>(type);
  size_t& size = sizes_[index];
  size = std::max(size, events);
  BlockColumn column;
  ColumnRoom& room = rooms_[index];
  const bool long_enough = type == ColumnType::kText   ? room.offsets.size() > events
                           : type == ColumnType::kCode ? room.values.size() * 8 >= events
                                                       : room.values.size() >= events;
  if (!long_enough || events == 0) {
    absent_column(size, type, room, column);
  }
  const void* values = room.values.data();
  switch (type) {
    case ColumnType::kCode: column.codes = CodeColumn(values, 1); break;
    case ColumnType::kNumber: column.numbers = {static_cast<const double*>(values), events}; break;
    case ColumnType::kInteger: column.integers = {static_cast<const int64_t*>(values), events}; break;
    case ColumnType::kKey: column.keys = {static_cast<const uint64_t*>(values), events}; break;
    case ColumnType::kText: column.texts = {room.offsets.data(), ""}; break;
  }
  return column;
}

void SourceChunk::turn_to(const std::shared_ptr<const Part>& part, size_t chunk) {
  if (is(part, chunk)) return;
  part_ = part;
  chunk_ = chunk;
  view_ = part->view(chunk);
  sound_ = part->check(chunk, Part::kHead);
  times_known_ = false;
  for (Decoded& decoded : columns_) decoded.known = Known::kNo;
}

std::span<const Micros> SourceChunk::times() {
  if (times_known_) return times_;
  times_known_ = true;
  if (!part_->read_times(chunk_, times_)) std::fill(times_.begin(), times_.end(), 0);
  return times_;
}

const BlockColumn* SourceChunk::column(ColumnId column, ColumnType type) {
  if (!sound_) return nullptr;
  if (columns_.size() <= column) columns_.resize(column + 1);
  Decoded& decoded = columns_[column];
  if (decoded.known == Known::kNo) {
    decoded.known = Known::kAbsent;
    decoded.column = {};
    if (const std::optional<size_t> entry = view_.find(column); entry && part_->check(chunk_, *entry)) {
      if (decode_column(view_, view_.entry(*entry), type, decoded.room, decoded.column)) {
        decoded.known = Known::kPresent;
      } else {
        part_->mark_damaged();
      }
    }
  }
  return decoded.known == Known::kPresent ? &decoded.column : nullptr;
}

}  // namespace sojourn
