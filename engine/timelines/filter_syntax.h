// The syntax tree of a filter: made by filter_parse.cc, printed by filter_text.cc, bound by filter_bind.cc.
// Nothing outside this folder needs it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace sojourn {

// What stands on the left of a comparison.
struct FilterOperand {
  enum class From : uint8_t {
    kEvent,            // The event's own value.
    kLastOfCustomer,   // customer.channel: the last known value of the whole life.
    kFirstOfCustomer,  // first.channel: the first known one.
    kIdentified,       // customer.identified
    kEventCount,       // customer.events
    kFirstSeen,        // customer.first_seen
    kLastSeen,         // customer.last_seen
  };
  From from = From::kEvent;
  std::string name;   // "channel", "time", "source", "properties.plan"; "" for the facts about a customer.
  size_t column = 0;  // Where it stands, in characters from 1.
};

struct FilterLiteral {
  enum class Type : uint8_t { kText, kNumber, kDuration, kBool };
  Type type = Type::kText;
  std::string text;     // Without quotes and escapes; numbers as written; durations in their shortest form.
  Micros duration = 0;  // kDuration.
  bool truth = false;   // kBool.
  size_t column = 0;
};

enum class FilterOrder : uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };
std::string_view filter_order_text(FilterOrder order);

struct FilterNode {
  enum class Kind : uint8_t {
    kConstant,    // true, false
    kAnd,         // Two or more children, none of them kAnd.
    kOr,          // Two or more children, none of them kOr.
    kNot,         // One child.
    kCompare,     // operand order literals[0]
    kIn,          // operand in (literals)
    kContains,    // operand contains literals[0]
    kStartsWith,  // operand starts_with literals[0]
    kExists,      // exists(operand)
    kDid,         // did(child) order count [within length | in last length]
    kSegment,     // segment("literals[0]", child): a named filter; without its child it is not known here.
  };
  enum class Stretch : uint8_t { kWholeLife, kWithin, kInLast };

  Kind kind = Kind::kConstant;
  bool truth = true;  // kConstant.
  std::vector<std::shared_ptr<const FilterNode>> children;
  FilterOperand operand;
  FilterOrder order = FilterOrder::kEqual;
  std::vector<FilterLiteral> literals;
  int64_t count = 0;  // kDid.
  Stretch stretch = Stretch::kWholeLife;
  Micros length = 0;
};
using FilterNodePtr = std::shared_ptr<const FilterNode>;

// "column 12".
inline std::string filter_where(size_t column) { return "column " + std::to_string(column); }

// Of what is wrong inside a segment: segment "loyal".
inline std::string segment_where(std::string_view name) { return "segment \"" + std::string(name) + "\""; }

// Can the word stand in a name without quotes? Letters, digits and _, not beginning with a digit; all of non-ASCII too.
bool is_plain_word(std::string_view word);

}  // namespace sojourn
