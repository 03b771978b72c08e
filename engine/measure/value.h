// One cell of an answer: nothing, a number, a text, a time, or "none" with its reason. Never NaN, never a made-up 0.
#pragma once

#include <compare>
#include <string>
#include <variant>

#include "base/time.h"

namespace sojourn {

// No value, and why: "no survey answers".
struct None {
  std::string reason;
  auto operator<=>(const None&) const = default;
};
// A point in time, shown as ISO 8601.
struct TimeValue {
  Micros time = 0;
  auto operator<=>(const TimeValue&) const = default;
};

// monostate: the field is absent (a split by a field that some events lack).
using Value = std::variant<std::monostate, int64_t, double, std::string, TimeValue, None>;

// As shown in tables and CSV; "" for absent, the reason for none.
std::string value_text(const Value& value);
// Total order for sorting rows: absent first, then numbers, texts (by bytes), times.
std::strong_ordering compare_values(const Value& a, const Value& b);

// A value that is compared many times: what its text says is read once. Ordered as compare_values() has it.
class SortKey {
 public:
  explicit SortKey(Value value);
  std::strong_ordering operator<=>(const SortKey& other) const;
  bool operator==(const SortKey& other) const { return (*this <=> other) == std::strong_ordering::equal; }

 private:
  Value value_;
  int rank_ = 0;
  double number_ = 0;  // Of a number, and of a text that reads as one.
};

}  // namespace sojourn
