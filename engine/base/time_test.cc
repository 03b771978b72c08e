// Printing of times, and lengths of time in both directions, by examples and by random lengths.
#include "base/time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <random>

namespace sojourn {
namespace {

using ::testing::HasSubstr;

constexpr Micros kFirstOfMarch = 1'772'366'400 * kSecond;  // 2026-03-01T12:00:00Z.

TEST(FormatTime, PrintsFractionsOnlyWhereThereAreAny) {
  EXPECT_EQ(format_time(kFirstOfMarch), "2026-03-01T12:00:00Z");
  EXPECT_EQ(format_time(kFirstOfMarch + 500'000), "2026-03-01T12:00:00.500Z");
  EXPECT_EQ(format_time(kFirstOfMarch + 7), "2026-03-01T12:00:00.000007Z");
  EXPECT_EQ(format_time(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_time(-1), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(format_time(kTimeMin), "0001-01-01T00:00:00Z");
  EXPECT_EQ(format_time(kTimeMax), "9999-12-31T23:59:59Z");
}

TEST(FormatTime, PrintsOffsets) {
  EXPECT_EQ(format_time(kFirstOfMarch, 120), "2026-03-01T14:00:00+02:00");
  EXPECT_EQ(format_time(kFirstOfMarch, -330), "2026-03-01T06:30:00-05:30");
  EXPECT_EQ(format_time(kFirstOfMarch, 0), "2026-03-01T12:00:00+00:00");
}

TEST(FormatTime, SurvivesTheEndsOfTheRange) {
  EXPECT_FALSE(format_time(std::numeric_limits<Micros>::min(), -60).empty());
  EXPECT_FALSE(format_time(std::numeric_limits<Micros>::max(), 60).empty());
}

TEST(Now, IsTheClockUnlessItIsFixed) {
  ::setenv("SOJOURN_NOW", "2026-03-01T12:00:00Z", 1);
  EXPECT_EQ(now(), kFirstOfMarch);
  ::unsetenv("SOJOURN_NOW");
  const Micros first = now();
  EXPECT_GT(first, kFirstOfMarch - 3650 * kDay);
  EXPECT_GE(now(), first);
}

TEST(NowDeathTest, EndsTheProgramWhenSojournNowCannotBeRead) {
  EXPECT_EXIT(
      {
        ::setenv("SOJOURN_NOW", "tomorrow", 1);
        static_cast<void>(now());
      },
      ::testing::ExitedWithCode(2), "SOJOURN_NOW");
}

TEST(ParseDuration, ReadsNumbersWithUnits) {
  EXPECT_EQ(parse_duration("0").value(), 0);
  EXPECT_EQ(parse_duration("30d").value(), 30 * kDay);
  EXPECT_EQ(parse_duration("90m").value(), 90 * kMinute);
  EXPECT_EQ(parse_duration("1.5h").value(), 90 * kMinute);
  EXPECT_EQ(parse_duration("2w").value(), 14 * kDay);
  EXPECT_EQ(parse_duration("45s").value(), 45 * kSecond);
  EXPECT_EQ(parse_duration("250ms").value(), 250'000);
  EXPECT_EQ(parse_duration("7us").value(), 7);
  EXPECT_EQ(parse_duration("0.000001s").value(), 1);
  EXPECT_EQ(parse_duration("1h 30m").value(), 90 * kMinute);
  EXPECT_EQ(parse_duration("1 h 30 m").value(), 90 * kMinute);
  EXPECT_EQ(parse_duration("1d2h").value(), 26 * kHour);
  EXPECT_EQ(parse_duration("0d").value(), 0);
}

TEST(ParseDuration, RefusesTheRestAndListsTheUnits) {
  for (const char* text : {"",
                           " ",
                           "d",
                           "30",
                           "-1d",
                           "1d -2h",
                           "1.d",
                           ".5h",
                           "1.5us",
                           "1.0000001s",
                           "30D",
                           "30 days",
                           "1y",
                           "1e3s",
                           "99999999999999999999d",
                           "9999999999999w",
                           "106751991d 5000h",
                           "1d,2h",
                           "1d x",
                           "1d\n"}) {
    const Result<Micros> parsed = parse_duration(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().code(), StatusCode::kInvalidArgument);
    EXPECT_THAT(parsed.error().message(), HasSubstr("us ms s m h d w")) << text;
  }
}

TEST(FormatDuration, IsExactAndReadsBack) {
  EXPECT_EQ(format_duration(0), "0");
  EXPECT_EQ(format_duration(30 * kDay), "30d");
  EXPECT_EQ(format_duration(90 * kMinute), "1h 30m");
  EXPECT_EQ(format_duration(kSecond + 1500), "1s 1ms 500us");
  EXPECT_EQ(format_duration(-kHour), "-1h");
  EXPECT_FALSE(format_duration(std::numeric_limits<Micros>::min()).empty());
  std::mt19937_64 random(1);
  std::uniform_int_distribution<int> bits(0, 62);
  for (int i = 0; i < 10'000; ++i) {
    const Micros length = static_cast<Micros>(random() >> (1 + bits(random)));
    ASSERT_EQ(parse_duration(format_duration(length)).value(), length);
  }
}

}  // namespace
}  // namespace sojourn
