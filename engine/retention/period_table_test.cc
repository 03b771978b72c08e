// Method: the table against PeriodCutter at every boundary and at random moments, in zones whose days are 23, 24 and 25
// hours long, skipped or begun twice; the clock of rolling months against dates.
#include "retention/period_table.h"

#include <gtest/gtest.h>

#include <random>

#include "retention/interval_clock.h"

namespace sojourn {
namespace {

Micros at(const std::string& time) { return parse_time(time, Zone())->utc; }

TEST(PeriodTable, FindsThePeriodThatTheCutterFinds) {
  std::mt19937_64 random(1);
  for (const char* zone : {"UTC", "Europe/Amsterdam", "America/New_York", "Pacific/Apia", "America/St_Johns",
                           "Asia/Kathmandu", "Africa/Cairo", "Australia/Lord_Howe"}) {
    for (const Period period : {Period::kDay, Period::kWeek, Period::kMonth, Period::kQuarter, Period::kYear}) {
      for (const int week_start : {1, 7}) {
        const Micros first = at("1958-05-17T13:00:00Z");
        const Micros last = at("2026-02-03T01:00:00Z");
        const PeriodTable table(period, *Zone::find(zone), week_start, first, last);
        PeriodCutter cutter(period, *Zone::find(zone), week_start);
        EXPECT_EQ(table.start(0), cutter.start(first));
        EXPECT_GT(table.end(table.size() - 1), last);
        EXPECT_LE(table.start(table.size() - 1), last);
        for (uint32_t i = 0; i < table.size(); ++i) {
          ASSERT_LT(table.start(i), table.end(i));
          for (const Micros time : {table.start(i), table.end(i) - 1, (table.start(i) + table.end(i)) / 2}) {
            ASSERT_EQ(table.index(time), i);
            ASSERT_EQ(cutter.start(time), table.start(i)) << zone << " " << table.label(i);
          }
          ASSERT_EQ(table.find(table.start(i)), i);
          ASSERT_EQ(table.ended(table.end(i)), i + 1);
          ASSERT_EQ(table.ended(table.end(i) - 1), i);
        }
        for (int round = 0; round < 2000; ++round) {
          const Micros time = first + static_cast<Micros>(random() % static_cast<uint64_t>(last - first));
          ASSERT_EQ(table.start(table.index(time)), cutter.start(time));
        }
      }
    }
  }
}

TEST(PeriodTable, TakesTheNearestForTimesOutside) {
  const PeriodTable table(Period::kMonth, Zone(), 1, at("2025-02-10"), at("2025-04-10"));
  EXPECT_EQ(table.size(), 3u);
  EXPECT_EQ(table.index(kTimeMin), 0u);
  EXPECT_EQ(table.index(kTimeMax), 2u);
  EXPECT_EQ(table.label(1), "2025-03-01");
  EXPECT_EQ(table.find(at("2025-03-02")), std::nullopt);
  EXPECT_EQ(table.find(table.end(2)), std::nullopt);
  EXPECT_EQ(table.first_from(at("2025-02-02")), 1u);
  EXPECT_EQ(table.first_from(kTimeMax), 3u);
  EXPECT_EQ(PeriodTable(Period::kYear, Zone(), 1, kTimeMin, kTimeMax).size(), 9999u);
}

TEST(RollingClock, CountsWholeSteps) {
  const RollingClock days(Period::kDay, *Zone::find("Europe/Amsterdam"));
  const Micros joined = at("2025-03-29T12:00:00Z");
  EXPECT_EQ(days.number(joined, joined + kDay - 1), 0);
  EXPECT_EQ(days.number(joined, joined + kDay), 1);
  const RollingClock weeks(Period::kWeek, Zone());
  std::mt19937_64 random(2);
  for (int round = 0; round < 100'000; ++round) {
    const Micros from = kTimeMin + static_cast<Micros>(random() % static_cast<uint64_t>(kTimeMax - kTimeMin));
    const Micros to = from + static_cast<Micros>(random() % static_cast<uint64_t>(kTimeMax - from + 1));
    ASSERT_EQ(weeks.number(from, to), (to - from) / (7 * kDay));
    const Micros edge = from + (to - from) / kDay * kDay;
    ASSERT_EQ(days.number(from, edge), (edge - from) / kDay);
  }
}

TEST(RollingClock, MonthsKeepTheDayWhereTheyCan) {
  const RollingClock months(Period::kMonth, *Zone::find("Europe/Amsterdam"));
  const Micros joined = at("2025-01-31T11:00:00Z");  // Noon in Amsterdam.
  EXPECT_EQ(months.begin(joined, 0), joined);
  EXPECT_EQ(months.begin(joined, 1), at("2025-02-28T11:00:00Z"));
  EXPECT_EQ(months.begin(joined, 2), at("2025-03-31T10:00:00Z")) << "noon in summer time";
  EXPECT_EQ(months.begin(joined, 13), at("2026-02-28T11:00:00Z"));
  EXPECT_EQ(months.number(joined, at("2025-03-31T09:59:59Z")), 1);
  EXPECT_EQ(months.number(joined, at("2025-03-31T10:00:00Z")), 2);
  const RollingClock years(Period::kYear, Zone());
  EXPECT_EQ(years.begin(at("2024-02-29"), 1), at("2025-02-28"));
  EXPECT_EQ(years.begin(at("2024-02-29"), 4), at("2028-02-29"));
  EXPECT_EQ(RollingClock(Period::kQuarter, Zone()).begin(at("1969-11-30"), 1), at("1970-02-28"));
}

}  // namespace
}  // namespace sojourn
