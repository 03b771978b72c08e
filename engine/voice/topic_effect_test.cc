// Method: a case by hand, planted effects that must be found and effects of nothing that must not, then random lives
// against sums written from the definition.
#include "voice/topic_effect.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <set>

#include "voice/voice_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kEffect = topic_effect_definition();

void score(Fixture& life, const std::string& customer, int answer, const std::string& topic) {
  Fixture::Fields fields{{"kind", "nps"}, {"answer", std::to_string(answer)}, {"scale_min", "0"}, {"scale_max", "10"}};
  if (!topic.empty()) fields.insert(fields.end(), {{"voice.sentiment", "neutral"}, {"voice.topic", topic}});
  life.add(customer, "2026-01-05", fields);
}

TEST(TopicEffect, IsTheScoreWithLessTheScoreWithout) {
  Fixture life;
  for (int i = 0; i < 100; ++i) {
    const std::string name = "c" + std::to_string(i);
    // With delivery: 10 promoters, 30 detractors. Without: 40 promoters, 10 passives, 10 detractors.
    score(life, name,
          i < 10   ? 9
          : i < 40 ? 3
          : i < 80 ? 10
          : i < 90 ? 8
                   : 0,
          i < 40   ? "delivery"
          : i < 95 ? "other"
                   : "");
    if (i >= 38 && i < 42) life.add(name, "2026-02-01", {{"amount", "7.50"}, {"currency", "EUR"}});
  }
  const Asked asked = ask(kEffect, life);
  EXPECT_EQ(asked.text("topic"), "delivery");
  EXPECT_NEAR(asked.number("with"), -50, 1e-9);
  EXPECT_NEAR(asked.number("without"), 50, 1e-9);
  EXPECT_NEAR(asked.number("value"), -100, 1e-9);
  EXPECT_NEAR(asked.number("total_effect"), 10 - 50, 1e-9);  // NPS of all: (50 - 40) of 100.
  EXPECT_LT(asked.number("high"), 0);
  EXPECT_EQ(asked.text("sure"), "yes");
  EXPECT_EQ(asked.number("n"), 40);
  EXPECT_EQ(asked.number("others"), 60);
  EXPECT_EQ(asked.number("customers"), 40);
  EXPECT_EQ(asked.number("revenue"), 15);
  EXPECT_EQ(asked.number("at_risk"), 30);
  EXPECT_EQ(asked.number("revenue_at_risk"), 15);
  EXPECT_EQ(asked.text("topic", 1), "other");
  EXPECT_EQ(who(kEffect, life, {}, {{{"topic", "delivery"}}, "at_risk"}).size(), 30U);
}

TEST(TopicEffect, FewAnswersHaveNoEffectButCounts) {
  Fixture life;
  for (int i = 0; i < 30; ++i) score(life, "c" + std::to_string(i), 9, i < 9 ? "price" : "app");
  const Table table = table_of(ask(kEffect, life).answer);
  EXPECT_EQ(table.at("price").at("value"), "fewer than 10 answers with this topic");
  EXPECT_EQ(table.at("app").at("value"), "fewer than 10 answers without this topic");
  EXPECT_EQ(number(table, "price", "n"), 9);
  EXPECT_EQ(table.at("price").at("sure"), "fewer than 10 answers with this topic");
  Fixture all;
  for (int i = 0; i < 30; ++i) score(all, "c" + std::to_string(i), 9, "app");
  EXPECT_EQ(ask(kEffect, all).none("without"), "all answers have this topic");
}

TEST(TopicEffect, ACommentBelongsToTheAnswerOfItsResponseOrItsDay) {
  Fixture life;
  const auto comment = [&](const std::string& customer, const std::string& time, const std::string& response) {
    Fixture::Fields fields{{"voice.sentiment", "negative"}, {"voice.topic", "app"}};
    if (!response.empty()) fields.emplace_back("properties.response", response);
    life.add(customer, time, fields);
  };
  const auto answer = [&](const std::string& customer, const std::string& time, const std::string& response) {
    Fixture::Fields fields{{"kind", "nps"}, {"answer", "3"}};
    if (!response.empty()) fields.emplace_back("properties.response", response);
    life.add(customer, time, fields);
  };
  answer("same", "2026-01-01", "r1");
  comment("same", "2026-01-09", "r1");
  answer("day", "2026-01-01", "");
  comment("day", "2026-01-01T20:00:00Z", "");
  answer("late", "2026-01-01", "");
  comment("late", "2026-01-03", "");
  const Asked asked = ask(kEffect, life);
  EXPECT_EQ(asked.number("n"), 2);
  ASSERT_EQ(asked.answer.notes.size(), 1U);
  EXPECT_EQ(asked.answer.notes[0], "texts that belong to no answer of the kind nps, left out: 1");
  EXPECT_EQ(ask(kEffect, life, with({{"within", "3d"}})).number("n"), 3);
}

TEST(TopicEffect, OtherScalesNeedTheirThreshold) {
  Fixture life;
  for (int i = 0; i < 40; ++i) {
    life.add("c" + std::to_string(i), "2026-01-05",
             {{"kind", "csat"},
              {"answer", i % 2 == 0 ? "9" : "2"},
              {"scale_min", "0"},
              {"scale_max", "9"},
              {"voice.sentiment", "neutral"},
              {"voice.topic", i % 2 == 0 ? "app" : "price"}});
  }
  const Asked unknown = ask(kEffect, life, with({{"kind", "csat"}}));
  EXPECT_TRUE(unknown.answer.rows.empty());
  EXPECT_EQ(unknown.answer.notes.at(1), "texts that belong to no answer of the kind csat, left out: 40");
  EXPECT_EQ(unknown.answer.notes.at(0), "answers left out, on a scale without a known threshold: say positive=: 40");
  const Table known = table_of(ask(kEffect, life, with({{"kind", "csat"}, {"positive", "7"}})).answer);
  EXPECT_NEAR(real(known, "app", "value"), 100, 1e-9);
}

// 200 companies without any effect: about 5 % of the topics may be called sure if each were judged by itself, and with
// all of them taken together fewer companies than that have even one.
TEST(TopicEffect, ChanceIsSeldomCalledSure) {
  std::mt19937_64 random(11);
  int false_alarms = 0;
  int covered = 0;
  int intervals = 0;
  for (int company = 0; company < 200; ++company) {
    Fixture life;
    for (int i = 0; i < 120; ++i) {
      const std::string topic(1, static_cast<char>('a' + random() % 4));
      score(life, "c" + std::to_string(i), static_cast<int>(random() % 11), topic);
    }
    const auto whole = FixtureQuestion(kEffect, life.snapshot(), with({})).answer();
    Asked asked{*whole, ""};
    bool alarm = false;
    for (size_t row = 0; row < asked.answer.rows.size(); ++row) {
      alarm = alarm || asked.text("sure", row) == "yes";
      ++intervals;
      covered += asked.number("low", row) <= 0 && asked.number("high", row) >= 0 ? 1 : 0;
    }
    false_alarms += alarm ? 1 : 0;
  }
  EXPECT_LE(false_alarms, 20);  // 10 expected at most.
  EXPECT_GE(covered, intervals * 93 / 100);
}

TEST(TopicEffect, RepeatedAnswersAreNotManyPersons) {
  Fixture life;
  for (int i = 0; i < 40; ++i) {
    for (int k = 0; k < 6; ++k) score(life, "c" + std::to_string(i), i % 4 == 0 ? 10 : 2, i % 2 == 0 ? "app" : "price");
  }
  const Asked all = ask(kEffect, life, with({{"count", "all"}}));
  const Asked last = ask(kEffect, life);
  EXPECT_EQ(all.number("n"), 120);
  EXPECT_EQ(last.number("n"), 20);
  EXPECT_NEAR(all.number("value"), last.number("value"), 1e-9);
  const auto width = [](const Asked& asked) { return asked.number("high") - asked.number("low"); };
  EXPECT_NEAR(width(all), width(last), 0.15 * width(last));
}

// Scores and counts of each topic, written from the definition.
struct Twin {
  int64_t n = 0, others = 0, customers = 0, at_risk = 0, sum_with = 0, sum_without = 0;
  double euros = 0, euros_at_risk = 0;
};

std::optional<size_t> answer_of(const std::vector<const VoiceEvent*>& person, size_t text) {
  std::optional<size_t> best;
  const auto rated = [&](size_t i) { return person[i]->at("kind") == "nps"; };
  if (rated(text)) return text;
  for (int pass = 0; pass < 2 && !best; ++pass) {
    for (size_t i = 0; i < person.size(); ++i) {
      const Micros far = std::abs(person[i]->time - person[text]->time);
      const std::string& response = person[text]->at("properties.response");
      const bool fits = pass == 0 ? !response.empty() && person[i]->at("properties.response") == response : far <= kDay;
      if (rated(i) && fits && (!best || far < std::abs(person[*best]->time - person[text]->time))) best = i;
    }
  }
  return best;
}

TEST(TopicEffect, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const VoiceLife life = random_voice_life(seed);
    std::map<std::string, Twin> twins;
    struct Answer {
      int side;
      std::set<std::string> topics;
    };
    std::vector<Answer> all;
    for (const auto& person : life.persons()) {
      std::map<size_t, Answer> answers;
      double euros = 0;
      for (size_t i = 0; i < person.size(); ++i) {
        if (person[i]->at("currency") == "EUR") euros += *parse_number(person[i]->at("amount"));
        if (person[i]->at("kind") != "nps") continue;
        const int64_t answer = *parse_integer(person[i]->at("answer"));
        answers[i].side = answer >= 9 ? 1 : answer >= 7 ? 0 : -1;
      }
      for (size_t i = 0; i < person.size(); ++i) {
        if (!person[i]->said()) continue;
        if (const auto to = answer_of(person, i)) answers[*to].topics.insert(person[i]->at("voice.topic"));
      }
      if (answers.empty()) continue;
      const Answer& last = answers.rbegin()->second;
      all.push_back(last);
      for (const std::string& topic : last.topics) {
        Twin& twin = twins[topic];
        if (person[0]->customer.empty()) continue;
        ++twin.customers;
        twin.euros += euros;
        if (last.side >= 0) continue;
        ++twin.at_risk;
        twin.euros_at_risk += euros;
      }
    }
    for (auto& [topic, twin] : twins) {
      for (const Answer& answer : all) {
        const bool with = answer.topics.contains(topic);
        ++(with ? twin.n : twin.others);
        (with ? twin.sum_with : twin.sum_without) += answer.side;
      }
    }
    const Asked asked = ask(kEffect, life.fixture, with({{"least", "2"}, {"currency", "EUR"}}));
    const Table table = table_of(asked.answer);
    ASSERT_EQ(table.size(), twins.size()) << seed;
    for (const auto& [topic, twin] : twins) {
      EXPECT_EQ(number(table, topic, "n"), twin.n) << seed << topic;
      EXPECT_EQ(number(table, topic, "others"), twin.others);
      EXPECT_EQ(number(table, topic, "customers"), twin.customers);
      EXPECT_EQ(number(table, topic, "at_risk"), twin.at_risk);
      EXPECT_NEAR(real(table, topic, "revenue"), twin.euros, 1e-9);
      EXPECT_NEAR(real(table, topic, "revenue_at_risk"), twin.euros_at_risk, 1e-9);
      if (twin.n < 2 || twin.others < 2) continue;
      const double with_score = 100.0 * static_cast<double>(twin.sum_with) / static_cast<double>(twin.n);
      const double without = 100.0 * static_cast<double>(twin.sum_without) / static_cast<double>(twin.others);
      const double whole =
          100.0 * static_cast<double>(twin.sum_with + twin.sum_without) / static_cast<double>(twin.n + twin.others);
      EXPECT_NEAR(real(table, topic, "value"), with_score - without, 1e-9);
      EXPECT_NEAR(real(table, topic, "total_effect"), whole - without, 1e-9);
    }
    Question split;
    split.measure = "topic_effect";
    split.parameters = {{"count", {"all"}}, {"least", {"2"}}};
    split.by = {"touchpoint"};
    EXPECT_EQ(difference_when_divided(kEffect, life.fixture, split), "");
  }
}

}  // namespace
}  // namespace sojourn
