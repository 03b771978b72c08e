// Hours of the day in which nobody is disturbed, on the wall clock of a zone.
//
// Night     `from` may be later than `to`: 21:00 to 08:00 goes over midnight.
// Summer    an hour that the clock leaves out or shows twice is judged by what the clock shows.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "base/status.h"
#include "base/time.h"

namespace sojourn {

struct QuietHours {
  int from = 0;  // Minutes since midnight, 0..1439.
  int to = 0;    // The first minute that is not quiet any more.
  bool operator==(const QuietHours&) const = default;
};

// "21:00" -> 1260. Errors: kInvalidArgument.
Result<int> parse_clock(std::string_view text);
std::string format_clock(int minutes);

// The first moment at `time` or after it that is not quiet.
Micros after_quiet(const std::optional<QuietHours>& quiet, const Zone& zone, Micros time);

// The first moment of the day that holds `time`.
Micros day_start(const Zone& zone, Micros time);

}  // namespace sojourn
