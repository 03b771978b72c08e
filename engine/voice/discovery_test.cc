// Method: the case of the task by hand, the edges of the rule, then random lives against a count from the definition.
#include "voice/discovery.h"

#include <gtest/gtest.h>

#include "stats/intervals.h"
#include "voice/voice_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kDiscovery = discovery_definition();

TEST(Discovery, SixtyOnePercentThroughOneNetworkIsConcentrated) {
  Fixture life;
  for (int i = 0; i < 200; ++i) {
    const std::string name = "c" + std::to_string(i);
    life.add(name, VoiceLife::kFrom + i * kHour,
             {{"properties.platform", i < 122   ? "pictures"
                                      : i < 170 ? "search"
                                                : "friends"}});
    life.add(name, VoiceLife::kFrom + 20 * kDay, {{"properties.platform", "search"}});
  }
  const Asked asked = ask(kDiscovery, life);
  EXPECT_EQ(asked.text("platform"), "pictures");
  EXPECT_NEAR(asked.number("share"), 61, 1e-9);
  EXPECT_NEAR(asked.number("low"), 100 * wilson(122, 200)->low, 1e-9);
  EXPECT_EQ(asked.number("customers"), 122);
  EXPECT_EQ(asked.text("concentrated"), "yes");
  EXPECT_EQ(asked.text("concentrated", 1), "no");
  EXPECT_NEAR(asked.number("concentration"), 0.61 * 0.61 + 0.24 * 0.24 + 0.15 * 0.15, 1e-12);
  ASSERT_EQ(asked.answer.notes.size(), 1U);
  EXPECT_EQ(asked.answer.notes[0],
            "customers who came first through pictures, beyond chance more than half of all: 122");
}

TEST(Discovery, AFewAreNoProof) {
  Fixture life;
  for (int i = 0; i < 5; ++i) {
    life.add("c" + std::to_string(i), "2026-01-01", {{"properties.platform", i < 4 ? "pictures" : "search"}});
  }
  const Asked asked = ask(kDiscovery, life);
  EXPECT_EQ(asked.number("share"), 80);
  EXPECT_EQ(asked.text("concentrated"), "no");
  EXPECT_TRUE(asked.answer.notes.empty());
}

TEST(Discovery, TheFirstContactIsTheirsAndMayLieBeforeTheRange) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"channel", "email"}, {"direction", "out"}});
  life.add("anna", "2026-01-05", {{"channel", "web"}});
  life.add("bert", "2025-12-01", {{"channel", "store"}});
  life.add("bert", "2026-01-05", {{"channel", "web"}});
  life.add("", "2026-01-05", {{"channel", "web"}});
  Question january;
  january.from = "2026-01-01";
  const Asked asked = ask(kDiscovery, life, january);
  ASSERT_EQ(asked.answer.rows.size(), 1U);
  EXPECT_EQ(asked.text("platform"), "web");
  EXPECT_EQ(asked.number("customers"), 1);
  EXPECT_EQ(ask(kDiscovery, life).answer.rows.size(), 2U);
}

TEST(Discovery, WithoutAPlatformIsARow) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"touchpoint", "x"}});
  const Asked asked = ask(kDiscovery, life);
  EXPECT_EQ(asked.text("platform"), "");
  EXPECT_EQ(asked.number("share"), 100);
  EXPECT_EQ(asked.text("concentrated"), "no");
  EXPECT_EQ(asked.none("concentration"), "no platform is known");
  EXPECT_TRUE(ask(kDiscovery, Fixture()).answer.rows.empty());
}

TEST(Discovery, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const VoiceLife life = random_voice_life(seed);
    std::map<std::string, int64_t> twins;
    for (const auto& person : life.persons()) {
      if (!person[0]->customer.empty()) ++twins[person[0]->at("touchpoint")];
    }
    const Table table = table_of(ask(kDiscovery, life.fixture, with({{"node", "touchpoint"}})).answer);
    ASSERT_EQ(table.size(), twins.size());
    for (const auto& [name, customers] : twins) EXPECT_EQ(number(table, name, "customers"), customers);
  }
}

}  // namespace
}  // namespace sojourn
