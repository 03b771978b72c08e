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

enum Rank { kAbsentRank, kNumberRank, kTextRank, kTimeRank, kNoneRank };

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

std::strong_ordering compare_values(const Value& a, const Value& b) { return SortKey(a) <=> SortKey(b); }

SortKey::SortKey(Value value) : value_(std::move(value)) {
  if (std::holds_alternative<std::monostate>(value_)) {
    rank_ = kAbsentRank;
  } else if (const std::optional<double> number = as_number(value_)) {
    rank_ = kNumberRank;
    number_ = *number;
  } else if (std::holds_alternative<std::string>(value_)) {
    rank_ = kTextRank;
  } else {
    rank_ = std::holds_alternative<TimeValue>(value_) ? kTimeRank : kNoneRank;
  }
}

std::strong_ordering SortKey::operator<=>(const SortKey& other) const {
  if (rank_ != other.rank_) return rank_ <=> other.rank_;
  if (rank_ == kNumberRank) {
    const std::strong_ordering by_number = order(number_, other.number_);
    if (by_number != std::strong_ordering::equal) return by_number;
  }
  if (rank_ == kTimeRank) return std::get<TimeValue>(value_).time <=> std::get<TimeValue>(other.value_).time;
  const auto* text = std::get_if<std::string>(&value_);
  const auto* other_text = std::get_if<std::string>(&other.value_);
  if (text != nullptr && other_text != nullptr) return *text <=> *other_text;
  return value_text(value_) <=> value_text(other.value_);
}

}  // namespace sojourn
