// Reads blocks of a MergedSnapshot: where one chunk holds all that counts, the block points into it; else the events
// of several chunks are put into one order first.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "timelines/merged.h"
#include "timelines/source_chunk.h"

namespace sojourn {

class MergedReader final : public BlockReader {
 public:
  MergedReader(const MergedSnapshot& snapshot, std::span<const ColumnId> columns);
  const Block& read(size_t index) override;
  // Does a chunk of the block last read hold the column? (False: its values are all absent.)
  bool has_values(ColumnId column) const { return has_values_[column]; }

 private:
  // Some events of a customer, or of several one after another, that lie together in a chunk.
  struct Run {
    uint32_t source = 0;
    uint32_t begin = 0;
    uint32_t end = 0;
  };
  // A customer's events in one chunk.
  struct Stretch {
    uint32_t customer = 0;
    uint32_t source = 0;
    uint32_t begin = 0;
    uint32_t end = 0;
    uint8_t identified = 0;
  };

  void find_sources(CustomerRange range);
  bool read_in_place();
  void read_merged();
  void order_stretches();
  void add_customer(std::span<const Stretch> stretches);
  void add_run(uint32_t source, uint32_t begin, uint32_t end);
  void gather_times();
  void gather_column(ColumnId column);
  void gather_codes(ColumnRoom& room, BlockColumn& column);
  void gather_words(ColumnType type, ColumnRoom& room, BlockColumn& column);
  void gather_texts(ColumnRoom& room, BlockColumn& column);
  void resolve_stages();

  const MergedSnapshot& snapshot_;
  std::vector<ColumnId> wanted_;
  bool stages_wanted_ = false;
  bool times_wanted_ = true;
  CustomerRange range_;
  Block block_;

  std::vector<std::unique_ptr<SourceChunk>> sources_;  // Kept from read to read, with what they have decoded.
  size_t source_count_ = 0;
  std::vector<Stretch> stretches_;
  std::vector<Stretch> heads_;
  std::vector<Run> runs_;
  std::vector<const BlockColumn*> pieces_;  // Of the column at hand, by source.

  std::vector<BlockColumn> columns_;
  std::vector<bool> has_values_;
  std::vector<ColumnRoom> rooms_;
  AbsentColumns absent_;
  ColumnRoom stage_room_;
  std::vector<uint32_t> customers_;
  std::vector<uint8_t> identified_;
  std::vector<uint32_t> begins_;
  std::vector<Micros> times_;
  std::vector<Micros> no_times_;  // Zeros, when times are not wanted.
};

}  // namespace sojourn
