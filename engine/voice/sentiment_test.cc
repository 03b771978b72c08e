// Method: small cases by hand, then random lives against a count written from the definition; the interval against its
// ends (one text each: adjusted Wald; one person's texts alike: the persons).
#include "voice/sentiment.h"

#include <gtest/gtest.h>

#include "stats/intervals.h"
#include "voice/voice_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kSentiment = sentiment_definition();

void say(Fixture& life, const std::string& customer, const std::string& tone, const std::string& score = "") {
  Fixture::Fields fields{{"voice.sentiment", tone}};
  if (!score.empty()) fields.emplace_back("voice.score", score);
  life.add(customer, "2026-01-05", fields);
}

TEST(Sentiment, IsPositiveMinusNegativeOfWhatIsKnown) {
  Fixture life;
  say(life, "anna", "positive", "0.5");
  say(life, "bert", "positive", "1");
  say(life, "cees", "neutral", "0");
  say(life, "dora", "negative", "-0.75");
  say(life, "eva", "unknown");
  life.add("fred", "2026-01-05", {{"touchpoint", "visit"}});
  const Asked asked = ask(kSentiment, life);
  EXPECT_EQ(asked.number("value"), 25);
  EXPECT_EQ(asked.number("n"), 4);
  EXPECT_EQ(asked.number("unknown"), 1);
  EXPECT_EQ(asked.number("customers"), 5);
  EXPECT_NEAR(asked.number("mean_score"), 0.75 / 4, 1e-12);
  const Interval interval = *nps_adjusted_wald({2, 1, 1});
  EXPECT_NEAR(asked.number("low"), 100 * interval.low, 1e-9);
  EXPECT_NEAR(asked.number("high"), 100 * interval.high, 1e-9);
  EXPECT_EQ(who(kSentiment, life, {}, {{}, "negative"}), std::vector<uint32_t>{life.number("dora")});
}

TEST(Sentiment, NothingSaidIsUndefined) {
  Fixture life;
  life.add("anna", "2026-01-05", {{"touchpoint", "visit"}});
  EXPECT_EQ(ask(kSentiment, life).none("value"), "no texts");
  say(life, "anna", "unknown");
  EXPECT_EQ(ask(kSentiment, life).none("value"), "no text has a known sentiment");
  EXPECT_EQ(ask(kSentiment, life).none("mean_score"), "no text has a score");
}

TEST(Sentiment, RepeatedTextsOfOneCustomerSayNoMoreThanOne) {
  Fixture once;
  Fixture often;
  for (int i = 0; i < 60; ++i) {
    const std::string tone = i % 3 == 0 ? "negative" : "positive";
    say(once, "c" + std::to_string(i), tone);
    for (int k = 0; k < 5; ++k) say(often, "c" + std::to_string(i), tone);
  }
  const auto width = [](const Asked& asked) { return asked.number("high") - asked.number("low"); };
  const Asked one = ask(kSentiment, once);
  const Asked five = ask(kSentiment, often);
  EXPECT_EQ(one.number("value"), five.number("value"));
  EXPECT_EQ(five.number("n"), 300);
  EXPECT_NEAR(width(five), width(one), 0.05 * width(one));
  EXPECT_EQ(ask(kSentiment, often, with({{"count", "last"}})).number("n"), 60);
  Fixture alone;
  say(alone, "anna", "positive");
  say(alone, "anna", "negative");
  EXPECT_NE(ask(kSentiment, alone).none("low"), "");
}

TEST(Sentiment, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const VoiceLife life = random_voice_life(seed);
    for (const std::string count : {"all", "last", "first"}) {
      int64_t positive = 0;
      int64_t negative = 0;
      int64_t known = 0;
      int64_t unknown = 0;
      int64_t customers = 0;
      for (const auto& person : life.persons()) {
        std::vector<const VoiceEvent*> texts;
        for (const VoiceEvent* event : person) {
          if (event->said()) texts.push_back(event);
        }
        if (count == "last" && !texts.empty()) texts = {texts.back()};
        if (count == "first" && !texts.empty()) texts = {texts.front()};
        for (const VoiceEvent* text : texts) {
          const std::string& tone = text->at("voice.sentiment");
          positive += tone == "positive" ? 1 : 0;
          negative += tone == "negative" ? 1 : 0;
          ++(tone == "unknown" ? unknown : known);
        }
        customers += texts.empty() || person[0]->customer.empty() ? 0 : 1;
      }
      const Asked asked = ask(kSentiment, life.fixture, with({{"count", count}}));
      EXPECT_EQ(asked.number("n"), known);
      EXPECT_EQ(asked.number("unknown"), unknown);
      EXPECT_EQ(asked.number("customers"), customers);
      if (known > 0) {
        EXPECT_NEAR(asked.number("value"),
                    100.0 * static_cast<double>(positive - negative) / static_cast<double>(known), 1e-9);
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
