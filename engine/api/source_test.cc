// Sources through the API: made, set, listed, disabled; keys that are shown once.
#include "api/intake_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

class Sources : public testing::Test {
 protected:
  HttpReply put(const std::string& name, const std::string& body) {
    return server_.ask("PUT", "/v1/sources/" + percent_encode(name), body);
  }
  TestApplication server_;
};

TEST_F(Sources, AreMadeAndSetAnew) {
  const HttpReply made = put("web shop", R"({"zone":"Europe/Amsterdam","country":"NL","currency":"EUR"})");
  EXPECT_EQ(made.status, 201) << made.body;
  Json source = Json::parse(made.body);
  EXPECT_EQ(source["source"], "web shop");
  EXPECT_EQ(source["format"], "tracking");
  EXPECT_EQ(source["zone"], "Europe/Amsterdam");
  EXPECT_EQ(source["signed"], false);
  EXPECT_EQ(put("web shop", R"({"enabled":false})").status, 200);
  source = server_.json("GET", "/v1/sources/web%20shop");
  EXPECT_EQ(source["enabled"], false);
  EXPECT_EQ(source["zone"], "UTC");
  EXPECT_EQ(server_.ask("GET", "/v1/sources/gone").status, 404);
}

TEST_F(Sources, FaultsAreNamed) {
  for (const auto& [body, where] :
       std::vector<std::pair<std::string, std::string>>{{R"({"format":"nonsense"})", "format"},
                                                        {R"({"zone":"Mars"})", "zone"},
                                                        {R"({"country":"Holland"})", "country"},
                                                        {R"({"currency":"euro"})", "currency"},
                                                        {R"({"secret":"x"})", "secret"},
                                                        {R"({"settings":{"a":1}})", "settings.a"},
                                                        {R"({"settings":[]})", "settings"},
                                                        {R"({"enabled":"yes"})", "enabled"},
                                                        {R"({"formt":"x"})", "formt"}}) {
    const HttpReply reply = put("web", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(Json::parse(reply.body)["where"], where) << reply.body;
  }
  EXPECT_EQ(put(std::string(101, 'x'), "{}").status, 400);
  EXPECT_EQ(server_.ask("GET", "/v1/sources/web").status, 404);
}

TEST_F(Sources, SecretsAreKeptAndNeverShown) {
  ASSERT_EQ(put("tickets", R"({"format":"zendesk","secret":"very secret"})").status, 201);
  EXPECT_EQ(put("tickets", R"({"format":"zendesk"})").status, 200);
  const HttpReply shown = server_.ask("GET", "/v1/sources/tickets");
  EXPECT_EQ(Json::parse(shown.body)["signed"], true);
  EXPECT_THAT(shown.body, Not(HasSubstr("very secret")));
  EXPECT_THAT(server_.ask("GET", "/v1/sources").body, Not(HasSubstr("very secret")));
  EXPECT_EQ(server_.company().sources().find("tickets")->signing_secret, "very secret");
  EXPECT_EQ(put("tickets", R"({"format":"zendesk","secret":""})").status, 200);
  EXPECT_EQ(server_.json("GET", "/v1/sources/tickets")["signed"], false);
}

TEST_F(Sources, AreListedWithTheirQuality) {
  server_.company().add_source("web");
  const Json list = server_.json("GET", "/v1/sources")["sources"];
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0]["source"], "shop");
  EXPECT_TRUE(list[0]["format"].is_null());
  EXPECT_TRUE(list[0]["last_received"].is_string());
  EXPECT_EQ(list[1]["source"], "web");
  EXPECT_EQ(list[1]["format"], "tracking");
  EXPECT_EQ(list[1]["enabled"], true);
  EXPECT_EQ(list[1]["events"], 0);
  EXPECT_TRUE(list[1]["last_received"].is_null());
}

TEST_F(Sources, KeysAreShownOnceAndRevoked) {
  ASSERT_EQ(put("web", "{}").status, 201);
  const HttpReply made = server_.ask("POST", "/v1/sources/web/keys");
  EXPECT_EQ(made.status, 201);
  const Json key = Json::parse(made.body);
  EXPECT_EQ(key["kind"], "write");
  EXPECT_TRUE(key["path"].is_null());
  const std::string event = R"({"time":"2026-01-05","customer":"anna"})";
  const std::vector<NamedText> bearer{{"Authorization", "Bearer " + key["key"].get<std::string>()}};
  EXPECT_EQ(server_.ask("POST", "/v1/events", event, bearer).status, 200);
  const HttpReply list = server_.ask("GET", "/v1/sources/web/keys");
  EXPECT_THAT(list.body, Not(HasSubstr(key["key"].get<std::string>())));
  EXPECT_EQ(Json::parse(list.body)["keys"][0]["id"], key["id"]);
  const std::string id = key["id"].get<std::string>();
  EXPECT_TRUE(server_.json("DELETE", "/v1/sources/web/keys/" + id)["revoked"].is_string());
  EXPECT_EQ(server_.ask("POST", "/v1/events", event, bearer).status, 401);
  EXPECT_EQ(server_.ask("DELETE", "/v1/sources/web/keys/nothing").status, 404);
  EXPECT_EQ(server_.ask("POST", "/v1/sources/web/keys", R"({"kind":"x"})").status, 400);
  EXPECT_EQ(server_.ask("POST", "/v1/sources/gone/keys").status, 404);
}

TEST_F(Sources, DisablingTakesNothingMoreAndKeepsWhatThereIs) {
  const std::string token = server_.company().add_source("contacts", "amazon-connect");
  EXPECT_EQ(server_.json("DELETE", "/v1/sources/contacts")["enabled"], false);
  EXPECT_EQ(server_.ask("POST", "/hooks/" + token, "{}").status, 404);
  EXPECT_EQ(put("contacts", R"({"format":"amazon-connect","enabled":true})").status, 200);
  EXPECT_EQ(server_.ask("GET", "/hooks/" + token).status, 200);
}

TEST_F(Sources, FormatsAndIntakeAreShown) {
  const Json formats = server_.json("GET", "/v1/formats")["formats"];
  EXPECT_EQ(formats[0]["id"], "tracking");
  EXPECT_GT(formats.size(), 1u);
  const std::string key = server_.company().add_source("web");
  ASSERT_EQ(server_.ask("POST", "/v1/events?key=" + key, R"({"time":"2026-01-05","customer":"anna"})").status, 200);
  const Json intake = server_.json("GET", "/v1/intake");
  EXPECT_EQ(intake["events"], 1);
  EXPECT_EQ(intake["waiting_bytes"], 0);
  EXPECT_THAT(server_.ask("GET", "/metrics").body, HasSubstr("sojourn_intake_events_total 1\n"));
  EXPECT_TRUE(server_.json("GET", "/v1/status")["last_received"].is_string());
}

}  // namespace
}  // namespace sojourn
