#include "retention/interval_clock.h"

#include <algorithm>

namespace sojourn {
namespace {

int64_t months_since_year_0(const CivilTime& civil) { return int64_t{civil.year} * 12 + civil.month - 1; }

// The same day and time so many months later. A day that the month lacks is the last one it has.
Micros add_months(Micros wall, int64_t months) {
  CivilTime civil = micros_to_civil(wall);
  const int64_t month = months_since_year_0(civil) + months;
  civil.year = static_cast<int>(month / 12);  // Years run from 1: nothing is negative.
  civil.month = static_cast<int>(month % 12) + 1;
  const int64_t first = days_from_civil(civil.year, civil.month, 1);
  const int64_t next =
      civil.month == 12 ? days_from_civil(civil.year + 1, 1, 1) : days_from_civil(civil.year, civil.month + 1, 1);
  civil.day = static_cast<int>(std::min<int64_t>(civil.day, next - first));
  return civil_to_micros(civil);
}

}  // namespace

RollingClock::RollingClock(Period every, Zone zone) : zone_(std::move(zone)) {
  if (every == Period::kWeek) step_ = 7 * kDay;
  if (every == Period::kMonth) months_ = 1;
  if (every == Period::kQuarter) months_ = 3;
  if (every == Period::kYear) months_ = 12;
  per_step_ = 1.0 / static_cast<double>(step_);
}

Micros RollingClock::begin(Micros joined, int64_t number) const {
  if (even()) return joined + number * step_;
  if (number == 0) return joined;
  return zone_.to_utc(add_months(zone_.to_wall(joined), number * months_));
}

int64_t RollingClock::months(Micros joined, Micros time) const {
  const int64_t from = months_since_year_0(micros_to_civil(zone_.to_wall(joined)));
  const int64_t to = months_since_year_0(micros_to_civil(zone_.to_wall(time)));
  int64_t number = std::max<int64_t>(0, (to - from) / months_);
  while (number > 0 && begin(joined, number) > time) --number;
  while (begin(joined, number + 1) <= time) ++number;
  return number;
}

}  // namespace sojourn
