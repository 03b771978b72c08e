// By hand for each figure; against a twin that adds up doubles on random lives.
#include "voice/conversations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

const MeasureDefinition kConversations = conversations_definition();

void talk(Fixture& life, const std::string& customer, Fixture::Fields fields) {
  fields.emplace_back("voice.turns", "4");
  life.add(customer, "2026-01-01", fields);
}

TEST(Conversations, FourHundredAndFiftyWordsInThreeMinutesAreAHundredAndFifty) {
  Fixture life;
  talk(life, "anna",
       {{"voice.agent_words", "450"}, {"voice.agent_talk", "180"}, {"voice.cues", "7"}, {"voice.apologies", "2"}});
  const Asked asked = ask(kConversations, life);
  EXPECT_EQ(asked.number("agent_pace"), 150);
  EXPECT_EQ(asked.number("value"), 1);
  EXPECT_EQ(asked.number("cues"), 7);
  EXPECT_EQ(asked.number("apologies"), 2);
  EXPECT_EQ(asked.none("agent_share"), "no conversation tells when each turn of agent and customer began and ended");
  EXPECT_EQ(asked.none("interruptions"), asked.none("agent_share"));
  EXPECT_EQ(asked.none("response"), "no conversation tells when an agent answered the customer");
  EXPECT_EQ(asked.none("hesitations"), "no conversation is in a language whose cues are known");
  EXPECT_EQ(asked.none("escalated_share"), "no conversation has a turn of the customer");
}

TEST(Conversations, SumsAreDividedNotMeansTaken) {
  Fixture life;
  talk(life, "anna",
       {{"voice.agent_words", "300"},
        {"voice.agent_talk", "60"},
        {"voice.customer_words", "20"},
        {"voice.customer_talk", "20"},
        {"voice.silence", "20"},
        {"voice.response", "2"},
        {"voice.interruptions", "3"},
        {"voice.escalation", "yes"}});
  talk(life, "ben",
       {{"voice.agent_words", "100"},
        {"voice.agent_talk", "140"},
        {"voice.customer_words", "80"},
        {"voice.customer_talk", "30"},
        {"voice.silence", "0"},
        {"voice.response", "5"},
        {"voice.interruptions", "0"},
        {"voice.escalation", "no"}});
  talk(life, "cleo", {{"voice.agent_words", "1000"}, {"voice.response", "30.5"}});
  const Asked asked = ask(kConversations, life);
  EXPECT_EQ(asked.number("n"), 3);
  EXPECT_EQ(asked.number("agent_pace"), 120) << "words that no time is known for are not in";
  EXPECT_EQ(asked.number("customer_pace"), 120);
  EXPECT_EQ(asked.number("agent_share"), 80);
  EXPECT_EQ(asked.number("silence_share"), 100.0 * 20 / 270);
  EXPECT_EQ(asked.number("interruptions"), 1.5);
  EXPECT_EQ(asked.number("response"), 5);
  EXPECT_EQ(asked.number("escalated"), 1);
  EXPECT_EQ(asked.number("escalated_share"), 50);
  ASSERT_EQ(asked.answer.notes.size(), 1U);
  EXPECT_TRUE(asked.answer.notes[0].ends_with("interruptions: 1")) << asked.answer.notes[0];
  EXPECT_NEAR(asked.number("escalated_low"), 9.453, 0.001);
  EXPECT_NEAR(asked.number("escalated_high"), 90.547, 0.001);
  EXPECT_EQ(who(kConversations, life, {}, {{}, "escalated"}), std::vector<uint32_t>{life.number("anna")});
}

TEST(Conversations, NoneIsZero) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"touchpoint", "visit"}});
  const Asked asked = ask(kConversations, life);
  EXPECT_EQ(asked.number("value"), 0);
  EXPECT_EQ(asked.none("agent_pace"), "no conversations");
  EXPECT_EQ(asked.none("escalated_share"), "no conversations");
}

TEST(Conversations, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 random(seed);
    Fixture life;
    int64_t n = 0;
    double words = 0, talked = 0, agent = 0, both = 0, silent = 0, all = 0, cues = 0, told = 0, escalated = 0,
           asked_n = 0;
    std::vector<double> waits;
    for (size_t i = 0; i < seed * 2; ++i) {
      const std::string customer = random() % 6 == 0 ? "" : "c" + std::to_string(random() % 9);
      Fixture::Fields fields;
      if (random() % 5 == 0) {
        life.add(customer, "2026-01-01", {{"touchpoint", "visit"}});
        continue;
      }
      ++n;
      std::map<std::string, double> has;
      for (const char* name : {"agent_words", "agent_talk", "customer_talk", "silence", "cues", "response"}) {
        if (random() % 4 == 0) continue;
        has[name] = static_cast<double>(random() % 500) / (std::string(name) == "agent_words" ? 1 : 8);
        if (std::string(name) == "cues") has[name] = static_cast<double>(random() % 9);
        fields.emplace_back("voice." + std::string(name), format_number(has[name]));
      }
      const uint64_t escalation = random() % 3;
      if (escalation > 0) fields.emplace_back("voice.escalation", escalation == 1 ? "yes" : "no");
      talk(life, customer, fields);
      if (has.contains("agent_words") && has.contains("agent_talk")) {
        words += has["agent_words"];
        talked += has["agent_talk"];
      }
      if (has.contains("agent_talk") && has.contains("customer_talk")) {
        agent += has["agent_talk"];
        both += has["agent_talk"] + has["customer_talk"];
        if (has.contains("silence")) {
          silent += has["silence"];
          all += has["silence"] + has["agent_talk"] + has["customer_talk"];
        }
      }
      if (has.contains("cues")) {
        cues += has["cues"];
        ++told;
      }
      if (has.contains("response")) waits.push_back(has["response"]);
      escalated += escalation == 1;
      asked_n += escalation > 0;
    }
    const Asked asked = ask(kConversations, life);
    ASSERT_EQ(asked.number("n"), n) << seed;
    const auto same = [&](const char* name, double part, double whole, double times) {
      if (whole > 0) {
        EXPECT_NEAR(asked.number(name), times * part / whole, 1e-9) << name << " of " << seed;
      } else {
        EXPECT_LT(asked.number(name), -1e299) << name << " of " << seed;
      }
    };
    same("agent_pace", words, talked, 60);
    same("agent_share", agent, both, 100);
    same("silence_share", silent, all, 100);
    same("cues", cues, told, 1);
    same("escalated_share", escalated, asked_n, 100);
    if (waits.empty()) continue;
    std::sort(waits.begin(), waits.end());
    EXPECT_NEAR(asked.number("response"), (waits[(waits.size() - 1) / 2] + waits[waits.size() / 2]) / 2, 1e-6);
  }
}

}  // namespace
}  // namespace sojourn
