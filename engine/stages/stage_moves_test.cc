// Method: the journeys of the capabilities by hand; then random ones against a twin that writes down every move, the
// sums that must agree with each other and with the stages, drill-down, and the same however the work is divided.
#include "stages/stage_moves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "stages/random_journeys.h"
#include "stages/stages.h"

namespace sojourn {
namespace {

Question moves_question() {
  Question question;
  question.measure = "stages";
  question.parameters["show"] = {"moves"};
  return question;
}

Table moves(const Fixture& life, const Question& question = moves_question()) {
  return table_of(ask(stages_definition(), life, question).answer);
}

void walk(Fixture& life, const std::string& customer, const std::vector<std::string>& stages) {
  Micros time = 0;
  for (const std::string& stage : stages) life.add(customer, time += kDay, {{"stage", stage}});
}

TEST(StageMoves, ALoopBackFromEvaluateToConsider) {
  Fixture life;
  walk(life, "anna", {"consider", "evaluate", "consider", "evaluate", "buy"});
  const Table table = moves(life);
  EXPECT_EQ(number(table, "consider|evaluate", "value"), 2);
  EXPECT_EQ(number(table, "consider|evaluate", "customers"), 1);
  EXPECT_EQ(table.at("consider|evaluate").at("kind"), "forward");
  EXPECT_EQ(number(table, "evaluate|consider", "loop_backs"), 1);
  EXPECT_EQ(table.at("evaluate|consider").at("kind"), "back");
  EXPECT_EQ(table.at("evaluate|consider").at("share_of_from"), "50");
  EXPECT_EQ(table.at("(start)|consider").at("kind"), "start");
  EXPECT_EQ(table.at("buy|(end)").at("kind"), "end");
  EXPECT_EQ(table.size(), 5u);
}

TEST(StageMoves, SkipsAndJumpsBackIntoEvaluation) {
  Fixture life;
  walk(life, "anna", {"consider", "buy", "enjoy", "evaluate"});
  walk(life, "bert", {"evaluate", "buy", "evaluate", "bond", "buy"});
  const Table table = moves(life);
  EXPECT_EQ(table.at("consider|buy").at("kind"), "skip");
  EXPECT_EQ(table.at("evaluate|bond").at("kind"), "skip");
  EXPECT_EQ(table.at("enjoy|evaluate").at("kind"), "jump");
  EXPECT_EQ(number(table, "enjoy|evaluate", "loop_backs"), 0) << "anna had not been there";
  EXPECT_EQ(table.at("buy|evaluate").at("kind"), "jump");
  EXPECT_EQ(number(table, "buy|evaluate", "loop_backs"), 1);
  EXPECT_EQ(table.at("bond|buy").at("kind"), "back");
}

TEST(StageMoves, AgreesWithTheTwinAndWithTheStages) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    const Fixture life = random_journeys(seed, 500);
    const auto snapshot = life.snapshot();
    const FixtureQuestion asked(stages_definition(), snapshot, moves_question());
    const Table table = table_of(*asked.answer());
    std::map<std::string, std::vector<uint32_t>> made;
    std::map<std::string, std::multiset<uint32_t>> looped;
    for (const TwinJourney& journey : journeys_of(*snapshot)) {
      std::string before = "(start)";
      int rank_before = -1;
      std::set<int> been;
      for (const TwinStay& stay : journey.stays) {
        const std::string stage(stage_names()[static_cast<size_t>(stay.rank)]);
        made[before + "|" + stage].push_back(journey.customer);
        if (stay.rank < rank_before && been.contains(stay.rank)) {
          looped[before + "|" + stage].insert(journey.customer);
        }
        before = stage;
        rank_before = stay.rank;
        been.insert(stay.rank);
      }
      made[before + "|(end)"].push_back(journey.customer);
    }
    ASSERT_EQ(table.size(), made.size());
    for (const auto& [row, customers] : made) {
      EXPECT_EQ(number(table, row, "value"), static_cast<int64_t>(customers.size())) << row;
      const std::set<uint32_t> people(customers.begin(), customers.end());
      EXPECT_EQ(number(table, row, "customers"), static_cast<int64_t>(people.size())) << row;
      const std::set<uint32_t> loopers(looped[row].begin(), looped[row].end());
      EXPECT_EQ(number(table, row, "loop_backs"), static_cast<int64_t>(loopers.size())) << row;
      EXPECT_EQ(number(table, row, "loop_back_moves"), static_cast<int64_t>(looped[row].size())) << row;
      if (seed > 1) continue;
      const size_t bar = row.find('|');
      CellRef cell{{{"from", row.substr(0, bar)}, {"to", row.substr(bar + 1)}}, "customers"};
      EXPECT_EQ(asked.who(cell), people) << row;
      cell.column = "loop_backs";
      EXPECT_EQ(asked.who(cell), loopers) << row;
    }
    const Table stages = table_of(ask(stages_definition(), life).answer);
    for (const auto& [stage, cells] : stages) {
      std::map<std::string, int64_t> sums;
      double shares = 0;
      for (const auto& [row, move] : table) {
        if (row.ends_with("|" + stage)) sums["in"] += number(table, row, "value");
        if (!row.starts_with(stage + "|")) continue;
        sums["out"] += number(table, row, "value");
        sums["loop_backs"] += number(table, row, "loop_back_moves");
        if (move.at("kind") == "end") sums["now"] += number(table, row, "value");
        shares += real(table, row, "share_of_from");
      }
      EXPECT_EQ(sums["in"], number(stages, stage, "entries")) << stage;
      EXPECT_EQ(sums["out"], number(stages, stage, "entries")) << stage;
      EXPECT_EQ(sums["now"], number(stages, stage, "now")) << stage;
      EXPECT_EQ(sums["loop_backs"], number(stages, stage, "loop_back_moves")) << stage;
      EXPECT_NEAR(shares, 100, 1e-9) << stage;
    }
  }
}

TEST(StageMoves, IsTheSameHoweverTheWorkIsDivided) {
  Question question = moves_question();
  EXPECT_EQ(difference_when_divided(stages_definition(), random_journeys(5, 80), question), "");
  question.by = {"channel"};
  EXPECT_EQ(difference_when_divided(stages_definition(), random_journeys(6, 80), question), "");
}

TEST(StageMoves, SurvivesDamagedStates) {
  const FixtureQuestion asked(stages_definition(), random_journeys(7, 10).snapshot(), moves_question());
  EXPECT_EQ(trouble_with_damage(asked, 7), "");
}

}  // namespace
}  // namespace sojourn
