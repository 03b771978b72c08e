// A day as people write it into goals and decisions.
#pragma once

#include <string_view>

#include "base/calendar.h"

namespace sojourn::boards {

// "2026-05-01", a day that there is: no other of the ways in which times are read, such as seconds since 1970.
inline bool is_day(std::string_view text) {
  const Result<ParsedTime> midnight = parse_time(text, Zone());
  return midnight && text.size() == std::string_view("2026-05-01").size() &&
         format_time(midnight->utc).starts_with(text);
}

}  // namespace sojourn::boards
