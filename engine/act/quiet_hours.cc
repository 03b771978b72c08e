#include "act/quiet_hours.h"

#include "base/decimal.h"

namespace sojourn {
namespace {

Micros midnight_of(Micros wall) {
  const Micros into = ((wall % kDay) + kDay) % kDay;
  return wall - into;
}

bool is_quiet(const QuietHours& quiet, int minute) {
  if (quiet.from < quiet.to) return minute >= quiet.from && minute < quiet.to;
  return minute >= quiet.from || minute < quiet.to;
}

}  // namespace

Result<int> parse_clock(std::string_view text) {
  const Status wrong = Status::invalid("a time of day was expected, such as 21:00");
  if (text.size() != 5 || text[2] != ':') return wrong;
  const Result<int64_t> hour = parse_integer(text.substr(0, 2));
  const Result<int64_t> minute = parse_integer(text.substr(3));
  if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return wrong;
  return static_cast<int>(*hour * 60 + *minute);
}

std::string format_clock(int minutes) {
  const auto two = [](int number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); };
  return two(minutes / 60) + ":" + two(minutes % 60);
}

Micros after_quiet(const std::optional<QuietHours>& quiet, const Zone& zone, Micros time) {
  if (!quiet || quiet->from == quiet->to) return time;
  const Micros wall = zone.to_wall(time);
  const Micros midnight = midnight_of(wall);
  const int minute = static_cast<int>((wall - midnight) / kMinute);
  if (!is_quiet(*quiet, minute)) return time;
  const bool tomorrow = minute >= quiet->to;  // Before midnight, of a night.
  const Micros end = midnight + (tomorrow ? kDay : 0) + quiet->to * kMinute;
  const Micros ends = zone.first_at(end);
  // In an hour that the clock shows for the second time, its end was shown before.
  return ends > time ? ends : time + (end - wall);
}

Micros day_start(const Zone& zone, Micros time) { return zone.first_at(midnight_of(zone.to_wall(time))); }

}  // namespace sojourn
