#include "measure/value.h"

#include <optional>

#include "base/decimal.h"

namespace sojourn {
namespace {

// Numbers come before texts, and a text that reads as a number counts as one: "9" stands before "10".
std::optional<double> as_number(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (Result<double> parsed = parse_number(*text); parsed.has_value()) return *parsed;
  }
  return std::nullopt;
}

int rank(const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return 0;
  if (as_number(value)) return 1;
  if (std::holds_alternative<std::string>(value)) return 2;
  if (std::holds_alternative<TimeValue>(value)) return 3;
  return 4;
}

std::strong_ordering order(double a, double b) {
  if (a < b) return std::strong_ordering::less;
  if (a > b) return std::strong_ordering::greater;
  return std::strong_ordering::equal;
}

}  // namespace

std::string value_text(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) return format_number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* time = std::get_if<TimeValue>(&value)) return format_time(time->time);
  if (const auto* none = std::get_if<None>(&value)) return none->reason;
  return {};
}

std::strong_ordering compare_values(const Value& a, const Value& b) {
  const int rank_a = rank(a);
  const int rank_b = rank(b);
  if (rank_a != rank_b) return rank_a <=> rank_b;
  if (rank_a == 1) {
    const std::strong_ordering by_number = order(*as_number(a), *as_number(b));
    if (by_number != std::strong_ordering::equal) return by_number;
  }
  if (rank_a == 3) return std::get<TimeValue>(a).time <=> std::get<TimeValue>(b).time;
  return value_text(a) <=> value_text(b);
}

}  // namespace sojourn
