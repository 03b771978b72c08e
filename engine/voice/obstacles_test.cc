// Method: the cases of the task by hand, then random lives against a count written from the definition.
#include "voice/obstacles.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "voice/voice_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kObstacles = obstacles_definition();

TEST(Obstacles, FailedTasksAndCommentsAtOneStepComeFirstWithBothCounts) {
  Fixture life;
  for (int i = 0; i < 30; ++i) {
    life.add("f" + std::to_string(i), VoiceLife::kFrom + (30 + i % 20) * kDay,
             {{"touchpoint", "upload"}, {"outcome", "failed"}});
  }
  for (int i = 0; i < 12; ++i) {
    Fixture::Fields said{{"touchpoint", "upload"}, {"voice.sentiment", "negative"}};
    if (i < 9) said.emplace_back("voice.obstacle", "upload size");
    life.add("c" + std::to_string(i), VoiceLife::kFrom + (25 + i) * kDay, said);
  }
  for (int i = 0; i < 20; ++i) {
    life.add("o" + std::to_string(i), VoiceLife::kFrom + i * kDay,
             {{"touchpoint", "login"}, {"voice.sentiment", "negative"}, {"voice.obstacle", "password rules"}});
    life.add("o" + std::to_string(i), VoiceLife::kFrom + 55 * kDay, {{"touchpoint", "visit"}});
  }
  const Asked asked = ask(kObstacles, life);
  EXPECT_EQ(asked.text("place"), "upload");
  EXPECT_EQ(asked.text("obstacle"), "(any)");
  EXPECT_EQ(asked.number("comments"), 12);
  EXPECT_EQ(asked.number("failed"), 30);
  EXPECT_EQ(asked.number("customers"), 42);
  EXPECT_EQ(asked.text("trend"), "rising");
  EXPECT_EQ(asked.text("obstacle", 1), "upload size");
  EXPECT_EQ(asked.number("comments", 1), 9);
  EXPECT_EQ(asked.text("obstacle", 2), "");
  EXPECT_EQ(asked.number("comments", 2), 3);
  EXPECT_EQ(asked.number("failed", 2), 30);
  EXPECT_EQ(asked.text("place", 3), "login");
  EXPECT_EQ(asked.text("trend", 3), "falling");
  EXPECT_EQ(ask(kObstacles, life, with({{"show", "places"}})).answer.rows.size(), 2U);
  EXPECT_EQ(ask(kObstacles, life, with({{"show", "obstacles"}})).text("obstacle"), "upload size");
  EXPECT_EQ(who(kObstacles, life, {}, {{{"place", "upload"}, {"obstacle", "(any)"}}, "failed"}).size(), 30U);
}

TEST(Obstacles, LowEffortWithCommentsOnCheckoutIsItsLength) {
  Fixture life;
  for (int i = 0; i < 14; ++i) {
    const std::string name = "c" + std::to_string(i);
    Fixture::Fields fields{{"touchpoint", "checkout"}, {"kind", "ces"}, {"answer", i < 12 ? "2" : "6"}};
    if (i % 2 == 0) {  // The comment is on the answer itself, or an event of its own an hour later.
      fields.insert(fields.end(), {{"voice.sentiment", "neutral"}, {"voice.obstacle", "checkout length"}});
    }
    life.add(name, VoiceLife::kFrom, fields);
    if (i % 2 == 0) continue;
    life.add(name, VoiceLife::kFrom + kHour,
             {{"touchpoint", "checkout"}, {"voice.sentiment", "negative"}, {"voice.obstacle", "checkout length"}});
  }
  const Table table = table_of(ask(kObstacles, life).answer);
  EXPECT_EQ(number(table, "checkout|checkout length", "low_effort"), 12);
  EXPECT_EQ(number(table, "checkout|checkout length", "comments"), 14);
  EXPECT_EQ(number(table, "checkout|checkout length", "customers"), 14);
  EXPECT_EQ(table.size(), 2U);
}

TEST(Obstacles, AnAnswerWithACommentIsNotTwice) {
  Fixture life;
  for (int i = 0; i < 20; ++i) {
    life.add("a" + std::to_string(i), VoiceLife::kFrom + 59 * kDay,
             {{"touchpoint", "checkout"},
              {"kind", "ces"},
              {"answer", "1"},
              {"voice.sentiment", "negative"},
              {"voice.obstacle", "checkout length"}});
  }
  for (int i = 0; i < 30; ++i) {
    life.add("f" + std::to_string(i), VoiceLife::kFrom + (i % 60) * kDay,
             {{"touchpoint", "upload"}, {"outcome", "failed"}});
  }
  const Asked asked = ask(kObstacles, life);
  EXPECT_EQ(asked.text("place", 0), "upload") << "30 persons before 20";
  EXPECT_EQ(asked.text("place", 2), "checkout");
  EXPECT_EQ(asked.number("comments", 2), 20);
  EXPECT_EQ(asked.number("low_effort", 2), 20);
  EXPECT_EQ(asked.number("recent", 2), 20) << "events";
}

TEST(Obstacles, PraiseIsNoObstacleAndUnknownScalesAreTold) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"touchpoint", "checkout"}, {"voice.sentiment", "positive"}});
  life.add("bert", "2026-01-01",
           {{"touchpoint", "checkout"}, {"kind", "ces"}, {"answer", "1"}, {"scale_min", "0"}, {"scale_max", "9"}});
  const Asked asked = ask(kObstacles, life);
  EXPECT_TRUE(asked.answer.rows.empty());
  ASSERT_EQ(asked.answer.notes.size(), 1U);
  EXPECT_EQ(asked.answer.notes[0],
            "answers left out, on a scale without a known limit: say which are low with low=: 1");
  EXPECT_EQ(ask(kObstacles, life, with({{"low", "2"}})).number("low_effort"), 1);
}

TEST(Obstacles, OursAreNotTheirs) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"touchpoint", "mail"}, {"outcome", "failed"}, {"direction", "out"}});
  EXPECT_TRUE(ask(kObstacles, life).answer.rows.empty());
  EXPECT_EQ(ask(kObstacles, life, with({{"failed", "outcome = \"failed\""}})).number("failed"), 1);
}

using Key = std::pair<std::string, std::string>;
struct Twin {
  int64_t comments = 0, low = 0, failed = 0, customers = 0, recent = 0, before = 0;
};

bool is_low(const VoiceEvent& event) { return event.at("kind") == "ces" && *parse_integer(event.at("answer")) <= 3; }
bool is_failed(const VoiceEvent& event) { return event.at("outcome") == "failed"; }

std::optional<size_t> joined(const std::vector<const VoiceEvent*>& events, size_t text, bool (*is)(const VoiceEvent&)) {
  std::optional<size_t> best;
  if (is(*events[text])) return text;
  const std::string& response = events[text]->at("properties.response");
  for (int pass = 0; pass < 2 && !best; ++pass) {
    for (size_t i = 0; i < events.size(); ++i) {
      const Micros far = std::abs(events[i]->time - events[text]->time);
      const bool fits = pass == 0 ? !response.empty() && events[i]->at("properties.response") == response : far <= kDay;
      if (is(*events[i]) && fits && (!best || far < std::abs(events[*best]->time - events[text]->time))) best = i;
    }
  }
  return best;
}

TEST(Obstacles, EqualTheirTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const VoiceLife life = random_voice_life(seed);
    const TwinWindows windows(life);
    std::map<Key, Twin> twins;
    for (const auto& person : life.persons()) {
      std::map<std::string, std::vector<const VoiceEvent*>> places;
      for (const VoiceEvent* event : person) places[event->at("touchpoint")].push_back(event);
      std::set<Key> met;
      std::set<std::pair<Key, const VoiceEvent*>> counted;
      for (const auto& [place, events] : places) {
        const auto count = [&, &at = place](const std::string& obstacle, const VoiceEvent& event, int64_t Twin::*sign) {
          const std::string shown = obstacle == "(any)" ? "\"(any)\"" : obstacle;
          for (const Key& key : {Key(at, shown), Key(at, "(any)")}) {
            ++(twins[key].*sign);
            if (!counted.emplace(key, &event).second) continue;
            twins[key].recent += windows.is_recent(event.time) ? 1 : 0;
            twins[key].before += windows.is_before(event.time) ? 1 : 0;
            if (!event.customer.empty()) met.insert(key);
          }
        };
        for (const auto& [is, sign] : {std::pair(&is_low, &Twin::low), std::pair(&is_failed, &Twin::failed)}) {
          for (size_t i = 0; i < events.size(); ++i) {
            if (!is(*events[i])) continue;
            std::string obstacle;
            for (size_t text = 0; text < events.size() && obstacle.empty(); ++text) {
              if (events[text]->said() && joined(events, text, is) == i) obstacle = events[text]->at("voice.obstacle");
            }
            count(obstacle, *events[i], sign);
          }
        }
        for (size_t text = 0; text < events.size(); ++text) {
          const VoiceEvent& event = *events[text];
          if (!event.said()) continue;
          const bool counts = !event.at("voice.obstacle").empty() || event.at("voice.sentiment") == "negative" ||
                              joined(events, text, is_low) || joined(events, text, is_failed);
          if (counts) count(event.at("voice.obstacle"), event, &Twin::comments);
        }
      }
      for (const Key& key : met) ++twins[key].customers;
    }
    const Table table = table_of(ask(kObstacles, life.fixture).answer);
    ASSERT_EQ(table.size(), twins.size()) << seed;
    for (const auto& [key, twin] : twins) {
      const std::string row = key.first.empty() ? key.second : key.first + "|" + key.second;
      ASSERT_TRUE(table.contains(row)) << seed << " " << row;
      EXPECT_EQ(number(table, row, "comments"), twin.comments) << seed << " " << row;
      EXPECT_EQ(number(table, row, "low_effort"), twin.low) << seed << " " << row;
      EXPECT_EQ(number(table, row, "failed"), twin.failed) << seed << " " << row;
      EXPECT_EQ(number(table, row, "customers"), twin.customers) << seed << " " << row;
      EXPECT_EQ(number(table, row, "recent"), twin.recent) << seed << " " << row;
      EXPECT_EQ(number(table, row, "before"), twin.before) << seed << " " << row;
    }
    Question split;
    split.measure = "obstacles";
    split.by = {"channel"};
    split.over = Period::kMonth;
    EXPECT_EQ(difference_when_divided(kObstacles, life.fixture, split), "");
  }
}

}  // namespace
}  // namespace sojourn
