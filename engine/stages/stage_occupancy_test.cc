// Method: a few days by hand; then random journeys against a twin that asks each customer at the end of each period,
// in a zone with a change of the clock; drill-down; and the same however the work is divided.
#include "stages/stage_occupancy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "stages/random_journeys.h"
#include "stages/stages.h"

namespace sojourn {
namespace {

Question occupancy_question(const std::string& every) {
  Question question;
  question.measure = "stages";
  question.parameters["show"] = {"occupancy"};
  question.parameters["every"] = {every};
  return question;
}

TEST(StageOccupancy, CountsWhoIsThereAtTheEndOfEachPeriod) {
  Fixture life;
  life.add("anna", "2026-01-05T00:00:00Z", {{"stage", "consider"}});
  life.add("anna", "2026-01-06T00:00:00Z", {{"stage", "evaluate"}});
  life.add("anna", "2026-03-01T00:00:00Z", {{"stage", "buy"}});
  life.add("bert", "2026-02-27T00:00:00Z", {{"stage", "consider"}});
  life.add("bert", "2026-04-02T00:00:00Z", {{"touchpoint", "visit"}});
  const Table table = table_of(ask(stages_definition(), life, occupancy_question("month")).answer);
  EXPECT_EQ(table.at("2026-01-01|evaluate").at("customers"), "1");
  EXPECT_EQ(table.at("2026-01-01|evaluate").at("share"), "100");
  EXPECT_EQ(table.at("2026-01-01|consider").at("customers"), "0") << "anna went through it within the month";
  EXPECT_EQ(table.at("2026-02-01|evaluate").at("share"), "50") << "the first instant of March is March";
  EXPECT_EQ(table.at("2026-02-01|consider").at("customers"), "1");
  EXPECT_EQ(table.at("2026-03-01|buy").at("customers"), "1");
  EXPECT_EQ(table.at("2026-04-01|consider").at("customers"), "1") << "until now";
  EXPECT_EQ(table.size(), 12u);
  Question question = occupancy_question("month");
  question.to = "2026-03-01";
  EXPECT_EQ(table_of(ask(stages_definition(), life, question).answer).size(), 4u) << "no row for March";
}

TEST(StageOccupancy, AgreesWithATwinThatAsksEachCustomer) {
  const Zone zone = *Zone::find("Europe/Amsterdam");
  for (const std::string every : {"day", "week", "month"}) {
    Fixture life;
    std::mt19937_64 random(5);
    const Micros start = parse_time("2026-03-20", zone)->utc;  // The clock goes forward on the 29th.
    for (int i = 0; i < 1'500; ++i) {
      life.add("c" + std::to_string(random() % 200), start + static_cast<Micros>(random() % 400) * 3 * kHour,
               {{"stage", std::string(stage_names()[random() % 4])}});
    }
    const auto snapshot = life.snapshot();
    Question question = occupancy_question(every);
    question.zone = zone.name();
    const FixtureQuestion asked(stages_definition(), snapshot, question);
    const Table table = table_of(*asked.answer());
    const std::vector<TwinJourney> journeys = journeys_of(*snapshot);
    PeriodCutter cutter(*parse_period(every), zone);
    size_t rows = 0;
    for (Micros at = cutter.start(start); at <= snapshot->time_span().to; at = cutter.next(at)) {
      std::array<std::set<uint32_t>, 6> there;
      size_t all = 0;
      for (const TwinJourney& journey : journeys) {
        int rank = -1;
        for (const TwinStay& stay : journey.stays) {
          if (stay.entered < cutter.next(at)) rank = stay.rank;
        }
        if (rank < 0) continue;
        there[static_cast<size_t>(rank)].insert(journey.customer);
        ++all;
      }
      for (size_t stage = 0; stage < 4; ++stage, ++rows) {
        const std::string name(stage_names()[stage]);
        const std::string row = cutter.label(at) + "|" + name;
        ASSERT_EQ(table.count(row), 1u) << row;
        EXPECT_EQ(number(table, row, "customers"), static_cast<int64_t>(there[stage].size())) << row;
        EXPECT_NEAR(real(table, row, "share"),
                    100.0 * static_cast<double>(there[stage].size()) / static_cast<double>(all), 1e-9)
            << row;
        if (every != "week") continue;
        EXPECT_EQ(asked.who({{{"at", cutter.label(at)}, {"stage", name}}, "customers"}), there[stage]) << row;
      }
    }
    EXPECT_EQ(table.size(), rows);
    EXPECT_EQ(difference_when_divided(stages_definition(), life, question), "");
  }
}

TEST(StageOccupancy, TheLastPeriodIsWhereEverybodyIsNow) {
  const Fixture life = random_journeys(8, 300, kDay);
  const Table now = table_of(ask(stages_definition(), life).answer);
  const Table table = table_of(ask(stages_definition(), life, occupancy_question("year")).answer);
  for (const auto& [stage, cells] : now) {
    EXPECT_EQ(number(table, "1970-01-01|" + stage, "customers"), number(now, stage, "now")) << stage;
  }
}

TEST(StageOccupancy, IsTheSameHoweverTheWorkIsDivided) {
  Question question = occupancy_question("day");
  question.by = {"channel"};
  EXPECT_EQ(difference_when_divided(stages_definition(), random_journeys(6, 80, 5 * kHour), question), "");
}

TEST(StageOccupancy, NobodyIsNowhereAndTooManyPeriodsAreRefused) {
  EXPECT_TRUE(ask(stages_definition(), Fixture(), occupancy_question("day")).answer.rows.empty());
  Fixture life;
  life.add("anna", "0100-01-01T00:00:00Z", {{"stage", "buy"}});
  life.add("anna", "2026-01-01T00:00:00Z", {{"stage", "buy"}});
  EXPECT_THAT(ask(stages_definition(), life, occupancy_question("day")).error, testing::HasSubstr("periods"));
  EXPECT_EQ(ask(stages_definition(), life, occupancy_question("year")).answer.rows.size(), 1927u);
}

TEST(StageOccupancy, EndsWithWhatIsKnownAndNotWithAnEventOfTheFuture) {
  Fixture life;
  life.add("anna", "2026-01-05", {{"stage", "consider"}});
  life.add("anna", "2099-01-01", {{"stage", "buy"}});
  life.add("bert", "2026-02-05", {{"stage", "consider"}});
  life.add("carl", "2098-01-01", {{"stage", "consider"}});
  const FixtureQuestion asked(stages_definition(), life.snapshot(), occupancy_question("month"),
                              parse_time("2026-03-10", Zone())->utc);
  const Table table = table_of(*asked.answer());
  EXPECT_EQ(table.size(), 3u) << "January to March, and nobody has bought yet";
  EXPECT_EQ(number(table, "2026-01-01|consider", "customers"), 1);
  EXPECT_EQ(number(table, "2026-03-01|consider", "customers"), 2);
}

TEST(StageOccupancy, MoreRowsThanAnAnswerHoldsAreRefused) {
  Fixture life;
  for (int group = 0; group < 15; ++group) {  // 36,500 days in two stages.
    const std::string name = "c" + std::to_string(group);
    life.add(name, "1926-01-01", {{"stage", "consider"}, {"channel", name}});
    life.add(name, "2026-01-01", {{"stage", "buy"}, {"channel", name}});
  }
  Question question = occupancy_question("day");
  question.by = {"channel"};
  const Status status = FixtureQuestion(stages_definition(), life.snapshot(), question).answer().status();
  EXPECT_EQ(status.code(), StatusCode::kLimit);
  EXPECT_THAT(status.message(), testing::HasSubstr("longer periods"));
}

TEST(StageOccupancy, SurvivesDamagedStates) {
  const FixtureQuestion asked(stages_definition(), random_journeys(7, 10, 5 * kHour).snapshot(),
                              occupancy_question("day"));
  EXPECT_EQ(trouble_with_damage(asked), "");
}

}  // namespace
}  // namespace sojourn
