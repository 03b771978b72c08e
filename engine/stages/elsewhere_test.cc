// Method: the capability by hand; then random lives against a twin that tells each event's stage by itself; drill-down;
// and the same however the work is divided.
#include "stages/elsewhere.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "stages/random_journeys.h"

namespace sojourn {
namespace {

Table elsewhere(const Fixture& life, const Question& question = {}) {
  return table_of(ask(elsewhere_definition(), life, question).answer);
}

TEST(Elsewhere, NamesTheCompetitor) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"stage", "evaluate"}});
  life.add("anna", "2026-01-02", {{"touchpoint", "chat"}, {"properties.competitor", "X"}});
  life.add("bert", "2026-01-01", {{"stage", "evaluate"}, {"properties.competitor", "X"}});
  life.add("bert", "2026-01-02", {{"stage", "evaluate"}, {"properties.competitor", "Y"}});
  life.add("bert", "2026-01-03", {{"stage", "buy"}});
  life.add("carl", "2026-01-01", {{"stage", "enjoy"}, {"properties.competitor", "X"}});
  life.add("dora", "2026-01-01", {{"stage", "evaluate"}});
  const Table table = elsewhere(life);
  EXPECT_EQ(number(table, "X", "n"), 3);
  EXPECT_EQ(number(table, "X", "customers"), 2);
  EXPECT_EQ(number(table, "X", "returned"), 1);
  EXPECT_EQ(number(table, "Y", "customers"), 1);
  EXPECT_EQ(number(table, "(any)", "customers"), 2);
  EXPECT_NEAR(real(table, "(any)", "value"), 200.0 / 3, 1e-9);
  EXPECT_EQ(number(elsewhere(life, with({{"during", "any"}})), "X", "customers"), 3);
  EXPECT_EQ(number(elsewhere(life, with({{"signal", "touchpoint = \"chat\""}})), "(any)", "customers"), 1);
}

const FieldChoices kChoices{{"stage", {"", "", "consider", "evaluate", "buy"}},
                            {"properties.competitor", {"", "", "", "X", "Y"}},
                            {"touchpoint", {"", "", "chat"}},
                            {"channel", {"web", "call"}}};

TEST(Elsewhere, AgreesWithTheTwinAndOpensToItsCustomers) {
  const TwinLives lives = random_lives(7, 500, kChoices);
  const Question question = with({{"signal", "touchpoint = \"chat\""}});
  const FixtureQuestion asked(elsewhere_definition(), lives.fixture.snapshot(), question);
  const Table table = table_of(*asked.answer());
  std::set<uint32_t> present;
  std::map<std::string, std::set<uint32_t>> left;
  std::map<std::string, std::set<uint32_t>> returned;
  for (const auto& [customer, events] : lives.customers) {
    for (size_t i = 0; i < events.size(); ++i) {
      std::string stage;
      for (size_t k = 0; k <= i; ++k) stage = events[k].field("stage").empty() ? stage : events[k].field("stage");
      if (stage != "evaluate") continue;
      present.insert(customer);
      if (events[i].field("touchpoint") != "chat") continue;
      const bool back = std::any_of(events.begin() + static_cast<std::ptrdiff_t>(i) + 1, events.end(),
                                    [](const TwinEvent& event) { return event.field("stage") == "buy"; });
      for (const std::string& row : {std::string("(any)"), events[i].field("properties.competitor")}) {
        left[row].insert(customer);
        if (back) returned[row].insert(customer);
      }
    }
  }
  ASSERT_EQ(table.size(), left.size());
  for (const auto& [row, people] : left) {
    EXPECT_EQ(number(table, row, "n"), static_cast<int64_t>(present.size()));
    EXPECT_EQ(number(table, row, "customers"), static_cast<int64_t>(people.size())) << row;
    EXPECT_EQ(number(table, row, "returned"), static_cast<int64_t>(returned[row].size())) << row;
    EXPECT_EQ(asked.who({{{"competitor", row}}, "n"}), present) << row;
    EXPECT_EQ(asked.who({{{"competitor", row}}, "customers"}), people) << row;
    EXPECT_EQ(asked.who({{{"competitor", row}}, "returned"}), returned[row]) << row;
  }
}

TEST(Elsewhere, DrillDownMakesNoRowsOfCompetitorsWhomTheCustomerNeverNamed) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"stage", "evaluate"}, {"properties.competitor", "X"}});
  life.add("bert", "2026-01-01", {{"stage", "evaluate"}, {"properties.competitor", "Y"}});
  life.add("carl", "2026-01-01", {{"stage", "buy"}, {"properties.competitor", "Y"}});
  const FixtureQuestion asked(elsewhere_definition(), life.snapshot(), Question());
  EXPECT_FALSE((*asked.bind())->who_needs_whole()) << "the work would be competitors times customers";
  const std::set<uint32_t> both{life.number("anna"), life.number("bert")};
  EXPECT_EQ(asked.who({{{"competitor", "Y"}}, "n"}), both) << "who was in the stage at all";
  EXPECT_EQ(asked.who({{{"competitor", "Y"}}, "customers"}), std::set<uint32_t>{life.number("bert")});
}

TEST(Elsewhere, IsTheSameHoweverTheWorkIsDivided) {
  Question question;
  EXPECT_EQ(difference_when_divided(elsewhere_definition(), random_lives(5, 80, kChoices).fixture, question), "");
  question.by = {"channel"};
  EXPECT_EQ(difference_when_divided(elsewhere_definition(), random_lives(6, 80, kChoices).fixture, question), "");
}

TEST(Elsewhere, NobodyAndDamage) {
  EXPECT_TRUE(elsewhere(Fixture()).empty());
  const FixtureQuestion asked(elsewhere_definition(), random_lives(7, 30, kChoices).fixture.snapshot(), Question());
  EXPECT_EQ(trouble_with_damage(asked), "");
}

}  // namespace
}  // namespace sojourn
