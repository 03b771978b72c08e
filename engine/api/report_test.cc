// Reports by mail over plain values: made, changed and seen, by whom they may be; sent over a mail server on this machine.
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "act/loopback_fixture.h"
#include "api/access_fixture.h"
#include "api/schema_check.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kReport = R"({"board":"executive","to":["reader@example.com"],"every":"day","at":"07:00"})";

class ReportRoutes : public testing::Test {
 protected:
  HttpReply ask(const std::string& verb, const std::string& target, const std::string& body = {},
                const std::string& who = {}) {
    std::vector<NamedText> headers;
    if (!who.empty()) headers.push_back(site_.cookie(who));
    return site_.ask(verb, target, body, headers);
  }
  HttpReply put(const std::string& name, const std::string& body, const std::string& who = {}) {
    return ask("PUT", "/v1/reports/" + name, body, who);
  }
  AccessSite site_;
};

TEST_F(ReportRoutes, AreMadeChangedAndRemoved) {
  const HttpReply made = put("daily", kReport);
  ASSERT_EQ(made.status, 201) << made.body;
  const Json report = AccessSite::body_of(made);
  EXPECT_EQ(report["state"], "on");
  EXPECT_EQ(report["last"], nullptr);
  EXPECT_THAT(report["next"].get<std::string>(), HasSubstr("T07:00:00Z"));
  EXPECT_EQ(put("daily", made.body).status, 200) << "as it came it can be put back";
  EXPECT_EQ(AccessSite::body_of(put("daily", R"({"board":"exekutive","to":["a@example.com"]})"))["where"], "board");
  EXPECT_EQ(AccessSite::body_of(put("daily", R"({"board":"executive","to":["a@example.com","b"]})"))["where"], "to[1]");
  EXPECT_EQ(AccessSite::body_of(put("daily", R"({"name":"x","board":"executive","to":["a@example.com"]})"))["where"],
            "name");
  Json off = report;
  off["enabled"] = false;
  const Json disabled = AccessSite::body_of(put("daily", json_text(off)));
  EXPECT_EQ(disabled["state"], "off");
  EXPECT_EQ(disabled["next"], nullptr);
  EXPECT_EQ(AccessSite::body_of(ask("GET", "/v1/reports"))["reports"].size(), 1u);
  EXPECT_EQ(ask("DELETE", "/v1/reports/daily").status, 200);
  EXPECT_EQ(ask("GET", "/v1/reports/daily").status, 404);
  EXPECT_EQ(ask("POST", "/v1/reports/daily/send").status, 404);
}

TEST_F(ReportRoutes, AreSentAtOnceWithinWhatTheirMakerMaySee) {
  site_.make_everybody();
  MailServer server;
  const std::string settings =
      json_text({{"host", "127.0.0.1"}, {"port", server.port()}, {"tls", "none"}, {"from", "a@example.com"}});
  ASSERT_EQ(put("web", kReport, "north").status, 201);
  EXPECT_THAT(ask("POST", "/v1/reports/web/send", "", "north").body, HasSubstr("host is not set"));
  ASSERT_EQ(ask("PUT", "/v1/mail", settings, "anna").status, 200);
  const HttpReply sent = ask("POST", "/v1/reports/web/send", R"({"to":["me@example.com"]})", "north");
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(AccessSite::body_of(sent)["sent"], Json::parse(R"(["me@example.com"])"));
  const Json schemas = AccessSite::body_of(ask("GET", "/openapi.json", "", "anna"))["components"]["schemas"];
  EXPECT_EQ(SchemaCheck(schemas).fault(AccessSite::body_of(sent), schemas["ReportSent"]), "");
  ASSERT_EQ(server.mails().size(), 1u);
  EXPECT_THAT(server.mails()[0].to, HasSubstr("me@example.com"));
  EXPECT_THAT(server.mails()[0].bytes, HasSubstr("north may see"));
  const Json last = AccessSite::body_of(ask("GET", "/v1/reports/web", "", "north"))["last"];
  EXPECT_EQ(last["slot"], nullptr);
  EXPECT_EQ(last["outcome"], "sent");
  EXPECT_EQ(AccessSite::body_of(ask("POST", "/v1/reports/web/send", R"({"to":["me"]})", "north"))["where"], "to[0]");
  EXPECT_THAT(site_.actions(), testing::Contains("north: report.sent web"));
}

// As alerts: somebody made it between the look at the name and the change.
TEST_F(ReportRoutes, ThatSomebodyMadeMeanwhileAreNotChanged) {
  site_.make_everybody();
  HttpReply late;
  std::thread north;
  const Result<ReportBook::Pointer> made =
      site_.site().company().clockwork().reports().put("daily", [&](const Report*) -> Result<Report> {
        north = std::thread([&] { late = put("daily", kReport, "north"); });
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        SOJOURN_TRY(Report report, parse_report(R"({"board":"executive","to":["boss@example.com"]})", "daily"));
        report.owner = "anna";
        return report;
      });
  north.join();
  ASSERT_TRUE(made.has_value()) << made.status().to_string();
  EXPECT_EQ(late.status, 403) << late.body;
  EXPECT_EQ(AccessSite::body_of(ask("GET", "/v1/reports/daily", "", "anna"))["to"][0], "boss@example.com");
}

TEST_F(ReportRoutes, AndWhatElseLeavesTheHouseAreNotedWithWhomTheyGoTo) {
  site_.make_everybody();
  ASSERT_EQ(put("daily", kReport, "anna").status, 201);
  const std::string alert = R"({"question":{"measure":"nps"},"when":"falls","mail":["watch@example.com"]})";
  ASSERT_EQ(ask("PUT", "/v1/alerts/nps", alert, "anna").status, 201);
  const std::string decision = R"({"at":"2026-01-02","measure":"nps"})";
  ASSERT_EQ(ask("PUT", "/v1/decisions/evenings", decision, "anna").status, 201);
  const std::string both =
      R"({"questions":[{"measure":"nps","to":"2026-01-02"},{"measure":"nps","from":"2026-01-02"}]})";
  ASSERT_EQ(site_.ask("POST", "/v1/compare", both, {site_.cookie("anna"), {"Accept", "text/csv"}}).status, 200);
  const auto detail = [this](const std::string& action) {
    const AuditQuery query{0, 100, "", action};
    const auto entries = site_.site().company().access().audit->read(query).value().entries;
    return entries.empty() ? "no such action" : entries.front().detail;
  };
  EXPECT_THAT(detail("report.set"), HasSubstr("reader@example.com"));
  EXPECT_THAT(detail("alert.set"), HasSubstr("watch@example.com"));
  EXPECT_THAT(detail("decision.set"), HasSubstr("2026-01-02"));
  EXPECT_THAT(detail("answer.exported"), HasSubstr("questions"));
}

TEST_F(ReportRoutes, AreSeenByTheirMakersAndByOwners) {
  site_.make_everybody();
  ASSERT_EQ(put("web", kReport, "north").status, 201);
  ASSERT_EQ(put("all", kReport, "anna").status, 201);
  EXPECT_EQ(AccessSite::body_of(ask("GET", "/v1/reports", "", "north"))["reports"].size(), 1u);
  EXPECT_EQ(AccessSite::body_of(ask("GET", "/v1/reports", "", "anna"))["reports"].size(), 2u);
  for (const char* verb : {"GET", "DELETE"}) EXPECT_EQ(ask(verb, "/v1/reports/all", "", "north").status, 404) << verb;
  EXPECT_EQ(ask("POST", "/v1/reports/all/send", "", "north").status, 404);
  EXPECT_EQ(put("all", kReport, "north").status, 403);
  EXPECT_EQ(put("web", kReport, "manager").status, 403);
  EXPECT_EQ(AccessSite::body_of(put("web", kReport, "anna"))["owner"], "north") << "it stays whose it is";
  // Of a board that is not theirs to see nothing is sent.
  ASSERT_EQ(ask("PUT", "/v1/boards/secret", R"({"roles":["analyst"],"tiles":[]})", "anna").status, 201);
  const std::string secret = R"({"board":"secret","to":["a@example.com"]})";
  EXPECT_EQ(AccessSite::body_of(put("secret", secret, "manager"))["where"], "board");
  EXPECT_EQ(put("secret", secret, "analyst").status, 201);
  ASSERT_EQ(ask("PUT", "/v1/boards/secret", R"({"roles":["admin"],"tiles":[]})", "anna").status, 200);
  const Json stopped = AccessSite::body_of(ask("GET", "/v1/reports/secret", "", "analyst"));
  EXPECT_EQ(stopped["state"], "trouble");
  EXPECT_THAT(stopped["reason"].get<std::string>(), HasSubstr("may not see the board"));
}

}  // namespace
}  // namespace sojourn
