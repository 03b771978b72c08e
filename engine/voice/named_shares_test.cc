// Method: a small case by hand, then random lives against a count written from the definition.
#include "voice/named_shares.h"

#include <gtest/gtest.h>

#include <set>

#include "stats/intervals.h"
#include "voice/voice_life.h"

namespace sojourn {
namespace {

TEST(NamedShares, UnknownIsARowAndTheLast) {
  Fixture life;
  life.add("anna", "2026-01-05", {{"voice.emotion", "joy"}});
  life.add("bert", "2026-01-05", {{"voice.emotion", "unknown"}});
  life.add("cees", "2026-01-05", {{"voice.emotion", "unknown"}});
  life.add("", "2026-01-05", {{"voice.emotion", "joy"}});
  life.add("dora", "2026-01-05", {{"voice.emotion", "anger"}});
  life.add("eva", "2026-01-05", {{"touchpoint", "visit"}});
  const MeasureDefinition emotion = emotion_definition();
  const Asked asked = ask(emotion, life);
  ASSERT_EQ(asked.answer.rows.size(), 3U);
  EXPECT_EQ(asked.text("emotion", 0), "joy");
  EXPECT_EQ(asked.text("emotion", 1), "anger");
  EXPECT_EQ(asked.text("emotion", 2), "unknown");
  EXPECT_EQ(asked.number("share", 0), 40);
  EXPECT_NEAR(asked.number("low", 0), 100 * wilson(2, 5)->low, 1e-9);
  EXPECT_NEAR(asked.number("high", 0), 100 * wilson(2, 5)->high, 1e-9);
  EXPECT_EQ(asked.number("n", 0), 2);
  EXPECT_EQ(asked.number("customers", 0), 1);
  EXPECT_EQ(who(emotion, life, {}, {{{"emotion", "anger"}}, "n"}), std::vector<uint32_t>{life.number("dora")});
}

TEST(NamedShares, EachMeasureReadsItsOwnColumn) {
  Fixture life;
  life.add("anna", "2026-01-05", {{"voice.motive", "safety"}, {"voice.intent", "thanks"}});
  EXPECT_EQ(ask(motives_definition(), life).text("motive"), "safety");
  EXPECT_EQ(ask(intents_definition(), life).text("intent"), "thanks");
  EXPECT_TRUE(ask(emotion_definition(), life).answer.rows.empty());
}

TEST(NamedShares, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const VoiceLife life = random_voice_life(seed);
    std::map<std::string, int64_t> texts;
    std::map<std::string, std::set<std::string>> customers;
    int64_t all = 0;
    for (const VoiceEvent& event : life.events) {
      if (!event.said()) continue;
      ++all;
      ++texts[event.at("voice.emotion")];
      customers[event.at("voice.emotion")].insert(event.customer);
    }
    const Table table = table_of(ask(emotion_definition(), life.fixture).answer);
    ASSERT_EQ(table.size(), texts.size());
    for (auto& [name, count] : texts) {
      customers[name].erase("");
      EXPECT_EQ(number(table, name, "n"), count);
      EXPECT_EQ(number(table, name, "customers"), static_cast<int64_t>(customers[name].size()));
      EXPECT_NEAR(real(table, name, "share"), 100.0 * static_cast<double>(count) / static_cast<double>(all), 1e-9);
    }
  }
}

}  // namespace
}  // namespace sojourn
