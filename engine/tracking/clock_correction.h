// When something happened, of clocks that may be wrong.
//
//   time = received - (sent - said)      where the sender is a browser or a mobile, and |received - sent| > 5 s
//   time = said                          else: servers are believed
//
// Why       a server that sends again after a failure repeats the same `sent`: the formula would shift its events by
//           the wait between the attempts. A difference of some seconds is the way here, not the clock.
// Unknown   without `said` it happened when it came; without `sent` there is nothing to correct by.
#pragma once

#include <optional>

#include "base/time.h"

namespace sojourn {

struct SaidTimes {
  std::optional<Micros> said;
  std::optional<Micros> sent;
  Micros received = 0;
  bool doubtful = false;  // A clock that nobody keeps: of a browser or a mobile.
};

struct SettledTime {
  Micros time = 0;
  bool corrected = false;
};

// The way here: what differs by less says nothing about the clock.
inline constexpr Micros kJourney = 5 * kSecond;

// Did it say that it was sent at another time than it came?
inline bool is_far(const SaidTimes& times) {
  if (!times.sent) return false;
  Micros skew = 0;
  return __builtin_sub_overflow(times.received, *times.sent, &skew) || skew > kJourney || skew < -kJourney;
}

inline SettledTime settle_time(const SaidTimes& times) {
  if (!times.said) return {times.received, false};
  if (!times.doubtful || !times.sent) return {*times.said, false};
  Micros skew = 0;
  Micros settled = 0;
  const bool far =
      __builtin_sub_overflow(times.received, *times.sent, &skew) || __builtin_add_overflow(*times.said, skew, &settled);
  if (far || (skew <= kJourney && skew >= -kJourney)) return {*times.said, false};
  return {settled, true};
}

}  // namespace sojourn
