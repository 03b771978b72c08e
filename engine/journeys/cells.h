// Cells that journey measures share: shares with their interval, lengths of time in seconds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "measure/value.h"
#include "stats/intervals.h"

namespace sojourn {

// part / whole in percent; absent when there is no whole.
inline Value percent_or_absent(int64_t part, int64_t whole) {
  if (whole == 0) return std::monostate{};
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

// Adds value, low and high: part / whole in percent with Wilson's interval, or `none` when there is no whole.
inline void add_share(int64_t part, int64_t whole, const char* none, std::vector<Value>& cells) {
  if (whole == 0) {
    cells.insert(cells.end(), {None{none}, None{none}, None{none}});
    return;
  }
  const std::optional<Interval> interval = wilson(static_cast<double>(part), static_cast<double>(whole));
  cells.insert(cells.end(), {percent_or_absent(part, whole), interval->low * 100, interval->high * 100});
}

// A length in microseconds as `unit`s; absent when there is none.
inline Value length_in(std::optional<double> micros, Micros unit) {
  if (!micros) return std::monostate{};
  return *micros / static_cast<double>(unit);
}

}  // namespace sojourn
