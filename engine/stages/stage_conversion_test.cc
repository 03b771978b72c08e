// Method: the capabilities by hand; then random journeys against a twin that looks for each customer and stage through
// all pairs of events, for every way of measuring; drill-down; and the same however the work is divided.
#include "stages/stage_conversion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "stages/random_journeys.h"

namespace sojourn {
namespace {

Table conversion(const Fixture& life, const Question& question = {}) {
  return table_of(ask(stage_conversion_definition(), life, question).answer);
}

// `all` customers of an answer in evaluate, of whom the first `moved` buy.
void group(Fixture& life, const std::string& name, const std::string& answer, int all, int moved) {
  for (int i = 0; i < all; ++i) {
    const std::string customer = name + std::to_string(i);
    life.add(customer, "2026-01-01", {{"stage", "evaluate"}});
    life.add(customer, "2026-01-02", {{"kind", "csat"}, {"answer", answer}});
    if (i < moved) life.add(customer, "2026-01-03", {{"stage", "buy"}});
  }
}

TEST(StageConversion, PerceptionMovesPeople) {
  Fixture life;
  group(life, "glad", "5", 100, 60);
  group(life, "sad", "1", 50, 15);
  const Table table = conversion(life);
  EXPECT_EQ(table.at("evaluate|best").at("value"), "60");
  EXPECT_EQ(table.at("evaluate|worst").at("value"), "30");
  EXPECT_EQ(table.at("evaluate|all").at("value"), "50");
  EXPECT_EQ(table.at("evaluate|best").at("ratio"), "2");
  EXPECT_EQ(table.at("evaluate|worst").at("ratio"), "");
  EXPECT_EQ(number(table, "buy|none", "n"), 75);
  EXPECT_EQ(number(table, "buy|all", "customers"), 0);
}

TEST(StageConversion, SeventyFourAgainstFiveIsAboutFifteenTimes) {
  Fixture life;
  group(life, "glad", "5", 100, 74);
  group(life, "sad", "2", 100, 5);
  const Table table = conversion(life);
  EXPECT_NEAR(real(table, "evaluate|best", "ratio"), 14.8, 1e-9);
  EXPECT_NEAR(real(table, "evaluate|best", "ratio_low"), 6.25, 0.01);
  EXPECT_NEAR(real(table, "evaluate|best", "ratio_high"), 35.05, 0.01);
}

TEST(StageConversion, BandsAreThirdsOfTheScaleUnlessToldOtherwise) {
  Fixture life;
  for (int answer = 0; answer <= 10; ++answer) {
    const std::string customer = "c" + std::to_string(answer);
    life.add(customer, "2026-01-01", {{"stage", "consider"}, {"kind", "nps"}, {"answer", std::to_string(answer)}});
  }
  Table table = conversion(life, with({{"kind", "nps"}}));
  EXPECT_EQ(number(table, "consider|best", "n"), 4) << "7 to 10";
  EXPECT_EQ(number(table, "consider|worst", "n"), 4) << "0 to 3";
  table = conversion(life, with({{"kind", "nps"}, {"best_from", "9"}, {"worst_to", "6"}}));
  EXPECT_EQ(number(table, "consider|best", "n"), 2);
  EXPECT_EQ(number(table, "consider|middle", "n"), 2);
  EXPECT_EQ(number(table, "consider|worst", "n"), 7);
  const Asked refused = ask(stage_conversion_definition(), life, with({{"best_from", "6"}, {"worst_to", "6"}}));
  EXPECT_THAT(refused.error, testing::HasSubstr("best_from"));
}

TEST(StageConversion, LimitsOfBandsAreExact) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"stage", "consider"}, {"kind", "mood"}, {"answer", "4.1"}});
  life.add("bert", "2026-01-01", {{"stage", "consider"}, {"kind", "mood"}, {"answer", "8.2"}});
  const Table table = conversion(life, with({{"kind", "mood"}, {"worst_to", "4.1"}, {"best_from", "8.2"}}));
  EXPECT_EQ(number(table, "consider|worst", "n"), 1);
  EXPECT_EQ(number(table, "consider|best", "n"), 1);
}

TEST(StageConversion, TheExperienceComesBeforeTheMove) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"kind", "csat"}, {"answer", "1"}});
  life.add("anna", "2026-01-02", {{"stage", "evaluate"}});
  life.add("anna", "2026-01-03", {{"stage", "buy"}});
  life.add("anna", "2026-01-04", {{"kind", "csat"}, {"answer", "5"}});
  EXPECT_EQ(number(conversion(life), "evaluate|none", "customers"), 1) << "answered after having moved on";
  EXPECT_EQ(number(conversion(life, with({{"measured", "before"}})), "evaluate|worst", "customers"), 1);
  EXPECT_EQ(number(conversion(life, with({{"measured", "any"}})), "evaluate|worst", "customers"), 1);
}

TEST(StageConversion, AMoveAfterExactlyTheTimeCountsAndThoseInTimeAreNoted) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"stage", "evaluate"}});
  life.add("anna", "2026-01-08", {{"stage", "buy"}});
  life.add("bert", "2026-01-01", {{"stage", "evaluate"}});
  life.add("bert", "2026-01-08T00:00:01Z", {{"stage", "buy"}});
  life.add("carl", "2026-01-04", {{"stage", "evaluate"}});
  const Asked asked = ask(stage_conversion_definition(), life, with({{"within", "7d"}}));
  EXPECT_EQ(number(table_of(asked.answer), "evaluate|all", "n"), 3);
  EXPECT_EQ(number(table_of(asked.answer), "evaluate|all", "customers"), 1);
  EXPECT_THAT(asked.answer.notes, testing::ElementsAre(testing::EndsWith(": 3"))) << "carl in evaluate, two in buy";
}

// The twin.
struct Seen {
  std::set<uint32_t> in;
  std::set<uint32_t> moved;
};

std::string band_of(const std::vector<TwinEvent>& events, size_t entered, size_t end, Micros limit,
                    const std::string& measured) {
  std::string before;
  std::string inside;
  for (size_t i = 0; i < events.size(); ++i) {
    const std::string answer = events[i].field("answer");
    if (answer.empty() || events[i].field("kind") != "csat") continue;
    const std::string band = answer >= "4" ? "best" : answer <= "2" ? "worst" : "middle";
    if (i < entered) before = band;
    if (i >= entered && i < end && events[i].time - events[entered].time <= limit) inside = band;
  }
  const std::string found = measured == "before" ? before : measured == "any" && inside.empty() ? before : inside;
  return found.empty() ? "none" : found;
}

std::map<std::string, Seen> twin(const TwinLives& lives, const std::string& measured, Micros limit) {
  std::map<std::string, Seen> rows;
  for (const auto& [customer, events] : lives.customers) {
    for (int rank = 0; rank < 5; ++rank) {
      size_t entered = 0;
      while (entered < events.size() && events[entered].rank() != rank) ++entered;
      if (entered == events.size()) continue;
      size_t end = entered;
      while (end < events.size() && events[end].rank() <= rank) ++end;
      const bool moved = end < events.size() && events[end].time - events[entered].time <= limit;
      const std::string stage(stage_names()[static_cast<size_t>(rank)]);
      for (const std::string& band : {band_of(events, entered, end, limit, measured), std::string("all")}) {
        rows[stage + "|" + band].in.insert(customer);
        if (moved) rows[stage + "|" + band].moved.insert(customer);
      }
    }
  }
  return rows;
}

const FieldChoices kChoices{{"stage", {"", "consider", "evaluate", "buy", "enjoy", "bond"}},
                            {"kind", {"", "csat", "csat", "nps"}},
                            {"answer", {"", "1", "2", "3", "4", "5"}},
                            {"channel", {"web", "call"}}};

TEST(StageConversion, AgreesWithTheTwinAndOpensToItsCustomers) {
  for (const std::string measured : {"in_stage", "before", "any"}) {
    for (const std::string within : {"", "4h"}) {
      const TwinLives lives = random_lives(7, 400, kChoices);
      Question question = with({{"measured", measured}});
      question.measure = "stage_conversion";
      if (!within.empty()) question.parameters["within"] = {within};
      const FixtureQuestion asked(stage_conversion_definition(), lives.fixture.snapshot(), question);
      const Table table = table_of(*asked.answer());
      const std::map<std::string, Seen> rows =
          twin(lives, measured, within.empty() ? std::numeric_limits<Micros>::max() : 4 * kHour);
      ASSERT_EQ(table.size(), rows.size());
      for (const auto& [row, seen] : rows) {
        EXPECT_EQ(number(table, row, "n"), static_cast<int64_t>(seen.in.size())) << row;
        EXPECT_EQ(number(table, row, "customers"), static_cast<int64_t>(seen.moved.size())) << row;
        const size_t bar = row.find('|');
        CellRef cell{{{"stage", row.substr(0, bar)}, {"band", row.substr(bar + 1)}}, "n"};
        EXPECT_EQ(asked.who(cell), seen.in) << row;
        cell.column = "customers";
        EXPECT_EQ(asked.who(cell), seen.moved) << row;
      }
    }
  }
}

TEST(StageConversion, BandsAddUpToAll) {
  const TwinLives lives = random_lives(8, 1'000, kChoices);
  const Table table = conversion(lives.fixture);
  for (const char* column : {"n", "customers"}) {
    std::map<std::string, int64_t> sums;
    for (const auto& [row, cells] : table) {
      sums[cells.at("stage")] += (cells.at("band") == "all" ? -1 : 1) * number(table, row, column);
    }
    for (const auto& [stage, sum] : sums) EXPECT_EQ(sum, 0) << stage << " " << column;
  }
}

TEST(StageConversion, IsTheSameHoweverTheWorkIsDivided) {
  Question question = with({{"within", "5h"}});
  EXPECT_EQ(difference_when_divided(stage_conversion_definition(), random_lives(5, 80, kChoices).fixture, question),
            "");
  question.by = {"channel"};
  EXPECT_EQ(difference_when_divided(stage_conversion_definition(), random_lives(6, 80, kChoices).fixture, question),
            "");
}

TEST(StageConversion, NobodyAndDamage) {
  EXPECT_TRUE(conversion(Fixture()).empty());
  const FixtureQuestion asked(stage_conversion_definition(), random_lives(7, 10, kChoices).fixture.snapshot(),
                              with({{"within", "5h"}}));
  EXPECT_EQ(trouble_with_damage(asked, 3), "");
}

}  // namespace
}  // namespace sojourn
