// The handlers with plain values, against a real record, real timelines and a real asker in a temporary folder.
#include "api/application.h"

#include "api/company_fixture.h"
#include "api/static_files.h"
#include "base/limits.h"
#include "timelines/voice_columns.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Api : public testing::Test {
 protected:
  HttpReply ask(std::string method, std::string_view target, std::string body = {},
                std::vector<NamedText> headers = {}) {
    return server_.ask(std::move(method), target, std::move(body), std::move(headers));
  }
  Json json(std::string method, std::string_view target, std::string body = {}) {
    return server_.json(std::move(method), target, std::move(body));
  }
  // The problem that a request gets, after a look at its form.
  Json problem(int status, std::string method, std::string_view target, std::string body = {}) {
    const HttpReply reply = ask(std::move(method), target, std::move(body));
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_EQ(reply.type, "application/problem+json");
    Json json = Json::parse(reply.body);
    EXPECT_EQ(json["status"], status);
    EXPECT_EQ(json["request_id"], "r-1");
    return json;
  }
  TestApplication server_;
};

TEST_F(Api, AnswersOneQuestion) {
  const Json answer = json("POST", "/v1/ask", R"({"measure":"nps"})");
  ASSERT_EQ(answer["rows"].size(), 1u) << answer.dump();
  EXPECT_EQ(answer["rows"][0]["value"], 0.0);  // One promoter, one detractor.
  EXPECT_EQ(answer["rows"][0]["n"], 2);
  EXPECT_EQ(answer["unit"], "points");
}

TEST_F(Api, AnswersManyQuestionsEachWithItsOwnError) {
  const Json answers =
      json("POST", "/v1/ask", R"( [{"measure":"nps"},{"measure":"npz"},7,{"measure":"volume","by":"chanel"}])");
  ASSERT_EQ(answers.size(), 4u);
  EXPECT_EQ(answers[0]["measure"], "nps");
  EXPECT_EQ(answers[1]["error"]["status"], 404);
  EXPECT_THAT(answers[1]["error"]["detail"].get<std::string>(), HasSubstr("nps"));
  EXPECT_EQ(answers[2]["error"]["status"], 400);
  EXPECT_EQ(answers[3]["error"]["status"], 400);
  EXPECT_EQ(answers[3]["error"]["request_id"], "r-1");
  EXPECT_EQ(json("POST", "/v1/ask", "[]"), Json::array());
}

TEST_F(Api, AnswersAsCsvAndAsTable) {
  const std::string question = R"({"measure":"volume","by":["channel"]})";
  const HttpReply csv = ask("POST", "/v1/ask", question, {{"Accept", "text/csv"}});
  EXPECT_EQ(csv.type, "text/csv; charset=utf-8");
  EXPECT_THAT(csv.body, StartsWith("channel,value"));
  EXPECT_THAT(csv.body, HasSubstr("'=store"));  // A spreadsheet must not run it.
  EXPECT_EQ(csv.header("Content-Disposition"), "attachment; filename=\"volume.csv\"");
  const HttpReply table = ask("POST", "/v1/ask", question, {{"Accept", "text/plain"}});
  EXPECT_EQ(table.type, "text/plain; charset=utf-8");
  EXPECT_THAT(table.body, HasSubstr("channel"));
  EXPECT_EQ(ask("POST", "/v1/ask", "[" + question + "]", {{"Accept", "text/csv"}}).status, 400);
}

TEST_F(Api, RefusesQuestionsThatCannotBeAsked) {
  EXPECT_EQ(problem(400, "POST", "/v1/ask", "{")["where"], "byte 2");
  EXPECT_EQ(problem(400, "POST", "/v1/ask", "")["where"], "body");
  EXPECT_EQ(problem(400, "POST", "/v1/ask", R"({"measure":"nps","whre":"x"})")["where"], "whre");
  EXPECT_EQ(problem(404, "POST", "/v1/ask", R"({"measure":"npz"})")["code"], "not_found");
  problem(400, "POST", "/v1/ask", R"({"measure":"nps","where":"channel ="})");
  EXPECT_EQ(
      problem(413, "POST", "/v1/ask", "{\"measure\":\"" + std::string(limits::kQuestionBytesMax, 'x') + "\"}")["code"],
      "too_large");
  problem(422, "POST", "/v1/ask", std::string(50'000, '['));
  std::string many = "[0";
  for (int i = 0; i < 64; ++i) many += ",0";
  problem(422, "POST", "/v1/ask", many + "]");
}

TEST_F(Api, AnAskerWhoLeftGetsNothing) {
  const std::atomic<bool> gone{true};
  for (const char* body : {R"({"measure":"nps"})", R"([{"measure":"nps"},{"measure":"volume"}])"}) {
    const HttpRequest request = TestApplication::request("POST", "/v1/ask", body);
    EXPECT_EQ(server_.application().answer(request, &gone).status, kStatusClientGone);
  }
}

TEST_F(Api, ListsTheCustomersBehindACell) {
  const Json people = json("POST", "/v1/who", R"({"question":{"measure":"nps"},"cell":{"column":"promoters"}})");
  EXPECT_EQ(people["total"], 1) << people.dump();
  EXPECT_EQ(people["people"][0]["customer"], "anna");
  EXPECT_EQ(people["people"][0]["identifiers"][1]["value"], "anna@example.com");
  EXPECT_EQ(json("POST", "/v1/who", R"({"question":{"measure":"nps"},"limit":0})")["people"].size(), 0u);
  EXPECT_EQ(problem(400, "POST", "/v1/who", "{}")["where"], "question");
  EXPECT_THAT(problem(400, "POST", "/v1/who", R"({"question":{"mesure":"nps"}})")["where"].get<std::string>(),
              StartsWith("question"));
  EXPECT_EQ(problem(400, "POST", "/v1/who", R"({"question":{"measure":"nps"},"limit":1001})")["where"], "limit");
  EXPECT_EQ(problem(400, "POST", "/v1/who", R"({"question":{"measure":"nps"},"cell":[1]})")["where"], "cell");
}

TEST_F(Api, ShowsTheCatalogue) {
  EXPECT_EQ(json("GET", "/v1/measures")["measures"].size(), catalogue().size());
  EXPECT_EQ(json("GET", "/v1/measures/nps")["id"], "nps");
  problem(404, "GET", "/v1/measures/npz");
  const Json fields = json("GET", "/v1/fields");
  EXPECT_EQ(fields["fields"].size(), kFieldCount + 1 + kVoiceColumns) << "source, and what texts say";
  EXPECT_EQ(fields["properties"], Json::array({"properties.plan"}));
}

TEST_F(Api, FindsCustomersByAnyIdentifier) {
  EXPECT_EQ(json("GET", "/v1/customers?find=anna")["customers"][0]["customer"], "anna");
  EXPECT_EQ(json("GET", "/v1/customers?find=anna&limit=1")["customers"].size(), 1u);
  EXPECT_EQ(problem(400, "GET", "/v1/customers?find=a&limit=0")["where"], "limit");
  EXPECT_EQ(problem(400, "GET", "/v1/customers?fnd=a")["where"], "fnd");
  EXPECT_EQ(problem(400, "GET", "/v1/customers?find=a&find=b")["where"], "find");
  EXPECT_EQ(json("GET", "/v1/customers/email%3Aanna%40example.com")["customer"], "anna");
  EXPECT_EQ(json("GET", "/v1/customers/dora%2Fsmith")["customer"], "dora/smith");
  EXPECT_EQ(json("GET", "/v1/customers/anna")["links"].size(), 1u);
  problem(404, "GET", "/v1/customers/erika");
}

TEST_F(Api, PagesThroughATimeline) {
  const Json first = json("GET", "/v1/customers/anna/timeline?limit=2");
  ASSERT_EQ(first["events"].size(), 2u);
  EXPECT_EQ(first["next"], 2);
  EXPECT_EQ(first["events"][1]["fields"]["amount"], "12.50");
  EXPECT_EQ(first["events"][1]["properties"]["plan"], "pro");
  const Json last = json("GET", "/v1/customers/anna/timeline?limit=2&offset=2");
  EXPECT_EQ(last["events"].size(), 1u);
  EXPECT_TRUE(last["next"].is_null());
  EXPECT_EQ(json("GET", "/v1/customers/anna/timeline?from=2026-01-02")["events"].size(), 1u);
  EXPECT_EQ(json("GET", "/v1/customers/anna/timeline?to=2026-01-01T01:00&zone=Europe/Amsterdam")["events"].size(), 0u);
  EXPECT_EQ(problem(400, "GET", "/v1/customers/anna/timeline?from=soon")["where"], "from");
  EXPECT_EQ(problem(400, "GET", "/v1/customers/anna/timeline?zone=Mars")["where"], "zone");
}

TEST_F(Api, LinksAreMadeAndUndone) {
  EXPECT_EQ(json("GET", "/v1/status")["customers"], 4);
  const HttpReply made = ask("POST", "/v1/links", R"({"a":"anna","b":"carl","reason":"same person"})");
  EXPECT_EQ(made.status, 201) << made.body;
  const Json link = Json::parse(made.body);
  EXPECT_EQ(link["by_hand"], true);
  EXPECT_EQ(json("GET", "/v1/status")["customers"], 3);
  EXPECT_EQ(json("GET", "/v1/links?of=carl")["total"], 2);
  EXPECT_EQ(json("GET", "/v1/links?limit=1&offset=1")["links"].size(), 1u);
  const std::string number = std::to_string(link["number"].get<int64_t>());
  EXPECT_TRUE(json("DELETE", "/v1/links/" + number)["undone_at"].is_string());
  EXPECT_EQ(json("GET", "/v1/status")["customers"], 4);
  problem(404, "DELETE", "/v1/links/4711");
  EXPECT_EQ(problem(400, "DELETE", "/v1/links/x")["where"], "number");
  EXPECT_EQ(problem(400, "POST", "/v1/links", R"({"a":"anna","b":"anna"})")["where"], "b");
  EXPECT_EQ(problem(400, "POST", "/v1/links", R"({"a":"anna"})")["where"], "b");
  EXPECT_EQ(problem(400, "POST", "/v1/links", R"({"a":5,"b":"x"})")["where"], "a");
}

TEST_F(Api, ShowsTheRecord) {
  const Json source = json("GET", "/v1/sources")["sources"][0];
  EXPECT_EQ(source["events"], 7);
  EXPECT_EQ(source["rejected"], 1);
  EXPECT_EQ(source["first_event"], "2026-01-01T00:00:00Z");
  const Json rejects = json("GET", "/v1/rejects?source=shop");
  EXPECT_EQ(rejects["total"], 1);
  EXPECT_EQ(rejects["rejects"][0]["line"], 9);
  EXPECT_EQ(json("GET", "/v1/rejects?source=other")["total"], 0);
  const Json status = json("GET", "/v1/status");
  EXPECT_EQ(status["events"], 7);
  EXPECT_EQ(status["data_until"], "2026-01-03T00:00:00Z");
  EXPECT_EQ(status["started"], "2026-01-01T00:00:00Z");
}

TEST_F(Api, StagesAreReplacedWhole) {
  EXPECT_EQ(json("PUT", "/v1/stages", R"({"rules":[{"touchpoint":"purchase","stage":"buy"}]})")["rules"].size(), 1u);
  EXPECT_EQ(json("GET", "/v1/stages")["rules"][0]["stage"], "buy");
  EXPECT_EQ(json("GET", "/v1/stages")["stages"].size(), 6u);
  EXPECT_EQ(problem(400, "PUT", "/v1/stages", R"({"rules":[{"touchpoint":"a","stage":"by"}]})")["where"],
            "rules[0].stage");
  EXPECT_EQ(problem(400, "PUT", "/v1/stages",
                    R"({"rules":[{"touchpoint":"a","stage":"buy"},{"touchpoint":"a","stage":"enjoy"}]})")["where"],
            "rules[1]");
  EXPECT_EQ(problem(400, "PUT", "/v1/stages", R"({"rules":[5]})")["where"], "rules[0]");
  EXPECT_EQ(json("GET", "/v1/stages")["rules"].size(), 1u);
}

TEST_F(Api, RunsSqlThatOnlyReads) {
  const Json table = json("POST", "/v1/sql", R"({"sql":"select touchpoint, null from events order by 1","limit":2})");
  EXPECT_EQ(table["columns"][0]["name"], "touchpoint");
  EXPECT_EQ(table["rows"].size(), 2u);
  EXPECT_TRUE(table["rows"][0][1].is_null());
  EXPECT_EQ(table["cut"], true);
  problem(400, "POST", "/v1/sql", R"({"sql":"drop table events"})");
  problem(400, "POST", "/v1/sql", R"json({"sql":"select * from read_csv('/etc/passwd')"})json");
  EXPECT_EQ(problem(400, "POST", "/v1/sql", "{}")["where"], "sql");
}

TEST_F(Api, SaysWhatIsPossibleWhere) {
  const HttpReply wrong = ask("DELETE", "/v1/status");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("Allow"), "GET, HEAD, OPTIONS");
  const HttpReply options = ask("OPTIONS", "/v1/links");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(ask("OPTIONS", "*").status, 204);
  EXPECT_EQ(ask("POST", "/").status, 405);
  problem(404, "POST", "/v1/nothing");
  problem(404, "GET", "/v1/nothing");
  EXPECT_EQ(ask("HEAD", "/v1/status").body, ask("GET", "/v1/status").body);
}

TEST_F(Api, RepliesCarryTheirHeaders) {
  const HttpReply reply = ask("GET", "/v1/measures", "", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(reply.header("X-Request-Id"), "r-1");
  EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(reply.header("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_EQ(reply.header("Content-Encoding"), "gzip");
  EXPECT_EQ(gunzip(reply.body, 1 << 24).value(), ask("GET", "/v1/measures").body);
  EXPECT_EQ(ask("GET", "/healthz", "", {{"Accept-Encoding", "gzip"}}).header("Content-Encoding"), "");
}

TEST_F(Api, RequestIdsAreTakenOverWhenTheyArePlain) {
  Application& application = server_.application();
  const std::string plain = "trace-1.A_b";
  EXPECT_EQ(application.request_id(&plain), plain);
  for (const std::string& odd : {std::string("a b"), std::string("a\r\nb"), std::string(65, 'a'), std::string()}) {
    EXPECT_EQ(application.request_id(&odd).size(), 16u);
  }
  EXPECT_NE(application.request_id(nullptr), application.request_id(nullptr));
}

TEST_F(Api, CountsByRouteAndNotByPath) {
  ask("GET", "/v1/customers/anna");
  ask("GET", "/v1/customers/erika");
  ask("GET", "/some/page/of/the/boards");
  const std::string text = ask("GET", "/metrics").body;
  EXPECT_THAT(text, HasSubstr("{route=\"/v1/customers/{identifier}\",status=\"200\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("{route=\"/v1/customers/{identifier}\",status=\"404\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("{route=\"files\",status=\"200\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("anna")));
  EXPECT_THAT(text, HasSubstr("sojourn_http_connections 0\n"));
}

TEST_F(Api, ServesTheBoards) {
  const HttpReply page = ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, StartsWith("<!doctype html>"));
  EXPECT_EQ(page.header("Content-Security-Policy"), kContentSecurityPolicy);
  EXPECT_EQ(page.header("Cache-Control"), "no-cache");
  EXPECT_EQ(page.header("ETag"), "W/\"page\"");
  EXPECT_EQ(page.header("Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_EQ(ask("GET", "/measure/nps").body, page.body);
  const HttpReply packed = ask("GET", "/assets/app-1.js", "", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.header("ETag"), "\"script\"");
  EXPECT_EQ(gunzip(packed.body, 1000).value(), ask("GET", "/assets/app-1.js").body);
  EXPECT_THAT(std::string(packed.header("Cache-Control")), HasSubstr("immutable"));
}

TEST_F(Api, UnchangedFilesAreNotSentAgain) {
  const HttpReply same = ask("GET", "/icon.svg", "", {{"If-None-Match", "\"x\", W/\"icon\""}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(same.header("ETag"), "W/\"icon\"");
  EXPECT_EQ(ask("GET", "/icon.svg", "", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Api, WhatLooksLikeAFileIsNoPage) {
  for (const char* path : {"/assets/gone", "/assets/gone.js", "/gone.png", "/.env", "/v1", "/assets/../index.html"}) {
    EXPECT_EQ(ask("GET", path).status, 404) << path;
  }
  const std::vector<NamedText> browser{{"Accept", "text/html,*/*;q=0.8"}};
  EXPECT_EQ(ask("GET", "/customer/email%3Aa%40b.example", "", browser).status, 200);
  EXPECT_EQ(ask("GET", "/assets/gone.js", "", browser).status, 404);
  EXPECT_EQ(ask("GET", "/v1/gone", "", browser).status, 404);
}

TEST(ApiWithKey, AsksForTheKeyEverywhereButForHealth) {
  TestApplication server("a key of many letters");
  const HttpReply refused = server.ask("GET", "/");
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(std::string(refused.header("WWW-Authenticate")), StartsWith("Basic realm=\"Sojourn\""));
  EXPECT_EQ(server.ask("GET", "/v1/status", "", {{"Authorization", "Bearer a key of many letters"}}).status, 200);
  EXPECT_EQ(server.ask("GET", "/healthz").status, 200);
  EXPECT_EQ(server.ask("GET", "/metrics").status, 401);
}

// Who was given the address of one board has no key, and no use for a browser that asks for one.
TEST(ApiWithKey, WhatWasSharedOpensWithoutTheKey) {
  TestApplication server("a key of many letters");
  const std::vector<NamedText> browser{{"Accept", "text/html,*/*;q=0.8"}};
  EXPECT_EQ(server.ask("GET", "/shared/0123456789abcdef", "", browser).status, 200);
  for (const char* path : {"/assets/gone.js", "/v1/shared/0123456789abcdef"}) {
    const HttpReply reply = server.ask("GET", path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.header("WWW-Authenticate"), "") << path;
  }
  for (const char* path : {"/", "/journey", "/sharedness", "/v1/shared", "/v1/boards"}) {
    EXPECT_EQ(server.ask("GET", path, "", browser).status, 401) << path;
  }
}

}  // namespace
}  // namespace sojourn
