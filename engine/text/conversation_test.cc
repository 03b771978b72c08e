// By hand: the figures that a listener with a stopwatch would write down; tones against given ones and against ours.
#include "text/conversation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "text/conversation_cues.h"

namespace sojourn {
namespace {

using Speaker::kAgent;
using Speaker::kBot;
using Speaker::kCustomer;
using Speaker::kSystem;
using Speaker::kUnknown;

SpokenTurn toned(double given) { return {kCustomer, "x", {}, {}, given}; }
SpokenTurn said(Speaker speaker, std::string_view text) { return {speaker, text, {}, {}}; }
SpokenTurn spoke(Speaker speaker, int64_t from, int64_t to, std::string_view text = "x") {
  return {speaker, text, from, to};
}

ConversationFacts read(const std::vector<SpokenTurn>& turns, std::string_view language = "en") {
  static TextReader text_reader;
  static ConversationReader reader;
  return reader.read(turns, text_reader, language);
}

std::string words(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "word ";
  return text;
}

TEST(Conversation, ToneFromMinusFourToPlusThreeIsSevenUp) {
  const ConversationFacts facts = read({toned(-0.5), toned(-0.3), toned(0), toned(0.1), toned(0.2), toned(0.4)});
  EXPECT_EQ(facts.tone_first, -0.4);
  EXPECT_EQ(facts.tone_last, 0.3);
  EXPECT_EQ(facts.tone_change, 0.7);
  EXPECT_EQ(facts.turns, 6);
}

TEST(Conversation, ThirdsAreFloors) {
  EXPECT_TRUE(std::isnan(read({toned(-1), toned(1)}).tone_change)) << "two turns are no course";
  for (const size_t count : {3U, 4U, 5U, 6U, 7U, 8U, 9U}) {
    std::vector<SpokenTurn> turns;
    for (size_t i = 0; i < count; ++i) turns.push_back(toned(static_cast<double>(i) / 10));
    const ConversationFacts facts = read(turns);
    const double third = static_cast<double>(count / 3);
    EXPECT_NEAR(facts.tone_first, (third - 1) / 20, 1e-6) << count;
    EXPECT_NEAR(facts.tone_last, (2 * static_cast<double>(count) - third - 1) / 20, 1e-6) << count;
  }
}

TEST(Conversation, OurOwnTonesWhereNoneIsGiven) {
  const ConversationFacts facts =
      read({said(kCustomer, "This is terrible, I am very angry."), said(kAgent, "This is great, wonderful!"),
            said(kCustomer, "It arrived broken and nobody helps."), said(kCustomer, "Oh, that is great. Thank you!")});
  EXPECT_LT(facts.tone_first, -0.2);
  EXPECT_GT(facts.tone_last, 0.2);
  EXPECT_GT(facts.tone_change, 0.5) << "what the agent feels does not count";
}

TEST(Conversation, FourHundredAndFiftyWordsInThreeMinutes) {
  const std::string agent = words(225);
  const ConversationFacts facts =
      read({spoke(kAgent, 0, 90'000, agent), spoke(kCustomer, 90'000, 150'000, "yes no maybe"),
            spoke(kAgent, 150'000, 240'000, agent)});
  EXPECT_EQ(facts.agent_words, 450);
  EXPECT_EQ(facts.agent_talk, 180);
  EXPECT_EQ(60 * facts.agent_words / facts.agent_talk, 150);
  EXPECT_EQ(facts.customer_words, 3);
  EXPECT_EQ(facts.customer_talk, 60);
  EXPECT_EQ(facts.silence, 0);
}

TEST(Conversation, WordsOfAllWritings) {
  EXPECT_EQ(read({said(kAgent, "Don't wait - it's 12.50 euros!")}).agent_words, 5);
  EXPECT_EQ(read({said(kAgent, "Äpfel, за 2 дня: да")}).agent_words, 5);
  EXPECT_EQ(read({said(kAgent, "我们马上为您处理")}, "zh").agent_words, 5) << "我们 马上 为 您 处理";
  EXPECT_EQ(read({said(kAgent, "?! \xF0\x9F\x98\x80")}).agent_words, 0);
  EXPECT_EQ(read({said(kAgent, "\xFF\xFE a")}).agent_words, 1);
}

TEST(Conversation, SilenceIsWhenNobodySpeaks) {
  const ConversationFacts facts = read({spoke(kAgent, 1'000, 3'000), spoke(kCustomer, 2'500, 4'000),
                                        spoke(kBot, 6'000, 7'000), spoke(kAgent, 10'500, 11'000)});
  EXPECT_EQ(facts.silence, 2 + 3.5);
  EXPECT_EQ(facts.agent_talk, 2.5);
}

TEST(Conversation, OverlapsOfOneSideCountOnce) {
  EXPECT_EQ(read({spoke(kAgent, 0, 3'000), spoke(kAgent, 1'000, 2'000), spoke(kAgent, 2'500, 4'000)}).agent_talk, 4);
}

TEST(Conversation, InterruptionsAreLongerThanAFifthOfASecond) {
  EXPECT_EQ(read({spoke(kAgent, 0, 3'000), spoke(kCustomer, 2'800, 4'000)}).interruptions, 0);
  EXPECT_EQ(read({spoke(kAgent, 0, 3'000), spoke(kCustomer, 2'799, 4'000)}).interruptions, 1);
  EXPECT_EQ(read({spoke(kAgent, 0, 3'000), spoke(kCustomer, 0, 4'000)}).interruptions, 0) << "begun together";
  EXPECT_EQ(read({spoke(kAgent, 0, 3'000), spoke(kAgent, 1'000, 4'000), spoke(kCustomer, 5'000, 6'000)}).interruptions,
            0)
      << "nobody interrupts himself";
  EXPECT_EQ(read({spoke(kBot, 0, 3'000), spoke(kCustomer, 1'000, 4'000), spoke(kAgent, 4'000, 5'000)}).interruptions, 0)
      << "nor a bot";
  EXPECT_EQ(read({spoke(kAgent, 0, 9'000), spoke(kCustomer, 1'000, 2'000), spoke(kCustomer, 5'000, 6'000),
                  spoke(kAgent, 5'100, 7'000)})
                .interruptions,
            3);
}

TEST(Conversation, ResponseIsTheMedianUntilTheAgentsFirstTurn) {
  const ConversationFacts facts =
      read({spoke(kAgent, 0, 1'000), spoke(kCustomer, 1'000, 2'000), spoke(kCustomer, 2'000, 3'000),
            spoke(kAgent, 5'000, 6'000), spoke(kAgent, 8'000, 9'000), spoke(kCustomer, 10'000, 20'000),
            spoke(kAgent, 19'000, 21'000), spoke(kCustomer, 21'000, 22'000)});
  EXPECT_EQ(facts.response, 1) << "two seconds, and none where the agent did not even wait";
  std::vector<SpokenTurn> chat = {said(kCustomer, "hello"), said(kCustomer, "anybody?"), said(kBot, "hi"),
                                  said(kAgent, "yes")};
  chat[0].from_ms = 10'000;
  chat[1].from_ms = 40'000;
  chat[2].from_ms = 41'000;
  chat[3].from_ms = 70'000;
  EXPECT_EQ(read(chat).response, 60) << "writing: from the first message that nobody answered; a bot is nobody";
}

TEST(Conversation, WhatIsNotKnownIsAbsent) {
  const ConversationFacts none = read({});
  EXPECT_TRUE(std::isnan(none.turns));
  const ConversationFacts strangers =
      read({said(kUnknown, "terrible"), said(kUnknown, "awful"), said(kUnknown, "bad")});
  EXPECT_EQ(strangers.turns, 3);
  for (const double value : {strangers.tone_change, strangers.agent_words, strangers.cues, strangers.escalation,
                             strangers.response, strangers.interruptions, strangers.silence}) {
    EXPECT_TRUE(std::isnan(value));
  }
  std::vector<SpokenTurn> half = {spoke(kAgent, 0, 3'000), spoke(kCustomer, 4'000, 5'000), spoke(kAgent, 6'000, 7'000)};
  half[2].to_ms.reset();
  const ConversationFacts facts = read(half);
  EXPECT_TRUE(std::isnan(facts.agent_talk));
  EXPECT_TRUE(std::isnan(facts.silence));
  EXPECT_TRUE(std::isnan(facts.interruptions));
  EXPECT_EQ(facts.customer_talk, 1);
  EXPECT_EQ(facts.response, 1);
  EXPECT_EQ(read({said(kCustomer, "a"), said(kSystem, "left")}).turns, 1);
  EXPECT_TRUE(std::isnan(read({said(kCustomer, "a")}).agent_words));
  EXPECT_TRUE(std::isnan(read({said(kCustomer, "perdon, gracias")}, "es").cues));
}

TEST(Conversation, CuesInFiveLanguages) {
  struct Case {
    const char* language;
    const char* agent;
    const char* customer;
    std::vector<double> counts;  // Hesitations, apologies, courtesies, promises.
  };
  const std::vector<Case> cases = {
      {"en",
       "Um, let me see. I'm so sorry! I'll call you back, I promise.",
       "Thank you very much, please do. I will wait",
       {2, 1, 2, 2}},
      {"nl", "Ehm, even kijken. Het spijt me, ik zal het regelen.", "Dank u wel, graag.", {2, 1, 2, 1}},
      {"de", "Äh, mal sehen. Das tut mir sehr leid, ich werde es prüfen.", "Bitte, vielen Dank", {2, 1, 2, 1}},
      {"ru",
       "Хм, сейчас посмотрю. Извините, мы проверим и вам перезвонят.",
       "Спасибо большое, пожалуйста",
       {2, 1, 2, 2}},
      {"zh", "嗯，让我看看。非常抱歉，我们会尽快为您处理。", "谢谢您，麻烦您了", {2, 1, 2, 2}},
  };
  for (const Case& each : cases) {
    const ConversationFacts facts = read({said(kAgent, each.agent), said(kCustomer, each.customer)}, each.language);
    EXPECT_EQ((std::vector<double>{facts.hesitations, facts.apologies, facts.courtesies, facts.promises}), each.counts)
        << each.language;
    EXPECT_EQ(facts.cues, each.counts[0] + each.counts[1] + each.counts[2] + each.counts[3]);
  }
}

TEST(Conversation, TheLanguageIsFoundFromAllThatWasSaid) {
  EXPECT_EQ(read({said(kCustomer, "Ich warte seit drei Wochen auf meine Bestellung und niemand antwortet mir."),
                  said(kAgent, "Das tut mir leid, ich werde das sofort für Sie klären.")},
                 "")
                .apologies,
            1);
}

TEST(Conversation, AskingForSomebodyHigherUp) {
  const std::vector<std::pair<const char*, const char*>> asking = {
      {"en", "I want to speak to a manager now"},
      {"en", "Get me your supervisor"},
      {"nl", "Ik wil uw leidinggevende spreken"},
      {"nl", "Geef me de manager maar"},
      {"de", "Ich möchte Ihren Vorgesetzten sprechen"},
      {"de", "Holen Sie bitte den Chef"},
      {"ru", "Позовите вашего начальника"},
      {"ru", "Я требую соединить меня с руководством"},
      {"zh", "我要找你们经理"},
      {"zh", "叫你们领导来"},
  };
  for (const auto& [language, text] : asking) {
    EXPECT_EQ(read({said(kCustomer, text)}, language).escalation, 1) << text;
    EXPECT_EQ(read({said(kAgent, text), said(kCustomer, "ok")}, language).escalation, 0) << "only the customer asks";
  }
  for (const char* text : {"I am a manager at a school", "The manager was friendly", "I want my money back"}) {
    EXPECT_EQ(read({said(kCustomer, text)}).escalation, 0) << text;
  }
}

TEST(Conversation, AToneThatFallsAtTheEndEscalates) {
  EXPECT_EQ(read({toned(0.5), toned(0.2), toned(-0.1), toned(-0.4)}).escalation, 1);
  EXPECT_EQ(read({toned(0.2), toned(-0.1), toned(-0.4)}).escalation, 0) << "three turns are too few";
  EXPECT_EQ(read({toned(0.9), toned(0.6), toned(0.3), toned(0.0)}).escalation, 0) << "still not negative";
  EXPECT_EQ(read({toned(-0.5), toned(-0.5), toned(-0.5), toned(-0.5)}).escalation, 0) << "it did not fall";
  EXPECT_EQ(read({toned(0.5), toned(0.2), toned(-0.1), toned(-0.4), toned(0.4)}).escalation, 0) << "it rose again";
}

TEST(Conversation, TheOrderOfTurnsIsThatOfTime) {
  std::vector<SpokenTurn> turns;
  for (int i = 0; i < 9; ++i) {
    turns.push_back({i % 2 == 0 ? kCustomer : kAgent, "x", i * 1000, i * 1000 + 900 + 200 * (i % 3), -0.8 + 0.1 * i});
  }
  const ConversationFacts sorted = read(turns);
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(turns.begin(), turns.end(), random);
    const ConversationFacts other = read(turns);
    EXPECT_EQ(other.tone_change, sorted.tone_change);
    EXPECT_EQ(other.silence, sorted.silence);
    EXPECT_EQ(other.interruptions, sorted.interruptions);
    EXPECT_EQ(other.response, sorted.response);
  }
}

// Slowly: second by second.
TEST(Conversation, TalkAndSilenceEqualTheirTwin) {
  std::mt19937 random(11);
  const auto below = [&random](int64_t limit) { return static_cast<int64_t>(random() % static_cast<uint64_t>(limit)); };
  for (int round = 0; round < 200; ++round) {
    std::vector<SpokenTurn> turns;
    std::vector<bool> anybody(80);
    std::vector<bool> agent(80);
    size_t first = 80;
    size_t end = 0;
    for (int64_t i = 0; i < 1 + below(8); ++i) {
      const int64_t from = below(60);
      const int64_t to = from + below(20);
      turns.push_back(spoke(below(2) == 0 ? kAgent : kCustomer, from * 1000, to * 1000));
      first = std::min(first, static_cast<size_t>(from));
      end = std::max(end, static_cast<size_t>(to));
      for (int64_t second = from; second < to; ++second) {
        anybody[static_cast<size_t>(second)] = true;
        if (turns.back().speaker == kAgent) agent[static_cast<size_t>(second)] = true;
      }
    }
    const ConversationFacts facts = read(turns);
    EXPECT_EQ(facts.silence, std::count(anybody.begin() + static_cast<int64_t>(first),
                                        anybody.begin() + static_cast<int64_t>(end), false));
    if (std::isnan(facts.agent_talk)) continue;
    EXPECT_EQ(facts.agent_talk, std::count(agent.begin(), agent.end(), true));
  }
}

}  // namespace
}  // namespace sojourn
