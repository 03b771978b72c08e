// Stages through the API: what a try says is what comes when the rules are put.
#include "api/intake_fixture.h"

namespace sojourn {
namespace {

class StagesByRule : public testing::Test {
 protected:
  static std::string rules(const std::vector<std::pair<std::string, std::string>>& pairs) {
    Json json{{"rules", Json::array()}};
    for (const auto& [touchpoint, stage] : pairs)
      json["rules"].push_back({{"touchpoint", touchpoint}, {"stage", stage}});
    return json.dump();
  }
  Json tried(const std::string& body) { return site_.server.json("POST", "/v1/stages/try", body); }
  // Events by stage as questions answer them; "" : in none.
  std::map<std::string, int64_t> asked() {
    const Json answer = site_.server.json("POST", "/v1/ask", R"({"measure":"volume","by":["stage"]})");
    std::map<std::string, int64_t> found;
    for (const Json& row : answer["rows"]) {
      found[row["stage"].is_string() ? row["stage"].get<std::string>() : ""] = row["value"].get<int64_t>();
    }
    return found;
  }
  static std::map<std::string, int64_t> stages_of(const Json& trial, const char* when) {
    std::map<std::string, int64_t> found;
    for (const Json& each : trial["stages"]) {
      const int64_t events = each[when].get<int64_t>();
      if (events > 0) found[each["stage"].is_string() ? each["stage"].get<std::string>() : ""] = events;
    }
    return found;
  }
  static Json touchpoint(const Json& trial, const std::string& name) {
    for (const Json& each : trial["touchpoints"]) {
      if (each["touchpoint"] == name) return each;
    }
    return nullptr;
  }
  void send(const std::string& body) {
    const HttpReply reply = site_.post("/v1/events", body, {site_.bearer()});
    ASSERT_EQ(reply.status, 200) << reply.body;
  }

  IntakeSite site_;
};

// Capitals, events that name their stage, events without a touchpoint, nobody's events, rules for what is not there.
TEST_F(StagesByRule, ATryIsWhatComesTrue) {
  send(R"([{"id":"a","time":"2026-01-01","customer":"anna","touchpoint":"Visit"},
           {"id":"b","time":"2026-01-02","customer":"anna","touchpoint":"visit"},
           {"id":"c","time":"2026-01-03","touchpoint":"VISIT"},
           {"id":"d","time":"2026-01-04","customer":"bert","touchpoint":"visit","stage":"bond"},
           {"id":"e","time":"2026-01-05","customer":"bert","channel":"web"},
           {"id":"f","time":"2026-01-06","customer":"carl","touchpoint":"Élan's \"shop\""}])");
  const std::vector<std::string> turns{
      rules({{"visit", "consider"}, {"Visit", "evaluate"}, {"nowhere", "buy"}}), rules({{"VISIT", "buy"}}), rules({}),
      rules({{"élan's \"shop\"", "enjoy"}, {"purchase", "buy"}, {"home page", "consider"}})};
  for (const std::string& turn : turns) {
    const Json trial = tried(turn);
    EXPECT_EQ(stages_of(trial, "before"), asked()) << turn;
    ASSERT_EQ(site_.server.ask("PUT", "/v1/stages", turn).status, 200);
    EXPECT_EQ(stages_of(trial, "after"), asked()) << turn;
    int64_t changed = 0;
    for (const Json& each : trial["touchpoints"]) changed += each["changed"].get<int64_t>();
    EXPECT_EQ(trial["changed"], changed);
    const Json again = tried(turn);
    EXPECT_EQ(again["changed"], 0) << again;
  }
}

TEST_F(StagesByRule, ATryTellsOfEachTouchpointAndStoresNothing) {
  send(R"([{"id":"a","time":"2026-01-01","customer":"anna","touchpoint":"visit"},
           {"id":"b","time":"2026-01-02","touchpoint":"visit"},
           {"id":"c","time":"2026-01-04","customer":"bert","touchpoint":"visit","stage":"bond"}])");
  ASSERT_EQ(site_.server.ask("PUT", "/v1/stages", rules({{"visit", "consider"}})).status, 200);
  const Json trial = tried(rules({{"visit", "buy"}, {"later", "enjoy"}}));
  const Json visit = touchpoint(trial, "visit");
  EXPECT_EQ(visit["events"], 3);
  EXPECT_EQ(visit["customers"], 2) << "nobody is no customer";
  EXPECT_EQ(visit["own"], Json::parse(R"([{"stage":"bond","events":1}])"));
  EXPECT_EQ(visit["before"], "consider");
  EXPECT_EQ(visit["after"], "buy");
  EXPECT_EQ(visit["changed"], 2);
  EXPECT_EQ(touchpoint(trial, "later")["events"], 0);
  EXPECT_EQ(trial["left_out"], 0);
  EXPECT_EQ(site_.server.json("GET", "/v1/stages")["rules"].size(), 1u);
  EXPECT_EQ(stages_of(tried(rules({})), "before")["consider"], 2);
}

TEST_F(StagesByRule, ATryRefusesWhatPutRefuses) {
  for (const auto& [body, where] : std::vector<std::pair<std::string, std::string>>{
           {R"({"rules":[{"touchpoint":"a","stage":"by"}]})", "rules[0].stage"},
           {R"({"rules":[{"touchpoint":"","stage":"buy"}]})", "rules[0].touchpoint"},
           {R"({"rules":[{"touchpoint":"a","stage":"buy"},{"touchpoint":"a","stage":"bond"}]})", "rules[1]"},
           {R"({"rules":5})", "rules"},
           {R"({"rule":[]})", "rule"}}) {
    const HttpReply reply = site_.server.ask("POST", "/v1/stages/try", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(Json::parse(reply.body)["where"], where) << body;
  }
}

}  // namespace
}  // namespace sojourn
