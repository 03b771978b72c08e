#include <gmock/gmock.h>

#include "tracking/tracking_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ReadBody read(const std::string& body) { return read_sent(Dialect::kPosthog, {body, "/batch/"}); }

TEST(Posthog, ReadsABatchOfTheServerSdk) {
  const ReadBody got = read(R"({"api_key":"k","batch":[
    {"type":"capture","library":"posthog-node","event":"Signed Up","distinct_id":"u1","uuid":"0190-a","timestamp":"2020-01-02T03:04:05.678Z",
     "properties":{"plan":"pro","$lib":"posthog-node","$lib_version":"5","$geoip_disable":true,"$groups":{"company":"acme","project":7}}},
    {"event":"$identify","distinct_id":"u1","uuid":"0190-b","timestamp":"2020-01-02T03:04:06Z",
     "properties":{"$set":{"email":"Ann@Example.com","plan":"pro"},"$set_once":{"first_plan":"free","plan":"free"},"$anon_distinct_id":"a1"}},
    {"event":"$create_alias","distinct_id":"u1","uuid":"0190-c","timestamp":"2020-01-02T03:04:07Z","properties":{"distinct_id":"u1","alias":"a2"}},
    {"event":"$groupidentify","distinct_id":"$company_acme","uuid":"0190-d","timestamp":"2020-01-02T03:04:08Z",
     "properties":{"$group_type":"company","$group_key":"acme","$group_set":{"size":12}}}],"sent_at":"2026-03-01T12:00:00Z"})");
  ASSERT_TRUE(got.status.ok()) << got.status.to_string();
  EXPECT_THAT(got.rejects(), IsEmpty());
  EXPECT_THAT(
      got.lines(),
      ElementsAre(
          R"(2020-01-02T03:04:05.678Z id=0190-a customer=u1 account=acme account=project:7 channel=web touchpoint=Signed Up properties={"account":"acme","plan":"pro"})",
          R"(2020-01-02T03:04:06Z id=0190-b customer=u1 customer=a1 email=ann@example.com anonymous=a1 channel=web properties={"first_plan":"free","plan":"pro"})",
          R"(2020-01-02T03:04:07Z id=0190-c customer=u1 customer=a2 anonymous=a2 channel=web)",
          R"(2020-01-02T03:04:08Z id=0190-d account=acme channel=web properties={"account":"acme","account.size":12})"));
}

// A cookie by its device is no customer: else whoever shares the browser would be one.
TEST(Posthog, JoinsTheVisitBeforeHoweverItWasNamed) {
  const std::string head = R"({"event":"$identify","distinct_id":"u1","properties":{"$anon_distinct_id":"a1")";
  EXPECT_THAT(read(head + "}}").only(), HasSubstr(" customer=u1 customer=a1 anonymous=a1 "));
  EXPECT_THAT(read(head + R"(,"$device_id":"d1"}})").only(), HasSubstr(" customer=u1 customer=a1 anonymous=a1 "));
  EXPECT_THAT(read(head + R"(,"$device_id":"a1"}})").only(), HasSubstr(" customer=u1 anonymous=a1 "));
}

TEST(Posthog, ReadsThePageOfABrowser) {
  const ReadBody got =
      read(R"([{"uuid":"0190-a","event":"$pageview","properties":{"token":"k","distinct_id":"d-1","$device_id":"d-1",
    "$is_identified":false,"$lib":"web","$current_url":"https://x.test/a","$pathname":"/a","$host":"x.test","title":"A",
    "$browser":"Chrome","$browser_version":120,"$os":"Linux","$device_type":"Desktop","$screen_height":1,"$referrer":"$direct",
    "$browser_language":"nl-NL","utm_campaign":"spring","utm_source":"mail","$session_id":"s1","$insert_id":"zz","$time":1.5,
    "$feature/new-cart":"b","$ip":"10.0.0.1","$raw_user_agent":"Mozilla"},"offset":1500}])");
  EXPECT_EQ(
      got.only(),
      "2026-03-01T11:59:58.500Z id=0190-a anonymous=d-1 channel=web touchpoint=page view language=nl campaign=spring "
      R"(device=desktop properties={"browser":"Chrome","campaign_source":"mail","feature_new_cart":"b","host":"x.test",)"
      R"("os":"Linux","path":"/a","referrer":"$direct","session":"s1","title":"A","url":"https://x.test/a"})");
}

TEST(Posthog, PassesOverWhatTheLibraryDoesByItself) {
  for (const char* event : {"$pageleave", "$feature_flag_called", "$web_vitals"}) {
    const ReadBody got = read(R"({"api_key":"k","distinct_id":"u1","event":")" + std::string(event) + "\"}");
    EXPECT_EQ(got.only(),
              "2026-03-01T12:00:00Z customer=u1 channel=web properties={\"event\":\"" + std::string(event) + "\"}");
  }
  EXPECT_THAT(read(R"({"distinct_id":"u1","event":"$rageclick"})").only(), HasSubstr("touchpoint=rage click"));
}

TEST(Posthog, TakesNamesThatAreNoTexts) {
  EXPECT_THAT(read(R"({"distinct_id":7,"event":"E"})").only(), HasSubstr("customer=7 "));
  const std::string far(300, 'x');
  EXPECT_THAT(read(R"({"$distinct_id":")" + far + R"(","event":"E"})").only(),
              HasSubstr("customer=" + far.substr(0, 200) + " "));
  std::string letters;
  for (int i = 0; i < 250; ++i) letters += "\u00e9";
  EXPECT_THAT(read(R"({"distinct_id":")" + letters + R"(","event":"E"})").only(),
              HasSubstr("customer=" + letters.substr(0, 400) + " "));  // Characters, not bytes.
  EXPECT_THAT(read(R"({"distinct_id":{"a":1},"event":"E"})").only(), HasSubstr(R"(customer={"a":1} )"));
  EXPECT_THAT(read(R"({"distinct_id":true,"event":"E","$anon":1})").rejects(), testing::SizeIs(1));
  EXPECT_THAT(read(R"({"event":"E","properties":{"distinct_id":"u1"}})").only(), HasSubstr("customer=u1"));
}

TEST(Posthog, RefusesSingleEvents) {
  const ReadBody got = read(R"({"batch":[{"event":"A"},{"distinct_id":"u1"},{"distinct_id":"distinct_id","event":"B"},1,
    {"distinct_id":"u1","event":"survey sent","properties":{"$survey_id":"s"}},{"distinct_id":"u1","event":"C"}]})");
  EXPECT_TRUE(got.status.ok());
  EXPECT_THAT(got.lines(), ElementsAre(HasSubstr("touchpoint=C")));
  EXPECT_EQ(got.rejects().size(), 5U);
}

TEST(Posthog, TellsWhatIsNoObjectAndKeepsTheEvent) {
  const ReadBody got = read(R"({"batch":[{"distinct_id":"u1","event":"A","properties":"str"},
    {"distinct_id":"u1","event":"B","properties":[],"$set":null},
    {"distinct_id":"u1","event":"C","properties":{"$set":[1],"n":2}},
    {"distinct_id":"u1","event":"D","properties":{"$groups":"acme"}},
    {"distinct_id":"u1","properties":5}]})");
  ASSERT_TRUE(got.status.ok()) << got.status.to_string();
  EXPECT_THAT(got.lines(), ElementsAre(HasSubstr("touchpoint=A"), HasSubstr("touchpoint=B"), HasSubstr("\"n\":2"),
                                       HasSubstr("touchpoint=D")));
  EXPECT_THAT(got.rejects(),
              ElementsAre(HasSubstr("properties: it is no JSON object"), HasSubstr("$set: it is no JSON object"),
                          HasSubstr("$groups: it is no JSON object"), "event: the event has no name"));
  EXPECT_EQ(got.batch.rejects[1].line, 3U);
}

TEST(Posthog, RefusesBodiesThatAreNone) {
  for (const char* body :
       {"", "{", "5", R"({"batch":null})", R"({"batch":5})", "[1", "data=%%%", "{\"event\":\"\xC3\"}"}) {
    EXPECT_EQ(read(body).status.code(), StatusCode::kInvalidArgument) << body;
  }
}

TEST(Posthog, ReadsTheOldForm) {
  const std::string coded = "eyJldmVudCI6IkUiLCJkaXN0aW5jdF9pZCI6InUxIiwiYXBpX2tleSI6ImsxIn0=";  // {"event":"E",...}
  for (const std::string& body :
       {"data=" + coded, "data=" + coded.substr(0, coded.size() - 1) + "%3D&ip=1", "ver=1&data=" + coded}) {
    EXPECT_THAT(read(body).only(), HasSubstr("customer=u1")) << body;
    EXPECT_EQ(key_in_body(Dialect::kPosthog, Sent{body}.request()).value(), "k1");
  }
  const Sent pixel{"", "/e/", {{"data", coded}, {"_", "1772366400000"}}, {}};
  EXPECT_THAT(read_sent(Dialect::kPosthog, pixel).only(), HasSubstr("touchpoint=E"));
}

TEST(Posthog, FindsTheKeyInAllItsPlaces) {
  const auto key = [](const std::string& body) { return key_in_body(Dialect::kPosthog, Sent{body}.request()).value(); };
  EXPECT_EQ(key(R"({"api_key":"k1","batch":[{"properties":{"token":"no"}}]})"), "k1");
  EXPECT_EQ(key(R"({"batch":[{"properties":{"token":"k2"}}]})"), "k2");
  EXPECT_EQ(key(R"([{"event":"E","token":"k3"}])"), "k3");
  EXPECT_EQ(key(R"([{"event":"E","properties":{"token":"k4"}}])"), "k4");
  EXPECT_EQ(key(R"({"$token":"k5","event":"E"})"), "k5");
  EXPECT_EQ(key(R"({"event":"E"})"), "");
}

TEST(PosthogClock, CorrectsBrowsersAlone) {
  const auto time = [](const std::string& properties, const std::string& more = "") {
    return read(R"({"sent_at":"2026-03-01T15:00:00Z",)" + more +
                R"("batch":[{"event":"E","distinct_id":"u1","timestamp":"2026-03-01T14:59:00Z","properties":)" +
                properties + "}]}")
        .only()
        .substr(0, 20);
  };
  EXPECT_EQ(time(R"({"$lib":"web"})"), "2026-03-01T11:59:00Z");
  EXPECT_EQ(time(R"({"$lib":"posthog-android"})"), "2026-03-01T11:59:00Z");
  EXPECT_EQ(time(R"({"$lib":"posthog-node"})"), "2026-03-01T14:59:00Z");
  EXPECT_EQ(time(R"({"$lib":"web","$ignore_sent_at":true})"), "2026-03-01T14:59:00Z");
  EXPECT_EQ(time(R"({"$lib":"web"})", R"("historical_migration":true,)"), "2026-03-01T14:59:00Z");
  // Numbers are no times there.
  EXPECT_THAT(read(R"({"event":"E","distinct_id":"u1","timestamp":1577934245})").only(),
              HasSubstr("2026-03-01T12:00:00Z"));
}

TEST(PosthogSurvey, BecomesFeedback) {
  const ReadBody got = read(R"({"distinct_id":"u1","uuid":"0190-a","event":"survey sent","properties":{
    "$survey_id":"s1","$survey_name":"After sales","$survey_submission_id":"r1","plan":"pro",
    "$survey_questions":[{"id":"q1","question":"How likely are you to recommend us?"},{"id":"q2","question":"Why?"}],
    "$survey_response":9,"$survey_response_1":"Fast","$survey_response_q1":9,"$survey_response_q2":"Fast"}})");
  EXPECT_EQ(
      got.only(),
      "2026-03-01T12:00:00Z id=r1:q1 customer=u1 channel=survey touchpoint=survey kind=nps question=How likely are you "
      "to "
      R"(recommend us? scale_min=0 scale_max=10 answer=9 text=Fast properties={"plan":"pro","response":"r1","survey":"After sales","survey_id":"s1"})");
  EXPECT_GT(got.batch.events.front().version, 0);
}

TEST(PosthogSurvey, WritesAnEventForEachQuestion) {
  const ReadBody got =
      read(R"({"distinct_id":"u1","uuid":"0190-a","event":"survey sent","properties":{"$survey_id":"s1",
    "$survey_response":"4","$survey_response_1":["Price","Speed"],"$survey_response_2":"More colours"}})");
  EXPECT_THAT(
      got.lines(),
      ElementsAre(
          HasSubstr("id=0190-a:0 customer=u1 channel=survey touchpoint=survey kind=rating question=0 answer=4"),
          HasSubstr("id=0190-a:1 customer=u1 channel=survey touchpoint=survey kind=text question=1 text=Price, Speed"),
          HasSubstr("kind=text question=2 text=More colours")));
  EXPECT_EQ(got.batch.counts.rows, 1);
}

TEST(Posthog, ReadsTheNewerProtocol) {
  const Sent sent{
      R"({"created_at":"2026-03-01T12:00:00Z","batch":[{"event":"E","uuid":"u","distinct_id":"u1","timestamp":"2020-01-01T00:00:00Z","session_id":"s","options":{}}]})",
      "/i/v1/analytics/events",
      {},
      {{"posthog-request-timestamp", "2026-03-01T12:00:00Z"}}};
  EXPECT_EQ(read_sent(Dialect::kPosthog, sent).only(),
            R"(2020-01-01T00:00:00Z id=u customer=u1 channel=web touchpoint=E properties={"session":"s"})");
}

}  // namespace
}  // namespace sojourn
