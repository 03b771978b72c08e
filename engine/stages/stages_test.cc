// Method: small journeys by hand; then random ones against a twin that first writes each journey as a list of stays,
// and against the sums that must agree; then the same however the work is divided.
#include "stages/stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "stages/random_journeys.h"
#include "stats/kaplan_meier.h"

namespace sojourn {
namespace {

Question stages_question() {
  Question question;
  question.measure = "stages";
  return question;
}

Table ask(const Fixture& life, const Question& question = stages_question()) {
  const Result<Answer> answer = FixtureQuestion(stages_definition(), life.snapshot(), question).answer();
  EXPECT_TRUE(answer.has_value()) << answer.status().to_string();
  return table_of(*answer);
}

// One event a day from the first of March, a stage each; "" has none.
void walk(Fixture& life, const std::string& customer, const std::vector<std::string>& stages) {
  Micros time = parse_time("2026-03-01T10:00:00Z", Zone())->utc;
  for (const std::string& stage : stages) {
    life.add(customer, time, stage.empty() ? Fixture::Fields{} : Fixture::Fields{{"stage", stage}});
    time += kDay;
  }
}

TEST(Stages, KnowsWhereEachCustomerIsAndForHowLongTheyStayed) {
  Fixture life;
  walk(life, "anna", {"consider", "consider", "", "evaluate", "buy"});
  walk(life, "bert", {"consider"});
  const Table table = ask(life);
  EXPECT_EQ(number(table, "consider", "value"), 1);
  EXPECT_EQ(number(table, "consider", "n"), 2);
  EXPECT_EQ(number(table, "consider", "completed"), 1);
  EXPECT_EQ(number(table, "consider", "open"), 1);
  EXPECT_EQ(number(table, "consider", "dwell_median"), 3 * 86'400) << "from entry to entry, the gap included";
  EXPECT_EQ(number(table, "evaluate", "dwell_p90"), 86'400);
  EXPECT_EQ(number(table, "buy", "now"), 1);
  EXPECT_EQ(table.at("buy").at("dwell_median"), "") << "open stays have no length";
  EXPECT_EQ(table.at("buy").at("share_now"), "50");
}

TEST(Stages, StagesMayBeUneven) {
  Fixture life;
  life.add("anna", "2026-03-01T00:00:00Z", {{"stage", "consider"}});
  life.add("anna", "2026-03-31T00:00:00Z", {{"stage", "evaluate"}});
  life.add("anna", "2026-04-01T00:00:00Z", {{"stage", "buy"}});
  const Table table = ask(life);
  EXPECT_EQ(number(table, "consider", "dwell_median"), 30 * 86'400);
  EXPECT_EQ(number(table, "evaluate", "dwell_median"), 86'400);
}

TEST(Stages, SeesWhatIsSkipped) {
  Fixture life;
  walk(life, "anna", {"consider", "buy"});
  walk(life, "bert", {"consider", "evaluate", "buy"});
  walk(life, "carl", {"buy", "enjoy"});                 // Begins late: nothing is skipped.
  walk(life, "dora", {"evaluate", "consider", "buy"});  // Has been in evaluate.
  const Table table = ask(life);
  EXPECT_EQ(number(table, "evaluate", "skipped"), 1);
  EXPECT_EQ(table.at("evaluate").at("share_skipped"), "25");
  EXPECT_EQ(number(table, "consider", "skipped"), 0);
  const FixtureQuestion asked(stages_definition(), life.snapshot(), stages_question());
  EXPECT_EQ(asked.who({{{"stage", "evaluate"}}, "skipped"}), (std::set<uint32_t>{life.number("anna")}));
}

TEST(Stages, AStageThatEverybodySkipsHasARow) {
  Fixture life;
  walk(life, "anna", {"consider", "buy"});
  const Table table = ask(life);
  EXPECT_EQ(table.size(), 3u);
  EXPECT_EQ(number(table, "evaluate", "n"), 0);
  EXPECT_EQ(number(table, "evaluate", "skipped"), 1);
}

TEST(Stages, SeesLoopBacks) {
  Fixture life;
  walk(life, "anna", {"consider", "evaluate", "consider", "evaluate", "buy"});
  walk(life, "bert", {"evaluate", "consider"});  // Backwards, but not back to where he has been.
  const Table table = ask(life);
  EXPECT_EQ(number(table, "evaluate", "loop_backs"), 1);
  EXPECT_EQ(number(table, "evaluate", "loop_back_moves"), 1);
  EXPECT_EQ(number(table, "evaluate", "exits_back"), 2);
  EXPECT_EQ(number(table, "consider", "loop_backs"), 0);
  EXPECT_EQ(number(table, "buy", "skipped"), 0);
}

TEST(Stages, ComeInJourneyOrder) {
  Fixture life;
  walk(life, "anna", {"bond"});
  walk(life, "bert", {"buy", "advocate"});
  walk(life, "carl", {"consider"});
  const Result<Answer> answer = FixtureQuestion(stages_definition(), life.snapshot(), stages_question()).answer();
  std::vector<std::string> order;
  for (const auto& row : answer->rows) order.push_back(value_text(row[0]));
  EXPECT_THAT(order, testing::ElementsAre("consider", "buy", "enjoy", "advocate", "bond"));
}

TEST(Stages, ARangeCutsJourneys) {
  Fixture life;
  walk(life, "anna", {"consider", "evaluate", "buy"});
  Question question = stages_question();
  question.from = "2026-03-02";
  question.to = "2026-03-03";
  const Table table = ask(life, question);
  EXPECT_EQ(table.size(), 1u);
  EXPECT_EQ(number(table, "evaluate", "now"), 1);
}

// Three of four stays in consider have ended, after 2, 3 and 5 days; the fourth is open for 8.
Fixture four_stays() {
  Fixture life;
  for (const auto& [customer, days] : {std::pair{"anna", 2}, {"bert", 3}, {"carl", 5}}) {
    life.add(customer, days * kDay, {{"stage", "buy"}});
    life.add(customer, 0, {{"stage", "consider"}});
  }
  life.add("dora", 0, {{"stage", "consider"}});
  life.add("dora", 8 * kDay, {{"touchpoint", "visit"}});
  return life;
}

TEST(Stages, OpenStaysCountInTheSurvival) {
  const Table table = ask(four_stays());
  EXPECT_EQ(number(table, "consider", "dwell_median"), 3 * 86'400) << "of those that have ended";
  EXPECT_EQ(number(table, "consider", "survival_median"), 3 * 86'400) << "the least time by which half have ended";
  EXPECT_EQ(table.at("consider").at("survival_p90"), "") << "nine tenths have not";
  EXPECT_EQ(table.at("buy").at("survival_median"), "");
  EXPECT_EQ(table.at("consider").at("first_entry"), "1970-01-01T00:00:00Z");
  EXPECT_EQ(table.at("buy").at("last_entry"), "1970-01-06T00:00:00Z");
}

TEST(Stages, DwellIsTheShareStillThere) {
  Question question = stages_question();
  question.parameters["show"] = {"dwell"};
  const Table table = ask(four_stays(), question);
  EXPECT_EQ(table.at("consider|0").at("value"), "100");
  EXPECT_EQ(table.at("consider|1").at("value"), "100");
  EXPECT_EQ(table.at("consider|2").at("value"), "75");
  EXPECT_EQ(table.at("consider|3").at("value"), "50");
  EXPECT_EQ(table.at("consider|5").at("value"), "25");
  EXPECT_EQ(table.at("consider|7").at("value"), "25");
  EXPECT_EQ(table.count("consider|10"), 0u) << "nobody was seen for so long";
  EXPECT_EQ(number(table, "consider|2", "n"), 3);
  EXPECT_EQ(number(table, "consider|2", "left"), 1);
  EXPECT_EQ(number(table, "buy|3", "still_open"), 1) << "open for 3, 5 and 6 days";
  EXPECT_GT(real(table, "consider|3", "low"), 0);
  EXPECT_LT(real(table, "consider|3", "high"), 100);
  const FixtureQuestion asked(stages_definition(), four_stays().snapshot(), question);
  EXPECT_EQ(asked.who({{{"stage", "consider"}, {"days", "3"}}, "left"}), (std::set<uint32_t>{1, 2}));
  EXPECT_EQ(asked.who({{{"stage", "consider"}, {"days", "3"}}, "n"}), (std::set<uint32_t>{3, 4}));
  question.parameters["at"] = {"36h", "2d 12h"};
  EXPECT_EQ(ask(four_stays(), question).at("consider|2.5").at("value"), "75");
  EXPECT_EQ(ask(four_stays(), question).size(), 4u);
}

TEST(Stages, NobodyIsNowhere) {
  Fixture life;
  life.add("", "2026-03-01T10:00:00Z", {{"stage", "buy"}});
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "visit"}});
  EXPECT_TRUE(ask(life).empty());
}

// The twin: each journey as its stays; every count from its sentence in the definition.
using Counts = std::map<std::string, int64_t>;

bool was_in(const std::vector<TwinStay>& stays, size_t before, int rank) {
  return std::any_of(stays.begin(), stays.begin() + static_cast<std::ptrdiff_t>(before),
                     [rank](const TwinStay& stay) { return stay.rank == rank; });
}

void count_customer(const std::vector<TwinStay>& stays, std::array<Counts, 6>& counts,
                    std::array<std::vector<double>, 6>& dwells) {
  for (int rank = 0; rank < 6; ++rank) {
    Counts& of = counts[static_cast<size_t>(rank)];
    of["n"] += was_in(stays, stays.size(), rank) ? 1 : 0;
    of["now"] += !stays.empty() && stays.back().rank == rank ? 1 : 0;
    bool skipped = false;
    int64_t loops = 0;
    for (size_t i = 0; i < stays.size(); ++i) {
      of["entries"] += stays[i].rank == rank ? 1 : 0;
      if (i + 1 == stays.size()) continue;
      const int next = stays[i + 1].rank;
      skipped |= stays[i].rank < rank && rank < next && !was_in(stays, i, rank);
      if (stays[i].rank != rank) continue;
      ++of[next > rank ? "exits_forward" : "exits_back"];
      loops += next < rank && was_in(stays, i, next) ? 1 : 0;
      dwells[static_cast<size_t>(rank)].push_back(static_cast<double>(stays[i + 1].entered - stays[i].entered) / 1e6);
    }
    of["skipped"] += skipped ? 1 : 0;
    of["loop_back_moves"] += loops;
    of["loop_backs"] += loops > 0 ? 1 : 0;
  }
}

TEST(Stages, AgreesWithTheTwin) {
  const Fixture life = random_journeys(11, 1'000);
  const auto snapshot = life.snapshot();
  const Table table = ask(life);
  std::array<Counts, 6> counts;
  std::array<std::vector<double>, 6> dwells;
  for (const TwinJourney& journey : journeys_of(*snapshot)) count_customer(journey.stays, counts, dwells);
  for (size_t i = 0; i < 6; ++i) {
    const std::string stage(stage_names()[i]);
    for (const auto& [name, count] : counts[i]) EXPECT_EQ(number(table, stage, name), count) << stage << " " << name;
    std::sort(dwells[i].begin(), dwells[i].end());
    const size_t half = dwells[i].size() / 2;
    const double median = dwells[i].size() % 2 == 1 ? dwells[i][half] : (dwells[i][half - 1] + dwells[i][half]) / 2;
    EXPECT_DOUBLE_EQ(real(table, stage, "dwell_median"), median) << stage;
  }
}

TEST(Stages, TheSurvivalOfRandomStaysAgreesWithTheTwin) {
  const auto snapshot = random_journeys(13, 400).snapshot();
  Question question = stages_question();
  question.parameters["show"] = {"dwell"};
  question.parameters["at"] = {"0s", "1h", "5h", "19h"};
  const FixtureQuestion asked(stages_definition(), snapshot, question);
  const Table table = table_of(*asked.answer());
  for (int rank = 0; rank < 6; ++rank) {
    for (const int hours : {0, 1, 5, 19}) {
      double survival = 1;
      std::map<int, std::pair<int, int>> by_length;  // Ended and open stays.
      for (const TwinJourney& journey : journeys_of(*snapshot)) {
        for (size_t i = 0; i < journey.stays.size(); ++i) {
          if (journey.stays[i].rank != rank) continue;
          const bool open = i + 1 == journey.stays.size();
          const Micros until = open ? snapshot->time_span().to : journey.stays[i + 1].entered;
          ++(open ? by_length[static_cast<int>((until - journey.stays[i].entered) / kHour)].second
                  : by_length[static_cast<int>((until - journey.stays[i].entered) / kHour)].first);
        }
      }
      int at_risk = 0;
      for (const auto& [length, counts] : by_length) at_risk += counts.first + counts.second;
      int left = 0;
      for (const auto& [length, counts] : by_length) {
        if (length > hours) break;
        survival *= 1 - static_cast<double>(counts.first) / at_risk;
        at_risk -= counts.first + counts.second;
        left += counts.first;
      }
      const std::string row = std::string(stage_names()[static_cast<size_t>(rank)]) + "|" + format_number(hours / 24.0);
      ASSERT_EQ(table.count(row), by_length.rbegin()->first >= hours ? 1u : 0u) << row;
      if (table.count(row) == 0) continue;
      EXPECT_NEAR(real(table, row, "value"), 100 * survival, 1e-9) << row;
      EXPECT_EQ(number(table, row, "n"), at_risk) << row;
      EXPECT_EQ(number(table, row, "left"), left) << row;
    }
  }
}

TEST(Stages, CountsReconcile) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    const Table table = ask(random_journeys(seed, 2'500));
    double shares = 0;
    for (const auto& [stage, cells] : table) {
      const auto of = [&](const char* column) { return number(table, stage, column); };
      EXPECT_EQ(of("entries"), of("exits_forward") + of("exits_back") + of("open")) << stage;
      EXPECT_EQ(of("completed"), of("exits_forward") + of("exits_back")) << stage;
      EXPECT_EQ(of("now"), of("open")) << stage;
      EXPECT_LE(of("loop_backs"), of("loop_back_moves")) << stage;
      EXPECT_LE(of("loop_back_moves"), of("exits_back")) << stage;
      shares += *parse_number(cells.at("share_now"));
    }
    EXPECT_NEAR(shares, 100, 1e-9);
  }
}

TEST(Stages, EveryCountOpensToItsCustomers) {
  const Fixture life = random_journeys(12, 80);
  const FixtureQuestion asked(stages_definition(), life.snapshot(), stages_question());
  const Table table = ask(life);
  for (const auto& [stage, cells] : table) {
    for (const char* column : {"n", "now", "skipped", "loop_backs"}) {
      const std::set<uint32_t> people = asked.who({{{"stage", stage}}, column});
      EXPECT_EQ(static_cast<int64_t>(people.size()), number(table, stage, column)) << stage << " " << column;
    }
  }
}

TEST(Stages, IsTheSameHoweverTheWorkIsDivided) {
  Question question = stages_question();
  EXPECT_EQ(difference_when_divided(stages_definition(), random_journeys(5, 80), question), "");
  question.by = {"channel"};
  question.over = Period::kDay;
  EXPECT_EQ(difference_when_divided(stages_definition(), random_journeys(6, 80), question), "");
  question.parameters["show"] = {"dwell"};
  EXPECT_EQ(difference_when_divided(stages_definition(), random_journeys(7, 80), question), "");
}

TEST(Stages, SurvivesDamagedStates) {
  const FixtureQuestion asked(stages_definition(), random_journeys(7, 10).snapshot(), stages_question());
  EXPECT_EQ(trouble_with_damage(asked), "");
}

}  // namespace
}  // namespace sojourn
