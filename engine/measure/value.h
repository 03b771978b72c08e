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

}  // namespace sojourn
