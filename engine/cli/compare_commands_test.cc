// Comparisons, goals and decisions from the terminal: in a data folder, and put to the server that holds one.
#include <gmock/gmock.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/held_folder_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

std::string said(const std::function<Status()>& command) {
  testing::internal::CaptureStdout();
  const Status status = command();
  EXPECT_TRUE(status.ok()) << status.to_string();
  return testing::internal::GetCapturedStdout();
}

class CompareCommands : public testing::Test {
 protected:
  CompareCommands() {
    const std::unique_ptr<Store> store = open_store(data);
    BatchMaker maker;
    answers(maker, "North", "2026-04-10", 60, 20);
    answers(maker, "South", "2026-05-10", 30, 50);
    answers(maker, "Later", "2026-07-10", 1, 0);
    append(*store, maker);
  }
  void answers(BatchMaker& maker, const std::string& region, const std::string& day, int promoters, int detractors) {
    for (int i = 0; i < promoters + detractors; ++i) {
      const std::string who = region + std::to_string(i);
      Event& event = maker.add("e" + who, parse_time(day, Zone())->utc, {{IdentifierKind::kId, who}}, "survey");
      event.set_text(Field::kKind, "nps");
      event.set_number(Field::kAnswer, i < promoters ? 10 : 1);
      event.set_text(Field::kDepartment, maker.keep(region));
    }
  }
  static CompareWords nps() {
    CompareWords words;
    words.ask.question.measure = "nps";
    return words;
  }

  TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
};

TEST_F(CompareCommands, SegmentsAndPeriodsAreCompared) {
  CompareWords regions = nps();
  regions.ask.question.where = "department = \"North\"";
  regions.with = {"department = \"South\""};
  regions.names = {"North", "South"};
  EXPECT_THAT(said([&] { return run_compare(data, regions); }), HasSubstr("-75.0"));
  regions.ask.format = Output::kCsv;
  EXPECT_THAT(said([&] { return run_compare(data, regions); }), HasSubstr("1,South,-25,"));
  CompareWords periods = nps();
  periods.periods = {"2026-04-01..2026-05-01", "2026-05-01..2026-06-01"};
  periods.ask.format = Output::kJson;
  const Json found = Json::parse(said([&] { return run_compare(data, periods); }));
  EXPECT_EQ(found["rows"][1]["difference"], -75.0);
  EXPECT_EQ(found["rows"][1]["proven"], true);
  EXPECT_EQ(found["names"][0], "2026-04-01 to 2026-05-01");
}

TEST_F(CompareCommands, WhatCannotBeComparedIsSaid) {
  const auto where = [&](const CompareWords& words) { return run_compare(data, words).where(); };
  CompareWords words = nps();
  EXPECT_EQ(where(words), "--with");
  words.with = {"true"};
  words.periods = {"2026-01-01..2026-02-01"};
  EXPECT_EQ(where(words), "--period");
  words.with.clear();
  words.periods = {"2026-01-01", "2026-02-01.."};
  EXPECT_EQ(where(words), "--period");
  words.periods = {"2026-01-01..2026-02-01", "2026-02-01.."};
  words.ask.question.from = "2026-01-01";
  EXPECT_EQ(where(words), "--from");
  CompareWords unknown = nps();
  unknown.with = {"chanel = 1"};
  EXPECT_EQ(where(unknown), "questions[1]: where: column 1");
}

TEST_F(CompareCommands, DecisionsAndGoalsAreKeptAndJudged) {
  DecisionWords decision;
  decision.name = "evenings";
  decision.at = "2026-05-01";
  decision.ask.question.measure = "nps";
  EXPECT_THAT(said([&] { return run_decision_set(data, decision); }),
              HasSubstr("decision \"evenings\" is written down"));
  EXPECT_THAT(said([&] { return run_decision_list(data, Output::kCsv); }),
              HasSubstr("evenings,2026-05-01,nps,50,-25,-75,"));
  EXPECT_THAT(said([&] { return run_decision_list(data, Output::kTable); }), HasSubstr("proven"));
  decision.at = "soon";
  EXPECT_EQ(run_decision_set(data, decision).where(), "at");
  said([&] { return run_decision_remove(data, "evenings"); });
  EXPECT_EQ(run_decision_remove(data, "evenings").code(), StatusCode::kNotFound);

  GoalWords goal;
  goal.name = "fifty";
  goal.value = 50;
  goal.by = "2027-12-31";
  goal.period = "all";
  goal.ask.question.measure = "nps";
  said([&] { return run_goal_set(data, goal); });
  const Json goals = Json::parse(said([&] { return run_goal_list(data, Output::kJson); }));
  EXPECT_EQ(goals["goals"][0]["met"], false);
  EXPECT_EQ(goals["goals"][0]["course"]["months"], 3);
  EXPECT_THAT(said([&] { return run_goal_list(data, Output::kTable); }), HasSubstr("fifty"));
  said([&] { return run_goal_remove(data, "fifty"); });
}

TEST_F(HeldFolder, ComparisonsAndDecisionsAskTheServer) {
  PreparedServer server({{"POST /v1/compare", "table of the server\n"},
                         {"PUT /v1/decisions/d", R"({"name":"d"})"},
                         {"GET /v1/decisions?state=true", R"({"decisions":[{"name":"d","verdict":"too early"}]})"}});
  hold(server);
  CompareWords words;
  words.ask.question.measure = "nps";
  words.with = {"true"};
  EXPECT_THAT(said([&] { return run_compare(data, words); }), HasSubstr("table of the server"));
  DecisionWords decision;
  decision.name = "d";
  decision.at = "2026-05-01";
  decision.ask.question.measure = "nps";
  said([&] { return run_decision_set(data, decision); });
  EXPECT_THAT(said([&] { return run_decision_list(data, Output::kCsv); }), HasSubstr("too early"));
  server.stop();
  EXPECT_THAT(server.body(0), HasSubstr(R"({"measure":"nps","where":"true","zone":"UTC"})"));
}

}  // namespace
}  // namespace sojourn
