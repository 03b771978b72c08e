// A bound filter as it runs: a tree of nodes, each of which clears from a set of events those that do not pass it.
//
// Narrowing a set makes and/or/not sparse: what the first part of an `and` has cleared, the second never looks at.
// A node is called once a block; its loops are over plain columns. Leaves about a customer look once a customer.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "timelines/block.h"
#include "timelines/filter_syntax.h"

namespace sojourn {

// Threads: immutable.
class PlanNode {
 public:
  virtual ~PlanNode() = default;
  // Clears the bits of events that do not pass. REQUIRES: bits.count() == block.event_count().
  virtual void narrow(const Block& block, EventBits& bits) const = 0;
};
using PlanPtr = std::shared_ptr<const PlanNode>;

// Whose value is tested: the event's own, or the customer's last or first known one.
enum class PlanSide : uint8_t { kEvent, kLast, kFirst };

// Closed; empty when low > high. `outside` turns it around: present values that are not in it.
template <class T>
struct PlanInterval {
  T low = 1;
  T high = 0;
  bool outside = false;
  bool holds(T value) const { return (value >= low && value <= high) != outside; }
};
using IntegerInterval = PlanInterval<int64_t>;
using NumberInterval = PlanInterval<double>;

// Texts without regard to case (full Unicode folding).
class TextSearch {
 public:
  explicit TextSearch(std::string_view wanted);
  bool found_in(std::string_view text) const;

 private:
  std::string wanted_;  // Folded.
  bool ascii_ = true;
};

struct PlanText {
  enum class Kind : uint8_t { kPresent, kOneOf, kNoneOf, kContains, kStartsWith };
  Kind kind = Kind::kPresent;
  std::vector<std::string> texts;  // One, or the list of kOneOf and kNoneOf.
};

struct PlanDid {
  FilterNode::Stretch stretch = FilterNode::Stretch::kWholeLife;
  Micros length = 0;
  Micros as_of = 0;
  IntegerInterval count;
};

PlanPtr plan_constant(bool truth);
// `parts` joined by and (kAnd) or or (kOr); tables over one column become one table.
PlanPtr plan_all(std::vector<PlanPtr> parts);
PlanPtr plan_any(std::vector<PlanPtr> parts);
PlanPtr plan_not(PlanPtr part);

// Passes events whose code c has table[c] != 0; table[0] speaks for absent values.
PlanPtr plan_table(ColumnId column, PlanSide side, std::vector<uint8_t> table);
PlanPtr plan_numbers(ColumnId column, PlanSide side, NumberInterval interval);
PlanPtr plan_integers(ColumnId column, PlanSide side, IntegerInterval interval);
// The interval depends on the event's currency: intervals[code of the currency column].
PlanPtr plan_money(ColumnId column, ColumnId currency, PlanSide side, std::vector<IntegerInterval> intervals);
// kEvent: the event's time; kLast, kFirst: that of the customer's last or first event.
PlanPtr plan_times(PlanSide side, IntegerInterval interval);
// Passes keys in `hashes` (ascending), or those that are not when `outside`; absent ones never.
PlanPtr plan_keys(ColumnId column, PlanSide side, std::vector<uint64_t> hashes, bool outside);
PlanPtr plan_texts(ColumnId column, PlanSide side, PlanText text);
PlanPtr plan_identified(bool wanted);
PlanPtr plan_event_count(NumberInterval interval);
PlanPtr plan_did(PlanPtr events, PlanDid did);

}  // namespace sojourn
