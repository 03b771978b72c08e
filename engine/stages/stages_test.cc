// Method: small journeys by hand; then random ones against a twin that first writes each journey as a list of stays,
// and against the sums that must agree; then the same however the work is divided.
#include "stages/stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "event/fields.h"
#include "measure/ask_fixture.h"

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

TEST(Stages, NobodyIsNowhere) {
  Fixture life;
  life.add("", "2026-03-01T10:00:00Z", {{"stage", "buy"}});
  life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "visit"}});
  EXPECT_TRUE(ask(life).empty());
}

Fixture random_lives(uint64_t seed, int customers) {
  std::mt19937_64 random(seed);
  Fixture life;
  for (int c = 0; c < customers; ++c) {
    const auto events = random() % 12;
    for (uint64_t e = 0; e < events; ++e) {
      Fixture::Fields fields{{"channel", random() % 2 == 0 ? "web" : "call"}};
      if (random() % 6 != 0) fields.emplace_back("stage", std::string(stage_names()[random() % 6]));
      life.add("c" + std::to_string(c), static_cast<Micros>(random() % 20) * kHour, fields);
    }
  }
  return life;
}

// The twin: each journey as its stays; every count from its sentence in the definition.
struct Stay {
  int rank;
  Micros entered;
};
std::vector<Stay> stays_of(const Snapshot& snapshot, const Block& block, size_t customer) {
  const ColumnId column = *snapshot.find_column("stage");
  std::vector<Stay> stays;
  for (uint32_t e = block.begins[customer]; e < block.begins[customer + 1]; ++e) {
    const uint32_t code = block.column(column).codes[e];
    if (code == 0) continue;
    const int rank = stage_rank(snapshot.names(column)->text(code));
    if (stays.empty() || stays.back().rank != rank) stays.push_back({rank, block.times[e]});
  }
  return stays;
}

using Counts = std::map<std::string, int64_t>;

bool was_in(const std::vector<Stay>& stays, size_t before, int rank) {
  return std::any_of(stays.begin(), stays.begin() + static_cast<std::ptrdiff_t>(before),
                     [rank](const Stay& stay) { return stay.rank == rank; });
}

void count_customer(const std::vector<Stay>& stays, std::array<Counts, 6>& counts,
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
  const Fixture life = random_lives(11, 1'000);
  const auto snapshot = life.snapshot();
  const Table table = ask(life);
  std::array<Counts, 6> counts;
  std::array<std::vector<double>, 6> dwells;
  const std::unique_ptr<BlockReader> reader = snapshot->reader(std::vector<ColumnId>{*snapshot->find_column("stage")});
  for (size_t b = 0; b < snapshot->block_count(); ++b) {
    const Block& block = reader->read(b);
    for (size_t c = 0; c < block.customers.size(); ++c) count_customer(stays_of(*snapshot, block, c), counts, dwells);
  }
  for (size_t i = 0; i < 6; ++i) {
    const std::string stage(stage_names()[i]);
    for (const auto& [name, count] : counts[i]) EXPECT_EQ(number(table, stage, name), count) << stage << " " << name;
    std::sort(dwells[i].begin(), dwells[i].end());
    const size_t half = dwells[i].size() / 2;
    const double median = dwells[i].size() % 2 == 1 ? dwells[i][half] : (dwells[i][half - 1] + dwells[i][half]) / 2;
    EXPECT_DOUBLE_EQ(real(table, stage, "dwell_median"), median) << stage;
  }
}

TEST(Stages, CountsReconcile) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    const Table table = ask(random_lives(seed, 2'500));
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
  const Fixture life = random_lives(12, 80);
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
  EXPECT_EQ(difference_when_divided(stages_definition(), random_lives(5, 80), question), "");
  question.by = {"channel"};
  question.over = Period::kDay;
  EXPECT_EQ(difference_when_divided(stages_definition(), random_lives(6, 80), question), "");
}

TEST(Stages, SurvivesDamagedStates) {
  const FixtureQuestion asked(stages_definition(), random_lives(7, 10).snapshot(), stages_question());
  EXPECT_EQ(trouble_with_damage(asked), "");
}

}  // namespace
}  // namespace sojourn
