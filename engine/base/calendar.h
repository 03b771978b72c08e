// Time zones, calendar periods, and the reading of times as people and systems write them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace sojourn {

struct CivilTime {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int micros = 0;
};

// Days since 1970-01-01 in the proleptic Gregorian calendar.
int64_t days_from_civil(int year, int month, int day);
// The microseconds of a civil time read as UTC.
Micros civil_to_micros(const CivilTime& civil);
CivilTime micros_to_civil(Micros time);

// A time zone as a table of its changes, made once from ICU, so that look-ups are a binary search without ICU.
// Threads: immutable; copies share the table.
class Zone {
 public:
  Zone();  // UTC.
  // "Europe/Amsterdam", "UTC", "+02:00". Errors: kInvalidArgument, with near names where there are any.
  static Result<Zone> find(std::string_view name);

  const std::string& name() const;
  // Minutes ahead of UTC at that instant; offsets of old times with odd seconds are rounded to the minute.
  // Changes are known for the years 1900 to 2099; outside, the nearest known offset holds.
  int offset_minutes(Micros utc) const;
  // The instant of a wall-clock time. A time that a jump forward leaves out moves forward by the gap;
  // one that happens twice is its first.
  Micros to_utc(Micros wall) const;
  // The first instant at which the wall clock shows `wall` or later: where a jump leaves it out, the jump itself.
  Micros first_at(Micros wall) const;
  Micros to_wall(Micros utc) const { return utc + static_cast<Micros>(offset_minutes(utc)) * kMinute; }

 private:
  struct Table;
  std::shared_ptr<const Table> table_;
};

// g++ 12 warns that scoped enumerators shadow the lengths kHour and kDay, though they cannot be mixed up.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
enum class Period : unsigned char { kHour, kDay, kWeek, kMonth, kQuarter, kYear };
#pragma GCC diagnostic pop
Result<Period> parse_period(std::string_view name);
std::string_view period_name(Period period);

// Cuts time into calendar periods of a zone. Weeks start on Monday (ISO 8601) unless told otherwise.
// Threads: one a thread, since it remembers the last period it saw (events come in time order, so most look-ups hit).
class PeriodCutter {
 public:
  PeriodCutter(Period period, Zone zone, int week_start = 1 /* 1 = Monday .. 7 = Sunday */);
  // The first instant (UTC) of the period that holds `utc`: start(t) <= t < next(start(t)) for every t between
  // kTimeMin and kTimeMax (times outside are taken as the nearest of the two).
  // An hour that the clock shows twice is one period of two hours; one that it leaves out is none.
  Micros start(Micros utc) { return utc >= cached_from_ && utc < cached_to_ ? cached_from_ : find_start(utc); }
  // The first instant (UTC) of the period after the one that starts at `start`.
  Micros next(Micros period_start) const;
  // "2026-03-01" for days and longer, "2026-03-01T14:00" for hours: the period's first moment on the wall clock.
  std::string label(Micros period_start) const;

 private:
  Micros find_start(Micros utc);
  Micros wall_start(Micros wall) const;
  Micros wall_next(Micros wall) const;
  Period period_;
  Zone zone_;
  int week_start_;
  Micros cached_from_ = 1;
  Micros cached_to_ = 0;
};

struct ParsedTime {
  Micros utc = 0;
  int offset_minutes = 0;  // Of the source: as written, or the zone's at that instant.
};

// Reads ISO 8601 ("2026-03-01", "2026-03-01T12:00:00.5+02:00", a space instead of T, basic forms, week forms not) or
// epoch seconds, milliseconds or microseconds (told apart by size: 11 digits or fewer, 14 or fewer, more).
// "2026/03/01" reads as "2026-03-01"; 8 or 14 digits that are a real date of the years 1900..2199 ("20260301",
// "20260301120000") are that date. Hour 24 and second 60 are refused; digits after the microseconds are dropped.
// Without an offset of its own the text is wall-clock time in `zone`.
// Errors: kInvalidArgument, which says what was expected.
Result<ParsedTime> parse_time(std::string_view text, const Zone& zone);

// Reads a time by a pattern of strptime-like fields: %Y %y %m %d %H %I %M %S %f (fraction) %p (AM/PM) %b (Jan) %B
// (January) %a %A (day names, ignored) %z (+0200, +02:00, Z) %s (epoch s) %Q (epoch ms) %j, %e, %T (%H:%M:%S),
// %D (%m/%d/%y), %F (%Y-%m-%d); %% is a percent sign, a space matches any run of spaces, also none, all else matches
// itself. A pattern needs a year (or %s, %Q); what else it leaves out is the first: month 1, day 1, hour 0.
// Numbers may lack leading zeros where a separator follows. Two-digit years: 69..99 are 19xx, 00..68 are 20xx (POSIX).
class TimePattern {
 public:
  static Result<TimePattern> compile(std::string_view pattern);
  Result<ParsedTime> parse(std::string_view text, const Zone& zone) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::string steps_;  // The same with %T, %D and %F written out.
};

}  // namespace sojourn
