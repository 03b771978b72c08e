// Points in time and spans of time. Microseconds since 1970-01-01T00:00:00Z, always; zones live in calendar.h.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

using Micros = int64_t;  // A point in time (UTC) or a length of time.

inline constexpr Micros kSecond = 1'000'000;
inline constexpr Micros kMinute = 60 * kSecond;
inline constexpr Micros kHour = 60 * kMinute;
inline constexpr Micros kDay = 24 * kHour;
inline constexpr Micros kTimeMin = -62'135'596'800 * kSecond;  // Year 1: earlier is a mistake in the input.
inline constexpr Micros kTimeMax = 253'402'300'799 * kSecond;  // Year 9999.

// Half-open: `from` is in, `to` is out.
struct TimeRange {
  Micros from = std::numeric_limits<Micros>::min();
  Micros to = std::numeric_limits<Micros>::max();
  bool contains(Micros time) const { return time >= from && time < to; }
  bool operator==(const TimeRange&) const = default;
};

// Now, from the machine's clock. The only place that reads it; set SOJOURN_NOW (ISO 8601) to fix it.
// A SOJOURN_NOW that cannot be read ends the program with a message: going on would give answers of another day.
Micros now();

// "2026-03-01T12:00:00Z", with fractions of a second (3 or 6 digits) only where there are any.
std::string format_time(Micros time);
// "2026-03-01T14:00:00+02:00": the same instant on a clock `offset_minutes` ahead of UTC.
std::string format_time(Micros time, int offset_minutes);

// A length of time: a number and a unit (us ms s m h d w), e.g. "30d", "90m", "1.5h", or several ("1h 30m");
// "0" needs no unit.
// Errors: kInvalidArgument, which lists the units. Negative lengths are refused.
Result<Micros> parse_duration(std::string_view text);
// "30d", "1h 30m": the shortest exact form.
std::string format_duration(Micros length);

}  // namespace sojourn
