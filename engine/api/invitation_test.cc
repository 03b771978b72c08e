// Rules, invitations, mail settings and the end of them, through the application.
#include "act/unsubscribes.h"
#include "api/company_fixture.h"
#include "api/schema_check.h"
#include "surveys/templates.h"

namespace sojourn {
namespace {

constexpr const char* kRule =
    R"({"on":"touchpoint = \"delivery\"","survey":"loyalty","wait":"1h","quiet":{"from":"21:00","to":"08:00"}})";

class InvitationApi : public testing::Test {
 protected:
  InvitationApi() {
    EXPECT_TRUE(server.company().surveys().put(survey_template("nps", "loyalty").value()).ok());
    schemas = server.json("GET", "/openapi.json")["components"]["schemas"];
  }
  void fits(const Json& json, const std::string& schema) {
    EXPECT_EQ(SchemaCheck(schemas).fault(json, schemas[schema]), "") << json.dump();
  }
  void deliver(const char* id, Micros time) {
    BatchMaker maker("shop", "api");
    maker.add(id, time, {{IdentifierKind::kId, "anna"}}, "delivery");
    append(server.company().store(), maker);
  }
  TestApplication server;
  Json schemas;
};

TEST_F(InvitationApi, RulesComeAndGo) {
  EXPECT_EQ(server.ask("PUT", "/v1/rules/after", kRule).status, 201);
  EXPECT_EQ(server.ask("PUT", "/v1/rules/after", kRule).status, 200);
  const Json rule = server.json("GET", "/v1/rules/after");
  fits(rule, "Rule");
  EXPECT_EQ(rule["name"], "after");
  EXPECT_EQ(rule["wait"], "1h");
  EXPECT_EQ(rule["cool_down"], "30d");
  fits(server.json("GET", "/v1/rules"), "Rules");
  EXPECT_EQ(server.ask("GET", "/v1/rules/afte").status, 404);
  EXPECT_EQ(server.json("PUT", "/v1/rules/x", R"({"on":"true","survey":"nowhere"})")["where"], "survey");
  EXPECT_EQ(server.json("PUT", "/v1/rules/x", R"({"on":"tuchpoint = \"a\"","survey":"loyalty"})")["where"],
            "on: column 1");
  EXPECT_EQ(server.json("PUT", "/v1/rules/x", R"({"name":"y","on":"true","survey":"loyalty"})")["where"], "name");
  EXPECT_EQ(server.ask("DELETE", "/v1/rules/after").status, 200);
  EXPECT_EQ(server.ask("DELETE", "/v1/rules/after").status, 404);
  const std::string toml = "on = 'touchpoint = \"delivery\"'\nsurvey = \"loyalty\"\nwait = \"2h\"\n";
  EXPECT_EQ(server.ask("PUT", "/v1/rules/after", toml, {{"Content-Type", "application/toml"}}).status, 201);
  EXPECT_EQ(server.json("GET", "/v1/rules/after")["wait"], "2h");
  EXPECT_EQ(server.ask("POST", "/v1/rules/try", toml).status, 200);
  const HttpReply fault = server.ask("PUT", "/v1/rules/after", toml + "wait = \n");
  EXPECT_EQ(fault.status, 400);
  EXPECT_NE(fault.body.find("body:4"), std::string::npos) << fault.body;
}

TEST_F(InvitationApi, ATrialAndTheInvitations) {
  deliver("a", now() - 2 * kHour);
  const Json trial = server.json("POST", "/v1/rules/try", kRule);
  fits(trial, "RuleTrial");
  EXPECT_EQ(trial["invited_customers"], 1) << trial.dump();
  EXPECT_EQ(server.json("GET", "/v1/invitations")["total"], 0);
  EXPECT_EQ(server.ask("PUT", "/v1/rules/after", R"({"on":"touchpoint = \"delivery\"","survey":"loyalty"})").status,
            201);
  EXPECT_TRUE(server.company().invitations().step().has_value());
  const Json all = server.json("GET", "/v1/invitations?state=planned&rule=after");
  fits(all, "Invitations");
  ASSERT_EQ(all["total"], 1) << all.dump();
  EXPECT_EQ(all["invitations"][0]["customer"], "anna");
  EXPECT_EQ(all["invitations"][0]["reason"], "base_url is not set (sojourn mail set)");
  EXPECT_EQ(server.json("GET", "/v1/invitations?state=sent")["total"], 0);
  EXPECT_EQ(all["counts"], (Json{{"planned", 1}}));
  EXPECT_EQ(server.json("GET", "/v1/invitations")["counts"]["planned"], 1);
  const Json other = server.json("GET", "/v1/invitations?rule=other");
  EXPECT_EQ(other["counts"], Json::object()) << "of the rule that was asked for";
  EXPECT_EQ(server.json("GET", "/v1/invitations?state=lost")["where"], "state");
}

TEST_F(InvitationApi, AnAnswerTellsWhatCausedTheInvitation) {
  deliver("d-1", now() - 2 * kHour);
  EXPECT_EQ(server.ask("PUT", "/v1/rules/after", R"({"on":"touchpoint = \"delivery\"","survey":"loyalty"})").status,
            201);
  EXPECT_TRUE(server.company().invitations().step().has_value());
  const Json invitation = server.json("GET", "/v1/invitations")["invitations"][0];
  EXPECT_EQ(invitation["touchpoint"], "delivery");
  EXPECT_EQ(invitation["event"], "d-1");
  // Through its link, and as whoever sent it by webhook sends it.
  const std::string id = invitation["id"].get<std::string>();
  const Json link = server.json("POST", "/v1/surveys/loyalty/links",
                                R"({"who":"anna","about":"order:o-1","invitation":")" + id + "\"}");
  EXPECT_EQ(server
                .ask("POST", "/s/loyalty", "a.score=9&t=" + link["token"].get<std::string>(),
                     {{"Content-Type", "application/x-www-form-urlencoded"}})
                .status,
            200);
  EXPECT_EQ(server
                .ask("POST", "/v1/surveys/loyalty/answers",
                     R"({"who":"anna","answers":{"score":3},"invitation":")" + id + "\"}")
                .status,
            200);
  EXPECT_EQ(
      server.ask("POST", "/v1/surveys/loyalty/answers", R"({"answers":{"score":1},"invitation":"i-none"})").status,
      200);
  const SqlTable table = server.company()
                             .store()
                             .sql(
                                 "SELECT answer::INT, properties->>'about', properties->>'about_touchpoint', "
                                 "properties->>'about_event' FROM events WHERE source = 'survey:loyalty' ORDER BY 1",
                                 10)
                             .value();
  std::string text;
  for (const auto& row : table.rows) {
    for (const auto& cell : row) text += cell.value_or("-") + " ";
  }
  EXPECT_EQ(text, "1 - - - 3 d-1 delivery d-1 9 o-1 delivery d-1 ");
}

TEST_F(InvitationApi, OnlyAPostUnsubscribes) {
  const std::string key = server.company().surveys().link_key().value();
  const std::string path = "/unsubscribe/" + sign_unsubscribe({IdentifierKind::kEmail, "anna@example.com"}, "i-1", key);
  const HttpReply page = server.ask("GET", path, "", {{"Accept-Language", "nl"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<form method=\"post\" action=\"" + path + "\""), std::string::npos) << page.body;
  EXPECT_NE(page.body.find("lang=\"nl\""), std::string::npos);
  EXPECT_FALSE(page.header("Content-Security-Policy").empty());
  EXPECT_EQ(server.ask("HEAD", path).status, 200);
  EXPECT_TRUE(server.json("GET", "/v1/unsubscribes")["unsubscribes"].empty());
  // As mail programs send it: from wherever, as a form, without a key.
  const HttpReply done = server.ask("POST", path, "List-Unsubscribe=One-Click",
                                    {{"Content-Type", "application/x-www-form-urlencoded"},
                                     {"Host", "ask.example.com"},
                                     {"Origin", "https://mail.example.org"}});
  EXPECT_EQ(done.status, 200);
  const Json all = server.json("GET", "/v1/unsubscribes");
  fits(all, "Unsubscribes");
  EXPECT_EQ(all["unsubscribes"][0]["who"], "email:anna@example.com");
  EXPECT_NE(done.body.find("You will get no more surveys"), std::string::npos) << done.body;
  for (const char* method : {"GET", "POST"}) {
    const HttpReply again = server.ask(method, path, "", {{"Accept-Language", "nl"}});
    EXPECT_EQ(again.status, 200);
    EXPECT_NE(again.body.find("U bent al afgemeld"), std::string::npos) << again.body;
    EXPECT_EQ(again.body.find("<form"), std::string::npos);
  }
  EXPECT_EQ(server.ask("POST", path.substr(0, path.size() - 3)).status, 400);
  EXPECT_EQ(server.ask("POST", "/unsubscribe/x").status, 400);
  EXPECT_EQ(server.ask("DELETE", "/v1/unsubscribes/email%3Aanna@example.com").status, 200);
  EXPECT_EQ(server.ask("POST", "/v1/unsubscribes", R"({"who":"bert"})").status, 201);
  EXPECT_EQ(server.json("POST", "/v1/unsubscribes", R"({"who":"email:none"})")["where"], "who");
}

TEST_F(InvitationApi, SecretsOfMailAreNotShown) {
  const Json set = server.json("PUT", "/v1/mail", R"({"host":"mail.example.com","port":2525,"password":"s3cret"})");
  fits(set, "MailSettings");
  EXPECT_EQ(set["password"], "(set)");
  EXPECT_EQ(set["port"], 2525);
  EXPECT_EQ(server.ask("PUT", "/v1/mail", set.dump()).status, 200) << "as it was shown";
  EXPECT_EQ(server.company().invitations().outgoing().get().password, "s3cret");
  EXPECT_EQ(server.json("PUT", "/v1/mail", R"({"prot":1})")["where"], "prot");
  EXPECT_EQ(server.json("PUT", "/v1/mail", R"({"port":{}})")["where"], "port");
  EXPECT_EQ(server.json("POST", "/v1/mail/test", R"({"to":"nobody"})")["where"], "to");
}

}  // namespace
}  // namespace sojourn
