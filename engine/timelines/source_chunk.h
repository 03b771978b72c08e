// One chunk of a part as a reader sees it: decoded when asked, column by column, and kept until another chunk is asked.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "timelines/chunk.h"
#include "timelines/part.h"

namespace sojourn {

// Columns without any value, as long as they were ever needed, shared by all columns of a reader.
class AbsentColumns {
 public:
  BlockColumn get(ColumnType type, size_t events);

 private:
  std::array<ColumnRoom, 5> rooms_;
  std::array<size_t, 5> sizes_{};
};

class SourceChunk {
 public:
  // Turns to a chunk; what was decoded stays when it is the same as before.
  void turn_to(const std::shared_ptr<const Part>& part, size_t chunk);

  bool is(const std::shared_ptr<const Part>& part, size_t chunk) const { return part_ == part && chunk_ == chunk; }
  const Part& part() const { return *part_; }
  std::span<const uint32_t> begins() const { return part_->begins(chunk_); }
  size_t event_count() const { return view_.event_count(); }
  // Times of all events of the chunk; zeros when the bytes are damaged (the part is marked then).
  std::span<const Micros> times();
  // Null when no event of the chunk has a value, or the bytes are damaged.
  const BlockColumn* column(ColumnId column, ColumnType type);

  // The customers that are asked for: indexes within the part.
  size_t customer_begin = 0;
  size_t customer_end = 0;
  // Index of the chunk's first customer within the part.
  size_t chunk_customer() const { return part_->chunk(chunk_).customer_begin; }
  bool whole() const {
    return customer_begin == chunk_customer() && customer_end == chunk_customer() + part_->chunk(chunk_).customer_count;
  }

 private:
  enum class Known : unsigned char { kNo, kAbsent, kPresent };
  struct Decoded {
    Known known = Known::kNo;
    BlockColumn column;
    ColumnRoom room;
  };

  std::shared_ptr<const Part> part_;
  size_t chunk_ = 0;
  ChunkView view_;
  bool sound_ = false;
  bool times_known_ = false;
  std::vector<Micros> times_;
  std::vector<Decoded> columns_;
};

}  // namespace sojourn
