// By hand for small cases and edges; against a twin written from the definition on random lives.
#include "metrics/net_promoter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

const MeasureDefinition kNps = nps_definition();

void answer(Fixture& life, const std::string& customer, const std::string& time, int answer,
            const Fixture::Fields& more = {}) {
  Fixture::Fields fields = {{"kind", "nps"}, {"answer", std::to_string(answer)}};
  fields.insert(fields.end(), more.begin(), more.end());
  life.add(customer, "2026-01-" + time, fields);
}

TEST(NetPromoter, SeventyTwentyTenIsSixty) {
  Fixture life;
  for (int i = 0; i < 100; ++i)
    answer(life, "c" + std::to_string(i), "01", i < 70 ? 9 + i % 2 : i < 90 ? 7 + i % 2 : i % 7);
  const Asked asked = ask(kNps, life);
  EXPECT_EQ(asked.number("value"), 60);
  EXPECT_EQ(asked.number("n"), 100);
  EXPECT_EQ(asked.number("promoters"), 70);
  EXPECT_EQ(asked.number("passives"), 20);
  EXPECT_EQ(asked.number("detractors"), 10);
  EXPECT_NEAR(asked.number("low"), 45.2698, 0.0001);
  EXPECT_NEAR(asked.number("high"), 71.2351, 0.0001);
  EXPECT_NEAR(ask(kNps, life, with({{"interval", "wald"}})).number("low"), 46.9991, 0.0001);
  EXPECT_GT(ask(kNps, life, with({{"interval", "score"}})).number("low"), 40);
}

TEST(NetPromoter, NoAnswersIsNoneAndNotZero) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"kind", "nps"}});
  life.add("anna", "2026-01-02", {{"kind", "csat"}, {"answer", "5"}});
  const Asked asked = ask(kNps, life);
  EXPECT_EQ(asked.none("value"), "no survey answers");
  EXPECT_EQ(asked.none("low"), "no survey answers");
  EXPECT_EQ(asked.number("n"), 0);
}

TEST(NetPromoter, OneAnswerOfZeroIsADetractor) {
  Fixture life;
  answer(life, "anna", "01", 0);
  const Asked asked = ask(kNps, life);
  EXPECT_EQ(asked.number("value"), -100);
  EXPECT_EQ(asked.number("low"), -100);
  EXPECT_GT(asked.number("high"), 40) << "one answer says little";
  EXPECT_EQ(asked.number("detractors"), 1);
}

TEST(NetPromoter, AllPromotersStillHaveAnInterval) {
  Fixture life;
  for (int i = 0; i < 10; ++i) answer(life, "c" + std::to_string(i), "01", 10);
  const Asked asked = ask(kNps, life);
  EXPECT_EQ(asked.number("value"), 100);
  EXPECT_EQ(asked.number("high"), 100);
  EXPECT_NEAR(asked.number("low"), 47.5036, 0.0001);
}

TEST(NetPromoter, TheLastAnswerCountsAndTiesGoToTheLaterSequence) {
  Fixture life;
  answer(life, "anna", "02T10:00:00Z", 3);
  answer(life, "anna", "01T10:00:00Z", 7);
  answer(life, "anna", "02T10:00:00Z", 10);
  EXPECT_EQ(ask(kNps, life).number("value"), 100);
  EXPECT_EQ(ask(kNps, life, with({{"count", "first"}})).number("value"), 0);
  const Asked all = ask(kNps, life, with({{"count", "all"}}));
  EXPECT_EQ(all.number("value"), 0);
  EXPECT_EQ(all.number("n"), 3);
  EXPECT_THAT(all.none("low"), HasSubstr("one customer gave all answers"));
}

TEST(NetPromoter, AnswersWithoutIdentifierAreEachTheirOwn) {
  Fixture life;
  for (const int value : {10, 10, 0}) answer(life, "", "01", value);
  EXPECT_EQ(ask(kNps, life).number("n"), 3);
  EXPECT_EQ(ask(kNps, life).number("promoters"), 2);
}

TEST(NetPromoter, OtherScalesAreLeftOutBeforeChoosing) {
  Fixture life;
  answer(life, "anna", "01", 10, {{"scale_min", "1"}, {"scale_max", "10"}});
  answer(life, "anna", "02", 5, {{"scale_min", "1"}, {"scale_max", "5"}});
  EXPECT_EQ(ask(kNps, life).number("value"), 100);
  EXPECT_EQ(ask(kNps, life).number("n"), 1);
  EXPECT_THAT(ask(kNps, life).answer.notes, ::testing::IsEmpty()) << "anna has an answer that counts";
  const Asked other = ask(kNps, life, with({}, "scale_max = 5"));
  EXPECT_EQ(other.none("value"), "no answers on a scale of 0 to 10 or 1 to 10");
  EXPECT_THAT(other.answer.notes, ::testing::ElementsAre(HasSubstr("customers left out")));
}

TEST(NetPromoter, SaysWhenTwoScalesAreCountedTogether) {
  Fixture life;
  for (int i = 0; i < 3; ++i) {
    answer(life, "one" + std::to_string(i), "01", 9, {{"scale_min", "1"}, {"scale_max", "10"}});
  }
  EXPECT_THAT(ask(kNps, life).answer.notes, ::testing::IsEmpty()) << "one scale";
  EXPECT_EQ(ask(kNps, life).number("value"), 100);
  answer(life, "zero", "01", 0, {{"scale_min", "0"}, {"scale_max", "10"}});
  const Asked both = ask(kNps, life);
  EXPECT_EQ(both.number("value"), 50);
  EXPECT_THAT(both.answer.notes,
              ::testing::ElementsAre("answers on a scale of 1 to 10, counted with others on 0 to 10: 3"));
}

TEST(NetPromoter, AllAnswersOfTheSamePersonsAreWorthLess) {
  Fixture once;
  Fixture often;
  for (int i = 0; i < 40; ++i) {
    for (int k = 0; k < 5; ++k) {
      answer(often, "c" + std::to_string(i), "01", i % 2 == 0 ? 10 : 0);
      answer(once, "c" + std::to_string(i) + "-" + std::to_string(k), "01", i % 2 == 0 ? 10 : 0);
    }
  }
  const Asked clustered = ask(kNps, often, with({{"count", "all"}}));
  const Asked independent = ask(kNps, once, with({{"count", "all"}}));
  const Asked last = ask(kNps, often);
  EXPECT_EQ(clustered.number("n"), 200);
  EXPECT_GT(clustered.number("high"), independent.number("high") + 5);
  EXPECT_NEAR(clustered.number("high"), last.number("high"), 2) << "five equal answers are about one";
  EXPECT_EQ(independent.number("high"), ask(kNps, once).number("high")) << "one answer each: nothing changes";
}

TEST(NetPromoter, WhoIsBehindANumber) {
  Fixture life;
  answer(life, "anna", "01", 10);
  answer(life, "bert", "01", 2);
  EXPECT_EQ(who(kNps, life, {}, {{}, "detractors"}), std::vector<uint32_t>{life.number("bert")});
  EXPECT_EQ(who(kNps, life, {}, {{}, ""}).size(), 2u);
}

TEST(NetPromoter, RefusesWhatItDoesNotKnow) {
  const Fixture life = RandomLife(1, 5, false).fixture();
  EXPECT_THAT(ask(kNps, life, with({{"count", "some"}})).error, HasSubstr("count"));
  EXPECT_THAT(ask(kNps, life, with({{"counts", "all"}})).error, HasSubstr("count"));
}

TEST(NetPromoter, CarriesTheTrademarkNotice) { EXPECT_THAT(kNps.definition, HasSubstr("are trademarks of")); }

// The definition once more, slowly: people, their valid answers, the one that counts, shares.
TEST(NetPromoter, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const RandomLife random(seed, seed * 3, seed % 2 == 0);
    const Fixture life = random.fixture();
    for (const std::string count : {"last", "first", "all"}) {
      for (const std::string channel : {"", "web"}) {
        int64_t sides[3] = {0, 0, 0};
        const auto persons = random.persons([&](const LifeEvent& event) {
          return event.field("kind") == "nps" && event.has("answer") && event.field("scale_max") == "10" &&
                 (channel.empty() || event.field("channel") == channel) && event.time >= kLifeStart + 10 * kDay &&
                 event.time < kLifeStart + 70 * kDay;
        });
        for (std::vector<LifeEvent> answers : persons) {
          if (count == "first") answers.resize(1);
          if (count == "last") answers = {answers.back()};
          for (const LifeEvent& event : answers) {
            const double value = event.number("answer");
            ++sides[value >= 9 ? 0 : value >= 7 ? 1 : 2];
          }
        }
        Question question = with({{"count", count}}, channel.empty() ? "" : "channel = \"" + channel + "\"");
        question.from = "2026-01-11";
        question.to = "2026-03-12";
        const Asked asked = ask(kNps, life, question);
        const int64_t n = sides[0] + sides[1] + sides[2];
        ASSERT_EQ(asked.number("n"), n) << "seed " << seed << " " << count;
        EXPECT_EQ(asked.number("promoters"), sides[0]);
        EXPECT_EQ(asked.number("passives"), sides[1]);
        EXPECT_EQ(asked.number("detractors"), sides[2]);
        if (n == 0) {
          EXPECT_NE(asked.none("value"), "");
          continue;
        }
        const double value = 100.0 * static_cast<double>(sides[0]) / static_cast<double>(n) -
                             100.0 * static_cast<double>(sides[2]) / static_cast<double>(n);
        EXPECT_NEAR(asked.number("value"), value, 1e-9);
        if (asked.none("low").empty()) {
          EXPECT_LE(asked.number("low"), asked.number("value") + 1e-9);
          EXPECT_GE(asked.number("high"), asked.number("value") - 1e-9);
        }
      }
    }
  }
}

// A split row is the answer to the question filtered to that row.
TEST(NetPromoter, SplitRowsEqualFilteredQuestions) {
  const RandomLife random(5, 300, true);
  const Fixture life = random.fixture();
  Question split;
  split.by = {"channel"};
  const Asked rows = ask(kNps, life, split);
  ASSERT_EQ(rows.answer.rows.size(), 4u);
  for (size_t row = 1; row < 4; ++row) {
    const Asked one = ask(kNps, life, with({}, "channel = \"" + rows.text("channel", row) + "\""));
    for (const char* name : {"value", "low", "high", "n", "promoters", "detractors"}) {
      EXPECT_EQ(rows.text(name, row), one.text(name)) << name;
    }
  }
}

}  // namespace
}  // namespace sojourn
