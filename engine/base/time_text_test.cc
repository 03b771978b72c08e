// parse_time and TimePattern by examples of every form, every refusal, and by texts made from random times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/calendar.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

Micros civil(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, int micros = 0) {
  return civil_to_micros({year, month, day, hour, minute, second, micros});
}

Micros read(std::string_view text, const Zone& zone = Zone()) {
  const Result<ParsedTime> parsed = parse_time(text, zone);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed ? parsed->utc : -1;
}

Zone amsterdam() { return Zone::find("Europe/Amsterdam").value(); }

TEST(ParseTime, ReadsIsoForms) {
  EXPECT_EQ(read("2026-03-01"), civil(2026, 3, 1));
  EXPECT_EQ(read("2026/03/01"), civil(2026, 3, 1));
  EXPECT_EQ(read("2026-03-01T12:34"), civil(2026, 3, 1, 12, 34));
  EXPECT_EQ(read("2026-03-01 12:34:56"), civil(2026, 3, 1, 12, 34, 56));
  EXPECT_EQ(read("2026-03-01t12:34:56z"), civil(2026, 3, 1, 12, 34, 56));
  EXPECT_EQ(read("2026-03-01T12:34:56Z"), civil(2026, 3, 1, 12, 34, 56));
  EXPECT_EQ(read("2026-03-01T12:34:56 UTC"), civil(2026, 3, 1, 12, 34, 56));
  EXPECT_EQ(read("2026-03-01T12:34+02:00"), civil(2026, 3, 1, 10, 34));
  EXPECT_EQ(read("2026-03-01T12:34:56.5+02:00"), civil(2026, 3, 1, 10, 34, 56, 500'000));
  EXPECT_EQ(read("2026-03-01T12:34:56,25-0530"), civil(2026, 3, 1, 18, 4, 56, 250'000));
  EXPECT_EQ(read("2026-03-01T12:34:56.123456789+01"), civil(2026, 3, 1, 11, 34, 56, 123'456));
  EXPECT_EQ(read("2014/10/22 11:15:41.000"), civil(2014, 10, 22, 11, 15, 41));
  EXPECT_EQ(read("20260301"), civil(2026, 3, 1));
  EXPECT_EQ(read("20260301T123456Z"), civil(2026, 3, 1, 12, 34, 56));
  EXPECT_EQ(read("20260301T1234+0200"), civil(2026, 3, 1, 10, 34));
  EXPECT_EQ(read("20260301123456"), civil(2026, 3, 1, 12, 34, 56));
  EXPECT_EQ(read("20260301 123456.5"), civil(2026, 3, 1, 12, 34, 56, 500'000));
  EXPECT_EQ(read("2024-02-29"), civil(2024, 2, 29));
  EXPECT_EQ(read("0001-01-01"), kTimeMin);
  EXPECT_EQ(read("9999-12-31T23:59:59Z"), kTimeMax);
}

TEST(ParseTime, ReadsEpochsBySize) {
  EXPECT_EQ(read("0"), 0);
  EXPECT_EQ(read("1767225600"), civil(2026, 1, 1));
  EXPECT_EQ(read("1767225600.25"), civil(2026, 1, 1, 0, 0, 0, 250'000));
  EXPECT_EQ(read("99999999999"), 99'999'999'999 * kSecond);
  EXPECT_EQ(read("1767225600123"), civil(2026, 1, 1, 0, 0, 0, 123'000));
  EXPECT_EQ(read("1767225600123456"), civil(2026, 1, 1, 0, 0, 0, 123'456));
  EXPECT_EQ(read("-86400"), -kDay);
  EXPECT_EQ(read("-0.5"), -kSecond / 2);
  EXPECT_EQ(read("20269999"), 20'269'999 * kSecond);  // Eight digits, but no date.
}

TEST(ParseTime, UsesTheZoneOnlyWithoutAnOffset) {
  const ParsedTime winter = parse_time("2026-01-15 12:00:00", amsterdam()).value();
  EXPECT_EQ(winter.utc, civil(2026, 1, 15, 11));
  EXPECT_EQ(winter.offset_minutes, 60);
  const ParsedTime summer = parse_time("2026-07-15", amsterdam()).value();
  EXPECT_EQ(summer.utc, civil(2026, 7, 14, 22));
  EXPECT_EQ(summer.offset_minutes, 120);
  const ParsedTime written = parse_time("2026-07-15T12:00:00-03:30", amsterdam()).value();
  EXPECT_EQ(written.utc, civil(2026, 7, 15, 15, 30));
  EXPECT_EQ(written.offset_minutes, -210);
  const ParsedTime utc = parse_time("2026-07-15T12:00:00Z", amsterdam()).value();
  EXPECT_EQ(utc.offset_minutes, 0);
  const ParsedTime epoch = parse_time("1784116800", amsterdam()).value();
  EXPECT_EQ(epoch.utc, civil(2026, 7, 15, 12));
  EXPECT_EQ(epoch.offset_minutes, 120);
  // Left out in spring, twice in autumn.
  EXPECT_EQ(read("2026-03-29T02:30:00", amsterdam()), civil(2026, 3, 29, 1, 30));
  EXPECT_EQ(read("2026-10-25T02:30:00", amsterdam()), civil(2026, 10, 25, 0, 30));
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           " ",
                           "-",
                           "yesterday",
                           "2026",
                           "2026-03-",
                           "2026-3-1",
                           "2026-03",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-01-00",
                           "2026-01-32",
                           "2026-02-29",
                           "2026-02-30",
                           "2026-04-31",
                           "1900-02-29",
                           "0000-01-01",
                           "2026-03-01T24:00:00",
                           "2026-03-01T12:60:00",
                           "2026-03-01T12:00:60",
                           "2026-03-01T12",
                           "2026-03-01T12:00:0",
                           "2026-03-01T12:00:",
                           "2026-03-01T12:00:00.",
                           "2026-03-01T12:00:00.Z",
                           "2026-03-01T12:00.5",
                           "2026-03-01T12:00:00+24:00",
                           "2026-03-01T12:00:00+2",
                           "2026-03-01T12:00:00+02:",
                           "2026-03-01T12:00:00+02:60",
                           "2026-03-01T12:00:00Zx",
                           "2026-03-01T12:00:00 ",
                           "2026-03-01X12:00:00",
                           "2026-03/01",
                           "2026/03-01 10:00:00",
                           "01/03/2026",
                           "2026-W10-1",
                           "20260301T",
                           "20260301T12",
                           "20260301T12345",
                           "0001-01-01T00:00:00+01:00",
                           "9999-12-31T23:59:59-01:00",
                           "9999-12-31T23:59:59.5",
                           "999999999999999999",
                           "9999999999999999999999",
                           "1e9",
                           "12.",
                           "123456789012.5",
                           "--5",
                           "+5",
                           "2026-03-01T12:00:00\xC2\xA0",
                           "２０２６-03-01"}) {
    const Result<ParsedTime> parsed = parse_time(text, Zone());
    if (std::string_view(text) == "2026") {  // A number like any other: seconds.
      EXPECT_TRUE(parsed.has_value());
      continue;
    }
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().code(), StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(parse_time("2026-13-01", Zone()).error().message(), HasSubstr("the month is not 1 to 12"));
  EXPECT_THAT(parse_time("2026-02-30", Zone()).error().message(), HasSubstr("that month has no such day"));
  EXPECT_THAT(parse_time("2026-02-03T24:00:00", Zone()).error().message(), HasSubstr("the hour is not 0 to 23"));
  EXPECT_THAT(parse_time("soon", Zone()).error().message(), HasSubstr("write 2026-03-01"));
}

TEST(ParseTime, ReadsBackWhatIsFormatted) {
  std::mt19937_64 random(5);
  std::uniform_int_distribution<Micros> when(kTimeMin + kDay, kTimeMax - kDay);
  std::uniform_int_distribution<int> offset(-14 * 60, 14 * 60);
  for (int i = 0; i < 50'000; ++i) {
    const Micros time = when(random);
    const int minutes = offset(random);
    ASSERT_EQ(read(format_time(time)), time);
    const ParsedTime parsed = parse_time(format_time(time, minutes), amsterdam()).value();
    ASSERT_EQ(parsed.utc, time);
    ASSERT_EQ(parsed.offset_minutes, minutes);
  }
}

Micros read_by(std::string_view pattern, std::string_view text, const Zone& zone = Zone()) {
  const Result<TimePattern> compiled = TimePattern::compile(pattern);
  EXPECT_TRUE(compiled.has_value()) << pattern;
  if (!compiled) return -1;
  const Result<ParsedTime> parsed = compiled->parse(text, zone);
  EXPECT_TRUE(parsed.has_value()) << pattern << ' ' << text;
  return parsed ? parsed->utc : -1;
}

TEST(TimePattern, ReadsEveryField) {
  EXPECT_EQ(read_by("%d/%m/%Y", "01/03/2026"), civil(2026, 3, 1));
  EXPECT_EQ(read_by("%m/%d/%Y %H:%M", "3/1/2026 9:05"), civil(2026, 3, 1, 9, 5));
  EXPECT_EQ(read_by("%d-%b-%y %I:%M:%S %p", "01-Mar-26 12:05:06 AM"), civil(2026, 3, 1, 0, 5, 6));
  EXPECT_EQ(read_by("%d %B %Y %I:%M%p", "1 march 2026 12:05pm"), civil(2026, 3, 1, 12, 5));
  EXPECT_EQ(read_by("%a, %d %b %Y %T %z", "Sun, 01 Mar 2026 12:00:00 +0200"), civil(2026, 3, 1, 10));
  EXPECT_EQ(read_by("%A %e %B %Y", "Sunday  1 March 2026"), civil(2026, 3, 1));
  EXPECT_EQ(read_by("%F %T.%f", "2026-03-01 12:34:56.789"), civil(2026, 3, 1, 12, 34, 56, 789'000));
  EXPECT_EQ(read_by("%D", "03/01/26"), civil(2026, 3, 1));
  EXPECT_EQ(read_by("%Y%m%d%H%M%S", "20260301123456"), civil(2026, 3, 1, 12, 34, 56));
  EXPECT_EQ(read_by("%Y-%j", "2024-366"), civil(2024, 12, 31));
  EXPECT_EQ(read_by("%Y-%j", "2026-60"), civil(2026, 3, 1));
  EXPECT_EQ(read_by("%s", "1767225600"), civil(2026, 1, 1));
  EXPECT_EQ(read_by("%s.%f", "1767225600.5"), civil(2026, 1, 1, 0, 0, 0, 500'000));
  EXPECT_EQ(read_by("/Date(%Q)/", "/Date(1767225600123)/"), civil(2026, 1, 1, 0, 0, 0, 123'000));
  EXPECT_EQ(read_by("%Q", "-1"), -1000);
  EXPECT_EQ(read_by("%Y %% %m", "2026 % 07"), civil(2026, 7, 1));
  EXPECT_EQ(read_by("%Y", "2026"), civil(2026, 1, 1));
  EXPECT_EQ(read_by("%d.%m.%y", "1.1.68"), civil(2068, 1, 1));
  EXPECT_EQ(read_by("%d.%m.%y", "1.1.69"), civil(1969, 1, 1));
  EXPECT_EQ(read_by("%Y-%m-%dT%H:%M:%S%z", "2026-03-01T12:00:00Z"), civil(2026, 3, 1, 12));
  EXPECT_EQ(read_by("%d/%m/%Y %H:%M", "01/07/2026   12:00", amsterdam()), civil(2026, 7, 1, 10));
}

TEST(TimePattern, RefusesPatternsThatMakeNoTime) {
  for (const char* pattern : {"", "%", "%Y-%", "%x", "%H:%M", "%d/%m", "%Y %y", "%Y %d", "%Y-%m-%d %I:%M", "%F %H %p",
                              "%Y-%j-%d", "%s %Y", "%F %F", "%s %Q", "%T %H %Y"}) {
    const Result<TimePattern> compiled = TimePattern::compile(pattern);
    ASSERT_FALSE(compiled.has_value()) << pattern;
    EXPECT_EQ(compiled.error().code(), StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(TimePattern::compile("%q").error().message(), HasSubstr("%q is no field"));
  EXPECT_EQ(TimePattern::compile("%F %T").value().text(), "%F %T");
}

TEST(TimePattern, RefusesTextsThatDoNotFit) {
  const TimePattern pattern = TimePattern::compile("%d %b %Y %I:%M %p").value();
  for (const char* text : {"", "1", "1 Foo 2026 1:00 AM", "32 Mar 2026 1:00 AM", "30 Feb 2026 1:00 AM",
                           "1 Mar 26 1:00 AM", "1 Mar 2026 13:00 PM", "1 Mar 2026 0:00 PM", "1 Mar 2026 1:60 PM",
                           "1 Mar 2026 1:00 XM", "1 Mar 2026 1:00 AM ", "1 Mar 2026 1:00"}) {
    const Result<ParsedTime> parsed = pattern.parse(text, Zone());
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().code(), StatusCode::kInvalidArgument);
  }
  const Result<ParsedTime> parsed = pattern.parse("1 Foo 2026 1:00 AM", Zone());
  EXPECT_EQ(parsed.error().where(), "byte 2");
  EXPECT_THAT(parsed.error().message(), HasSubstr("a month's name is missing"));
  EXPECT_FALSE(TimePattern::compile("%Y-%j").value().parse("2026-366", Zone()).has_value());
  EXPECT_FALSE(TimePattern::compile("%Q").value().parse("999999999999999", Zone()).has_value());
}

}  // namespace
}  // namespace sojourn
