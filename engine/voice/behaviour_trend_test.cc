// Method: trends that are planted exactly and with noise, the edges by hand, and a twin that counts periods by hand.
#include "voice/behaviour_trend.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "voice/voice_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kTrend = behaviour_trend_definition();

Micros month_start(int month) { return civil_to_micros({2025, 1 + month, 1, 0, 0, 0, 0}); }

// As many events in each month of 2025, from its first hour to its last, by as many customers.
Fixture planted(const std::vector<int>& counts, double euros_each = 0) {
  Fixture life;
  for (int month = 0; month < static_cast<int>(counts.size()); ++month) {
    const Micros length = month == 11 ? 31 * kDay : month_start(month + 1) - month_start(month);
    const int count = counts[static_cast<size_t>(month)];
    for (int i = 0; i < count; ++i) {
      Fixture::Fields fields{{"touchpoint", "order"}};
      if (euros_each > 0) fields.insert(fields.end(), {{"amount", format_number(euros_each)}, {"currency", "EUR"}});
      life.add("c" + std::to_string(i),
               month_start(month) + (count == 1 ? 0 : length / (count - 1) * i) - (i == 0 ? 0 : 1), fields);
    }
  }
  return life;
}

TEST(BehaviourTrend, TwelveMonthsThatGrowTenPercentEach) {
  std::vector<int> counts;
  for (int month = 0; month < 12; ++month) counts.push_back(static_cast<int>(std::lround(100 * std::pow(1.1, month))));
  const Asked asked = ask(kTrend, planted(counts, 5));
  EXPECT_EQ(asked.text("rate", 0), "events");
  EXPECT_NEAR(asked.number("value", 0), 10, 0.1);
  EXPECT_LT(asked.number("low", 0), 10);
  EXPECT_GT(asked.number("high", 0), 10);
  EXPECT_NEAR(asked.number("yearly", 0), 100 * (std::pow(1.1, 12) - 1), 4);
  EXPECT_EQ(asked.text("trend", 0), "rising");
  EXPECT_EQ(asked.number("periods", 0), 12);
  EXPECT_EQ(asked.text("from", 0), "2025-01-01");
  EXPECT_EQ(asked.text("to", 0), "2026-01-01");
  EXPECT_EQ(asked.text("rate", 1), "customers");
  EXPECT_NEAR(asked.number("value", 1), 10, 0.1);
  // 5 euros an event, from 100 to 285 events.
  EXPECT_NEAR(asked.number("revenue_effect", 0), 5 * 185, 15);
  EXPECT_LE(asked.number("revenue_low", 0), 5 * 185);
  EXPECT_GE(asked.number("revenue_high", 0), 5 * 185);
  EXPECT_EQ(asked.text("currency", 0), "EUR");
  EXPECT_EQ(asked.text("basis", 0), "association");
  EXPECT_EQ(asked.text("rate", 2), "events a customer");
  EXPECT_NEAR(asked.number("value", 2), 0, 0.2);  // Everybody who is active orders once.
  EXPECT_EQ(asked.text("trend", 2), "steady");
}

TEST(BehaviourTrend, TenPercentAYear) {
  std::vector<int> counts;
  for (int month = 0; month < 12; ++month) {
    counts.push_back(static_cast<int>(std::lround(5000 * std::pow(1.1, month / 12.0))));
  }
  const auto whole = FixtureQuestion(kTrend, planted(counts).snapshot(), with({})).answer();
  const Asked asked{*whole, ""};
  EXPECT_NEAR(asked.number("yearly"), 10, 0.2);
  EXPECT_LT(asked.number("yearly_low"), 10);
  EXPECT_GT(asked.number("yearly_high"), 10);
  EXPECT_EQ(asked.text("trend"), "rising");
}

TEST(BehaviourTrend, FlatIsSteadyAndDownIsFalling) {
  EXPECT_EQ(ask(kTrend, planted({50, 52, 49, 50, 51, 50})).text("trend"), "steady");
  const Asked down = ask(kTrend, planted({200, 150, 120, 90, 70, 50}));
  EXPECT_EQ(down.text("trend"), "falling");
  EXPECT_LT(down.number("high"), 0);
}

TEST(BehaviourTrend, PartsOfPeriodsAreLeftOut) {
  Fixture life = planted({50, 55, 60, 66, 73});
  life.add("late", month_start(5) + 3 * kDay, {{"touchpoint", "order"}});  // June has only begun.
  const Asked asked = ask(kTrend, life);
  EXPECT_EQ(asked.number("periods"), 5);
  EXPECT_EQ(asked.text("to"), "2025-06-01");
  ASSERT_EQ(asked.answer.notes.size(), 1U);
  EXPECT_EQ(asked.answer.notes[0], "periods left out, less than nine tenths of which are known: 1");
}

// Ten events a day for three months and all but two days of a fourth, each by one of the same ten: nothing grows or falls.
TEST(BehaviourTrend, APeriodThatIsKnownInPartCountsAsWhole) {
  Fixture life;
  const Micros end = month_start(4) - 2 * kDay;
  for (Micros time = month_start(0); time < end; time += kDay / 10) {
    life.add("c" + std::to_string(time / (kDay / 10) % 10), time,
             {{"touchpoint", "order"}, {"amount", "2"}, {"currency", "EUR"}});
  }
  const Asked asked = ask(kTrend, life);
  ASSERT_EQ(asked.number("periods"), 4);
  // January has 310 events, February 280, March 310: April's 280 stand for some 300.
  EXPECT_NEAR(asked.number("at_last", 0), 300, 10);
  EXPECT_GT(asked.number("value", 0), -1);
  EXPECT_NEAR(asked.number("value", 1), 0, 1) << "all ten came in any part of a month";
  EXPECT_GT(asked.number("value", 2), -1);
}

// Ten percent a month, and never an event after the 28th: the last month lacks nothing.
TEST(BehaviourTrend, APartInWhichNothingEverHappensIsNotMissed) {
  Fixture life;
  for (int month = 0; month < 12; ++month) {
    const int count = static_cast<int>(std::lround(100 * std::pow(1.1, month)));
    for (int i = 0; i < count; ++i) life.add("c" + std::to_string(i), month_start(month) + 28 * kDay / count * i, {});
  }
  const Asked asked = ask(kTrend, life);
  EXPECT_EQ(asked.number("periods"), 12);
  EXPECT_NEAR(asked.number("value", 0), 10, 0.1);
  EXPECT_NEAR(asked.number("value", 1), 10, 0.15);
}

TEST(BehaviourTrend, APeriodWithoutAnyIsOneOfThem) {
  const Asked asked = ask(kTrend, planted({40, 30, 0, 10, 5, 2}));
  EXPECT_EQ(asked.number("periods"), 6);
  EXPECT_EQ(asked.text("trend"), "falling");
  EXPECT_GT(asked.number("at_first"), asked.number("at_last"));
}

TEST(BehaviourTrend, EventsOfNobodyAreNoEventsACustomer) {
  Fixture life = planted({50, 50, 50, 50, 50, 50});
  for (int month = 0; month < 6; ++month) {
    for (int i = 0; i < 50 * month; ++i) life.add("", month_start(month) + 5 * kDay + i, {{"touchpoint", "order"}});
  }
  const Asked asked = ask(kTrend, life);
  EXPECT_EQ(asked.text("trend", 0), "rising");
  EXPECT_EQ(asked.text("rate", 2), "events a customer");
  EXPECT_EQ(asked.text("trend", 2), "steady");
  EXPECT_NEAR(asked.number("at_last", 2), 1, 1e-6);
}

TEST(BehaviourTrend, EmptyHasReasons) {
  EXPECT_EQ(ask(kTrend, Fixture()).none("value"), "fewer than four whole periods");
  const Fixture life = planted({20, 22, 24, 26, 30});
  const Asked never = ask(kTrend, life, with({{"behaviour", "touchpoint = \"return\""}}));
  EXPECT_EQ(never.none("value"), "nobody shows this behaviour");
  EXPECT_EQ(ask(kTrend, life).none("revenue_effect"), "no amounts in these periods");
  EXPECT_EQ(ask(kTrend, planted({20, 20, 20, 20, 20}, 3)).none("revenue_effect"), "the rate does not vary");
}

// Poisson counts with a trend: the interval covers it about as often as it says.
TEST(BehaviourTrend, TheIntervalCoversWhatIsPlanted) {
  std::mt19937_64 random(4);
  int covered = 0;
  constexpr int kRounds = 150;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<int> counts;
    for (int month = 0; month < 12; ++month) {
      counts.push_back(std::poisson_distribution<int>(60 * std::pow(1.05, month))(random));
    }
    const auto whole = FixtureQuestion(kTrend, planted(counts).snapshot(), with({})).answer();
    const Asked asked{*whole, ""};
    covered += asked.number("low") <= 5 && asked.number("high") >= 5 ? 1 : 0;
  }
  EXPECT_GE(covered, kRounds * 90 / 100);
}

TEST(BehaviourTrend, DoesNotDependOnHowTheWorkIsDivided) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const VoiceLife life = random_voice_life(seed);
    for (const std::string every : {"week", "day"}) {
      Question question = with({{"every", every}, {"behaviour", "exists(voice.sentiment)"}});
      question.measure = "behaviour_trend";
      question.by = {"touchpoint"};
      question.zone = "Europe/Amsterdam";
      EXPECT_EQ(difference_when_divided(kTrend, life.fixture, question), "");
    }
    std::map<Micros, std::pair<int64_t, std::set<std::string>>> weeks;
    PeriodCutter cutter(Period::kWeek, Zone());
    for (const VoiceEvent& event : life.events) {
      auto& [events, customers] = weeks[cutter.start(event.time)];
      ++events;
      if (!event.customer.empty()) customers.insert(event.customer);
    }
    // The line lies between the least and the most of what it is drawn through, or close to it.
    const Asked asked = ask(kTrend, life.fixture, with({{"every", "week"}}));
    if (!asked.none("value").empty()) continue;
    int64_t most = 0;
    for (const auto& [start, week] : weeks) most = std::max(most, week.first);
    EXPECT_LE(asked.number("at_last"), 2.0 * static_cast<double>(most));
    EXPECT_GE(asked.number("periods"), static_cast<double>(weeks.size()) - 2);
  }
}

}  // namespace
}  // namespace sojourn
