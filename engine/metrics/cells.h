// Cells of answers that several measures share: shares in percent, and intervals with the reason when there is none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "measure/answer.h"
#include "measure/value.h"
#include "stats/intervals.h"

namespace sojourn {

// part / whole * 100. REQUIRES: whole > 0.
inline double percent(int64_t part, int64_t whole) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
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

// The columns value, low and high.
inline std::vector<AnswerColumn> value_columns(const std::string& unit) {
  return {{"value", ColumnRole::kValue, unit}, {"low", ColumnRole::kLow, unit}, {"high", ColumnRole::kHigh, unit}};
}

inline constexpr const char* kOneAnswerer =
    "one customer gave all answers, which says nothing about how customers differ";

}  // namespace sojourn
