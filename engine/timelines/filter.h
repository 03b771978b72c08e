// The filter language: one expression about an event and its customer. docs/formats/filter.md has the grammar.
//
//   channel = "web" and amount >= 20
//   touchpoint in ("purchase", "renewal") and not properties.plan = "free"
//   text contains "refund" or answer <= 6
//   exists(answer) and customer.country = "NL"
//   did("purchase") >= 2 within 30d
//   did(touchpoint = "purchase" and amount > 100) = 0
//
// Parsed once, bound to a snapshot once (every text comparison becomes a table of codes), then evaluated a block at a
// time. Comparisons with an absent value are false, `not` of them true; `exists(x)` asks for presence.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/status.h"
#include "timelines/block.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct FilterNode;  // The syntax tree; filter_parse.cc.

class Filter {
 public:
  Filter() = default;  // Everything passes.
  // Errors: kInvalidArgument, `where` is "column 12" (counted in characters from 1), with what was expected there.
  static Result<Filter> parse(std::string_view text);
  bool empty() const { return root_ == nullptr; }
  // The expression in its normal form; parses to the same filter.
  std::string text() const;
  // The field, e.g. "touchpoint", when an event's own value of it is all the filter asks about; empty when it asks
  // about more: several fields, the customer, other events, or nothing.
  std::optional<std::string> sole_field() const;
  // Does it ask about the customer or about other events, so that an event alone cannot be judged?
  bool asks_about_life() const;
  static Filter both(const Filter& a, const Filter& b);

  const std::shared_ptr<const FilterNode>& root() const { return root_; }
  explicit Filter(std::shared_ptr<const FilterNode> root) : root_(std::move(root)) {}

 private:
  std::shared_ptr<const FilterNode> root_;
};

struct FilterContext {
  Zone zone;         // For times without an offset in the text.
  Micros as_of = 0;  // For "did(...) in last 30d".
  // The snapshot shows only a part of the record: customer.NAME that nothing in it has is absent, not unknown.
  bool partial = false;
};

// A filter bound to the columns of a snapshot.
// Threads: immutable; evaluation keeps its scratch in the caller's EventBits.
class Predicate {
 public:
  virtual ~Predicate() = default;
  // Columns that evaluation reads: the reader must have been made with them.
  virtual const std::vector<ColumnId>& columns() const = 0;
  // Sets `out` to exactly the events of the block that pass.
  virtual void select(const Block& block, EventBits& out) const = 0;
};

// Errors: kInvalidArgument with the column of the text: unknown field (with near names), a text compared with a number,
// a field that cannot be ordered. A property that no event ever had is known to be absent, not an error.
Result<std::shared_ptr<const Predicate>> bind_filter(const Filter& filter, const Snapshot& snapshot,
                                                     const FilterContext& context);

// Passes the events that have a value in that kCode column.
std::shared_ptr<const Predicate> filter_present(ColumnId column, const Snapshot& snapshot);

}  // namespace sojourn
