// Moments of truth by hand, and against a twin that goes through customers one by one.
#include "influence/moments_of_truth.h"
#include "base/decimal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "influence/written_life.h"
#include "measure/ask_fixture.h"
#include "stats/multiplicity.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

const MeasureDefinition kMoments = moments_of_truth_definition();

// Customers who rate four touchpoints at random; only a good delivery keeps them: 90 % against 40 %.
WrittenLife only_delivery() {
  std::mt19937_64 random(11);
  WrittenLife life;
  for (int c = 0; c < 400; ++c) {
    const std::string name = "c" + std::to_string(c);
    bool good_delivery = false;
    int day = 0;
    for (const char* place : {"website", "delivery", "invoice", "support"}) {
      const bool good = random() % 2 == 0;
      if (std::string(place) == "delivery") good_delivery = good;
      life.rate(name, ++day * 0.001, place, good ? 5 : 1);
    }
    if (random() % 10 < (good_delivery ? 9U : 4U)) life.add(name, 10, "visit");
  }
  life.add("newest", 100, "visit");
  return life;
}

TEST(MomentsOfTruth, OnlyDeliveryMovesRetention) {
  // The later ratings of a customer are events too, so retention is asked of visits.
  const Asked asked = ask(kMoments, only_delivery().fixture(), with({{"outcome_filter", "touchpoint = \"visit\""}}));
  ASSERT_EQ(asked.answer.rows.size(), 4u);
  EXPECT_EQ(asked.text("touchpoint"), "delivery");
  EXPECT_EQ(asked.text("verdict"), "moves the outcome");
  EXPECT_NEAR(asked.number("value"), 50, 8);
  EXPECT_GT(asked.number("low"), 35);
  EXPECT_LT(asked.number("high"), 62);
  EXPECT_EQ(asked.number("n"), 400);
  for (size_t row = 1; row < 4; ++row) {
    EXPECT_EQ(asked.text("verdict", row), "no proven effect") << asked.text("touchpoint", row);
    EXPECT_GT(asked.number("high", row), 0);
    EXPECT_LT(asked.number("low", row), 0);
  }
}

TEST(MomentsOfTruth, TheWindowIsOpenAtItsBeginningAndClosedAtItsEnd) {
  WrittenLife life;
  for (const auto& [name, answer, day] : std::vector<std::tuple<std::string, int, double>>{
           {"same", 5, 0}, {"end", 5, 30}, {"late", 5, 30.001}, {"poor", 1, 400}}) {
    life.rate(name, 0, "delivery", answer);
    life.add(name, day, "visit");
  }
  const Asked asked = ask(kMoments, life.fixture());
  EXPECT_EQ(asked.number("good"), 3);
  EXPECT_EQ(asked.number("good_reached"), 1) << "only the one at the end of the window";
  EXPECT_EQ(asked.number("poor_reached"), 0);
  EXPECT_EQ(who(kMoments, life.fixture(), {}, {{{"touchpoint", "delivery"}}, "good_reached"}),
            std::vector<uint32_t>{life.fixture().number("end")});
}

TEST(MomentsOfTruth, WhoseWindowIsNotOverIsLeftOut) {
  WrittenLife life;
  life.rate("anna", 0, "delivery", 5);
  life.rate("bert", 0, "delivery", 1);
  life.rate("carl", 10, "delivery", 5);
  life.add("anna", 20, "visit");
  life.add("dora", 30, "visit");
  const Asked asked = ask(kMoments, life.fixture());
  EXPECT_EQ(asked.number("n"), 2);
  ASSERT_FALSE(asked.answer.notes.empty());
  EXPECT_THAT(asked.answer.notes[0], HasSubstr("is not over: 1"));
  Question ended;
  ended.to = "2026-01-31";  // Nobody saw what happened at that moment itself.
  EXPECT_EQ(ask(kMoments, life.fixture(), ended).answer.rows.size(), 0u);
}

TEST(MomentsOfTruth, TheFirstExperienceCounts) {
  WrittenLife life;
  life.rate("anna", 0, "delivery", 3);
  life.rate("anna", 1, "delivery", 5);
  life.rate("bert", 0, "delivery", 1);
  life.rate("bert", 1, "delivery", 5);
  life.rate("carl", 0, "delivery", 4);
  life.add("dora", 90, "visit");
  const Asked asked = ask(kMoments, life.fixture());
  EXPECT_EQ(asked.number("good"), 1) << "carl";
  EXPECT_EQ(asked.number("poor"), 1) << "bert; anna was neutral first";
  EXPECT_EQ(asked.number("poor_reached"), 1) << "bert's second answer";
}

TEST(MomentsOfTruth, FiltersInsteadOfRatings) {
  WrittenLife life;
  life.add("anna", 0, "call", {{"resolved", "true"}});
  life.add("bert", 0, "call", {{"resolved", "false"}});
  life.add("carl", 0, "call");
  life.add("anna", 5, "visit");
  life.add("dora", 90, "visit");
  const Question question = with({{"good", "resolved = true"}, {"poor", "resolved = false"}});
  const Asked asked = ask(kMoments, life.fixture(), question);
  EXPECT_EQ(asked.number("value"), 100);
  EXPECT_EQ(asked.number("n"), 2) << "carl's call was neither";
  EXPECT_EQ(asked.text("verdict"), "no proven effect") << "one on either side proves nothing";
  EXPECT_THAT(ask(kMoments, life.fixture(), with({{"good", "resolved = true"}})).error, HasSubstr("poor"));
}

TEST(MomentsOfTruth, NextStageAsksForALaterOne) {
  WrittenLife life;
  const auto lives = [&](const std::string& name, const std::string& stage, int answer, const std::string& next) {
    if (!stage.empty()) life.add(name, 0, "visit", {{"stage", stage}});
    life.rate(name, 1, "demo", answer);
    if (!next.empty()) life.add(name, 2, "visit", {{"stage", next}});
  };
  lives("anna", "consider", 5, "buy");
  lives("bert", "evaluate", 5, "consider");
  lives("carl", "consider", 1, "consider");
  lives("dora", "", 1, "buy");
  lives("emil", "bond", 1, "bond");
  life.add("newest", 90, "visit");
  const Asked asked = ask(kMoments, life.fixture(), with({{"outcome", "next_stage"}}));
  EXPECT_EQ(asked.number("good"), 2);
  EXPECT_EQ(asked.number("good_reached"), 1);
  EXPECT_EQ(asked.number("poor"), 1) << "only carl: dora's stage is not known, emil has no later one";
  EXPECT_EQ(asked.answer.notes.size(), 2u);
}

TEST(MomentsOfTruth, OneSideAloneHasNoValue) {
  WrittenLife life;
  life.rate("anna", 0, "delivery", 5);
  life.add("anna", 90, "visit");
  const Asked asked = ask(kMoments, life.fixture());
  EXPECT_EQ(asked.none("value"), "nobody had a poor experience there");
  EXPECT_EQ(asked.text("verdict"), "no proven effect");
}

TEST(MomentsOfTruth, StratifyingTakesAConfounderAway) {
  // Pro customers are served well and stay; free ones are served badly and leave. Within a plan nothing differs.
  WrittenLife life;
  int number = 0;
  const auto customers = [&](int count, const char* plan, int answer, bool stays) {
    for (int i = 0; i < count; ++i) {
      const std::string name = "c" + std::to_string(number++);
      life.add(name, 0, "signup", {{"properties.plan", plan}});
      life.rate(name, 1, "delivery", answer);
      life.add(name, 2, "plan change", {{"properties.plan", "later values do not matter"}});
      if (stays) life.add(name, 5, "visit");
    }
  };
  customers(72, "pro", 5, true);
  customers(8, "pro", 5, false);
  customers(18, "pro", 1, true);
  customers(2, "pro", 1, false);
  customers(2, "free", 5, true);
  customers(18, "free", 5, false);
  customers(8, "free", 1, true);
  customers(72, "free", 1, false);
  life.add("newest", 90, "visit");
  const Fixture fixture = life.fixture();
  const std::string visit = "touchpoint = \"visit\"";
  EXPECT_EQ(ask(kMoments, fixture, with({{"outcome_filter", visit}})).text("verdict"), "moves the outcome");
  const Asked within = ask(kMoments, fixture, with({{"outcome_filter", visit}, {"stratify", "properties.plan"}}));
  EXPECT_NEAR(within.number("value"), 0, 1e-9);
  EXPECT_NEAR(within.number("unadjusted"), 48, 1e-9);
  EXPECT_EQ(within.text("verdict"), "no proven effect");
}

TEST(MomentsOfTruth, WhatIsAskedWronglyIsNamed) {
  const Fixture life = only_delivery().fixture();
  const auto error = [&](std::map<std::string, std::string> parameters) {
    return ask(kMoments, life, with(std::move(parameters))).error;
  };
  EXPECT_THAT(error({{"outcome", "custom"}}), HasSubstr("outcome_filter"));
  EXPECT_THAT(error({{"outcome", "retention"}, {"outcome_filter", "touchpoint = \"x\""}}), HasSubstr("outcome_filter"));
  EXPECT_THAT(error({{"positive", "2"}, {"negative", "3"}}), HasSubstr("positive"));
  EXPECT_THAT(error({{"stratify", "amount"}}), HasSubstr("stratify"));
  EXPECT_THAT(error({{"node", "tuchpoint"}}), HasSubstr("node"));
}

// --- the twin

struct TwinPlace {
  int64_t good = 0, good_reached = 0, poor = 0, poor_reached = 0;
  std::set<std::string> reached;
};

int rank_of(const WrittenEvent& event) {
  const std::vector<std::string> stages = {"consider", "evaluate", "buy", "enjoy", "advocate", "bond"};
  const auto found = std::find(stages.begin(), stages.end(), event.field("stage"));
  return found == stages.end() ? -1 : static_cast<int>(found - stages.begin());
}

// "good", "poor", "other" or "" by the rating.
std::string grade_of(const WrittenEvent& event) {
  if (event.field("kind") != "csat" || event.field("answer").empty()) return "";
  const std::string greatest = event.field("scale_max");
  if (!greatest.empty() && greatest != "5") return "other";
  const int answer = static_cast<int>(*parse_integer(event.field("answer")));
  return answer >= 4 ? "good" : answer <= 2 ? "poor" : "other";
}

bool reached(const std::string& outcome, const std::vector<WrittenEvent>& life, size_t i, int stage) {
  for (const WrittenEvent& later : life) {
    if (later.time <= life[i].time || later.time > life[i].time + 20 * kDay) continue;
    const std::string amount = later.field("amount");
    const bool bought =
        later.field("touchpoint") == "purchase" || (!amount.empty() && static_cast<int>(*parse_integer(amount)) > 0);
    if (outcome == "retention" || (outcome == "repeat_purchase" && bought)) return true;
    if (outcome == "next_stage" && rank_of(later) > stage) return true;
  }
  return false;
}

std::map<std::string, TwinPlace> twin(const WrittenLife& life, const std::string& outcome) {
  std::map<std::string, TwinPlace> places;
  for (const auto& [name, events] : life.persons()) {
    std::set<std::string> seen;
    int stage = -1;
    for (size_t i = 0; i < events.size(); ++i) {
      if (rank_of(events[i]) >= 0) stage = rank_of(events[i]);
      const std::string place = events[i].field("touchpoint");
      const std::string grade = grade_of(events[i]);
      if (place.empty() || grade.empty() || !seen.insert(place).second || grade == "other") continue;
      if (events[i].time + 20 * kDay > life.newest()) continue;
      if (outcome == "next_stage" && (stage < 0 || stage == 5)) continue;
      TwinPlace& counts = places[place];
      const bool yes = reached(outcome, events, i, stage);
      (grade == "good" ? counts.good : counts.poor) += 1;
      (grade == "good" ? counts.good_reached : counts.poor_reached) += yes;
      if (yes) counts.reached.insert(name);
    }
  }
  return places;
}

TEST(MomentsOfTruth, AgreesWithTheTwin) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    const WrittenLife life = random_written_life(seed, 150, 150 * (1 + seed % 5));
    const Fixture fixture = life.fixture();
    for (const std::string outcome : {"retention", "repeat_purchase", "next_stage"}) {
      const Question question = with({{"outcome", outcome}, {"within", "20d"}});
      const Table table = table_of(ask(kMoments, fixture, question).answer);
      const auto wanted = twin(life, outcome);
      ASSERT_EQ(table.size(), wanted.size()) << outcome << " seed " << seed;
      std::vector<double> p;
      for (const auto& [place, counts] : wanted) {
        EXPECT_EQ(number(table, place, "good"), counts.good);
        EXPECT_EQ(number(table, place, "good_reached"), counts.good_reached);
        EXPECT_EQ(number(table, place, "poor"), counts.poor);
        EXPECT_EQ(number(table, place, "poor_reached"), counts.poor_reached);
        std::set<uint32_t> people;
        for (const std::string& name : counts.reached) people.insert(fixture.number(name));
        const auto found = who(kMoments, fixture, question, {{{"touchpoint", place}}, "customers"});
        EXPECT_EQ(std::set<uint32_t>(found.begin(), found.end()), people);
        if (counts.good == 0 || counts.poor == 0) continue;
        const double good = static_cast<double>(counts.good_reached) / static_cast<double>(counts.good);
        const double poor = static_cast<double>(counts.poor_reached) / static_cast<double>(counts.poor);
        EXPECT_NEAR(real(table, place, "value"), 100 * (good - poor), 1e-9);
        p.push_back(real(table, place, "p"));
      }
      const std::vector<double> adjusted = benjamini_hochberg(p);
      size_t next = 0;
      for (const auto& [place, counts] : wanted) {
        if (counts.good == 0 || counts.poor == 0) continue;
        EXPECT_NEAR(real(table, place, "p_adjusted"), adjusted[next], 1e-12);
        EXPECT_EQ(table.at(place).at("verdict") == "moves the outcome", adjusted[next] <= 0.05);
        ++next;
      }
    }
  }
}

TEST(MomentsOfTruth, IsTheSameHoweverTheWorkIsDivided) {
  for (const auto& question :
       {with({}), with({{"outcome", "next_stage"}, {"stratify", "properties.plan"}}),
        with({{"good", "resolved = true"}, {"poor", "resolved = false"}, {"node", "channel"}})}) {
    EXPECT_EQ(difference_when_divided(kMoments, random_written_life(3, 40, 400).fixture(), question), "");
    Question split = question;
    split.by = {"channel"};
    split.over = Period::kMonth;
    EXPECT_EQ(difference_when_divided(kMoments, random_written_life(4, 40, 400).fixture(), split), "");
  }
}

}  // namespace
}  // namespace sojourn
