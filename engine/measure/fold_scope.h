// Which events of a block a fold is shown, customer by customer: everything about a question that is not the measure.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/status.h"
#include "measure/definition.h"
#include "measure/splitter.h"
#include "timelines/block.h"

namespace sojourn {

enum class Scope : unsigned char {
  kInRange,    // Events within [from, to).
  kUntilEnd,   // Events before `to`, so that history before `from` is known; the fold applies `from` itself.
  kWholeLife,  // All events; the fold applies the range itself.
};

struct FoldScope {
  std::vector<ColumnId> columns;
  std::vector<std::shared_ptr<const Predicate>> predicates;  // All must pass.
  TimeRange range;                                           // Applied to every event.
  bool identified_only = false;
  // What the measure itself reads, and whether its events can be put into a block of their own (dense_block.h).
  std::vector<ColumnId> own_columns;
  bool compacts = false;
};

// The filter, the range and the splits of the question. Errors: those of the filter, `where` is "where".
Result<FoldScope> bind_scope(BindContext& context, Scope scope, const Splitter& splitter);

// Is every event of the block in scope, and does every customer count?
bool is_dense(const FoldScope& scope, const Block& block);
// Is everybody in the block somebody whom we can name?
bool all_identified(const Block& block);

// Takes the events of those whom we cannot name out of `bits`.
void drop_unidentified(const Block& block, EventBits& bits);

// Fills `bits` with the events in scope. `spare` is scratch.
void select_events(const FoldScope& scope, const Block& block, EventBits& bits, EventBits& spare);

// The positions of the bits, ascending. Reused from block to block; the list of all positions is made only once.
class EventList {
 public:
  void assign(const EventBits& bits);
  std::span<const uint32_t> events() const { return whole_ > 0 ? std::span(all_).first(whole_) : std::span(some_); }
  bool whole() const { return whole_ > 0; }

 private:
  std::vector<uint32_t> all_;  // 0, 1, 2 ...
  std::vector<uint32_t> some_;
  size_t whole_ = 0;  // As many events as there are, when every one is in.
};

// Calls visit(customer, events) for each customer with events in the list, in order.
template <class Visit>
void for_each_customer(const FoldScope& scope, const Block& block, const EventList& list, Visit&& visit) {
  const std::span<const uint32_t> events = list.events();
  size_t begin = 0;
  for (size_t customer = 0; begin < events.size(); ++customer) {
    const uint32_t stop = block.begins[customer + 1];
    size_t end = begin;
    if (list.whole()) {
      end = stop;
    } else {
      while (end < events.size() && events[end] < stop) ++end;
    }
    if (end > begin && (!scope.identified_only || block.identified[customer] != 0)) {
      visit(customer, events.subspan(begin, end - begin));
    }
    begin = end;
  }
}

}  // namespace sojourn
