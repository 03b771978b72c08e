// --by and --over: which group an event belongs to.
//
//   --by channel            the event's own value; absent is a group of its own
//   --by customer.channel   the customer's last known value (over the whole life, filters aside)
//   --by first.channel      the customer's first known value
//   --over month            the calendar period of the event, in the question's zone
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/status.h"
#include "measure/answer.h"
#include "measure/question.h"
#include "timelines/block.h"
#include "timelines/snapshot.h"

namespace sojourn {

// Raw value of each dimension, then the period's start. Compared as a whole; meaningful to one Splitter only.
struct GroupKey {
  std::vector<uint64_t> parts;
  bool operator==(const GroupKey&) const = default;
};
struct GroupKeyHash {
  size_t operator()(const GroupKey& key) const;
};

// One a thread: remembers the period and the customer last looked at.
struct SplitterScratch {
  std::optional<PeriodCutter> cutter;
  size_t customer = SIZE_MAX;    // Index into the block at hand; reset with each block.
  std::vector<uint64_t> traits;  // Of that customer, by dimension.
  GroupKey key;                  // Reused, so that look-ups do not allocate.
};

class Splitter {
 public:
  // Errors: kInvalidArgument: unknown field (with near names), a field that cannot be split by (free text, order
  // numbers). kLimit: more than limits::kSplitsMax fields, or a property that found no room in the snapshot.
  static Result<Splitter> bind(const Question& question, const Snapshot& snapshot, const Zone& zone);

  bool trivial() const { return dimensions_.empty() && !period_; }
  bool by_value() const { return !dimensions_.empty(); }
  bool by_period() const { return period_.has_value(); }
  const std::vector<ColumnId>& columns() const { return columns_; }
  SplitterScratch scratch() const;
  // The group of an event (a position in the block) of a customer (an index into block.customers).
  const GroupKey& key(const Block& block, size_t customer, size_t event, SplitterScratch& scratch) const;

  // Columns of the answer, in order: the dimensions as asked, then "period".
  std::vector<AnswerColumn> answer_columns() const;
  // The key as cells for those columns.
  std::vector<Value> cells(const GroupKey& key) const;
  // The reverse, for states that were saved elsewhere. Errors: kCorruption when the cells do not fit.
  Result<GroupKey> key_of(const std::vector<Value>& cells) const;

 private:
  enum class From : unsigned char { kEvent, kLastOfCustomer, kFirstOfCustomer };
  struct Dimension {
    std::string name;
    ColumnId column = 0;
    bool known = false;  // A property that no event ever had is absent everywhere.
    From from = From::kEvent;
    ColumnInfo info;
    std::shared_ptr<Names> names;
  };
  uint64_t raw(const Dimension& dimension, const Block& block, size_t event) const;
  // A cell as its part of the key; empty when the dimension has no such values.
  static std::optional<uint64_t> part_of(const Dimension& dimension, const Value& cell);

  std::vector<Dimension> dimensions_;
  std::optional<Period> period_;
  Zone zone_;
  std::vector<ColumnId> columns_;
};

}  // namespace sojourn
