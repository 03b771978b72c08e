#include "base/calendar.h"

#include <algorithm>

namespace sojourn {

namespace {

constexpr int64_t kDaysPerCycle = 146'097;        // 400 years of the Gregorian calendar.
constexpr int64_t kDaysToMarchOfYear0 = 719'468;  // From 0000-03-01 to 1970-01-01.

int64_t floor_divide(int64_t value, int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

int64_t floor_remainder(int64_t value, int64_t by) {
  const int64_t rest = value % by;
  return rest < 0 ? rest + by : rest;
}

Micros midnight(int year, int month, int day) { return days_from_civil(year, month, day) * kDay; }

void append_padded(std::string& out, int value, int width) {
  const std::string digits = std::to_string(value);
  for (int missing = width - static_cast<int>(digits.size()); missing > 0; --missing) out += '0';
  out += digits;
}

}  // namespace

// Years are counted from March, so that the leap day is the last day of its year and the months before it follow the
// regular pattern 31 30 31 30 31 (which 153 days in 5 months sums up).
int64_t days_from_civil(int year, int month, int day) {
  const int64_t march_year = static_cast<int64_t>(year) - (month <= 2 ? 1 : 0);
  const int64_t cycle = floor_divide(march_year, 400);
  const int64_t year_of_cycle = march_year - cycle * 400;
  const int64_t month_from_march = month > 2 ? month - 3 : month + 9;
  const int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  const int64_t leap_days = year_of_cycle / 4 - year_of_cycle / 100;
  return cycle * kDaysPerCycle + year_of_cycle * 365 + leap_days + day_of_year - kDaysToMarchOfYear0;
}

Micros civil_to_micros(const CivilTime& civil) {
  return midnight(civil.year, civil.month, civil.day) + civil.hour * kHour + civil.minute * kMinute +
         civil.second * kSecond + civil.micros;
}

CivilTime micros_to_civil(Micros time) {
  const int64_t days = floor_divide(time, kDay);
  const int64_t rest = floor_remainder(time, kDay);
  const int64_t from_march = days + kDaysToMarchOfYear0;
  const int64_t cycle = floor_divide(from_march, kDaysPerCycle);
  const int64_t day_of_cycle = from_march - cycle * kDaysPerCycle;
  // Take the leap days out (every 1460, 36524 and 146096 days), so that each year is 365 days long.
  const int64_t year_of_cycle =
      (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36'524 - day_of_cycle / 146'096) / 365;
  const int64_t day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const int64_t month_from_march = (5 * day_of_year + 2) / 153;
  CivilTime civil;
  civil.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  civil.month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  civil.year = static_cast<int>(year_of_cycle + cycle * 400 + (civil.month <= 2 ? 1 : 0));
  civil.hour = static_cast<int>(rest / kHour);
  civil.minute = static_cast<int>(rest / kMinute % 60);
  civil.second = static_cast<int>(rest / kSecond % 60);
  civil.micros = static_cast<int>(rest % kSecond);
  return civil;
}

Result<Period> parse_period(std::string_view name) {
  for (const Period period :
       {Period::kHour, Period::kDay, Period::kWeek, Period::kMonth, Period::kQuarter, Period::kYear}) {
    if (period_name(period) == name) return period;
  }
  return Status::invalid("\"" + std::string(name.substr(0, 40)) +
                         "\" is not a period; use hour, day, week, month, quarter or year");
}

std::string_view period_name(Period period) {
  switch (period) {
    case Period::kHour: return "hour";
    case Period::kDay: return "day";
    case Period::kWeek: return "week";
    case Period::kMonth: return "month";
    case Period::kQuarter: return "quarter";
    case Period::kYear: return "year";
  }
  return "day";
}

PeriodCutter::PeriodCutter(Period period, Zone zone, int week_start)
    : period_(period), zone_(std::move(zone)), week_start_(week_start) {
  SOJOURN_ASSERT(week_start >= 1 && week_start <= 7, "weeks start on a day 1 (Monday) to 7");
}

Micros PeriodCutter::find_start(Micros utc) {
  utc = std::clamp(utc, kTimeMin, kTimeMax);
  Micros from = zone_.first_at(wall_start(zone_.to_wall(utc)));
  Micros to = next(from);
  // Where a clock is set back over midnight, the old day comes back for a while after the new one began
  // (St. John's, 2006-10-29 00:01). Those minutes belong to the period that had begun.
  while (utc >= to) {
    from = to;
    to = next(from);
  }
  cached_from_ = from;
  cached_to_ = to;
  return from;
}

Micros PeriodCutter::next(Micros period_start) const {
  const Micros wall = wall_start(zone_.to_wall(period_start));
  return zone_.first_at(wall_next(wall));
}

std::string PeriodCutter::label(Micros period_start) const {
  const CivilTime first = micros_to_civil(zone_.to_wall(period_start));
  std::string out;
  append_padded(out, first.year, 4);
  out += '-';
  append_padded(out, first.month, 2);
  out += '-';
  append_padded(out, first.day, 2);
  if (period_ == Period::kHour) {
    out += 'T';
    append_padded(out, first.hour, 2);
    out += ':';
    append_padded(out, first.minute, 2);
  }
  return out;
}

Micros PeriodCutter::wall_start(Micros wall) const {
  const int64_t days = floor_divide(wall, kDay);
  switch (period_) {
    case Period::kHour: return floor_divide(wall, kHour) * kHour;
    case Period::kDay: return days * kDay;
    case Period::kWeek:
      // Day 0, 1970-01-01, was a Thursday: three days after a Monday.
      return (days - floor_remainder(days + 3 - (week_start_ - 1), 7)) * kDay;
    case Period::kMonth:
    case Period::kQuarter:
    case Period::kYear: break;
  }
  const CivilTime civil = micros_to_civil(wall);
  if (period_ == Period::kYear) return midnight(civil.year, 1, 1);
  if (period_ == Period::kMonth) return midnight(civil.year, civil.month, 1);
  return midnight(civil.year, (civil.month - 1) / 3 * 3 + 1, 1);
}

Micros PeriodCutter::wall_next(Micros wall) const {
  if (period_ == Period::kHour) return wall + kHour;
  if (period_ == Period::kDay) return wall + kDay;
  if (period_ == Period::kWeek) return wall + 7 * kDay;
  const CivilTime civil = micros_to_civil(wall);
  if (period_ == Period::kYear) return midnight(civil.year + 1, 1, 1);
  const int month = civil.month + (period_ == Period::kMonth ? 1 : 3);
  return month > 12 ? midnight(civil.year + 1, month - 12, 1) : midnight(civil.year, month, 1);
}

}  // namespace sojourn
