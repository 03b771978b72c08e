// Method: windows and words by hand; damaged counts are refused.
#include "voice/recent.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

using Window = RecentWindows::Window;

TEST(RecentWindows, AreTheLastDaysAndAsManyBefore) {
  const RecentWindows windows(0, 100 * kDay, 28 * kDay);
  EXPECT_EQ(windows.at(100 * kDay), Window::kNeither);
  EXPECT_EQ(windows.at(100 * kDay - 1), Window::kRecent);
  EXPECT_EQ(windows.at(72 * kDay), Window::kRecent);
  EXPECT_EQ(windows.at(72 * kDay - 1), Window::kBefore);
  EXPECT_EQ(windows.at(44 * kDay), Window::kBefore);
  EXPECT_EQ(windows.at(44 * kDay - 1), Window::kNeither);
}

TEST(RecentWindows, AreTheHalvesOfWhatIsShorter) {
  const RecentWindows windows(10 * kDay, 20 * kDay, 28 * kDay);
  EXPECT_EQ(windows.at(15 * kDay), Window::kRecent);
  EXPECT_EQ(windows.at(15 * kDay - 1), Window::kBefore);
  EXPECT_EQ(windows.at(10 * kDay), Window::kBefore);
  EXPECT_EQ(windows.at(10 * kDay - 1), Window::kNeither);
  EXPECT_EQ(windows.periods(), 2U);
  const RecentWindows nothing(5, 5, kDay);
  EXPECT_EQ(nothing.periods(), 0U);
  EXPECT_EQ(nothing.period(4), 0U);
  EXPECT_EQ(nothing.at(5), Window::kNeither);
  EXPECT_EQ(nothing.at(4), Window::kNeither);
}

std::string trend(int64_t before, int64_t recent) { return value_text(trend_of_counts(before, recent)); }

TEST(Trend, IsWhatIsBeyondChance) {
  EXPECT_EQ(trend(0, 0), "none of it lately, nor before");
  EXPECT_EQ(trend(0, 5), "steady");  // 2 / 2^5 is above 5 %.
  EXPECT_EQ(trend(0, 6), "new");
  EXPECT_EQ(trend(6, 0), "falling");
  EXPECT_EQ(trend(10, 12), "steady");
  EXPECT_EQ(trend(10, 30), "rising");
  EXPECT_EQ(value_text(trend_of_shares(10, 100, 12, 100)), "steady");
  EXPECT_EQ(value_text(trend_of_shares(10, 100, 40, 100)), "rising");
  EXPECT_EQ(value_text(trend_of_shares(10, 100, 40, 400)), "steady");  // More of everything.
  EXPECT_EQ(value_text(trend_of_shares(0, 100, 40, 100)), "new");
  EXPECT_EQ(value_text(trend_of_shares(40, 100, 0, 100)), "falling");
  EXPECT_EQ(value_text(trend_of_shares(3, 10, 0, 0)), "nobody wrote anything in one of the two times");
}

TEST(RecentCounts, CountPersonsOnceAWindow) {
  RecentCounts counts;
  counts.add_person(3, 0);
  counts.add_person(1, 2);
  EXPECT_EQ(counts.recent, 4);
  EXPECT_EQ(counts.before, 2);
  EXPECT_EQ(counts.recent_persons, 2);
  EXPECT_EQ(counts.before_persons, 1);
  ByteWriter out;
  counts.recent_persons = 9;
  counts.save(out);
  ByteReader in(out.bytes());
  EXPECT_FALSE(RecentCounts::load(in));
}

}  // namespace
}  // namespace sojourn
