#include "measure/fold_scope.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "kernels/times.h"
#include "timelines/filter_bits.h"

namespace sojourn {

bool is_dense(const FoldScope& scope, const Block& block) {
  if (!scope.predicates.empty() || !(scope.range == TimeRange{})) return false;
  return !scope.identified_only || all_identified(block);
}

bool all_identified(const Block& block) {
  return block.identified.empty() || std::memchr(block.identified.data(), 0, block.identified.size()) == nullptr;
}

void drop_unidentified(const Block& block, EventBits& bits) {
  for (size_t customer = 0; customer < block.identified.size(); ++customer) {
    if (block.identified[customer] == 0) clear_bits(bits, block.begins[customer], block.begins[customer + 1]);
  }
}

void select_events(const FoldScope& scope, const Block& block, EventBits& bits, EventBits& spare) {
  const size_t count = block.event_count();
  if (scope.predicates.empty()) {
    bits.reset(count, true);
  } else {
    scope.predicates.front()->select(block, bits);
    for (size_t p = 1; p < scope.predicates.size(); ++p) {
      scope.predicates[p]->select(block, spare);
      for (size_t w = 0; w < bits.words().size(); ++w) bits.words()[w] &= spare.words()[w];
    }
  }
  if (scope.range == TimeRange{}) return;
  spare.reset(count, false);
  match_times(block.times.data(), count, scope.range.from, scope.range.to, spare.words().data());
  for (size_t w = 0; w < bits.words().size(); ++w) bits.words()[w] &= spare.words()[w];
}

void EventList::assign(const EventBits& bits) {
  size_t count = 0;
  for (const uint64_t word : bits.words()) count += static_cast<size_t>(std::popcount(word));
  whole_ = count == bits.count() ? count : 0;
  if (whole_ > 0) {
    if (all_.size() < count) {
      all_.resize(count);
      std::iota(all_.begin(), all_.end(), uint32_t{0});
    }
    return;
  }
  some_.resize(count);
  uint32_t* next = some_.data();
  const std::span<const uint64_t> words = bits.words();
  for (size_t w = 0; w < words.size(); ++w) {
    for (uint64_t left = words[w]; left != 0; left &= left - 1) {
      *next++ = static_cast<uint32_t>(w * 64 + static_cast<size_t>(std::countr_zero(left)));
    }
  }
}

Result<FoldScope> bind_scope(BindContext& context, Scope scope, const Splitter& splitter) {
  FoldScope bound;
  bound.own_columns.assign(context.columns().begin(), context.columns().end());
  const std::span<const ColumnInfo> columns = context.snapshot().columns();
  // A filter may look at a customer's whole life, so that the measure's own ones need the block as it is.
  bound.compacts =
      !context.evaluates_filters() && std::none_of(bound.own_columns.begin(), bound.own_columns.end(),
                                                   [&](ColumnId id) { return columns[id].type == ColumnType::kText; });
  if (!context.question().where.empty()) {
    SOJOURN_TRY(auto where, context.filter(context.question().where, "where"));
    bound.predicates.push_back(std::move(where));
  }
  for (const auto& predicate : context.only_predicates()) bound.predicates.push_back(predicate);
  if (scope == Scope::kInRange) bound.range = context.range();
  if (scope == Scope::kUntilEnd) bound.range.to = context.range().to;
  bound.identified_only = context.identified_only();
  bound.columns.assign(context.columns().begin(), context.columns().end());
  if (context.times_unneeded()) bound.columns.push_back(kWithoutTimes);
  for (const ColumnId id : splitter.columns()) {
    if (std::find(bound.columns.begin(), bound.columns.end(), id) == bound.columns.end()) bound.columns.push_back(id);
  }
  return bound;
}

}  // namespace sojourn
