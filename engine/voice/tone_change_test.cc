// By hand for the courses that the definition names; against a twin written from it on random lives.
#include "voice/tone_change.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

const MeasureDefinition kChange = tone_change_definition();

void talk(Fixture& life, const std::string& customer, const std::string& first, const std::string& last,
          const Fixture::Fields& more = {}) {
  Fixture::Fields fields = {{"channel", "call"}, {"voice.turns", "9"}};
  if (!first.empty()) fields.insert(fields.end(), {{"voice.tone_first", first}, {"voice.tone_last", last}});
  fields.insert(fields.end(), more.begin(), more.end());
  life.add(customer, "2026-01-01", fields);
}

TEST(ToneChange, FromMinusFourToPlusThreeIsSevenImproved) {
  Fixture life;
  talk(life, "anna", "-0.4", "0.3");
  const Asked asked = ask(kChange, life);
  EXPECT_NEAR(asked.number("value"), 0.7, 1e-12);
  EXPECT_EQ(asked.number("improved"), 1);
  EXPECT_EQ(asked.number("n"), 1);
  EXPECT_EQ(asked.number("first"), -0.4);
  EXPECT_EQ(asked.number("last"), 0.3);
  EXPECT_EQ(asked.none("low"), "one customer had all conversations, which says nothing about how customers differ");
}

TEST(ToneChange, ATenthIsNotable) {
  Fixture life;
  talk(life, "a", "0", "0.1");
  talk(life, "b", "0.3", "0.2");
  talk(life, "c", "0", "0.0999");
  talk(life, "d", "0.05", "0");
  talk(life, "e", "", "");
  const Asked asked = ask(kChange, life);
  EXPECT_EQ(asked.number("improved"), 1);
  EXPECT_EQ(asked.number("worsened"), 1);
  EXPECT_EQ(asked.number("steady"), 2);
  EXPECT_EQ(asked.number("unknown"), 1);
  EXPECT_EQ(asked.number("n"), 4);
  EXPECT_EQ(asked.number("customers"), 4);
  EXPECT_EQ(who(kChange, life, {}, {{}, "worsened"}), std::vector<uint32_t>{life.number("b")});
}

TEST(ToneChange, EmptyHasReasons) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"touchpoint", "visit"}});
  EXPECT_EQ(ask(kChange, life).none("value"), "no conversations");
  talk(life, "anna", "", "");
  EXPECT_EQ(ask(kChange, life).none("value"), "no conversation has three turns of the customer with a known tone");
}

TEST(ToneChange, OnePersonsConversationsAreAlike) {
  Fixture many;
  Fixture few;
  for (int i = 0; i < 40; ++i) {
    talk(many, "c" + std::to_string(i), "0", i % 2 == 0 ? "0.5" : "-0.5");
    talk(few, "c" + std::to_string(i / 10), "0", i / 10 % 2 == 0 ? "0.5" : "-0.5");
  }
  const auto width = [](const Asked& asked) { return asked.number("high") - asked.number("low"); };
  EXPECT_GT(width(ask(kChange, few)), 3 * width(ask(kChange, many)));
  EXPECT_NEAR(ask(kChange, many).number("value"), 0, 1e-12);
}

TEST(ToneChange, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 random(seed);
    Fixture life;
    struct Twin {
      double sum = 0;
      double first = 0;
      int64_t n = 0, improved = 0, worsened = 0, unknown = 0;
      std::map<std::string, std::pair<int64_t, double>> persons;
    };
    std::map<std::string, Twin> twins;
    for (size_t i = 0; i < seed * 3; ++i) {
      const std::string customer = random() % 6 == 0 ? "" : "c" + std::to_string(random() % 9);
      const std::string channel = random() % 2 == 0 ? "call" : "chat";
      Fixture::Fields fields = {{"channel", channel}};
      const uint64_t what = random() % 10;
      const int first = static_cast<int>(random() % 201) - 100;
      const int last = static_cast<int>(random() % 201) - 100;
      if (what > 0) fields.emplace_back("voice.turns", "5");
      if (what > 2) {
        fields.emplace_back("voice.tone_first", format_number(first / 100.0));
        fields.emplace_back("voice.tone_last", format_number(last / 100.0));
      }
      life.add(customer, "2026-01-0" + std::to_string(1 + random() % 9), fields);
      for (const std::string& group : {channel, std::string("all")}) {
        Twin& twin = twins[group];
        if (what == 1 || what == 2) ++twin.unknown;
        if (what <= 2) continue;
        ++twin.n;
        twin.sum += (last - first) / 100.0;
        twin.first += first / 100.0;
        twin.improved += last - first >= 10;
        twin.worsened += last - first <= -10;
        auto& person = twin.persons[customer.empty() ? "?" + std::to_string(i) : customer];
        ++person.first;
        person.second += (last - first) / 100.0;
      }
    }
    Question by_channel;
    by_channel.by = {"channel"};
    const Table table = table_of(ask(kChange, life, by_channel).answer);
    const Asked all = ask(kChange, life);
    for (const auto& [group, twin] : twins) {
      const bool whole = group == "all";
      if (!whole && twin.n + twin.unknown == 0) continue;
      const auto count = [&](const std::string& name) {
        return whole ? static_cast<int64_t>(all.number(name)) : number(table, group, name);
      };
      ASSERT_EQ(count("n"), twin.n) << seed;
      if (twin.n == 0) continue;
      EXPECT_EQ(count("improved"), twin.improved);
      EXPECT_EQ(count("worsened"), twin.worsened);
      EXPECT_EQ(count("unknown"), twin.unknown);
      const double mean = twin.sum / static_cast<double>(twin.n);
      EXPECT_NEAR(whole ? all.number("value") : real(table, group, "value"), mean, 1e-9);
      EXPECT_NEAR(whole ? all.number("first") : real(table, group, "first"), twin.first / static_cast<double>(twin.n),
                  1e-9);
      const double persons = static_cast<double>(twin.persons.size());
      if (persons < 2) continue;
      double squares = 0;
      for (const auto& [name, person] : twin.persons) {
        squares += std::pow(person.second - mean * static_cast<double>(person.first), 2);
      }
      const double error = std::sqrt(persons / (persons - 1) * squares) / static_cast<double>(twin.n);
      const double low = mean - two_sided_t(kConfidence, persons - 1) * error;
      EXPECT_NEAR(whole ? all.number("low") : real(table, group, "low"), low, 1e-6) << seed;
    }
  }
}

}  // namespace
}  // namespace sojourn
