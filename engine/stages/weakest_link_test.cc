// Method: the capability by hand; then random journeys against a twin that collects every answer by stage; drill-down;
// the same however the work is divided.
#include "stages/weakest_link.h"
#include "base/decimal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "measure/ask_fixture.h"
#include "stages/random_journeys.h"

namespace sojourn {
namespace {

Table links(const Fixture& life, const Question& question = {}) {
  return table_of(ask(weakest_link_definition(), life, question).answer);
}

Fixture::Fields rating(const std::string& stage, const std::string& answer) {
  Fixture::Fields fields{{"kind", "csat"}, {"answer", answer}, {"scale_min", "1"}, {"scale_max", "10"}};
  if (!stage.empty()) fields.emplace_back("stage", stage);
  return fields;
}

TEST(WeakestLink, IsNotHiddenByTheMean) {
  Fixture life;
  life.add("anna", "2026-01-01", rating("consider", "9"));
  life.add("anna", "2026-01-02", rating("evaluate", "9"));
  life.add("anna", "2026-01-03", rating("buy", "3"));
  life.add("anna", "2026-01-04", rating("enjoy", "8"));
  const Asked asked = ask(weakest_link_definition(), life);
  const Table table = table_of(asked.answer);
  EXPECT_EQ(table.at("buy").at("value"), "3");
  EXPECT_EQ(table.at("buy").at("weakest"), "yes");
  for (const char* stage : {"consider", "evaluate", "enjoy"}) EXPECT_EQ(table.at(stage).at("weakest"), "no");
  for (const auto& [stage, cells] : table) EXPECT_EQ(cells.at("mean"), "7.25");
  EXPECT_THAT(asked.none("low"), testing::HasSubstr("one customer"));
}

TEST(WeakestLink, AnAnswerWithoutAStageBelongsToTheStageThatTheCustomerIsIn) {
  Fixture life;
  life.add("anna", "2026-01-01", rating("", "1"));
  life.add("anna", "2026-01-02", {{"stage", "buy"}});
  life.add("anna", "2026-01-03", rating("", "4"));
  life.add("anna", "2026-01-04", rating("enjoy", "10"));
  const Asked asked = ask(weakest_link_definition(), life);
  EXPECT_EQ(table_of(asked.answer).at("buy").at("value"), "4");
  EXPECT_THAT(asked.answer.notes, testing::ElementsAre(testing::EndsWith("before any stage: 1")));
}

TEST(WeakestLink, ScalesAreNotPutTogetherAndFewAnswersAreNotNamed) {
  Fixture life;
  life.add("anna", "2026-01-01", rating("buy", "4"));
  life.add("bert", "2026-01-01", {{"kind", "csat"}, {"answer", "4"}, {"stage", "enjoy"}});
  const Asked asked = ask(weakest_link_definition(), life);
  EXPECT_THAT(asked.none("value"), testing::HasSubstr("several scales"));
  EXPECT_EQ(asked.text("weakest"), "no");
  EXPECT_EQ(asked.number("n"), 1);
  Fixture few;
  few.add("anna", "2026-01-01", rating("buy", "4"));
  few.add("anna", "2026-01-02", rating("enjoy", "5"));
  few.add("bert", "2026-01-02", rating("enjoy", "6"));
  const Table table = links(few, with({{"least", "2"}}));
  EXPECT_EQ(table.at("buy").at("weakest"), "no");
  EXPECT_EQ(table.at("enjoy").at("weakest"), "yes");
}

const FieldChoices kChoices{{"stage", {"", "", "consider", "buy", "bond"}},
                            {"kind", {"", "csat", "csat", "nps"}},
                            {"answer", {"", "1", "2", "3", "4", "5"}},
                            {"channel", {"web", "call"}}};

// Answers by stage and customer.
using Answers = std::map<std::string, std::map<uint32_t, std::vector<double>>>;
Answers twin(const TwinLives& lives) {
  Answers answers;
  for (const auto& [customer, events] : lives.customers) {
    for (size_t i = 0; i < events.size(); ++i) {
      if (events[i].field("kind") != "csat" || events[i].field("answer").empty()) continue;
      std::string stage;
      for (size_t k = 0; k <= i; ++k) stage = events[k].rank() < 0 ? stage : events[k].field("stage");
      if (!stage.empty()) answers[stage][customer].push_back(*parse_number(events[i].field("answer")));
    }
  }
  return answers;
}

TEST(WeakestLink, AgreesWithTheTwinAndOpensToItsCustomers) {
  const TwinLives lives = random_lives(14, 500, kChoices);
  Question question;
  question.measure = "weakest_link";
  const FixtureQuestion asked(weakest_link_definition(), lives.fixture.snapshot(), question);
  const Table table = table_of(*asked.answer());
  const Answers answers = twin(lives);
  ASSERT_EQ(table.size(), answers.size());
  double means = 0;
  double least = 1e9;
  for (const auto& [stage, by_customer] : answers) {
    std::set<uint32_t> people;
    double sum = 0;
    double n = 0;
    for (const auto& [customer, given] : by_customer) {
      people.insert(customer);
      for (const double answer : given) sum += answer;
      n += static_cast<double>(given.size());
    }
    double squares = 0;
    for (const auto& [customer, given] : by_customer) {
      double residual = 0;
      for (const double answer : given) residual += answer - sum / n;
      squares += residual * residual;
    }
    const auto persons = static_cast<double>(people.size());
    const double margin = two_sided_t(0.95, persons - 1) * std::sqrt(persons / (persons - 1) * squares) / n;
    EXPECT_NEAR(real(table, stage, "value"), sum / n, 1e-9) << stage;
    EXPECT_NEAR(real(table, stage, "low"), sum / n - margin, 1e-9) << stage;
    EXPECT_NEAR(real(table, stage, "high"), sum / n + margin, 1e-9) << stage;
    EXPECT_EQ(real(table, stage, "n"), n) << stage;
    EXPECT_EQ(asked.who({{{"stage", stage}}, "customers"}), people) << stage;
    means += sum / n;
    least = std::min(least, sum / n);
  }
  for (const auto& [stage, cells] : table) {
    EXPECT_NEAR(real(table, stage, "mean"), means / static_cast<double>(answers.size()), 1e-9);
    EXPECT_EQ(cells.at("weakest") == "yes", std::abs(real(table, stage, "value") - least) < 1e-9) << stage;
  }
}

TEST(WeakestLink, IsTheSameHoweverTheWorkIsDivided) {
  Question question;
  EXPECT_EQ(difference_when_divided(weakest_link_definition(), random_lives(5, 80, kChoices).fixture, question), "");
  question.by = {"channel"};
  EXPECT_EQ(difference_when_divided(weakest_link_definition(), random_lives(6, 80, kChoices).fixture, question), "");
}

TEST(WeakestLink, NobodyAndDamage) {
  EXPECT_TRUE(links(Fixture()).empty());
  const FixtureQuestion asked(weakest_link_definition(), random_lives(7, 10, kChoices).fixture.snapshot(), Question());
  EXPECT_EQ(trouble_with_damage(asked, 3), "");
}

}  // namespace
}  // namespace sojourn
