// Method: small lives by hand; random lives against a twin that lists each customer's active periods; the customers
// behind the cells; the laws of merging.
#include "retention/stickiness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "measure/ask_fixture.h"
#include "retention/period_twin.h"

namespace sojourn {
namespace {

Question asked(std::map<std::string, std::string> options, const std::string& from = "", const std::string& to = "") {
  Question question = with(std::move(options));
  question.measure = "stickiness";
  question.from = from;
  question.to = to;
  return question;
}

Micros at(const std::string& time) { return parse_time(time, Zone())->utc; }

// Ten days: Anna on five of them, Bert on one, twice; Carl on the last, which is running.
Fixture small() {
  Fixture life;
  for (const char* day : {"01", "02", "03", "05", "09"}) {
    life.add("anna", "2025-06-" + std::string(day), {{"channel", "web"}});
  }
  life.add("bert", "2025-06-04T08:00:00Z", {{"channel", "app"}});
  life.add("bert", "2025-06-04T20:00:00Z", {{"channel", "web"}});
  life.add("carl", "2025-06-10T08:00:00Z", {{"channel", "web"}});
  life.add("", "2025-06-04T08:00:00Z", {{"channel", "web"}});  // Nobody we could name.
  return life;
}

TEST(Stickiness, CountsActiveDays) {
  const Table table = table_of(ask(stickiness_definition(), small(), asked({})).answer);
  ASSERT_EQ(table.size(), 9u) << "nine whole days since the first event";
  EXPECT_EQ(number(table, "1", "customers"), 1);
  EXPECT_EQ(number(table, "1", "at_least"), 2);
  EXPECT_EQ(number(table, "5", "customers"), 1);
  EXPECT_EQ(number(table, "5", "n"), 2) << "Carl's day is not over";
  EXPECT_EQ(table.at("5").at("share_at_least"), "50");
  EXPECT_EQ(table.at("6").at("value"), "0");
  const FixtureQuestion question(stickiness_definition(), small().snapshot(), asked({}));
  EXPECT_EQ(question.who({{{"days", "5"}}, "customers"}), (std::set<uint32_t>{small().number("anna")}));
  EXPECT_EQ(question.who({{{"days", "1"}}, "at_least"}).size(), 2u);
}

TEST(Stickiness, TheRatioIsDailyOverMonthlyActive) {
  const Asked summary = ask(stickiness_definition(), small(), asked({{"show", "summary"}}));
  EXPECT_EQ(summary.number("mean_periods"), 3);
  EXPECT_EQ(summary.number("periods"), 9);
  EXPECT_NEAR(summary.number("active_per_period"), 6.0 / 9, 1e-12);
  EXPECT_NEAR(summary.number("value"), 100.0 * 3 / 9, 1e-12);
  EXPECT_NEAR(summary.number("value"), 100 * summary.number("active_per_period") / summary.number("n"), 1e-12);
  EXPECT_EQ(summary.number("low"), 0);
  EXPECT_EQ(summary.number("high"), 100);
}

TEST(Stickiness, TheWindowIsTheRangeOrTheLastPeriodsOfIt) {
  const auto periods = [](const Question& question) {
    return ask(stickiness_definition(), small(), question).number("periods");
  };
  const std::map<std::string, std::string> summary{{"show", "summary"}};
  EXPECT_EQ(periods(asked(summary, "2025-05-20", "2025-06-11")), 22) << "as asked, also before the first event";
  EXPECT_EQ(periods(asked(summary, "2025-06-01T00:00:01Z", "2025-06-04T12:00:00Z")), 2) << "whole days only";
  EXPECT_EQ(periods(asked({{"show", "summary"}, {"window", "4"}}, "", "2025-06-06")), 4);
  const Asked last = ask(stickiness_definition(), small(), asked({{"window", "4"}}, "", "2025-06-06"));
  EXPECT_EQ(last.number("customers", 2), 1) << "Anna on the 2nd, the 3rd and the 5th";
  EXPECT_TRUE(
      ask(stickiness_definition(), small(), asked({}, "2025-06-02T01:00:00Z", "2025-06-03")).answer.rows.empty());
}

TEST(Stickiness, EachPeriodOfOverIsAWindow) {
  Fixture life;
  for (const char* day : {"2025-01-30", "2025-01-31", "2025-02-01", "2025-02-27", "2025-03-01", "2025-03-10"}) {
    life.add("anna", day, {});
  }
  Question question = asked({{"show", "summary"}}, "2025-01-01", "2025-03-15");
  question.over = Period::kMonth;
  const Table table = table_of(ask(stickiness_definition(), life, question).answer);
  EXPECT_EQ(number(table, "2025-01-01", "periods"), 31);
  EXPECT_EQ(number(table, "2025-02-01", "periods"), 28);
  EXPECT_EQ(number(table, "2025-03-01", "periods"), 14);
  EXPECT_EQ(number(table, "2025-02-01", "mean_periods"), 2);
  question.parameters["every"] = {"quarter"};
  const FixtureQuestion wrong(stickiness_definition(), life.snapshot(), question);
  EXPECT_EQ(wrong.answer().status().where(), "over");
}

TEST(Stickiness, ACustomerBelongsToTheGroupOfTheFirstEvent) {
  Question question = asked({});
  question.by = {"channel"};
  const Table table = table_of(ask(stickiness_definition(), small(), question).answer);
  EXPECT_EQ(number(table, "app|1", "customers"), 1) << "Bert";
  EXPECT_EQ(number(table, "web|5", "customers"), 1);
}

TwinLives random_lives(std::mt19937_64& random) {
  TwinLives lives(200);
  for (auto& life : lives) {
    Micros time = at("2024-12-28") + static_cast<Micros>(random() % 200) * 12 * kHour;
    const size_t events = 1 + random() % 30;
    for (size_t e = 0; e < events; ++e) {
      life.push_back({time, random() % 2 == 0 ? "a" : "b", random() % 2 == 0 ? "web" : "app"});
      time += static_cast<Micros>(random() % 8) * 6 * kHour;
    }
  }
  return lives;
}

TEST(Stickiness, AgreesWithTheTwin) {
  std::mt19937_64 random(1);
  const Zone zone = *Zone::find("Europe/Amsterdam");
  for (const char* every : {"day", "week", "month"}) {
    const TwinLives lives = random_lives(random);
    const Fixture fixture = fixture_of(lives);
    const PeriodTwin periods(every, zone, true);
    Question question = asked({{"every", every}, {"week_start", "sunday"}, {"activity", "touchpoint = \"a\""}},
                              "2025-01-01", "2025-04-20");
    question.zone = zone.name();
    const Micros from = parse_time(question.from, zone)->utc;
    const Micros to = parse_time(question.to, zone)->utc;
    std::set<int64_t> whole;  // The periods that the range holds as a whole.
    for (Micros time = from; time < to; time += kHour) {
      if (periods.number(time) != periods.number(from - 1) && periods.end(time) <= to)
        whole.insert(periods.number(time));
    }
    std::map<size_t, std::set<uint32_t>> wanted;
    size_t n = 0;
    double sum = 0;
    for (size_t c = 0; c < lives.size(); ++c) {
      std::set<int64_t> active;
      for (const TwinEvent& event : lives[c]) {
        if (event.touchpoint == "a" && whole.contains(periods.number(event.time))) {
          active.insert(periods.number(event.time));
        }
      }
      if (active.empty()) continue;
      wanted[active.size()].insert(fixture.number(twin_name(c)));
      ++n;
      sum += static_cast<double>(active.size());
    }
    const FixtureQuestion asking(stickiness_definition(), fixture.snapshot({3, 60, 9}), question);
    const Table table = table_of(*asking.answer());
    ASSERT_EQ(table.size(), whole.size());
    for (size_t days = 1; days <= whole.size(); ++days) {
      const std::string key = std::to_string(days);
      EXPECT_EQ(number(table, key, "customers"), static_cast<int64_t>(wanted[days].size())) << every << key;
      EXPECT_EQ(number(table, key, "n"), static_cast<int64_t>(n));
      EXPECT_EQ(asking.who({{{"days", key}}, "customers"}), wanted[days]);
    }
    question.parameters["show"] = {"summary"};
    const Asked summary = ask(stickiness_definition(), fixture, question);
    EXPECT_NEAR(summary.number("mean_periods"), sum / static_cast<double>(n), 1e-9);
    EXPECT_NEAR(summary.number("value"), 100 * sum / static_cast<double>(n * whole.size()), 1e-9);
  }
}

TEST(Stickiness, IsTheSameHoweverTheWorkIsDivided) {
  std::mt19937_64 random(3);
  const Fixture life = fixture_of(random_lives(random));
  for (const char* show : {"distribution", "summary"}) {
    Question question = asked({{"show", show}});
    EXPECT_EQ(difference_when_divided(stickiness_definition(), life, question), "");
    EXPECT_EQ(trouble_with_damage(FixtureQuestion(stickiness_definition(), life.snapshot(), question)), "");
    question.by = {"channel"};
    question.over = Period::kMonth;
    EXPECT_EQ(difference_when_divided(stickiness_definition(), life, question), "");
  }
}

TEST(Stickiness, OneCustomerHasNoInterval) {
  Fixture life;
  life.add("anna", "2025-01-01", {});
  life.add("anna", "2025-01-03", {});
  const Asked summary = ask(stickiness_definition(), life, asked({{"show", "summary"}}));
  EXPECT_EQ(summary.number("value"), 50);
  EXPECT_EQ(summary.none("low"), "one customer says nothing about how customers differ");
  EXPECT_TRUE(ask(stickiness_definition(), Fixture(), asked({})).answer.rows.empty());
}

TEST(Stickiness, ALongDistributionIsRefusedWithAdvice) {
  const auto asked_for = [](std::map<std::string, std::string> options, const std::string& from) {
    return ask(stickiness_definition(), small(), asked(std::move(options), from, "2025-06-10"));
  };
  EXPECT_EQ(asked_for({}, "2014-06-28").answer.rows.size(), 4'000u);
  const std::string error = asked_for({}, "2014-06-27").error;
  EXPECT_THAT(error, testing::HasSubstr("4001 periods"));
  EXPECT_THAT(error, testing::HasSubstr("show = summary"));
  const FixtureQuestion long_one(stickiness_definition(), small().snapshot(), asked({}, "0001-01-01", "2025-06-10"));
  EXPECT_EQ(long_one.answer().status().code(), StatusCode::kLimit);
  EXPECT_EQ(asked_for({{"show", "summary"}}, "1900-01-01").number("periods"), 45'816);
  EXPECT_EQ(
      ask(stickiness_definition(), small(), asked({{"every", "month"}}, "1900-01-01", "2025-07-01")).answer.rows.size(),
      1'506u);
  Question years = asked({}, "1900-01-01", "2025-06-10");
  years.over = Period::kYear;
  EXPECT_EQ(ask(stickiness_definition(), small(), years).answer.rows.size(), 160u) << "each window is short";
  EXPECT_TRUE(ask(stickiness_definition(), Fixture(), asked({}, "1900-01-01")).answer.rows.empty());
}

}  // namespace
}  // namespace sojourn
