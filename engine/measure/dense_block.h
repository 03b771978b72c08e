// The events of a block that a question is about, as a block of their own: what a fold over whole blocks (fold.h,
// fold_dense) is given where a filter or a range leaves events out.
//
// Counts    customers without an event in scope are not in it, nor are those without an identifier where the measure is
//           about people. All else stays as it is: order, times, customers' numbers, codes.
// Cost      O(events), far below that of any fold; memory: the measure's own columns of one block.
// Threads   one DenseBlock a thread; what make() returns holds until its next call, and as long as the block does.
// Checked   against folds that never see it, fold_test.cc.
#pragma once

#include <vector>

#include "measure/fold_scope.h"
#include "timelines/block.h"

namespace sojourn {

class DenseBlock {
 public:
  // Null when no event is in scope; the block itself when all are. REQUIRES: scope.compacts.
  const Block* make(const FoldScope& scope, const Block& block);

 private:
  void compact_customers(const Block& block, size_t events);
  void compact_column(const BlockColumn& from, size_t events, std::vector<uint64_t>& room, BlockColumn& to) const;

  EventBits shown_;
  EventBits spare_;
  Block block_;
  std::vector<uint32_t> ranks_;  // By customer: how many events are shown before the first one.
  std::vector<uint32_t> customers_;
  std::vector<uint8_t> identified_;
  std::vector<uint32_t> begins_;
  std::vector<Micros> times_;
  std::vector<BlockColumn> columns_;          // By ColumnId, as in every block.
  std::vector<std::vector<uint64_t>> rooms_;  // By ColumnId.
};

}  // namespace sojourn
