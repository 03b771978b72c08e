// Boards over plain values: made, changed, seen and asked; shares, segments, goals, benchmarks; workbooks of answers.
#include <gmock/gmock.h>

#include "api/company_fixture.h"
#include "api/openapi.h"
#include "api/schema_check.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kBoard = R"({"title":"Care","period":"all","tiles":[
  {"id":"t1","x":0,"y":0,"w":4,"h":3,"question":{"measure":"volume"}},
  {"id":"t2","x":4,"y":0,"w":4,"h":3,"question":{"measure":"nps"}},
  {"id":"t3","x":8,"y":0,"w":4,"h":3,"text":"Words"}]})";

class BoardRoutes : public testing::Test {
 protected:
  // An account of that role, and a session of it as a header.
  NamedText sign_in(const std::string& account, const std::string& role, const std::string& scope = "") {
    Json wish{{"role", role}, {"password", "eleven green bicycles"}};
    if (!scope.empty()) wish["scope"] = scope;
    std::vector<NamedText> headers;
    if (!owner_.second.empty()) headers.push_back(owner_);
    const HttpReply made = server_.ask("PUT", "/v1/accounts/" + account, json_text(wish), headers);
    EXPECT_LT(made.status, 300) << made.body;
    const HttpReply reply =
        server_.ask("POST", "/v1/sign-in", json_text({{"account", account}, {"password", "eleven green bicycles"}}));
    EXPECT_EQ(reply.status, 200) << reply.body;
    const std::string cookie(reply.header("Set-Cookie"));
    NamedText session{"Cookie", cookie.substr(0, cookie.find(';'))};
    if (owner_.second.empty()) owner_ = session;
    return session;
  }
  HttpReply put(const std::string& name, const std::string& body, std::vector<NamedText> headers = {}) {
    return server_.ask("PUT", "/v1/boards/" + name, body, std::move(headers));
  }
  static Json read(const HttpReply& reply) { return Json::parse(reply.body, nullptr, false); }
  // The first value of a tile.
  static Json value(const Json& answers, size_t tile) { return answers["answers"][tile]["answer"]["rows"][0]["value"]; }

  TestApplication server_;
  NamedText owner_;
};

TEST_F(BoardRoutes, AreMadeChangedAndRemovedByVersion) {
  const HttpReply made = put("care", kBoard, {{"If-None-Match", "*"}});
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.header("ETag"), "\"1\"");
  EXPECT_EQ(put("care", kBoard, {{"If-None-Match", "*"}}).status, 409);
  Json board = read(made);
  board["title"] = "Better";
  EXPECT_EQ(put("care", json_text(board), {{"If-Match", "\"1\""}}).header("ETag"), "\"2\"");
  const HttpReply late = put("care", kBoard, {{"If-Match", "\"1\""}});
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.type, "application/problem+json");
  EXPECT_EQ(read(late)["where"], "If-Match");
  EXPECT_EQ(read(late)["board"]["title"], "Better");
  EXPECT_TRUE(read(late)["board"]["changed_at"].is_string());
  EXPECT_EQ(read(late)["board"]["changed_by"], "") << "nobody is signed in";
  EXPECT_EQ(late.header("ETag"), "\"2\"");
  EXPECT_EQ(put("care", kBoard, {{"If-Match", "two"}}).status, 400);
  EXPECT_EQ(put("other", json_text(board)).status, 400) << "another name";
  EXPECT_EQ(put("service", kBoard).status, 409) << "built in";
  const Json list = server_.json("GET", "/v1/boards");
  EXPECT_EQ(list["boards"].size(), 6u);
  EXPECT_EQ(list["boards"][0]["tiles"], 3);
  EXPECT_EQ(server_.ask("DELETE", "/v1/boards/care", "", {{"If-Match", "\"1\""}}).status, 409);
  EXPECT_EQ(server_.ask("DELETE", "/v1/boards/care").status, 200);
  EXPECT_EQ(server_.ask("GET", "/v1/boards/care").status, 404);
}

TEST_F(BoardRoutes, GoOutAndComeInAsToml) {
  put("care", kBoard);
  const HttpReply toml = server_.ask("GET", "/v1/boards/care?as=toml");
  EXPECT_EQ(toml.type, "application/toml");
  Json again = server_.json("POST", "/v1/boards/read", json_text({{"toml", toml.body}}));
  const Json board = server_.json("GET", "/v1/boards/care");
  EXPECT_EQ(again["tiles"], board["tiles"]);
  const Json fault = server_.json("POST", "/v1/boards/read", json_text({{"toml", "name = \"a\"\nperiod = \"1d\"\n"}}));
  EXPECT_EQ(fault["where"], "toml:2: period");
  EXPECT_EQ(server_.json("POST", "/v1/boards/read", R"({"board":{"tiles":[{"x":0,"y":0,"w":1,"h":1,
    "question":{"measure":"npz"}}]}})")["where"],
            "tiles[0].question.measure");
}

TEST_F(BoardRoutes, AreAskedInOneGo) {
  put("care", kBoard);
  const Json answers = server_.json("GET", "/v1/boards/care/answers");
  ASSERT_EQ(answers["answers"].size(), 2u);
  EXPECT_EQ(answers["board"], 1);
  EXPECT_EQ(answers["answers"][0]["tile"], "t1");
  EXPECT_EQ(value(answers, 0), 7);
  EXPECT_EQ(value(server_.json("GET", "/v1/boards/care/answers?where=channel%20%3D%20%22web%22"), 0), 3);
  EXPECT_EQ(server_.json("GET", "/v1/boards/care/answers?where=channl%20%3D%201")["where"], "where: column 1");
  EXPECT_EQ(server_.json("GET", "/v1/boards/care/answers?period=1d")["where"], "period");
  const Json day = server_.json("GET", "/v1/boards/care/answers?period=7d");
  EXPECT_EQ(day["answers"][0]["question"]["from"], "2025-12-28");
}

// Every home can be asked of any record.
TEST_F(BoardRoutes, NoHomeErrs) {
  for (const char* home : {"executive", "marketing", "service", "agent", "analyst"}) {
    const Json answers = server_.json("GET", std::string("/v1/boards/") + home + "/answers");
    ASSERT_TRUE(answers.contains("answers")) << home << answers;
    for (const Json& each : answers["answers"]) EXPECT_FALSE(each.contains("error")) << home << each;
  }
}

TEST_F(BoardRoutes, ShowThemselvesToTheirRolesOnly) {
  const NamedText owner = sign_in("olga", "owner");
  const NamedText manager = sign_in("mary", "manager");
  const NamedText viewer = sign_in("vera", "viewer");
  EXPECT_EQ(server_.ask("GET", "/v1/boards").status, 401);
  Json board = Json::parse(kBoard);
  board["roles"] = {"manager"};
  EXPECT_EQ(put("care", json_text(board), {owner}).status, 201);
  EXPECT_EQ(server_.ask("GET", "/v1/boards/care", "", {manager}).status, 200);
  EXPECT_EQ(server_.ask("GET", "/v1/boards/care", "", {viewer}).status, 404);
  EXPECT_EQ(server_.ask("GET", "/v1/boards/care/answers", "", {viewer}).status, 404);
  EXPECT_THAT(server_.ask("GET", "/v1/boards", "", {viewer}).body, Not(HasSubstr("care")));
  EXPECT_EQ(put("mine", kBoard, {viewer}).status, 403) << "viewers make none";
  EXPECT_EQ(put("mine", kBoard, {manager}).status, 201);
  EXPECT_EQ(put("mine", kBoard, {owner}).status, 200);
  EXPECT_EQ(read(put("mine", kBoard, {manager}))["owner"], "mary");
  EXPECT_EQ(put("care", kBoard, {manager}).status, 403) << "somebody else's";
  EXPECT_EQ(server_.ask("DELETE", "/v1/boards/care", "", {manager}).status, 403);
  board["home"] = "service";
  EXPECT_EQ(put("home", json_text(board), {manager}).status, 403);
  EXPECT_EQ(put("home", json_text(board), {owner}).status, 201);
}

TEST_F(BoardRoutes, ShowWhatTheReaderMaySeeAndNoMore) {
  const NamedText owner = sign_in("olga", "owner");
  const NamedText manager = sign_in("mary", "manager", "channel = \"web\"");
  EXPECT_EQ(put("care", kBoard, {owner}).status, 201);
  EXPECT_EQ(value(read(server_.ask("GET", "/v1/boards/care/answers", "", {owner})), 0), 7);
  EXPECT_EQ(value(read(server_.ask("GET", "/v1/boards/care/answers", "", {manager})), 0), 3);
  const HttpReply around = server_.ask("GET", "/v1/boards/care/answers?where=true)%20or%20(true", "", {manager});
  EXPECT_EQ(around.status, 400) << around.body;
  const std::string tile = R"({"tiles":[{"x":0,"y":0,"w":4,"h":3,"question":{"measure":"volume",)";
  EXPECT_EQ(put("mine", tile + R"("where":"true) or (true"}}]})", {manager}).status, 400);
  EXPECT_EQ(put("mine", tile + R"("where":"true or true"}}],"where":"true or true"})", {manager}).status, 201);
  EXPECT_EQ(value(read(server_.ask("GET", "/v1/boards/mine/answers?where=true%20or%20true", "", {manager})), 0), 3);
  // What they share shows what they may see.
  const Json share = read(server_.ask("POST", "/v1/boards/mine/shares", "{}", {manager}));
  EXPECT_EQ(value(server_.json("GET", "/v1" + share["path"].get<std::string>() + "/answers"), 0), 3);
  // Whoever sees more shares more; then nobody who sees less asks by that address.
  EXPECT_EQ(server_.ask("POST", "/v1/boards/mine/shares", "{}", {owner_}).status, 201);
  const HttpReply refused = put("mine", kBoard, {manager});
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("under another name"));
  EXPECT_EQ(put("mine", kBoard, {owner_}).status, 200);
}

TEST_F(BoardRoutes, DeepBodiesAreRefusedBeforeAnythingRecursiveSeesThem) {
  constexpr size_t kDeep = 200'000;
  const std::string deep =
      R"({"where":"channel = \"web\"","x":)" + std::string(kDeep, '[') + std::string(kDeep, ']') + "}";
  for (const char* path : {"/v1/segments/deep", "/v1/goals/deep", "/v1/benchmarks/deep", "/v1/boards/deep"}) {
    const HttpReply reply = server_.ask("PUT", path, deep);
    EXPECT_GE(reply.status, 400) << path;
    EXPECT_EQ(read(reply)["code"], "limit") << path;
  }
}

TEST_F(BoardRoutes, SharesOpenOneBoardToBeRead) {
  const NamedText owner = sign_in("olga", "owner");
  put("care", kBoard, {owner});
  const HttpReply made =
      server_.ask("POST", "/v1/boards/care/shares", R"({"expires":"30d","where":"channel = \"web\""})", {owner});
  ASSERT_EQ(made.status, 201) << made.body;
  const Json share = read(made);
  const std::string path = "/v1" + share["path"].get<std::string>();
  const Json board = server_.json("GET", path);
  EXPECT_EQ(board["title"], "Care");
  EXPECT_EQ(board["owner"], "");
  const Json answers = server_.json("GET", path + "/answers?period=all");
  EXPECT_EQ(value(answers, 0), 3);
  EXPECT_THAT(answers.dump(), Not(HasSubstr("channel = \\\"web\\\"")));
  const Json schemas = read(server_.ask("GET", "/openapi.json", "", {owner}))["components"]["schemas"];
  EXPECT_EQ(SchemaCheck(schemas).fault(answers, schemas["BoardAnswers"]), "");
  EXPECT_EQ(server_.ask("GET", path + "/answers?where=true").status, 400) << "no filter of the reader's";
  EXPECT_EQ(server_.ask("PUT", path, kBoard).status, 405);
  EXPECT_EQ(server_.ask("POST", "/v1/who", R"({"question":{"measure":"nps"}})").status, 401);
  EXPECT_THAT(server_.ask("GET", "/v1/boards/care/shares", "", {owner}).body,
              Not(HasSubstr(path.substr(std::string("/v1/shared/").size()))));
  EXPECT_EQ(server_.ask("DELETE", "/v1/boards/care/shares/" + share["id"].get<std::string>(), "", {owner}).status, 200);
  EXPECT_EQ(server_.ask("GET", path).status, 404);
  EXPECT_EQ(server_.json("POST", "/v1/boards/care/shares", R"({"expires":"soon"})")["status"], 401);
}

// Capability 96: who may not ask opens the own home, and what names the role.
TEST_F(BoardRoutes, AgentsOpenTheirHomeAndNoOther) {
  const NamedText owner = sign_in("olga", "owner");
  const NamedText agent = sign_in("agnes", "agent", "channel = \"web\"");
  put("care", kBoard, {owner});
  Json named = Json::parse(kBoard);
  named["roles"] = {"agent"};
  put("team", json_text(named), {owner});
  const auto status = [&](const std::string& board) {
    const int shown = server_.ask("GET", "/v1/boards/" + board, "", {agent}).status;
    EXPECT_EQ(server_.ask("GET", "/v1/boards/" + board + "/answers", "", {agent}).status, shown) << board;
    return shown;
  };
  EXPECT_EQ(status("agent"), 200);
  EXPECT_EQ(status("team"), 200);
  for (const char* other : {"executive", "marketing", "care", "nothing"}) EXPECT_EQ(status(other), 403) << other;
  const Json list = read(server_.ask("GET", "/v1/boards", "", {agent}));
  ASSERT_EQ(list["boards"].size(), 2u) << list;
  EXPECT_EQ(list["boards"][0]["name"], "team");
  EXPECT_EQ(list["boards"][1]["name"], "agent");
  const Json answers = read(server_.ask("GET", "/v1/boards/team/answers", "", {agent}));
  EXPECT_EQ(value(answers, 0), 3) << "within the scope";
  EXPECT_EQ(answers["answers"][0]["answer"]["events"], 3) << "nor is told how much there is beside it";
  // The home is not the agent's to choose, and never the executive one.
  EXPECT_EQ(server_.ask("PUT", "/v1/me", R"({"home":"service"})", {agent}).status, 403);
  EXPECT_EQ(server_.ask("PUT", "/v1/me", R"({"name":"Agnes","home":""})", {agent}).status, 200);
  EXPECT_EQ(server_.ask("PUT", "/v1/accounts/agnes", R"({"home":"service"})", {owner}).status, 200);
  EXPECT_EQ(status("service"), 200);
  EXPECT_EQ(status("agent"), 403);
  EXPECT_EQ(server_.ask("PUT", "/v1/accounts/agnes", R"({"home":"executive"})", {owner}).status, 200);
  EXPECT_EQ(status("executive"), 403);
  EXPECT_EQ(status("agent"), 200);
  EXPECT_EQ(server_.ask("POST", "/v1/ask", R"({"measure":"nps"})", {agent}).status, 403);
}

TEST_F(BoardRoutes, SharesEndWithTheirMaker) {
  const NamedText owner = sign_in("olga", "owner");
  const NamedText manager = sign_in("mary", "manager");
  ASSERT_EQ(put("mine", kBoard, {manager}).status, 201);
  EXPECT_EQ(server_.ask("PUT", "/v1/segments/hers", R"({"where":"channel = \"web\""})", {manager}).status, 201);
  const Json share = read(server_.ask("POST", "/v1/boards/mine/shares", "{}", {manager}));
  const std::string path = "/v1" + share["path"].get<std::string>();
  const auto account = [&](const char* wish) {
    EXPECT_LT(server_.ask("PUT", "/v1/accounts/mary", wish, {owner}).status, 300) << wish;
  };
  EXPECT_EQ(value(server_.json("GET", path + "/answers"), 0), 7);
  account(R"({"scope":"channel = \"web\""})");
  const Json narrower = server_.json("GET", path + "/answers");
  EXPECT_EQ(value(narrower, 0), 3) << "a narrower scope reaches them";
  EXPECT_EQ(narrower["answers"][0]["answer"]["events"], 3);
  account(R"({"disabled":true})");
  EXPECT_EQ(server_.ask("GET", path).status, 404);
  account(R"({"disabled":false})");
  EXPECT_EQ(server_.ask("GET", path).status, 200);
  EXPECT_EQ(server_.ask("DELETE", "/v1/accounts/mary", "", {owner}).status, 200);
  EXPECT_EQ(server_.ask("GET", path).status, 404);
  EXPECT_THAT(server_.ask("GET", "/v1/audit", "", {owner}).body, HasSubstr("shares of boards that ended: 1"));
  // A namesake has none of it.
  const NamedText namesake = sign_in("mary", "manager");
  EXPECT_EQ(server_.ask("GET", path).status, 404);
  EXPECT_EQ(put("mine", kBoard, {namesake}).status, 403);
  EXPECT_EQ(server_.ask("PUT", "/v1/segments/hers", R"({"where":"true"})", {namesake}).status, 403);
  EXPECT_EQ(read(put("mine", kBoard, {owner}))["owner"], "");
}

TEST_F(BoardRoutes, NobodyChangesTheSegmentsOfOthers) {
  const NamedText owner = sign_in("olga", "owner");
  const NamedText manager = sign_in("mary", "manager");
  const auto segment = [&](const char* where, const NamedText& who) {
    return server_.ask("PUT", "/v1/segments/public", json_text({{"where", where}, {"owner", "mary"}}), {who}).status;
  };
  EXPECT_EQ(segment("channel = \"web\"", owner), 201);
  EXPECT_EQ(segment("true", manager), 403);
  EXPECT_EQ(server_.ask("DELETE", "/v1/segments/public", "", {manager}).status, 403);
  EXPECT_EQ(read(server_.ask("GET", "/v1/segments/public", "", {manager}))["owner"], "olga");
  EXPECT_THAT(server_.ask("GET", "/v1/audit", "", {owner}).body, HasSubstr("segment.set"));
  // A share keeps what the segment stood for.
  put("care", kBoard, {owner});
  const Json share =
      read(server_.ask("POST", "/v1/boards/care/shares",
                       R"json({"where":"not properties.segment = 1 and segment(\"public\")"})json", {owner}));
  EXPECT_EQ(share["where"], "not properties.segment = 1 and (channel = \"web\")") << share;
  EXPECT_EQ(segment("true", owner), 200);
  const Json answers = server_.json("GET", "/v1" + share["path"].get<std::string>() + "/answers");
  EXPECT_EQ(value(answers, 0), 3) << answers;
  EXPECT_EQ(answers["answers"][0]["answer"]["events"], 3);
}

TEST_F(BoardRoutes, WhatOneMayNotSeeIsNotNamed) {
  const NamedText owner = sign_in("olga", "owner");
  const NamedText manager = sign_in("mary", "manager");
  EXPECT_EQ(server_.ask("PUT", "/v1/segments/web", R"({"where":"channel = \"web\""})", {manager}).status, 201);
  EXPECT_EQ(put("secret", R"json({"roles":["analyst"],"where":"segment(\"web\")"})json", {owner}).status, 201);
  EXPECT_EQ(put("secret", kBoard, {manager}).status, 404);
  for (const char* verb : {"GET", "DELETE"}) {
    const HttpReply reply = server_.ask(verb, "/v1/segments/web", "", {manager});
    EXPECT_THAT(reply.body, Not(HasSubstr("secret"))) << verb;
    EXPECT_THAT(reply.body, HasSubstr("a board of somebody else")) << verb;
    EXPECT_THAT(server_.ask("GET", "/v1/segments", "", {owner}).body, HasSubstr("secret"));
  }
}

TEST_F(BoardRoutes, AShareIsAskedSoOftenOnly) {
  put("care", R"({"tiles":[]})");
  const Json share = server_.json("POST", "/v1/boards/care/shares", "{}");
  const std::string path = "/v1" + share["path"].get<std::string>() + "/answers";
  int limited = 0;
  for (int i = 0; i < 70; ++i) limited += server_.ask("GET", path).status == 429;
  EXPECT_GE(limited, 1);
  EXPECT_LE(limited, 10);
}

TEST_F(BoardRoutes, SharesMayAskForAPassword) {
  put("care", kBoard);
  EXPECT_EQ(server_.ask("POST", "/v1/boards/care/shares", R"({"password":"short"})").status, 400);
  const Json share = server_.json("POST", "/v1/boards/care/shares", R"({"password":"twelve slow ferries"})");
  EXPECT_EQ(share["password"], true);
  const std::string path = "/v1" + share["path"].get<std::string>();
  EXPECT_EQ(server_.json("GET", path)["code"], "password_needed");
  EXPECT_EQ(read(server_.ask("GET", path, "", {{"X-Share-Password", "wrong"}}))["code"], "wrong_password");
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(server_.ask("GET", path + "/answers", "", {{"X-Share-Password", "twelve slow ferries"}}).status, 200);
  }
}

TEST_F(BoardRoutes, GuessingAPasswordIsLimitedFromThisMachineToo) {
  ASSERT_EQ(put("care", kBoard).status, 201);
  const Json share = server_.json("POST", "/v1/boards/care/shares", R"({"password":"twelve slow ferries"})");
  const Json other = server_.json("POST", "/v1/boards/care/shares", R"({"password":"twelve slow ferries"})");
  const std::string path = "/v1" + share["path"].get<std::string>();
  constexpr int kMost = 20;
  for (int i = 0; i < kMost; ++i) {
    EXPECT_EQ(server_.ask("GET", path, "", {{"X-Share-Password", std::to_string(i)}}).status, 403);
  }
  const NamedText right{"X-Share-Password", "twelve slow ferries"};
  const HttpReply late = server_.ask("GET", path, "", {right});
  EXPECT_EQ(late.status, 429);
  EXPECT_NE(late.header("Retry-After"), "");
  EXPECT_EQ(server_.ask("GET", "/v1" + other["path"].get<std::string>(), "", {right}).status, 200);
}

TEST_F(BoardRoutes, GuessingSharesIsLimitedByAddress) {
  HttpRequest guess = TestApplication::request("GET", "/v1/shared/0123456789abcdef");
  guess.client = "203.0.113.7";
  int limited = 0;
  for (int i = 0; i < 30; ++i) limited += server_.application().answer(guess).status == 429;
  EXPECT_EQ(limited, 10);
  guess.client = "203.0.113.8";
  EXPECT_EQ(server_.application().answer(guess).status, 404);
}

TEST_F(BoardRoutes, SegmentsStandInEveryFilter) {
  EXPECT_EQ(server_.ask("PUT", "/v1/segments/buyers", R"json({"where":"did(\"purchase\")"})json").status, 201);
  EXPECT_EQ(server_.json("PUT", "/v1/segments/wrong", R"({"where":"channl = 1"})")["where"], "where: column 1");
  EXPECT_EQ(server_.json("GET", "/v1/segments/buyers/size"), Json::parse(R"({"customers":2,"of":4})"));
  const auto volume = [this](const std::string& where) {
    return server_.json("POST", "/v1/ask", json_text({{"measure", "volume"}, {"where", where}}));
  };
  EXPECT_EQ(volume("segment(\"buyers\")")["rows"][0]["value"], 5);
  EXPECT_EQ(volume("segment(\"buyers\")")["question"]["where"], "segment(\"buyers\")");
  EXPECT_EQ(server_.ask("PUT", "/v1/segments/buyers", R"json({"where":"did(\"purchase\") and channel = \"web\""})json")
                .status,
            200);
  EXPECT_EQ(volume("segment(\"buyers\")")["rows"][0]["value"], 2);
  EXPECT_EQ(volume("segment(\"byers\")")["where"], "where: column 1");
  EXPECT_EQ(server_.json("POST", "/v1/who", R"json({"question":{"measure":"customers",
    "where":"segment('buyers')"},"cell":{"column":"n"}})json")["total"],
            1);
  put("care", R"json({"where":"segment(\"buyers\")"})json");
  const Json used = server_.json("DELETE", "/v1/segments/buyers");
  EXPECT_EQ(used["status"], 409);
  EXPECT_THAT(used["detail"].get<std::string>(), HasSubstr("board \"care\""));
  EXPECT_EQ(server_.json("GET", "/v1/segments")["segments"][0]["used_by"], Json::parse(R"(["board \"care\""])"));
}

TEST_F(BoardRoutes, GoalsAndBenchmarksTellWhereWeStand) {
  EXPECT_EQ(server_.ask("PUT", "/v1/goals/nps", R"({"measure":"nps","value":50,"period":"all"})").status, 201);
  const Json goal = server_.json("GET", "/v1/goals?state=true")["goals"][0];
  EXPECT_EQ(goal["now"]["value"], 0.0) << goal;
  EXPECT_EQ(goal["distance"], -50.0);
  EXPECT_EQ(goal["met"], false);
  EXPECT_FALSE(server_.json("GET", "/v1/goals")["goals"][0].contains("met"));
  EXPECT_EQ(server_
                .ask("PUT", "/v1/benchmarks/trade?source=Trade%20survey&date=2026-06-30",
                     "measure,group,value,n\nnps,benchmark,-10,1200\nnps,rival,45,\n", {{"Content-Type", "text/csv"}})
                .status,
            201);
  const Json standing = server_.json("GET", "/v1/benchmarks/trade/standing?measure=nps");
  EXPECT_EQ(standing["rank"], 2) << standing;
  EXPECT_EQ(standing["of"], 3);
  EXPECT_EQ(standing["rows"][0]["source"], "Trade survey");
  EXPECT_EQ(standing["own"]["rows"][0]["n"], 2);
  EXPECT_EQ(server_.json("GET", "/v1/benchmarks/trade/standing?measure=csat")["status"], 404);
}

TEST_F(BoardRoutes, AnAnswerIsAWorkbookForThoseWhoAskForOne) {
  const HttpReply reply =
      server_.ask("POST", "/v1/ask", R"({"measure":"volume","by":["channel"]})",
                  {{"Accept", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_EQ(reply.body.substr(0, 2), "PK");
  EXPECT_THAT(std::string(reply.header("Content-Disposition")), HasSubstr("volume.xlsx"));
  EXPECT_EQ(server_
                .ask("POST", "/v1/ask", "{}",
                     {{"Accept", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}})
                .status,
            400);
}

}  // namespace
}  // namespace sojourn
