// Cells that measures share: shares in percent, intervals with the reason when there is none, lengths of time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "measure/answer.h"
#include "measure/value.h"
#include "stats/intervals.h"

namespace sojourn {

// part / whole * 100. REQUIRES: whole > 0.
inline double percent(int64_t part, int64_t whole) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

// The same as a cell; absent when there is no whole.
inline Value percent_or_absent(int64_t part, int64_t whole) {
  return whole == 0 ? Value(std::monostate{}) : Value(percent(part, whole));
}

// A length in microseconds as `unit`s; absent when there is none.
inline Value length_in(std::optional<double> micros, Micros unit) {
  return micros ? Value(*micros / static_cast<double>(unit)) : Value(std::monostate{});
}

// Adds low and high, times `scale`; or the reason twice.
inline void add_interval(const std::optional<Interval>& interval, double scale, const std::string& reason,
                         std::vector<Value>& cells) {
  if (!interval) {
    cells.insert(cells.end(), 2, None{reason});
    return;
  }
  cells.emplace_back(interval->low * scale);
  cells.emplace_back(interval->high * scale);
}

// Adds value, low and high: part / whole in percent with Wilson's interval, or the reason when there is no whole.
inline void add_share(int64_t part, int64_t whole, const std::string& none, std::vector<Value>& cells) {
  if (whole == 0) {
    cells.insert(cells.end(), 3, None{none});
    return;
  }
  cells.emplace_back(percent(part, whole));
  add_interval(wilson(static_cast<double>(part), static_cast<double>(whole)), 100, none, cells);
}

// The columns value, low and high.
inline std::vector<AnswerColumn> value_columns(const std::string& unit) {
  return {{"value", ColumnRole::kValue, unit}, {"low", ColumnRole::kLow, unit}, {"high", ColumnRole::kHigh, unit}};
}

inline constexpr const char* kOneAnswerer =
    "one customer gave all answers, which says nothing about how customers differ";

}  // namespace sojourn
