// Method: a small case by hand, growth that is planted, then random lives against a count written from the definition.
#include "voice/topics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "text/emerging.h"
#include "voice/voice_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kTopics = topics_definition();

void say(Fixture& life, const std::string& customer, Micros day, const std::string& topic, const std::string& tone) {
  life.add(customer, VoiceLife::kFrom + day * kDay, {{"voice.sentiment", tone}, {"voice.topic", topic}});
}

TEST(Topics, CountsAddUpToAllTexts) {
  Fixture life;
  for (int i = 0; i < 100; ++i) {
    say(life, "c" + std::to_string(i), i % 10,
        i < 20   ? "other"
        : i < 70 ? "delivery"
                 : "price",
        i % 2 == 0 ? "negative" : "positive");
  }
  const Asked asked = ask(kTopics, life);
  ASSERT_EQ(asked.answer.rows.size(), 3U);
  EXPECT_EQ(asked.text("topic", 0), "delivery");
  EXPECT_EQ(asked.text("topic", 1), "price");
  EXPECT_EQ(asked.text("topic", 2), "other");
  EXPECT_EQ(asked.number("n", 0) + asked.number("n", 1) + asked.number("n", 2), 100);
  EXPECT_EQ(asked.number("share", 0), 50);
  EXPECT_EQ(asked.number("net", 0), 0);
  EXPECT_EQ(asked.number("customers", 1), 30);
}

TEST(Topics, ATopicThatTakesALargerPartIsRising) {
  Fixture life;
  for (int i = 0; i < 120; ++i) {
    const std::string name = "c" + std::to_string(i);
    say(life, name, i % 28, i % 10 == 0 ? "app" : "price", "neutral");
    say(life, name, 28 + i % 28, i % 2 == 0 ? "app" : "price", "neutral");
    if (i < 40) say(life, name, 30 + i % 20, "login", "negative");
  }
  const Table table = table_of(ask(kTopics, life).answer);
  EXPECT_EQ(table.at("app").at("trend"), "rising");
  EXPECT_EQ(table.at("price").at("trend"), "falling");
  EXPECT_EQ(table.at("login").at("trend"), "new");
  EXPECT_EQ(number(table, "app", "recent"), 60);
  EXPECT_EQ(number(table, "app", "before"), 12);
}

// A year in which 400 customers write once in four weeks, 4 % of them on login; in the last four weeks 15 %.
TEST(Topics, ATopicThatComesUpIsEmerging) {
  std::mt19937_64 random(5);
  Fixture life;
  for (int period = 0; period < 13; ++period) {
    for (int i = 0; i < 400; ++i) {
      const uint64_t at = random() % 100;
      const uint64_t login = period == 12 ? 15 : 4;
      say(life, "c" + std::to_string(i), period * 28 + i % 28,
          at < login ? "login"
          : at < 60  ? "price"
                     : "delivery",
          "neutral");
    }
  }
  const Table table = table_of(ask(kTopics, life).answer);
  EXPECT_EQ(table.at("login").at("emerging"), "yes");
  EXPECT_EQ(table.at("price").at("emerging"), "no");
  Fixture new_record;
  for (int i = 0; i < 30; ++i) say(new_record, "c" + std::to_string(i), 5, "login", "neutral");
  EXPECT_EQ(ask(kTopics, new_record).none("emerging"), "nobody wrote anything before the recent time");
}

// Thirty topics that nothing happens to: an alarm in no more than one of ten records.
TEST(Topics, ChanceAloneSeldomEmerges) {
  std::mt19937_64 random(6);
  int alarms = 0;
  for (int record = 0; record < 40; ++record) {
    Fixture life;
    for (int i = 0; i < 1'500; ++i) {
      say(life, "c" + std::to_string(i), static_cast<Micros>(random() % 364), "t" + std::to_string(random() % 30),
          "neutral");
    }
    const auto answer = FixtureQuestion(kTopics, life.snapshot(), with({})).answer();
    const Table table = table_of(*answer);
    alarms += std::ranges::any_of(table, [](const auto& row) { return row.second.at("emerging") == "yes"; }) ? 1 : 0;
  }
  EXPECT_LE(alarms, 4);
}

// Persons by window, counted by sets; what is made of them is judged by the tests of find_emerging().
TEST(Topics, EmergingIsOfPersonsInEqualTimes) {
  size_t yes = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    VoiceLife life = random_voice_life(seed);
    for (int i = 0; i < static_cast<int>(seed % 20); ++i) {  // The newest come up with the app.
      life.add({"new" + std::to_string(i),
                VoiceLife::kFrom + 99 * kDay - i * kHour,
                {{"voice.sentiment", "neutral"}, {"voice.topic", "app"}}});
    }
    constexpr Micros kWindow = 7 * kDay;
    const Micros end = life.newest() + 1;
    const auto count = static_cast<size_t>(std::clamp<Micros>((end - life.oldest()) / kWindow, 2, 13));
    std::map<std::string, std::map<size_t, std::set<std::string>>> persons;
    std::map<size_t, std::set<std::string>> all;
    for (size_t i = 0; i < life.events.size(); ++i) {
      const VoiceEvent& event = life.events[i];
      const auto ago = static_cast<size_t>((end - 1 - event.time) / kWindow);
      if (!event.said() || ago >= count) continue;
      const std::string person = event.customer.empty() ? "?" + std::to_string(i) : event.customer;
      persons[event.at("voice.topic")][count - 1 - ago].insert(person);
      all[count - 1 - ago].insert(person);
    }
    std::vector<std::vector<uint64_t>> counts;
    std::vector<uint64_t> totals(count);
    const std::vector<std::string> names{"app", "price"};
    for (size_t period = 0; period < count; ++period) totals[period] = all[period].size();
    for (const std::string& name : names) {
      counts.emplace_back(count);
      for (size_t period = 0; period < count; ++period) counts.back()[period] = persons[name][period].size();
    }
    const auto wanted = find_emerging(counts, totals, EmergingOptions());
    const Table table = table_of(ask(kTopics, life.fixture, with({{"recent", "7d"}})).answer);
    for (size_t i = 0; i < names.size(); ++i) {
      if (!table.contains(names[i])) continue;
      const std::string& cell = table.at(names[i]).at("emerging");
      if (cell.starts_with("nobody")) continue;
      EXPECT_EQ(cell, (*wanted)[i].emerging ? "yes" : "no") << seed;
      yes += cell == "yes" ? 1 : 0;
    }
  }
  EXPECT_GT(yes, 0U);
}

TEST(Topics, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const VoiceLife life = random_voice_life(seed);
    const TwinWindows windows(life);
    struct Twin {
      int64_t n = 0, positive = 0, negative = 0, neutral = 0, recent = 0, before = 0, scored = 0;
      double score = 0;
      std::set<std::string> customers;
    };
    std::map<std::string, Twin> twins;
    for (const VoiceEvent& event : life.events) {
      if (!event.said()) continue;
      Twin& twin = twins[event.at("voice.topic")];
      ++twin.n;
      const std::string& tone = event.at("voice.sentiment");
      twin.positive += tone == "positive" ? 1 : 0;
      twin.negative += tone == "negative" ? 1 : 0;
      twin.neutral += tone == "neutral" ? 1 : 0;
      twin.recent += windows.is_recent(event.time) ? 1 : 0;
      twin.before += windows.is_before(event.time) ? 1 : 0;
      if (!event.at("voice.score").empty()) {
        ++twin.scored;
        twin.score += *parse_number(event.at("voice.score"));
      }
      if (!event.customer.empty()) twin.customers.insert(event.customer);
    }
    const Table table = table_of(ask(kTopics, life.fixture).answer);
    ASSERT_EQ(table.size(), twins.size()) << seed;
    for (const auto& [name, twin] : twins) {
      EXPECT_EQ(number(table, name, "n"), twin.n);
      EXPECT_EQ(number(table, name, "positive"), twin.positive);
      EXPECT_EQ(number(table, name, "neutral"), twin.neutral);
      EXPECT_EQ(number(table, name, "negative"), twin.negative);
      EXPECT_EQ(number(table, name, "recent"), twin.recent) << seed;
      EXPECT_EQ(number(table, name, "before"), twin.before) << seed;
      EXPECT_EQ(number(table, name, "customers"), static_cast<int64_t>(twin.customers.size()));
      const int64_t known = twin.positive + twin.neutral + twin.negative;
      if (known > 0) {
        EXPECT_NEAR(real(table, name, "net"),
                    100.0 * static_cast<double>(twin.positive - twin.negative) / static_cast<double>(known), 1e-9);
      }
      if (twin.scored > 0) {
        EXPECT_NEAR(real(table, name, "mean_score"), twin.score / static_cast<double>(twin.scored), 1e-9);
      }
    }
    Question split;
    split.measure = "topics";
    split.by = {"touchpoint"};
    split.over = Period::kWeek;
    EXPECT_EQ(difference_when_divided(kTopics, life.fixture, split), "");
  }
}

}  // namespace
}  // namespace sojourn
