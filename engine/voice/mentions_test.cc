// Method: the roadmap case by hand, then random lives against a count written from the definition.
#include "voice/mentions.h"

#include <gtest/gtest.h>

#include <set>

#include "stats/intervals.h"
#include "voice/voice_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kWishes = wishes_definition();
const MeasureDefinition kRivals = switching_definition();

void wish(Fixture& life, const std::string& customer, Micros day, const std::string& name) {
  life.add(customer, VoiceLife::kFrom + day * kDay, {{"voice.sentiment", "neutral"}, {"voice.wish", name}});
}

TEST(Wishes, FortyMentionsAreOneRowWithTheirCustomersAndMoney) {
  Fixture life;
  for (int i = 0; i < 40; ++i) {
    const std::string name = "c" + std::to_string(i % 25);
    wish(life, name, i, "dark mode");
    if (i < 10) life.add(name, VoiceLife::kFrom + i * kDay, {{"amount", "20"}, {"currency", "EUR"}});
  }
  wish(life, "c1", 3, "export");
  life.add("other", VoiceLife::kFrom, {{"amount", "999"}, {"currency", "EUR"}});
  const Asked asked = ask(kWishes, life);
  ASSERT_EQ(asked.answer.rows.size(), 2U);
  EXPECT_EQ(asked.text("wish"), "dark mode");
  EXPECT_EQ(asked.number("mentions"), 40);
  EXPECT_EQ(asked.number("customers"), 25);
  EXPECT_EQ(asked.number("revenue"), 200);
  EXPECT_EQ(asked.text("currency"), "EUR");
  EXPECT_EQ(asked.text("first"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(asked.text("last"), "2026-02-09T00:00:00Z");
  EXPECT_EQ(asked.number("revenue", 1), 20);
  EXPECT_EQ(who(kWishes, life, {}, {{{"wish", "export"}}, "customers"}), std::vector<uint32_t>{life.number("c1")});
}

TEST(Wishes, OneCurrencyIsShownAndTheOthersAreTold) {
  Fixture life;
  wish(life, "anna", 1, "export");
  wish(life, "bert", 1, "export");
  wish(life, "cees", 1, "export");
  life.add("anna", VoiceLife::kFrom, {{"amount", "10"}, {"currency", "USD"}});
  life.add("bert", VoiceLife::kFrom, {{"amount", "4"}, {"currency", "EUR"}});
  life.add("cees", VoiceLife::kFrom, {{"amount", "5"}, {"currency", "EUR"}});
  const Asked asked = ask(kWishes, life);
  EXPECT_EQ(asked.number("revenue"), 9);
  EXPECT_EQ(asked.text("currency"), "EUR");
  ASSERT_EQ(asked.answer.notes.size(), 1U);
  EXPECT_EQ(asked.answer.notes[0],
            "customers who also paid in another currency, which is left out: ask for it with currency=: 1");
  EXPECT_EQ(ask(kWishes, life, with({{"currency", "USD"}})).number("revenue"), 10);
  EXPECT_EQ(ask(kWishes, life, with({{"currency", "GBP"}})).number("revenue"), 0);
}

TEST(Wishes, WithoutMoneyAndWithoutWishes) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"voice.sentiment", "neutral"}});
  EXPECT_TRUE(ask(kWishes, life).answer.rows.empty());
  wish(life, "anna", 1, "export");
  EXPECT_EQ(ask(kWishes, life).none("revenue"), "no amounts of these customers in the range");
}

TEST(Wishes, GrowthIsTold) {
  Fixture life;
  for (int i = 0; i < 30; ++i) wish(life, "c" + std::to_string(i), 29 + i % 25, "export");
  for (int i = 0; i < 4; ++i) wish(life, "c" + std::to_string(i), 5, "export");
  life.add("end", VoiceLife::kFrom, {{"touchpoint", "x"}});
  life.add("end", VoiceLife::kFrom + 56 * kDay - 1, {{"touchpoint", "x"}});
  const Asked asked = ask(kWishes, life);
  EXPECT_EQ(asked.number("recent"), 30);
  EXPECT_EQ(asked.number("before"), 4);
  EXPECT_EQ(asked.text("trend"), "rising");
}

TEST(Rivals, AreSharesOfThoseWhoWroteAnything) {
  Fixture life;
  for (int i = 0; i < 10; ++i) {
    life.add("c" + std::to_string(i), "2026-01-01", {{"voice.sentiment", "neutral"}});
    if (i < 3)
      life.add("c" + std::to_string(i), "2026-01-02", {{"voice.sentiment", "negative"}, {"voice.rival", "Acme"}});
  }
  life.add("c0", "2026-01-03", {{"amount", "12.50"}, {"currency", "EUR"}});
  const Asked asked = ask(kRivals, life);
  EXPECT_EQ(asked.text("rival"), "Acme");
  EXPECT_NEAR(asked.number("share"), 30, 1e-9);
  EXPECT_NEAR(asked.number("low"), 100 * wilson(3, 10)->low, 1e-9);
  EXPECT_EQ(asked.number("n"), 3);
  EXPECT_EQ(asked.number("customers"), 3);
  EXPECT_EQ(asked.number("revenue"), 12.5);
}

TEST(Mentions, EqualTheirTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const VoiceLife life = random_voice_life(seed);
    const TwinWindows windows(life);
    for (const std::string field : {"voice.wish", "voice.rival"}) {
      struct Twin {
        int64_t texts = 0, persons = 0, customers = 0, recent = 0, before = 0;
        double euros = 0;
      };
      std::map<std::string, Twin> twins;
      int64_t writers = 0;
      for (const auto& person : life.persons()) {
        std::map<std::string, int64_t> own;
        double euros = 0;
        bool wrote = false;
        for (const VoiceEvent* event : person) {
          if (event->at("currency") == "EUR") euros += *parse_number(event->at("amount"));
          if (!event->said()) continue;
          wrote = true;
          const std::string& name = event->at(field);
          if (name.empty()) continue;
          ++own[name];
          twins[name].recent += windows.is_recent(event->time) ? 1 : 0;
          twins[name].before += windows.is_before(event->time) ? 1 : 0;
        }
        writers += wrote ? 1 : 0;
        for (const auto& [name, texts] : own) {
          twins[name].texts += texts;
          ++twins[name].persons;
          if (person[0]->customer.empty()) continue;
          ++twins[name].customers;
          twins[name].euros += euros;
        }
      }
      const MeasureDefinition& measure = field == "voice.wish" ? kWishes : kRivals;
      const Asked asked = ask(measure, life.fixture, with({{"currency", "EUR"}}));
      const Table table = table_of(asked.answer);
      ASSERT_EQ(table.size(), twins.size()) << seed;
      for (const auto& [name, twin] : twins) {
        EXPECT_EQ(number(table, name, field == "voice.wish" ? "mentions" : "n"), twin.texts);
        EXPECT_EQ(number(table, name, "customers"), twin.customers);
        EXPECT_EQ(number(table, name, "recent"), twin.recent);
        EXPECT_EQ(number(table, name, "before"), twin.before);
        EXPECT_NEAR(real(table, name, "revenue"), twin.euros, 1e-9) << seed << name;
        if (field == "voice.rival") {
          EXPECT_NEAR(real(table, name, "share"),
                      100.0 * static_cast<double>(twin.persons) / static_cast<double>(writers), 1e-9);
        }
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
