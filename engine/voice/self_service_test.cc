// By hand for what a session is and how it ends; against a twin written from the definition on random lives.
#include "voice/self_service.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

const MeasureDefinition kSelf = self_service_definition();

void session(Fixture& life, const std::string& customer, const Fixture::Fields& more,
             const std::string& channel = "ivr") {
  Fixture::Fields fields = {{"channel", channel}};
  fields.insert(fields.end(), more.begin(), more.end());
  life.add(customer, "2026-01-01", fields);
}

TEST(SelfService, AThousandSessions) {
  Fixture life;
  for (int i = 0; i < 1000; ++i) {
    const std::string outcome = i < 640 ? "solved" : i < 860 ? "handed_over" : "left";
    session(life, "c" + std::to_string(i), {{"outcome", outcome}}, i % 2 == 0 ? "sms" : "chatbot");
  }
  const FixtureQuestion asked(kSelf, life.snapshot(), with({}));
  Asked answer;
  answer.answer = *asked.answer();
  EXPECT_EQ(answer.number("value"), 64);
  EXPECT_EQ(answer.number("handed_over_share"), 22);
  EXPECT_EQ(answer.number("left_share"), 14);
  EXPECT_EQ(answer.number("n"), 1000);
  EXPECT_EQ(answer.number("solved"), 640);
  EXPECT_EQ(answer.number("handed_over"), 220);
  EXPECT_EQ(answer.number("left"), 140);
  EXPECT_NEAR(answer.number("low"), 60.9766, 0.0001);
  EXPECT_NEAR(answer.number("high"), 66.9162, 0.0001);
  EXPECT_NEAR(answer.number("left_low"), 11.9869, 0.0001);
}

TEST(SelfService, WhoHandsOverIsFoundByManyWords) {
  const std::map<std::string, std::string> words = {
      {"Resolved", "solved"},    {"contained", "solved"},        {"served", "solved"},
      {"SELF-SERVED", "solved"}, {"handed_over", "handed_over"}, {"Transferred", "handed_over"},
      {"agent", "handed_over"},  {"abandoned", "left"},          {"hang-up", "left"},
      {"timed_out", "left"},     {"purple", "unknown"},
  };
  for (const auto& [word, outcome] : words) {
    Fixture life;
    session(life, "anna", {{"outcome", word}});
    for (const std::string name : {"solved", "handed_over", "left", "unknown"}) {
      EXPECT_EQ(ask(kSelf, life).number(name), name == outcome ? 1 : 0) << word;
    }
  }
}

TEST(SelfService, WithoutAWordTransfersAndResolvedTell) {
  Fixture life;
  session(life, "a", {{"transfers", "1"}, {"resolved", "true"}});
  session(life, "b", {{"transfers", "0"}, {"resolved", "true"}});
  session(life, "c", {{"resolved", "false"}});
  session(life, "d", {});
  session(life, "e", {{"outcome", "purple"}, {"resolved", "true"}});
  const Asked asked = ask(kSelf, life);
  EXPECT_EQ(asked.number("handed_over"), 1);
  EXPECT_EQ(asked.number("solved"), 2) << "a word that says nothing does not hide what says something";
  EXPECT_EQ(asked.number("left"), 1);
  EXPECT_EQ(asked.number("unknown"), 1);
  EXPECT_EQ(asked.number("customers"), 4);
  EXPECT_EQ(who(kSelf, life, {}, {{}, "left"}), std::vector<uint32_t>{life.number("c")});
}

TEST(SelfService, OnlyMachinesAndOnlyWhatComesIn) {
  Fixture life;
  session(life, "a", {{"outcome", "solved"}}, "call");
  session(life, "b", {{"outcome", "solved"}, {"direction", "out"}}, "sms");
  session(life, "c", {{"outcome", "solved"}, {"direction", "in"}}, "Chat_Bot");
  session(life, "d", {{"kind", "ces"}, {"answer", "3"}}, "sms");
  EXPECT_EQ(ask(kSelf, life).number("n"), 1);
  EXPECT_EQ(ask(kSelf, life).number("unknown"), 0) << "an answer to a survey is no session";
  EXPECT_EQ(ask(kSelf, life, with({{"sessions", "channel = \"call\" or direction = \"out\""}})).number("n"), 2);
  EXPECT_EQ(ask(kSelf, Fixture()).none("value"), "no self-service sessions");
}

TEST(SelfService, EventsOfOneSessionAreOne) {
  Fixture life;
  session(life, "anna", {{"properties.session", "1"}});
  session(life, "anna", {{"properties.session", "1"}, {"outcome", "failed"}});
  session(life, "anna", {{"properties.session", "1"}, {"outcome", "transferred"}});
  session(life, "anna", {{"properties.session", "1"}, {"outcome", "purple"}});
  session(life, "anna", {{"properties.session", "2"}, {"properties.conversation", "9"}, {"outcome", "solved"}});
  session(life, "anna", {{"properties.conversation", "9"}});
  session(life, "ben", {{"properties.session", "1"}, {"outcome", "left"}});
  session(life, "", {{"properties.session", "1"}, {"outcome", "left"}});
  const Asked asked = ask(kSelf, life);
  EXPECT_EQ(asked.number("handed_over"), 1) << "the last event that tells decides";
  EXPECT_EQ(asked.number("solved"), 1);
  EXPECT_EQ(asked.number("left"), 2) << "a session is one customer's";
  EXPECT_EQ(asked.number("unknown"), 1);
  EXPECT_EQ(asked.number("customers"), 2);
}

TEST(SelfService, OwnWords) {
  Fixture life;
  session(life, "a", {{"outcome", "purple"}});
  session(life, "b", {{"outcome", "solved"}, {"properties.handoff", "true"}});
  session(life, "c", {{"outcome", "green"}});
  const Asked plain = ask(kSelf, life);
  EXPECT_EQ(plain.number("unknown"), 2);
  ASSERT_EQ(plain.answer.notes.size(), 1U);
  EXPECT_TRUE(plain.answer.notes[0].starts_with("sessions with an outcome that is no known word"));
  EXPECT_TRUE(plain.answer.notes[0].ends_with(": 2"));
  const Asked told = ask(kSelf, life,
                         with({{"left", "outcome = \"purple\""},
                               {"handed_over", "properties.handoff = \"true\""},
                               {"solved", "outcome = \"green\""}}));
  EXPECT_EQ(told.number("left"), 1);
  EXPECT_EQ(told.number("handed_over"), 1);
  EXPECT_EQ(told.number("solved"), 1);
  EXPECT_TRUE(told.answer.notes.empty());
  EXPECT_NE(ask(kSelf, life, with({{"left", "nonsense ="}})).error.find("left"), std::string::npos);
}

TEST(SelfService, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 random(seed);
    Fixture life;
    std::map<std::string, std::string> ended;  // Session to its outcome.
    const std::map<std::string, std::string> words = {
        {"solved", "solved"}, {"agent", "handed_over"}, {"hangup", "left"}, {"", ""}, {"blue", ""}};
    for (size_t i = 0; i < seed * 3; ++i) {
      const std::string customer = random() % 6 == 0 ? "" : "c" + std::to_string(random() % 5);
      const std::string key = random() % 3 == 0 ? "" : "s" + std::to_string(random() % 4);
      const auto word = std::next(words.begin(), static_cast<int64_t>(random() % words.size()));
      const bool machine = random() % 5 != 0;
      Fixture::Fields fields = {{"channel", machine ? "ivr" : "call"}};
      if (!key.empty()) fields.emplace_back("properties.session", key);
      if (!word->first.empty()) fields.emplace_back("outcome", word->first);
      life.add(customer, kDay * 20'000 + static_cast<Micros>(i) * kHour, fields);
      if (!machine) continue;
      std::string& outcome = ended[customer.empty() || key.empty() ? "#" + std::to_string(i) : customer + key];
      if (!word->second.empty()) outcome = word->second;
    }
    std::map<std::string, int64_t> counts;
    for (const auto& [key, outcome] : ended) ++counts[outcome];
    const int64_t n = counts["solved"] + counts["handed_over"] + counts["left"];
    const Asked asked = ask(kSelf, life);
    ASSERT_EQ(asked.number("n"), n) << seed;
    for (const std::string name : {"solved", "handed_over", "left"})
      EXPECT_EQ(asked.number(name), counts[name]) << seed;
    EXPECT_EQ(asked.number("unknown"), counts[""]) << seed;
    if (n > 0) {
      EXPECT_NEAR(asked.number("value"), 100.0 * static_cast<double>(counts["solved"]) / static_cast<double>(n), 1e-9);
    }
  }
}

}  // namespace
}  // namespace sojourn
