// Method: small lives by hand, with the numbers of the definition. Against brute force: attribution_twin_test.cc.
#include "attribution/attribution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

const MeasureDefinition& measure() {
  static const MeasureDefinition kMeasure = attribution_definition();
  return kMeasure;
}

Table asked(const Fixture& life, std::map<std::string, std::string> parameters = {}) {
  const Asked answer = ask(measure(), life, with(std::move(parameters)));
  EXPECT_EQ(answer.error, "");
  return table_of(answer.answer);
}

// A purchase on 2026-03-30 after touches on the days before it, the channel of each with its age in days.
Fixture purchase_after(const std::vector<std::pair<std::string, int>>& touches) {
  Fixture life;
  const Micros bought = civil_to_micros({2026, 3, 30, 12, 0, 0, 0});
  for (const auto& [channel, age] : touches) {
    life.add("anna", bought - age * kDay, {{"channel", channel}, {"stage", age > 10 ? "consider" : "evaluate"}});
  }
  life.add("anna", bought, {{"touchpoint", "purchase"}, {"amount", "100"}, {"currency", "EUR"}, {"channel", "web"}});
  return life;
}

TEST(Attribution, FiveTouchesShareAHundredUnderEveryModel) {
  const Fixture life = purchase_after({{"ad", 28}, {"web", 21}, {"mail", 14}, {"call", 7}, {"store", 0}});
  const Table credits = asked(life);
  ASSERT_EQ(credits.size(), 35u);
  const std::map<std::string, std::vector<double>> wanted{
      {"first", {100, 0, 0, 0, 0}},
      {"last", {0, 0, 0, 0, 100}},
      {"linear", {20, 20, 20, 20, 20}},
      {"time_decay", {100 / 31.0, 200 / 31.0, 400 / 31.0, 800 / 31.0, 1600 / 31.0}},
      {"position", {40, 20 / 3.0, 20 / 3.0, 20 / 3.0, 40}},
      {"shapley", {20, 20, 20, 20, 20}},
      {"markov", {20, 20, 20, 20, 20}}};
  const std::vector<std::string> touches{"ad", "web", "mail", "call", "store"};
  for (const auto& [model, shares] : wanted) {
    for (size_t i = 0; i < touches.size(); ++i) {
      const std::string row = touches[i] + "|" + model;
      EXPECT_NEAR(real(credits, row, "revenue"), shares[i], 1e-9) << row;
      EXPECT_NEAR(real(credits, row, "value"), shares[i] / 100, 1e-11) << row;
      EXPECT_EQ(credits.at(row).at("currency"), "EUR");
      EXPECT_EQ(number(credits, row, "n"), 1);
    }
  }
  const Table stages = asked(life, {{"show", "stages"}, {"model", "time_decay"}});
  EXPECT_NEAR(real(stages, "consider|mail|time_decay", "revenue"), 400 / 31.0, 1e-9);
  EXPECT_NEAR(real(stages, "evaluate|store|time_decay", "revenue"), 1600 / 31.0, 1e-9);
}

TEST(Attribution, TheLookBackIsInclusive) {
  Fixture life = purchase_after({{"ad", 31}, {"web", 30}});
  EXPECT_EQ(asked(life, {{"model", "first"}}).size(), 1u);
  EXPECT_EQ(number(asked(life, {{"model", "first"}}), "web|first", "n"), 1);
  EXPECT_EQ(number(asked(life, {{"model", "first"}, {"look_back", "31d"}}), "ad|first", "value"), 1);
  const Table none = asked(life, {{"model", "first"}, {"look_back", "1d"}});
  EXPECT_EQ(number(none, "(none)|first", "value"), 1);
  EXPECT_EQ(number(none, "(none)|first", "n"), 1);
  EXPECT_EQ(real(none, "(none)|first", "share"), 100);
}

TEST(Attribution, RunsCollapseUnlessTheyAreKept) {
  const Fixture life = purchase_after({{"ad", 5}, {"ad", 4}, {"web", 3}});
  EXPECT_DOUBLE_EQ(real(asked(life, {{"model", "linear"}}), "ad|linear", "value"), 0.5);
  const Table kept = asked(life, {{"model", "linear"}, {"collapse", "false"}});
  EXPECT_DOUBLE_EQ(real(kept, "ad|linear", "value"), 2 / 3.0);
  EXPECT_DOUBLE_EQ(real(kept, "web|linear", "value"), 1 / 3.0);
  // The run stands where its last event stands: ages 4 and 3 days, not 5 and 3.
  const double weight = std::exp2(-1 / 7.0);
  EXPECT_DOUBLE_EQ(real(asked(life, {{"model", "time_decay"}}), "ad|time_decay", "value"), weight / (1 + weight));
}

TEST(Attribution, DirectIsDroppedUnlessItIsAllThereIs) {
  const Fixture mixed = purchase_after({{"ad", 5}, {"direct", 4}, {"ad", 3}, {"direct", 1}});
  EXPECT_EQ(number(asked(mixed, {{"model", "last"}}), "direct|last", "value"), 1);
  const Table dropped = asked(mixed, {{"model", "linear"}, {"direct", "ignore_if_other"}});
  EXPECT_EQ(dropped.size(), 1u);
  EXPECT_EQ(number(dropped, "ad|linear", "value"), 1);
  const Fixture only = purchase_after({{"direct", 5}, {"direct", 4}});
  EXPECT_EQ(number(asked(only, {{"model", "linear"}, {"direct", "ignore_if_other"}}), "direct|linear", "value"), 1);
  EXPECT_EQ(number(asked(mixed, {{"model", "linear"}, {"direct", "ignore_if_other"}, {"direct_node", "ad"}}),
                   "direct|linear", "value"),
            1);
}

TEST(Attribution, TwoTouchesShareByPositionAndOneTakesAll) {
  const Fixture two = purchase_after({{"ad", 5}, {"web", 4}});
  EXPECT_DOUBLE_EQ(real(asked(two, {{"model", "position"}}), "ad|position", "value"), 0.5);
  const Table uneven = asked(two, {{"model", "position"}, {"first_share", "60"}, {"last_share", "20"}});
  EXPECT_DOUBLE_EQ(real(uneven, "ad|position", "value"), 0.75);
  const Table ends = asked(two, {{"model", "position"}, {"first_share", "0"}, {"last_share", "0"}});
  EXPECT_DOUBLE_EQ(real(ends, "web|position", "value"), 0.5);
  EXPECT_EQ(number(asked(purchase_after({{"ad", 5}}), {{"model", "position"}}), "ad|position", "value"), 1);
}

TEST(Attribution, WhatWasNotPerceivedHasNoEffect) {
  Fixture life;
  life.add("anna", "2026-03-01", {{"channel", "mail"}, {"perceived", "false"}, {"cost", "2"}, {"currency", "EUR"}});
  life.add("anna", "2026-03-02", {{"channel", "ad"}, {"perceived", "true"}, {"cost", "4"}, {"currency", "EUR"}});
  life.add("anna", "2026-03-03", {{"touchpoint", "purchase"}, {"amount", "10"}, {"currency", "EUR"}});
  const Asked answer = ask(measure(), life, with({{"model", "linear"}}));
  const Table credits = table_of(answer.answer);
  EXPECT_EQ(number(credits, "ad|linear", "value"), 1);
  EXPECT_EQ(real(credits, "ad|linear", "return"), 2.5);
  EXPECT_EQ(number(credits, "mail|linear", "n"), 0) << "it is there for its cost only";
  EXPECT_EQ(real(credits, "mail|linear", "cost"), 2);
  EXPECT_EQ(real(credits, "mail|linear", "return"), 0);
  EXPECT_THAT(answer.table(), HasSubstr("touches left out because they were not perceived: 1"));
}

TEST(Attribution, RepeatConversionsHaveTheirOwnLookBack) {
  Fixture life;
  life.add("anna", "2026-03-01", {{"channel", "ad"}});
  life.add("anna", "2026-03-10", {{"touchpoint", "purchase"}, {"channel", "web"}});
  life.add("anna", "2026-03-20", {{"channel", "mail"}});
  life.add("anna", "2026-03-25", {{"touchpoint", "purchase"}, {"channel", "web"}});
  const Table all = asked(life, {{"model", "linear"}});
  EXPECT_DOUBLE_EQ(real(all, "ad|linear", "value"), 1.5);
  EXPECT_DOUBLE_EQ(real(all, "mail|linear", "value"), 0.5);
  EXPECT_EQ(number(all, "ad|linear", "n"), 2);
  EXPECT_EQ(number(all, "ad|linear", "customers"), 1);
  EXPECT_EQ(asked(life, {{"model", "linear"}, {"conversions", "first"}}).size(), 1u);
  const Table repeat = asked(life, {{"model", "linear"}, {"conversions", "repeat"}});
  EXPECT_DOUBLE_EQ(real(repeat, "mail|linear", "value"), 0.5);
  // The first purchase stays the first one when the range begins after it, and the ad counts before the range.
  Question ranged = with({{"model", "linear"}, {"conversions", "first"}});
  ranged.from = "2026-03-15";
  EXPECT_EQ(ask(measure(), life, ranged).none("value"), "no conversions");
  ranged.parameters["conversions"] = {"repeat"};
  EXPECT_DOUBLE_EQ(real(table_of(ask(measure(), life, ranged).answer), "ad|linear", "value"), 0.5);
  // A purchase may be a touch when that is asked for.
  const Table purchases = asked(life, {{"model", "last"}, {"touch", "exists(channel)"}});
  EXPECT_EQ(number(purchases, "mail|last", "value"), 1);
  EXPECT_EQ(number(purchases, "web|last", "n"), 1);
}

TEST(Attribution, LinesOfOneOrderAreOneConversion) {
  Fixture life;
  life.add("anna", "2026-03-01", {{"channel", "ad"}});
  for (const char* amount : {"10", "5.50"}) {
    life.add("anna", "2026-03-02",
             {{"touchpoint", "purchase"}, {"order", "o1"}, {"amount", amount}, {"currency", "EUR"}});
  }
  life.add("anna", "2026-03-03", {{"touchpoint", "purchase"}, {"order", "o1"}, {"amount", "2"}, {"currency", "EUR"}});
  life.add("anna", "2026-03-03", {{"touchpoint", "purchase"}, {"order", "o2"}, {"amount", "1"}, {"currency", "EUR"}});
  life.add("anna", "2026-03-03", {{"touchpoint", "purchase"}, {"amount", "1"}, {"currency", "EUR"}});
  const Table credits = asked(life, {{"model", "last"}});
  EXPECT_EQ(number(credits, "ad|last", "value"), 3);
  EXPECT_EQ(real(credits, "ad|last", "revenue"), 19.5);
}

TEST(Attribution, MoneyOfSeveralCurrenciesStandsApart) {
  Fixture life;
  life.add("anna", "2026-03-01", {{"channel", "ad"}, {"cost", "3"}, {"currency", "EUR"}});
  life.add("anna", "2026-03-02", {{"touchpoint", "purchase"}, {"amount", "12"}, {"currency", "EUR"}});
  life.add("bert", "2026-03-01", {{"channel", "ad"}});
  life.add("bert", "2026-03-02", {{"touchpoint", "purchase"}, {"amount", "700"}, {"currency", "JPY"}});
  life.add("carl", "2026-03-02", {{"touchpoint", "purchase"}, {"amount", "100"}, {"currency", "JPY"}});
  const Asked credits = ask(measure(), life, with({{"model", "linear"}}));
  EXPECT_THAT(credits.none("revenue"), HasSubstr("show=revenue"));
  const Table revenue = asked(life, {{"model", "linear"}, {"show", "revenue"}});
  EXPECT_EQ(revenue.size(), 3u);
  EXPECT_EQ(real(revenue, "ad|linear|EUR", "value"), 12);
  EXPECT_EQ(real(revenue, "ad|linear|EUR", "return"), 4);
  EXPECT_EQ(number(revenue, "ad|linear|EUR", "customers"), 1);
  EXPECT_EQ(real(revenue, "ad|linear|JPY", "value"), 700);
  EXPECT_EQ(real(revenue, "ad|linear|JPY", "share"), 87.5);
  EXPECT_EQ(real(revenue, "(none)|linear|JPY", "value"), 100);
  const FixtureQuestion question(measure(), life.snapshot(), with({{"model", "linear"}, {"show", "revenue"}}));
  EXPECT_EQ(question.who({{{"touch", "ad"}, {"model", "linear"}, {"currency", "JPY"}}, "customers"}),
            (std::set<uint32_t>{life.number("bert")}));
}

TEST(Attribution, EffortStandsBesideInfluence) {
  Fixture life;
  const auto day = [](int i) { return civil_to_micros({2026, 3, 1, 0, 0, 0, 0}) + i * kDay; };
  for (int i = 0; i < 20; ++i) {
    const std::string customer = "c" + std::to_string(i);
    const auto touch = [&](int at, const char* stage, const char* cost) {
      life.add(customer, day(at), {{"channel", stage}, {"stage", stage}, {"cost", cost}, {"currency", "EUR"}});
    };
    if (i < 15) touch(0, "consider", "2");
    if (i >= 15) touch(1, "buy", "14");
    life.add(customer, day(2), {{"touchpoint", "purchase"}});
  }
  const Table effort = asked(life, {{"show", "effort"}, {"model", "linear"}});
  EXPECT_NEAR(real(effort, "buy|linear|EUR", "cost_share"), 70, 1e-9);
  EXPECT_NEAR(real(effort, "buy|linear|EUR", "influence_share"), 25, 1e-9);
  EXPECT_NEAR(real(effort, "buy|linear|EUR", "gap"), 45, 1e-9);
  EXPECT_EQ(real(effort, "buy|linear|EUR", "cost"), 70);
  EXPECT_NEAR(real(effort, "consider|linear|EUR", "gap"), -45, 1e-9);
}

TEST(Attribution, MarkovAsInThePaper) {
  // Three journeys: c1 > c2 > c3 and c2 > c3 convert... written out: c1 > c2 > c3 converts, c1 is lost, c2 > c3 is
  // lost.
  Fixture life;
  const auto walk = [&](const std::string& customer, const std::vector<std::string>& channels, bool converts) {
    Micros time = 0;
    for (const std::string& channel : channels) life.add(customer, time += kHour, {{"channel", channel}});
    if (converts) life.add(customer, time + kHour, {{"touchpoint", "conversion"}});
  };
  walk("anna", {"c1", "c2", "c3"}, true);
  walk("bert", {"c1"}, false);
  walk("carl", {"c2", "c3"}, false);
  const Asked answer = ask(measure(), life, with({{"model", "markov"}}));
  const Table credits = table_of(answer.answer);
  // P(converted) = (2/3 * 1/2 + 1/3) * 1 * 1/2 = 1/3; without c1 1/6, without c2 or c3 0. Effects 1/2, 1, 1.
  EXPECT_NEAR(real(credits, "c1|markov", "value"), 0.2, 1e-12);
  EXPECT_NEAR(real(credits, "c2|markov", "value"), 0.4, 1e-12);
  EXPECT_NEAR(real(credits, "c3|markov", "value"), 0.4, 1e-12);
  EXPECT_THAT(answer.table(), HasSubstr("paths without a conversion that the Markov model learned from: 2"));
  // Without them every walk converts: without c1 none does, nor without the others.
  const Table blind = asked(life, {{"model", "markov"}, {"lost_paths", "false"}});
  EXPECT_NEAR(real(blind, "c1|markov", "value"), 1 / 3.0, 1e-12);
}

TEST(Attribution, AnswersNothingForNobody) {
  const Asked nothing = ask(measure(), Fixture(), with({{"model", "linear"}}));
  EXPECT_EQ(nothing.none("value"), "no conversions");
  Fixture strangers;
  strangers.add("", "2026-03-01", {{"touchpoint", "purchase"}, {"channel", "web"}});
  EXPECT_EQ(ask(measure(), strangers, with({{"model", "markov"}})).none("value"), "no conversions");
}

TEST(Attribution, RefusesWhatMakesNoSense) {
  const Fixture life = purchase_after({{"ad", 1}});
  EXPECT_THAT(ask(measure(), life, with({{"conversion", "tochpoint = \"x\""}})).error, HasSubstr("tochpoint"));
  EXPECT_THAT(ask(measure(), life, with({{"first_share", "70"}, {"last_share", "40"}})).error,
              HasSubstr("100 percent"));
  EXPECT_THAT(ask(measure(), life, with({{"half_life", "0s"}})).error, HasSubstr("half_life"));
  EXPECT_THAT(ask(measure(), life, with({{"node", "amount"}})).error, HasSubstr("does not hold names"));
  EXPECT_THAT(ask(measure(), life, with({{"order", "4"}})).error, HasSubstr("order"));
}

TEST(Attribution, ALongPathKeepsItsLastTouches) {
  Fixture life;
  for (int i = 0; i < 1'500; ++i) life.add("anna", i * kMinute, {{"channel", i % 2 == 0 ? "ad" : "web"}});
  life.add("anna", "1970-01-03", {{"touchpoint", "purchase"}});
  const FixtureQuestion question(measure(), life.snapshot(), with({{"model", "first"}}));
  const Result<Answer> answer = question.answer();
  EXPECT_THAT(answer->notes, ::testing::Contains(HasSubstr("more than 1000 touches")));
  EXPECT_EQ(number(table_of(*answer), "ad|first", "value"), 1);
}

TEST(Attribution, ASplitPutsAConversionWhereItIsAndACostWhereItsTouchIs) {
  Fixture life;
  life.add("anna", "2026-02-25", {{"channel", "ad"}, {"cost", "1"}, {"currency", "EUR"}});
  life.add("anna", "2026-03-02", {{"touchpoint", "purchase"}, {"amount", "5"}, {"currency", "EUR"}});
  Question question = with({{"model", "linear"}});
  question.over = Period::kMonth;
  const Table months = table_of(ask(measure(), life, question).answer);
  EXPECT_EQ(real(months, "2026-02-01|ad|linear", "cost"), 1);
  EXPECT_EQ(number(months, "2026-02-01|ad|linear", "n"), 0);
  EXPECT_EQ(real(months, "2026-03-01|ad|linear", "revenue"), 5);
}

TEST(Attribution, SaysWhatTouchesWithoutTheNodeCost) {
  Fixture life;
  life.add("anna", "2026-03-01", {{"channel", "ad"}, {"cost", "4"}, {"currency", "EUR"}});
  life.add("anna", "2026-03-02", {{"stage", "buy"}, {"cost", "2.50"}, {"currency", "EUR"}});
  life.add("bert", "2026-03-03", {{"cost", "1.25"}, {"currency", "EUR"}, {"perceived", "false"}});
  life.add("", "2026-03-04", {{"cost", "300"}, {"currency", "JPY"}});
  life.add("anna", "2026-03-05", {{"touchpoint", "purchase"}, {"cost", "9"}, {"currency", "EUR"}});  // No touch.
  const std::string text = "cost of touches without channel, which no row shows, ";
  for (const char* show : {"credits", "revenue", "stages", "effort"}) {
    const Asked answer = ask(measure(), life, with({{"show", show}, {"model", "linear"}}));
    EXPECT_THAT(answer.answer.notes, ::testing::IsSupersetOf({text + "in 1/100 EUR: 375", text + "in JPY: 300",
                                                              text + "of so many touches: 3"}))
        << show;
  }
  EXPECT_EQ(real(asked(life, {{"model", "linear"}}), "ad|linear", "cost"), 4) << "JPY stands in no row";
  EXPECT_THAT(
      ask(measure(), life, with({{"node", "properties.never_seen"}, {"model", "linear"}})).answer.notes,
      ::testing::Contains("cost of touches without properties.never_seen, which no row shows, in 1/100 EUR: 775"));
  Question question = with({{"model", "linear"}});
  question.over = Period::kDay;
  const Asked days = ask(measure(), life, question);
  EXPECT_THAT(days.answer.notes, ::testing::Contains(text + "in 1/100 EUR: 375")) << "those of all groups together";
  question.by = {"currency"};
  EXPECT_EQ(difference_when_divided(measure(), life, question), "");
  question = with({{"model", "linear"}});
  EXPECT_EQ(trouble_with_damage(FixtureQuestion(measure(), life.snapshot(), question)), "");
  question.from = "2026-03-02T00:00:01Z";
  question.to = "2026-03-04";
  EXPECT_THAT(ask(measure(), life, question).answer.notes, ::testing::Contains(text + "in 1/100 EUR: 125"));
  EXPECT_THAT(ask(measure(), purchase_after({{"ad", 1}}), question).answer.notes,
              ::testing::Not(::testing::Contains(HasSubstr("which no row shows"))));
}

TEST(Attribution, TooManyStepsAreAnErrorOfTheMarkovModelOnly) {
  const Fixture life = purchase_after({{"ad", 1}});
  const std::shared_ptr<const Snapshot> snapshot = life.snapshot();
  for (const char* model : {"markov", "all"}) {
    const Question question = with({{"model", model}, {"order", "3"}});
    BindContext context(*snapshot, question, measure(), *Zone::find("UTC"), TimeRange{}, kTimeMax);
    const Attribution attribution = *Attribution::bind(context);
    Attribution::State state;
    EXPECT_TRUE(attribution.check(state).ok());
    for (uint32_t i = 0; !state.transitions.too_many(); ++i) {
      ASSERT_LE(i, PathTransitions::kStepsMax);
      const std::vector<Touch> path{{0, 0, 1 + i / 1'000'000}, {0, 0, 1 + i / 1'000 % 1'000}, {0, 0, 1 + i % 1'000}};
      state.transitions.add_path(path, false, false, 3, snapshot->names(*snapshot->find_column("channel"))->size());
    }
    if (std::string(model) == "markov") {
      EXPECT_EQ(attribution.check(state).code(), StatusCode::kLimit);
      EXPECT_THAT(attribution.check(state).message(), HasSubstr("lower order"));
      continue;
    }
    EXPECT_TRUE(attribution.check(state).ok());
    state.touches.add_node(1);
    state.touches.add_touches(1, 0, 1, 1, 1, {});
    state.led.add(1, 1, {});
    Rows rows;
    attribution.finish(state, rows);
    ASSERT_EQ(rows.all().size(), 7u) << "one a model";
    EXPECT_THAT(std::get<None>(rows.all().back()[2]).reason, HasSubstr("lower order"));
  }
}

}  // namespace
}  // namespace sojourn
