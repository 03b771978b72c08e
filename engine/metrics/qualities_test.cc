// By hand, and against a twin written from the definition on random answers.
#include "metrics/qualities.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

const MeasureDefinition kQualities = qualities_definition();

void add(Fixture& life, const std::string& who, const std::string& place, const std::string& kind, int answer,
         const std::string& time = "2026-01-01") {
  std::vector<std::pair<std::string, std::string>> fields{{"kind", kind}, {"answer", std::to_string(answer)}};
  if (!place.empty()) fields.emplace_back("touchpoint", place);
  life.add(who, time, fields);
}

TEST(Qualities, FourTwoAndThreeNameUsable) {
  Fixture life;
  add(life, "anna", "checkout", "useful", 4);
  add(life, "anna", "checkout", "usable", 2);
  add(life, "anna", "checkout", "enjoyable", 3);
  const Asked asked = ask(kQualities, life);
  ASSERT_EQ(asked.answer.rows.size(), 3u);
  const std::vector<std::pair<std::string, double>> expected{{"useful", 4}, {"usable", 2}, {"enjoyable", 3}};
  for (size_t row = 0; row < 3; ++row) {
    EXPECT_EQ(asked.text("node", row), "checkout");
    EXPECT_EQ(asked.text("quality", row), expected[row].first);
    EXPECT_EQ(asked.number("value", row), expected[row].second);
    EXPECT_EQ(asked.text("weak", row), "usable");
    EXPECT_EQ(asked.text("sure", row), "no") << "one customer proves nothing";
    EXPECT_NE(asked.none("low", row), "");
  }
  EXPECT_EQ(asked.number("score", 0), 75);
  EXPECT_EQ(asked.number("score", 1), 25);
}

TEST(Qualities, ManyMakeItSure) {
  Fixture life;
  for (int i = 0; i < 60; ++i) {
    const std::string who = "c" + std::to_string(i);
    add(life, who, "checkout", "useful", 4 + i % 2);
    add(life, who, "checkout", "usable", 2 + i % 2);
    add(life, who, "checkout", "enjoyable", 3 + i % 3);
    add(life, who, "visit", "useful", 3 + i % 2);
    add(life, who, "visit", "usable", 3 + i / 2 % 2);
  }
  const Asked asked = ask(kQualities, life);
  ASSERT_EQ(asked.answer.rows.size(), 6u);
  EXPECT_EQ(asked.text("node", 0), "checkout") << "most answers first";
  EXPECT_EQ(asked.text("weak", 0), "usable");
  EXPECT_EQ(asked.text("sure", 0), "yes");
  EXPECT_EQ(asked.text("weak", 3), "") << "3.5 and 3.5 are alike";
  EXPECT_EQ(asked.none("value", 5), "no enjoyable answers");
  EXPECT_EQ(asked.number("n", 5), 0);
}

TEST(Qualities, AreComparedOnTheirScales) {
  Fixture life;
  // 6 of 7 is 83 %, 4 of 5 is 75 %: the larger number is not the stronger side.
  life.add("a", "2026-01-01", {{"touchpoint", "app"}, {"kind", "useful"}, {"answer", "4"}});
  life.add("a", "2026-01-01",
           {{"touchpoint", "app"}, {"kind", "usable"}, {"answer", "4"}, {"scale_min", "1"}, {"scale_max", "7"}});
  const Asked asked = ask(kQualities, life);
  EXPECT_EQ(asked.text("weak"), "usable");
  EXPECT_EQ(asked.number("score", 1), 50);
  life.add("b", "2026-01-01",
           {{"touchpoint", "app"}, {"kind", "usable"}, {"answer", "4"}, {"scale_min", "1"}, {"scale_max", "10"}});
  EXPECT_THAT(ask(kQualities, life).none("value", 1), HasSubstr("several scales"));
  EXPECT_EQ(ask(kQualities, life).text("weak"), "") << "one is left, which has nothing to be weaker than";
}

TEST(Qualities, OtherKindsAndOtherPlaces) {
  Fixture life;
  for (const auto& [kind, answer] : {std::pair("nuttig", 4), {"usable", 2}}) {
    life.add("a", "2026-01-01",
             {{"channel", "web"},
              {"kind", kind},
              {"answer", std::to_string(answer)},
              {"scale_min", "1"},
              {"scale_max", "5"}});
  }
  const Asked asked = ask(kQualities, life, with({{"useful", "nuttig"}, {"node", "channel"}}));
  EXPECT_EQ(asked.text("node"), "web");
  EXPECT_EQ(asked.number("value"), 4);
  EXPECT_EQ(ask(kQualities, life).text("node"), "") << "without one";
  EXPECT_THAT(ask(kQualities, life, with({{"node", "amount"}})).error, HasSubstr("node"));
}

TEST(Qualities, EqualsItsTwinOnRandomAnswers) {
  const std::vector<std::string> kinds{"useful", "usable", "enjoyable", "csat"};
  const std::vector<std::string> places{"", "visit", "help"};
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 random(seed);
    struct Given {
      std::string who, place, kind;
      int answer;
    };
    std::vector<Given> given;
    Fixture life;
    for (size_t i = 0; i < 10 + seed * 2; ++i) {
      Given each{random() % 5 == 0 ? "" : "c" + std::to_string(random() % 8), places[random() % 3], kinds[random() % 4],
                 static_cast<int>(1 + random() % 5)};
      char time[32];
      std::snprintf(time, sizeof time, "2026-01-01T%02d:%02d:00Z", static_cast<int>(i / 60), static_cast<int>(i % 60));
      add(life, each.who, each.place, each.kind, each.answer, time);
      given.push_back(each);
    }
    for (const std::string count : {"last", "first", "all"}) {
      // Touchpoint and kind -> answers that count.
      std::map<std::pair<std::string, std::string>, std::vector<int>> expected;
      std::set<std::vector<std::string>> seen;
      std::vector<Given> ordered = given;
      if (count == "last") std::reverse(ordered.begin(), ordered.end());
      for (const Given& each : ordered) {
        if (each.kind == "csat") continue;
        const bool again = !each.who.empty() && !seen.insert({each.who, each.place, each.kind}).second;
        if (again && count != "all") continue;
        expected[{each.place, each.kind}].push_back(each.answer);
      }
      const Asked asked = ask(kQualities, life, with({{"count", count}}));
      size_t found = 0;
      for (size_t row = 0; row < asked.answer.rows.size(); ++row) {
        const auto place = expected.find({asked.text("node", row), asked.text("quality", row)});
        if (place == expected.end()) {
          EXPECT_EQ(asked.number("n", row), 0);
          continue;
        }
        ++found;
        double sum = 0;
        for (const int answer : place->second) sum += answer;
        EXPECT_EQ(asked.number("n", row), static_cast<double>(place->second.size())) << seed << count;
        EXPECT_NEAR(asked.number("value", row), sum / static_cast<double>(place->second.size()), 1e-9);
      }
      EXPECT_EQ(found, expected.size()) << seed << count;
    }
  }
}

}  // namespace
}  // namespace sojourn
