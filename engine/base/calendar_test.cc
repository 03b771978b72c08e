// Calendar arithmetic against std::chrono, day by day; zones against known dates of change and against ICU itself;
// periods by examples of days on which clocks change and by a law: start(t) <= t < next(start(t)), without holes.
#include "base/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace sojourn {
namespace {

using ::testing::HasSubstr;

Zone zone(const std::string& name) { return Zone::find(name).value(); }

Micros at(const std::string& text) { return parse_time(text, Zone()).value().utc; }

Micros wall(const std::string& text) { return at(text); }

TEST(Civil, AgreesWithTheStandardLibraryOnEveryDay) {
  const std::chrono::sys_days first = std::chrono::year{1} / 1 / 1;
  const std::chrono::sys_days last = std::chrono::year{9999} / 12 / 31;
  for (std::chrono::sys_days day = first; day <= last; day += std::chrono::days{1}) {
    const std::chrono::year_month_day twin{day};
    const int64_t days = day.time_since_epoch().count();
    const CivilTime civil = micros_to_civil(days * kDay + 5);
    ASSERT_EQ(civil.year, static_cast<int>(twin.year())) << days;
    ASSERT_EQ(civil.month, static_cast<int>(static_cast<unsigned>(twin.month()))) << days;
    ASSERT_EQ(civil.day, static_cast<int>(static_cast<unsigned>(twin.day()))) << days;
    ASSERT_EQ(days_from_civil(civil.year, civil.month, civil.day), days);
    ASSERT_EQ(civil_to_micros(civil), days * kDay + 5);
  }
}

TEST(Civil, SplitsTheTimeOfDayAlsoBefore1970) {
  const CivilTime civil = micros_to_civil(-1);
  EXPECT_EQ(civil.year, 1969);
  EXPECT_EQ(civil.month, 12);
  EXPECT_EQ(civil.day, 31);
  EXPECT_EQ(civil.hour, 23);
  EXPECT_EQ(civil.minute, 59);
  EXPECT_EQ(civil.second, 59);
  EXPECT_EQ(civil.micros, 999'999);
}

TEST(Civil, SurvivesTheEndsOfTheRange) {
  for (const Micros time : {std::numeric_limits<Micros>::min(), std::numeric_limits<Micros>::max()}) {
    const CivilTime civil = micros_to_civil(time);
    EXPECT_GE(civil.month, 1);
    EXPECT_LE(civil.month, 12);
  }
}

TEST(Zone, FindsPlacesUtcAndOffsets) {
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(zone("UTC").offset_minutes(0), 0);
  EXPECT_EQ(zone("Z").name(), "UTC");
  EXPECT_EQ(zone("Europe/Amsterdam").name(), "Europe/Amsterdam");
  EXPECT_EQ(zone("+02:00").offset_minutes(0), 120);
  EXPECT_EQ(zone("-0530").offset_minutes(0), -330);
  EXPECT_EQ(zone("-0530").name(), "-05:30");
  EXPECT_EQ(zone("+14").offset_minutes(at("2026-07-01")), 840);
  EXPECT_EQ(zone("Asia/Kolkata").offset_minutes(at("2026-07-01")), 330);
  EXPECT_EQ(zone("Asia/Kathmandu").offset_minutes(at("2026-07-01")), 345);
}

TEST(Zone, RefusesUnknownNamesAndSuggestsNearOnes) {
  for (const char* name : {"", "Mars/Olympus", "+24:00", "+02:60", "+2", "+02:0", "+02:00x", "IST", "Etc/Unknown",
                           "Europe/Amsterdam\n", "\xff\xfe"}) {
    const Result<Zone> found = Zone::find(name);
    ASSERT_FALSE(found.has_value()) << name;
    EXPECT_EQ(found.error().code(), StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(Zone::find("Europe/Amsterdm").error().message(), HasSubstr("Did you mean Europe/Amsterdam?"));
  EXPECT_THAT(Zone::find("europe/amsterdam").error().message(), HasSubstr("Europe/Amsterdam"));
  EXPECT_THAT(Zone::find("Amsterdam").error().message(), HasSubstr("Europe/Amsterdam"));
}

TEST(Zone, ChangesClocksInAmsterdam) {
  const Zone amsterdam = zone("Europe/Amsterdam");
  EXPECT_EQ(amsterdam.offset_minutes(at("2026-03-29T00:59:59.999999Z")), 60);
  EXPECT_EQ(amsterdam.offset_minutes(at("2026-03-29T01:00:00Z")), 120);
  EXPECT_EQ(amsterdam.offset_minutes(at("2026-10-25T00:59:59.999999Z")), 120);
  EXPECT_EQ(amsterdam.offset_minutes(at("2026-10-25T01:00:00Z")), 60);
}

TEST(Zone, ReadsWallClocks) {
  const Zone amsterdam = zone("Europe/Amsterdam");
  EXPECT_EQ(amsterdam.to_utc(wall("2026-01-15T12:00:00")), at("2026-01-15T11:00:00Z"));
  EXPECT_EQ(amsterdam.to_utc(wall("2026-07-15T12:00:00")), at("2026-07-15T10:00:00Z"));
  // Left out: 02:30 moves forward by the gap, to 03:30.
  EXPECT_EQ(amsterdam.to_utc(wall("2026-03-29T01:59:59")), at("2026-03-29T00:59:59Z"));
  EXPECT_EQ(amsterdam.to_utc(wall("2026-03-29T02:30:00")), at("2026-03-29T01:30:00Z"));
  EXPECT_EQ(amsterdam.to_utc(wall("2026-03-29T03:00:00")), at("2026-03-29T01:00:00Z"));
  // Twice: the first.
  EXPECT_EQ(amsterdam.to_utc(wall("2026-10-25T02:30:00")), at("2026-10-25T00:30:00Z"));
  EXPECT_EQ(amsterdam.to_utc(wall("2026-10-25T03:00:00")), at("2026-10-25T02:00:00Z"));
  const Zone new_york = zone("America/New_York");
  EXPECT_EQ(new_york.to_utc(wall("2026-03-08T02:30:00")), at("2026-03-08T07:30:00Z"));
  EXPECT_EQ(new_york.to_utc(wall("2026-11-01T01:30:00")), at("2026-11-01T05:30:00Z"));
  EXPECT_EQ(new_york.to_utc(wall("2026-11-01T02:00:00")), at("2026-11-01T07:00:00Z"));
  // Half an hour of summer time.
  const Zone lord_howe = zone("Australia/Lord_Howe");
  EXPECT_EQ(lord_howe.to_utc(wall("2026-10-04T02:10:00")), at("2026-10-03T15:40:00Z"));
  EXPECT_EQ(lord_howe.to_utc(wall("2026-04-05T01:45:00")), at("2026-04-04T14:45:00Z"));
}

TEST(Zone, WallClocksComeBackForEveryInstantThatIsShownOnce) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<Micros> when(at("1901-01-01"), at("2099-01-01"));
  for (const char* name : {"Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Africa/Casablanca"}) {
    const Zone place = zone(name);
    for (int i = 0; i < 20'000; ++i) {
      const Micros time = when(random);
      const Micros back = place.to_utc(place.to_wall(time));
      ASSERT_LE(back, time) << name;
      if (back != time) {  // The second showing of an hour.
        ASSERT_EQ(place.to_wall(back), place.to_wall(time)) << name;
      }
    }
  }
}

TEST(PeriodCutter, CutsDaysOnWhichClocksChange) {
  PeriodCutter days(Period::kDay, zone("Europe/Amsterdam"));
  const Micros spring = days.start(at("2026-03-29T12:00:00Z"));
  EXPECT_EQ(spring, at("2026-03-28T23:00:00Z"));
  EXPECT_EQ(days.next(spring) - spring, 23 * kHour);
  const Micros autumn = days.start(at("2026-10-25T22:59:59Z"));
  EXPECT_EQ(autumn, at("2026-10-24T22:00:00Z"));
  EXPECT_EQ(days.next(autumn) - autumn, 25 * kHour);
  EXPECT_EQ(days.label(autumn), "2026-10-25");
  EXPECT_EQ(days.start(at("2026-10-25T23:00:00Z")), at("2026-10-25T23:00:00Z"));

  PeriodCutter new_york(Period::kDay, zone("America/New_York"));
  EXPECT_EQ(new_york.start(at("2026-03-08T12:00:00Z")), at("2026-03-08T05:00:00Z"));
  EXPECT_EQ(new_york.start(at("2026-03-09T12:00:00Z")), at("2026-03-09T04:00:00Z"));
}

TEST(PeriodCutter, CutsHoursByTheWallClock) {
  PeriodCutter hours(Period::kHour, zone("Europe/Amsterdam"));
  EXPECT_EQ(hours.label(hours.start(at("2026-07-01T12:34:56Z"))), "2026-07-01T14:00");
  // The hour from 02:00 comes twice and is one period; in spring it does not come.
  const Micros twice = hours.start(at("2026-10-25T01:30:00Z"));
  EXPECT_EQ(twice, at("2026-10-25T00:00:00Z"));
  EXPECT_EQ(hours.next(twice) - twice, 2 * kHour);
  const Micros before = hours.start(at("2026-03-29T00:30:00Z"));
  EXPECT_EQ(hours.label(before), "2026-03-29T01:00");
  EXPECT_EQ(hours.label(hours.next(before)), "2026-03-29T03:00");
  // Half-hour offsets.
  PeriodCutter kolkata(Period::kHour, zone("Asia/Kolkata"));
  EXPECT_EQ(kolkata.start(at("2026-07-01T12:45:00Z")), at("2026-07-01T12:30:00Z"));
}

TEST(PeriodCutter, StartsWeeksOnTheChosenDay) {
  // 2026-03-04 is a Wednesday.
  const Micros time = at("2026-03-04T10:00:00Z");
  EXPECT_EQ(PeriodCutter(Period::kWeek, Zone()).start(time), at("2026-03-02"));
  EXPECT_EQ(PeriodCutter(Period::kWeek, Zone(), 7).start(time), at("2026-03-01"));
  EXPECT_EQ(PeriodCutter(Period::kWeek, Zone(), 3).start(time), at("2026-03-04"));
  EXPECT_EQ(PeriodCutter(Period::kWeek, Zone(), 4).start(time), at("2026-02-26"));
  EXPECT_EQ(PeriodCutter(Period::kWeek, Zone()).start(-1), at("1969-12-29"));
  PeriodCutter weeks(Period::kWeek, zone("Europe/Amsterdam"));
  const Micros autumn = weeks.start(at("2026-10-25T12:00:00Z"));
  EXPECT_EQ(autumn, at("2026-10-18T22:00:00Z"));
  EXPECT_EQ(weeks.next(autumn) - autumn, 7 * kDay + kHour);
}

TEST(PeriodCutter, CutsMonthsQuartersAndYears) {
  const Zone amsterdam = zone("Europe/Amsterdam");
  PeriodCutter months(Period::kMonth, amsterdam);
  const Micros march = months.start(at("2026-03-29T12:00:00Z"));
  EXPECT_EQ(march, at("2026-02-28T23:00:00Z"));
  EXPECT_EQ(months.next(march), at("2026-03-31T22:00:00Z"));
  EXPECT_EQ(months.label(march), "2026-03-01");
  EXPECT_EQ(months.next(months.start(at("2026-12-31T22:59:59Z"))), at("2026-12-31T23:00:00Z"));
  PeriodCutter quarters(Period::kQuarter, amsterdam);
  const Micros fourth = quarters.start(at("2026-12-31T22:30:00Z"));
  EXPECT_EQ(fourth, at("2026-09-30T22:00:00Z"));
  EXPECT_EQ(quarters.next(fourth), at("2026-12-31T23:00:00Z"));
  EXPECT_EQ(quarters.label(fourth), "2026-10-01");
  PeriodCutter years(Period::kYear, amsterdam);
  EXPECT_EQ(years.start(at("2026-12-31T23:30:00Z")), at("2026-12-31T23:00:00Z"));
  EXPECT_EQ(years.label(at("2026-12-31T23:00:00Z")), "2027-01-01");
}

TEST(PeriodCutter, HandlesMidnightsThatAreLeftOutOrComeTwice) {
  // Brazil's clocks went from 00:00 to 01:00 on 2018-11-04.
  PeriodCutter sao_paulo(Period::kDay, zone("America/Sao_Paulo"));
  const Micros day = sao_paulo.start(at("2018-11-04T12:00:00Z"));
  EXPECT_EQ(day, at("2018-11-04T03:00:00Z"));
  EXPECT_EQ(sao_paulo.label(day), "2018-11-04");
  EXPECT_EQ(sao_paulo.next(day), at("2018-11-05T02:00:00Z"));
  // Toronto's clocks went from 23:30 to 00:30: the new day begins with that jump.
  PeriodCutter toronto(Period::kDay, zone("America/Toronto"));
  const Micros jump = toronto.start(at("1919-03-31T12:00:00Z"));
  EXPECT_EQ(jump, at("1919-03-31T04:30:00Z"));
  EXPECT_EQ(toronto.start(jump - 1), at("1919-03-30T05:00:00Z"));
  EXPECT_EQ(toronto.label(jump), "1919-03-31");
  // Samoa had no 30 December 2011.
  PeriodCutter apia(Period::kDay, zone("Pacific/Apia"));
  const Micros last = apia.start(at("2011-12-30T09:59:59Z"));
  EXPECT_EQ(apia.label(last), "2011-12-29");
  EXPECT_EQ(apia.label(apia.next(last)), "2011-12-31");
  // St. John's went back from 00:01 to 23:01: the new day has begun and stays.
  PeriodCutter st_johns(Period::kDay, zone("America/St_Johns"));
  const Micros sunday = st_johns.start(at("2006-10-29T02:30:30Z"));
  EXPECT_EQ(sunday, at("2006-10-29T02:30:00Z"));
  EXPECT_EQ(st_johns.start(at("2006-10-29T03:00:00Z")), sunday);
  EXPECT_EQ(st_johns.start(at("2006-10-29T12:00:00Z")), sunday);
}

TEST(PeriodCutter, LeavesNoHolesAndNoOverlaps) {
  std::mt19937_64 random(11);
  std::uniform_int_distribution<Micros> when(at("1890-01-01"), at("2110-01-01"));
  for (const char* name :
       {"UTC", "Europe/Amsterdam", "America/New_York", "America/St_Johns", "Asia/Kolkata", "America/Toronto",
        "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "America/Sao_Paulo"}) {
    for (const Period period :
         {Period::kHour, Period::kDay, Period::kWeek, Period::kMonth, Period::kQuarter, Period::kYear}) {
      PeriodCutter cutter(period, zone(name));
      for (int i = 0; i < 500; ++i) {
        const Micros time = when(random);
        const Micros start = cutter.start(time);
        const Micros next = cutter.next(start);
        ASSERT_LE(start, time) << name << ' ' << period_name(period);
        ASSERT_LT(time, next) << name << ' ' << period_name(period);
        // A cutter that remembers nothing says the same.
        PeriodCutter fresh(period, zone(name));
        ASSERT_EQ(fresh.start(next - 1), start) << name << ' ' << period_name(period) << ' ' << time;
        ASSERT_EQ(fresh.start(next), next) << name << ' ' << period_name(period) << ' ' << time;
      }
    }
  }
}

TEST(PeriodCutter, TakesTimesOutsideTheRangeAsItsEnds) {
  PeriodCutter days(Period::kDay, zone("Europe/Amsterdam"));
  EXPECT_EQ(days.start(std::numeric_limits<Micros>::min()), days.start(kTimeMin));
  EXPECT_EQ(days.start(std::numeric_limits<Micros>::max()), days.start(kTimeMax));
}

TEST(Period, NamesReadBack) {
  for (const Period period :
       {Period::kHour, Period::kDay, Period::kWeek, Period::kMonth, Period::kQuarter, Period::kYear}) {
    EXPECT_EQ(parse_period(period_name(period)).value(), period);
  }
  const Result<Period> unknown = parse_period("fortnight");
  EXPECT_EQ(unknown.error().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(unknown.error().message(), HasSubstr("quarter"));
}

}  // namespace
}  // namespace sojourn
