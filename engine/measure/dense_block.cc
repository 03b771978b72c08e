#include "measure/dense_block.h"

#include <bit>

#include "kernels/bits.h"
#include "kernels/codes.h"
#include "kernels/times.h"
#include "timelines/filter_bits.h"

namespace sojourn {
namespace {

// Kernels may write so many values beyond the last one that is wanted.
constexpr size_t kCodesBeyond = 64;
constexpr size_t kWordsBeyond = 8;

template <class Code>
void compact_codes(const EventBits& shown, const Code* from, Code* to) {
  for_each_bit(shown, 0, shown.count(), [&](size_t event) { *to++ = from[event]; });
}

template <class Word>
std::span<const Word> compact_words(const EventBits& shown, std::span<const Word> from, std::vector<uint64_t>& room,
                                    size_t events) {
  room.resize(events + kWordsBeyond);
  compress_words(reinterpret_cast<const int64_t*>(from.data()), from.size(), shown.words().data(),
                 reinterpret_cast<int64_t*>(room.data()));
  return {reinterpret_cast<const Word*>(room.data()), events};
}

}  // namespace

const Block* DenseBlock::make(const FoldScope& scope, const Block& block) {
  select_events(scope, block, shown_, spare_);
  if (scope.identified_only && !all_identified(block)) drop_unidentified(block, shown_);
  // One rank a customer, and one for all: how many events there are.
  ranks_.resize(block.begins.size());
  rank_positions(std::as_const(shown_).words(), block.begins, ranks_.data());
  const size_t events = ranks_.empty() ? 0 : ranks_.back();
  if (events == 0) return nullptr;
  if (events == block.event_count()) return &block;
  compact_customers(block, events);
  columns_.resize(block.columns.size());
  rooms_.resize(block.columns.size());
  for (const ColumnId id : scope.own_columns) compact_column(block.column(id), events, rooms_[id], columns_[id]);
  block_.columns = columns_;
  return &block_;
}

void DenseBlock::compact_customers(const Block& block, size_t events) {
  const size_t most = block.customers.size();
  customers_.resize(most);
  identified_.resize(most);
  begins_.resize(most + 1);
  size_t kept = 0;
  for (size_t customer = 0; customer < most; ++customer) {
    customers_[kept] = block.customers[customer];
    identified_[kept] = block.identified[customer];
    begins_[kept] = ranks_[customer];
    kept += ranks_[customer + 1] > ranks_[customer] ? 1 : 0;  // Without a branch that would be guessed wrong.
  }
  begins_[kept] = static_cast<uint32_t>(events);
  times_.resize(events + kWordsBeyond);
  compress_words(block.times.data(), block.event_count(), std::as_const(shown_).words().data(), times_.data());
  block_.customers = {customers_.data(), kept};
  block_.identified = {identified_.data(), kept};
  block_.begins = {begins_.data(), kept + 1};
  block_.times = {times_.data(), events};
}

void DenseBlock::compact_column(const BlockColumn& from, size_t events, std::vector<uint64_t>& room,
                                BlockColumn& to) const {
  to = BlockColumn();
  if (!from.numbers.empty()) to.numbers = compact_words(shown_, from.numbers, room, events);
  if (!from.integers.empty()) to.integers = compact_words(shown_, from.integers, room, events);
  if (!from.keys.empty()) to.keys = compact_words(shown_, from.keys, room, events);
  if (from.codes.raw() == nullptr) return;
  const uint8_t width = from.codes.width();
  room.resize((events * width + kCodesBeyond) / sizeof(uint64_t) + 1);
  void* codes = room.data();
  switch (width) {
    case 1:
      compress_codes(static_cast<const uint8_t*>(from.codes.raw()), shown_.count(), shown_.words().data(),
                     static_cast<uint8_t*>(codes));
      break;
    case 2: compact_codes(shown_, static_cast<const uint16_t*>(from.codes.raw()), static_cast<uint16_t*>(codes)); break;
    default: compact_codes(shown_, static_cast<const uint32_t*>(from.codes.raw()), static_cast<uint32_t*>(codes));
  }
  to.codes = CodeColumn(codes, width);
}

}  // namespace sojourn
