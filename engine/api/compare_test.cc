// POST /v1/compare over plain values: shapes, media, errors, and what a scope lets be seen.
#include <gmock/gmock.h>

#include "api/board_handlers.h"
#include "api/company_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

class CompareRoute : public testing::Test {
 protected:
  CompareRoute() {
    BatchMaker maker("shop", "survey.csv");
    int number = 0;
    const auto answers = [&](const char* region, int count, double answer) {
      for (int i = 0; i < count; ++i) {
        const std::string id = std::to_string(number++);
        Event& event =
            maker.add("s" + id, TestCompany::kStart + kDay, {{IdentifierKind::kId, "customer" + id}}, "survey");
        event.set_text(Field::kKind, "nps");
        event.set_number(Field::kAnswer, answer);
        event.set_text(Field::kDepartment, region);
        event.set_text(Field::kChannel, number % 2 == 0 ? "web" : "call");
      }
    };
    answers("North", 60, 9);
    answers("North", 20, 2);
    answers("South", 30, 9);
    answers("South", 50, 2);
    append(server_.company().store(), maker);
  }
  static std::string regions(const std::string& rest = "") {
    return R"({"questions":[{"measure":"nps","where":"department = \"North\""},)"
           R"({"measure":"nps","where":"department = \"South\""}])" +
           rest + "}";
  }
  TestApplication server_;
};

TEST_F(CompareRoute, TellsWhetherADifferenceIsProven) {
  const Json found = server_.json("POST", "/v1/compare", regions(R"(,"names":["North","South"])"));
  ASSERT_EQ(found["rows"].size(), 2u) << found;
  EXPECT_EQ(found["rows"][0]["name"], "North");
  EXPECT_EQ(found["rows"][0]["value"], 50.0);
  EXPECT_EQ(found["rows"][1]["value"], -25.0);
  EXPECT_EQ(found["rows"][1]["difference"], -75.0);
  EXPECT_LT(found["rows"][1]["difference_high"].get<double>(), 0);
  EXPECT_EQ(found["rows"][1]["proven"], true);
  EXPECT_EQ(found["shared"]["1"], 0);
  EXPECT_EQ(found["questions"][0]["where"], "department = \"North\"");
}

TEST_F(CompareRoute, GivesTablesAndFilesToo) {
  const HttpReply csv = server_.ask("POST", "/v1/compare", regions(), {{"Accept", "text/csv"}});
  EXPECT_EQ(csv.type, "text/csv; charset=utf-8");
  EXPECT_THAT(csv.body, HasSubstr("difference_low"));
  EXPECT_THAT(std::string(csv.header("Content-Disposition")), HasSubstr("nps compared.csv"));
  const HttpReply table = server_.ask("POST", "/v1/compare", regions(), {{"Accept", "text/plain"}});
  EXPECT_THAT(table.body, HasSubstr("-75.0"));
}

TEST_F(CompareRoute, RefusesWhatCannotBeCompared) {
  const auto where = [&](const std::string& body) {
    const HttpReply reply = server_.ask("POST", "/v1/compare", body);
    EXPECT_EQ(reply.status, 400) << body << reply.body;
    return Json::parse(reply.body).value("where", "");
  };
  EXPECT_EQ(where("{}"), "questions");
  EXPECT_EQ(where(R"({"questions":[{"measure":"nps"}]})"), "questions");
  EXPECT_EQ(where(R"({"questions":[{"measure":"nps"},{"measure":"csat"}]})"), "questions[1].measure");
  EXPECT_EQ(where(R"({"questions":[{"measure":"nps"},{"measure":"nps","filter":""}]})"), "questions[1]: filter");
  EXPECT_EQ(where(R"({"questions":[{"measure":"nps"},{"measure":"nps","where":"chanel = 1"}]})"),
            "questions[1]: where: column 1");
  EXPECT_EQ(where(regions(R"(,"names":"North")")), "names");
  EXPECT_EQ(where(regions(R"(,"names":["a","b","c"])")), "names");
  EXPECT_EQ(where(regions(R"(,"over":"month")")), "over");
}

TEST_F(CompareRoute, DecisionsAreKeptAndJudged) {
  const char* const body = R"({"title":"Evenings","at":"2026-01-02","measure":"nps","days":1})";
  EXPECT_EQ(server_.ask("PUT", "/v1/decisions/evenings", body).status, 201);
  EXPECT_EQ(server_.ask("PUT", "/v1/decisions/evenings", body).status, 200);
  EXPECT_EQ(
      server_.json("PUT", "/v1/decisions/other", R"({"name":"evenings","at":"2026-01-02","measure":"nps"})")["where"],
      "name");
  EXPECT_EQ(server_.json("PUT", "/v1/decisions/other", R"({"at":"2026-01-02","measure":"npz"})")["where"], "measure");
  const Json plain = server_.json("GET", "/v1/decisions")["decisions"][0];
  EXPECT_EQ(plain["days"], 1);
  EXPECT_FALSE(plain.contains("verdict"));
  const Json found = server_.json("GET", "/v1/decisions?state=true")["decisions"][0];
  EXPECT_EQ(found["after"]["n"], 161) << found << ", anna's among them";
  EXPECT_EQ(found["before"]["n"], 0);
  EXPECT_EQ(found["verdict"], "too few");
  EXPECT_EQ(found["difference"], nullptr);
  EXPECT_EQ(server_.ask("GET", "/v1/decisions?state=maybe").status, 400);
  EXPECT_EQ(server_.ask("DELETE", "/v1/decisions/evenings").status, 200);
  EXPECT_EQ(server_.ask("DELETE", "/v1/decisions/evenings").status, 404);
}

TEST_F(CompareRoute, AGoalWhoseCourseCannotBeAskedLeavesTheListStanding) {
  // Months before the year 1 have no names: the course cannot be asked, what holds for today can.
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = open_store(folder.path());
  BatchMaker maker;
  maker.add("1", parse_time("0001-03-01", Zone())->utc, {{IdentifierKind::kId, "anna"}}, "purchase");
  append(*store, maker);
  const std::unique_ptr<Timelines> timelines = Timelines::open(folder.path(), *store).value();
  Asker asker(*store, *timelines);
  const Engine whole = server_.company().engine();
  Engine engine{whole.store, whole.timelines, asker, whole.intake, whole.sources, whole.surveys};
  engine.boards = whole.boards;
  std::vector<Route> routes;
  add_board_goal_routes(engine, routes);
  EXPECT_EQ(server_.ask("PUT", "/v1/goals/a", R"({"measure":"volume","value":5,"period":"all"})").status, 201);
  EXPECT_EQ(server_.ask("PUT", "/v1/goals/b", R"({"measure":"quality","value":5,"period":"all"})").status, 201);
  const HttpRequest request = TestApplication::request("GET", "/v1/goals?state=true");
  const Result<HttpReply> reply = routes.front().handler(Call{request, {}});
  ASSERT_TRUE(reply) << reply.error().to_string();
  const Json goals = Json::parse(reply->body)["goals"];
  ASSERT_EQ(goals.size(), 2u);
  EXPECT_EQ(goals[0]["error"]["status"], 400) << goals;
  EXPECT_FALSE(goals[1].contains("error")) << goals;
  EXPECT_TRUE(goals[1].contains("course"));
}

TEST_F(CompareRoute, AScopeNarrowsEachQuestion) {
  const auto sign_in = [&](const char* account, Json wish, std::vector<NamedText> headers) {
    wish["password"] = "eleven green bicycles";
    EXPECT_LT(server_.ask("PUT", std::string("/v1/accounts/") + account, json_text(wish), std::move(headers)).status,
              300);
    const HttpReply reply =
        server_.ask("POST", "/v1/sign-in", json_text({{"account", account}, {"password", "eleven green bicycles"}}));
    const std::string cookie(reply.header("Set-Cookie"));
    return NamedText{"Cookie", cookie.substr(0, cookie.find(';'))};
  };
  const NamedText owner = sign_in("olga", {{"role", "owner"}}, {});
  const NamedText manager = sign_in("mia", {{"role", "manager"}, {"scope", "channel = \"web\""}}, {owner});
  const HttpReply reply = server_.ask("POST", "/v1/compare", regions(), {manager});
  const Json found = Json::parse(reply.body);
  ASSERT_EQ(found["rows"].size(), 2u) << reply.body;
  EXPECT_EQ(found["rows"][0]["n"], 40) << "half of them";
  EXPECT_EQ(found["questions"][0]["where"], "department = \"North\"") << "shown as asked";
  EXPECT_EQ(found["names"][0], "department = \"North\"");
  const Json outside =
      Json::parse(server_
                      .ask("POST", "/v1/compare",
                           R"({"questions":[{"measure":"nps"},{"measure":"nps","where":"true) or (true"}]})", {manager})
                      .body);
  EXPECT_EQ(outside["status"], 400) << "no bracket opens a scope";
  EXPECT_THAT(outside["where"].get<std::string>(), HasSubstr("questions[1]: where: column"));
  const Json unknown =
      Json::parse(server_
                      .ask("POST", "/v1/compare",
                           R"({"questions":[{"measure":"nps"},{"measure":"nps","where":"chanel = 1"}]})", {manager})
                      .body);
  EXPECT_EQ(unknown["where"], "questions[1]: where: column 1") << "in columns of what was written";
  // Decisions are for all of the record: who sees a part reads them, with figures of that part, and changes none.
  const char* const decision = R"({"at":"2026-01-02","measure":"nps","days":1})";
  EXPECT_EQ(server_.ask("PUT", "/v1/decisions/evenings", decision, {owner}).status, 201);
  const HttpReply refused = server_.ask("PUT", "/v1/decisions/evenings", decision, {manager});
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("you see a part of the record"));
  EXPECT_EQ(server_.ask("PUT", "/v1/decisions/other", decision, {manager}).status, 403);
  EXPECT_EQ(server_.ask("DELETE", "/v1/decisions/evenings", "", {manager}).status, 403);
  const Json seen = Json::parse(server_.ask("GET", "/v1/decisions?state=true", "", {manager}).body);
  EXPECT_EQ(seen["decisions"][0]["after"]["n"], 80) << seen;
  const NamedText all = sign_in("max", {{"role", "manager"}}, {owner});
  EXPECT_EQ(server_.ask("PUT", "/v1/decisions/evenings", decision, {all}).status, 200);
  EXPECT_EQ(server_.ask("DELETE", "/v1/decisions/evenings", "", {all}).status, 200);
  const NamedText agent = sign_in("ada", {{"role", "agent"}}, {owner});
  EXPECT_EQ(server_.ask("POST", "/v1/compare", regions(), {agent}).status, 403);
}

}  // namespace
}  // namespace sojourn
