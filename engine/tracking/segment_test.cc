#include <gmock/gmock.h>

#include "tracking/tracking_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

ReadBody read(const std::string& body, const std::string& path = "/v1/batch") {
  return read_sent(Dialect::kSegment, {body, path});
}

TEST(Segment, ReadsTheSixCallsOfABatch) {
  const ReadBody got = read(R"({"batch":[
    {"type":"track","messageId":"m1","userId":"u1","event":"Signed Up","timestamp":"2020-01-02T03:04:05.678Z",
     "properties":{"plan":"pro","seats":5,"trial":true,"tags":["a", "b"]},"integrations":{"All":true},"_metadata":{"n":1}},
    {"type":"page","messageId":"m2","anonymousId":"a1","name":"Pricing","timestamp":"2020-01-02T03:04:06Z",
     "properties":{"path":"/pricing","title":"Prices"}},
    {"type":"screen","messageId":"m3","userId":"u1","name":"Home","timestamp":"2020-01-02T03:04:07Z"},
    {"type":"identify","messageId":"m4","userId":"u1","timestamp":"2020-01-02T03:04:08Z",
     "traits":{"email":"Ann@Example.com","phone":"020 123 4567","plan":"pro","address":{"city":"Delft"}}},
    {"type":"group","messageId":"m5","userId":"u1","groupId":"g1","timestamp":"2020-01-02T03:04:09Z",
     "traits":{"name":"Acme","employees":12}},
    {"type":"alias","messageId":"m6","userId":"u1","previousId":"a1","timestamp":"2020-01-02T03:04:10+01:00"}],
    "sentAt":"2026-03-01T12:00:00Z","writeKey":"k"})");
  ASSERT_TRUE(got.status.ok()) << got.status.to_string();
  EXPECT_THAT(got.rejects(), IsEmpty());
  EXPECT_EQ(got.batch.counts.rows, 6);
  EXPECT_THAT(
      got.lines(),
      ElementsAre(
          R"(2020-01-02T03:04:05.678Z id=m1 customer=u1 channel=web touchpoint=Signed Up properties={"plan":"pro","seats":5,"tags":["a","b"],"trial":true})",
          R"(2020-01-02T03:04:06Z id=m2 anonymous=a1 channel=web touchpoint=page view properties={"page":"Pricing","path":"/pricing","title":"Prices"})",
          R"(2020-01-02T03:04:07Z id=m3 customer=u1 channel=app touchpoint=screen view properties={"screen":"Home"})",
          R"(2020-01-02T03:04:08Z id=m4 customer=u1 email=ann@example.com phone=+31201234567 channel=web properties={"address.city":"Delft","plan":"pro"})",
          R"(2020-01-02T03:04:09Z id=m5 customer=u1 account=g1 channel=web properties={"account":"g1","account.employees":12,"account.name":"Acme"})",
          R"(2020-01-02T03:04:10+01:00 id=m6 customer=u1 customer=a1 anonymous=a1 channel=web)"));
}

TEST(Segment, TakesTheTypeFromThePathOfABrowser) {
  for (const char* path : {"/v1/t", "/v1/track", "/v1/track/"}) {
    const ReadBody got = read(R"({"event":"Clicked","userId":null,"anonymousId":"a1","properties":{}})", path);
    EXPECT_EQ(got.only(), "2026-03-01T12:00:00Z anonymous=a1 channel=web touchpoint=Clicked") << path;
  }
  EXPECT_THAT(read(R"({"userId":"u1","traits":{"plan":"pro"}})", "/v1/i").only(), HasSubstr(R"({"plan":"pro"})"));
  EXPECT_THAT(read(R"({"userId":7,"type":"page"})", "/v1/beacon").only(), HasSubstr("customer=7"));
}

TEST(Segment, KeepsOfTheContextWhatDescribesTheVisit) {
  const ReadBody got = read(R"({"batch":[{"type":"track","event":"Viewed","userId":"u1","context":{
      "page":{"path":"/a","url":"https://x.test/a","referrer":"https://y.test/","title":"A","search":""},
      "campaign":{"name":"spring","source":"mail","medium":"email"},"groupId":"g1",
      "device":{"id":"D-1","model":"Phone 3","type":"ios"},"ip":"10.0.0.1","userAgent":"Mozilla",
      "library":{"name":"analytics-ios","version":"1"},"screen":{"width":1},"experiment":{"arm":"b"}}}],
      "context":{"locale":"nl-NL","experiment":{"name":"x","arm":"a"}}})");
  EXPECT_EQ(
      got.only(),
      "2026-03-01T12:00:00Z customer=u1 device=D-1 account=g1 channel=app touchpoint=Viewed language=nl "
      "campaign=spring "
      R"(device=Phone 3 properties={"account":"g1","campaign_medium":"email","campaign_source":"mail","context.experiment.arm":"b",)"
      R"("context.experiment.name":"x","path":"/a","referrer":"https://y.test/","title":"A","url":"https://x.test/a"})");
}

TEST(Segment, MapsTheWellKnownShopEvents) {
  const auto track = [](const std::string& event, const std::string& properties) {
    return read(R"({"userId":"u1","event":")" + event + R"(","properties":)" + properties + "}", "/v1/track").only();
  };
  EXPECT_THAT(
      track("Order Completed",
            R"({"order_id":"o1","total":120.0000000001,"revenue":100,"currency":"eur","products":[{"sku":"s"}]})"),
      HasSubstr("touchpoint=purchase amount=120.00 currency=EUR order=o1 properties="
                R"({"event":"Order Completed","products":[{"sku":"s"}],"revenue":100})"));
  EXPECT_THAT(track("order_refunded", R"({"order_id":"o1","total":"30.5","currency":"EUR"})"),
              HasSubstr("touchpoint=refund amount=-30.50 currency=EUR order=o1"));
  EXPECT_THAT(
      track("Product Viewed",
            R"({"product_id":"p1","name":"Lamp","price":9.5,"value":9.5,"currency":"EUR","quantity":2})"),
      HasSubstr(
          R"(touchpoint=product page currency=EUR product=Lamp quantity=2 properties={"event":"Product Viewed","price":9.5,"product_id":"p1","value":9.5})"));
  EXPECT_THAT(track("Plan Bought", R"({"revenue":12.5,"name":"yearly"})"),
              HasSubstr(R"(touchpoint=Plan Bought amount=12.50 properties={"name":"yearly"})"));
  EXPECT_THAT(track("Plan Bought", R"({"revenue":"a lot","currency":"euro"})"),
              HasSubstr(R"(properties={"currency":"euro","revenue":"a lot"})"));
  EXPECT_THAT(track("Email Opened", R"({"campaign_name":"spring","email_id":"e1"})"),
              HasSubstr("channel=email touchpoint=e-mail opened direction=in campaign=spring"));
  EXPECT_THAT(track("Live Chat Conversation Ended",
                    R"({"conversation_id":"c1","agent_name":"Bea","conversation_duration":61.25})"),
              HasSubstr("channel=chat touchpoint=chat ended agent=Bea talk=61.25"));
  EXPECT_THAT(
      track("Product Reviewed", R"({"product_id":"p1","rating":4,"review_body":"Good"})"),
      HasSubstr("touchpoint=review kind=stars question=product review scale_min=1 scale_max=5 answer=4 text=Good"));
}

TEST(Segment, NamesOfPropertiesNeverReachTheHeadOfAnEvent) {
  const ReadBody got = read(
      R"({"messageId":"m1","userId":"u1","event":"E","properties":{"id":"x","time":"y","email":"friend@example.com","account":"z","stage":"late","text":"t"}})",
      "/v1/track");
  EXPECT_EQ(
      got.only(),
      R"(2026-03-01T12:00:00Z id=m1 customer=u1 channel=web touchpoint=E properties={"account":"z","email":"friend@example.com","id":"x","stage":"late","text":"t","time":"y"})");
}

TEST(Segment, RefusesOneCallAndKeepsTheOthers) {
  const std::string big(33 * 1024, 'x');
  const ReadBody got = read(R"({"batch":[{"type":"track","event":"A","userId":"u1"},
    {"type":"track","event":"B"},{"type":"track","event":"C","userId":"null","anonymousId":""},
    {"type":"track","userId":"u1"},{"type":"sing","userId":"u1"},{"userId":"u1"},5,null,
    {"type":"track","event":"D","userId":"u1","timestamp":"soon"},
    {"type":"track","event":"E","userId":"u1","properties":{"x":")" +
                            big + R"("}},
    {"type":"group","userId":"u1"},
    {"type":"track","event":"F","userId":"u1","properties":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1}}}}}}}}}},
    {"type":"track","event":"G","userId":"u1","properties":{"x":1e999,"y":"\ud83d!"}},
    {"type":"track","event":"H","userId":"u1","properties":{"y":"half \ud83d!"}}]})");
  ASSERT_TRUE(got.status.ok()) << got.status.to_string();
  EXPECT_THAT(got.lines(), ElementsAre(HasSubstr("touchpoint=A"), HasSubstr("{\"y\":\"half \xEF\xBF\xBD!\"}")));
  EXPECT_THAT(got.rejects(), ElementsAre(HasSubstr("no userId and no anonymousId"), HasSubstr("'null' names nobody"),
                                         "event: the event has no name", "type: 'sing' is no type of call",
                                         "type: the call has no type", HasSubstr("batch: "), HasSubstr("batch: "),
                                         HasSubstr("'soon' is not a time"), HasSubstr("the limit is 32768"),
                                         "groupId: the call names no group", HasSubstr("deeper than 8 levels"),
                                         HasSubstr("'1e999' is no number")));
  EXPECT_EQ(got.batch.counts.rows, 14);
  EXPECT_EQ(got.batch.rejects[0].raw, R"({"type":"track","event":"B"})");
  EXPECT_EQ(got.batch.rejects[0].line, 2U);
}

TEST(Segment, TellsWhatIsNoObjectAndKeepsTheEvent) {
  const ReadBody got = read(R"({"batch":[{"type":"track","event":"A","userId":"u1","properties":"str"},
    {"type":"track","event":"B","userId":"u1","properties":[],"context":null},
    {"type":"identify","userId":"u1","traits":[1]},
    {"type":"track","properties":"str","userId":"u1"}]})");
  ASSERT_TRUE(got.status.ok()) << got.status.to_string();
  EXPECT_THAT(got.lines(), ElementsAre(HasSubstr("touchpoint=A"), HasSubstr("touchpoint=B"), HasSubstr("customer=u1")));
  EXPECT_THAT(got.rejects(), ElementsAre(HasSubstr("properties: it is no JSON object"), HasSubstr("traits: it is no"),
                                         "event: the event has no name"));
  EXPECT_EQ(got.batch.rejects[1].line, 3U);
}

TEST(Segment, ReadsHalfPairsWhereverTheyStand) {
  const ReadBody got = read(
      R"({"type":"track","event":"E \ud83d","userId":"u1","properties":{"k\udc00":"\ud83d\ude00","l":["\uD83D"],"m":"\\ud83d"}})",
      "/v1/track");
  EXPECT_THAT(got.only(), HasSubstr("touchpoint=E \xEF\xBF\xBD "));
  EXPECT_THAT(got.only(),
              HasSubstr("{\"k\xEF\xBF\xBD\":\"\xF0\x9F\x98\x80\",\"l\":[\"\xEF\xBF\xBD\"],\"m\":\"\\\\ud83d\"}"));
}

TEST(Segment, RefusesBodiesThatAreNoBatch) {
  for (const char* body : {"", " ", "{", "[]", "5", "\"x\"", R"({"batch":null})", R"({"batch":{}})", R"({"batch":[})",
                           R"({"batch":[{"type":"track"})", R"({"batch":[]} x)", "{\"batch\":[{\"a\":\"\xFF\"}]}", "{}",
                           R"({"batch":[{"type":"track","event":"\x"}]})", R"({"batch":[tru]})"}) {
    const ReadBody got = read(body);
    EXPECT_EQ(got.status.code(), StatusCode::kInvalidArgument) << body;
  }
}

// RudderStack calls it a mistake, Segment does not; only Segment's SDKs write their key into the body.
TEST(Segment, TakesAnEmptyBatchOfItsOwnAlone) {
  EXPECT_EQ(read(R"({"batch":[]})").status.to_string(), "batch: the list of calls is empty");
  EXPECT_EQ(read(R"({"batch":[]})", "/beacon/v1/batch").status.code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(read(R"({"batch":[],"writeKey":"k"})").status.ok());
  EXPECT_TRUE(read(R"({"batch":[]})", "/v1/b").status.ok());
}

TEST(Segment, PassesOverAliasesThatSayNothing) {
  const ReadBody got = read(R"({"userId":"u1","previousId":"u1","anonymousId":"a1"})", "/v1/alias");
  EXPECT_TRUE(got.status.ok());
  EXPECT_THAT(got.lines(), IsEmpty());
  EXPECT_THAT(got.rejects(), IsEmpty());
}

TEST(Segment, ReadsWhatRudderStackAdds) {
  EXPECT_THAT(
      read(R"({"batch":[{"type":"identify","channel":"server","userId":"u1","originalTimestamp":"2020-01-01T00:00:00Z",
                       "context":{"traits":{"plan":"pro"},"library":{"name":"analytics-node"}},"sentAt":"2020-01-01T00:00:01Z"}]})")
          .only(),
      R"(2020-01-01T00:00:00Z customer=u1 channel=web properties={"plan":"pro"})");
  EXPECT_THAT(
      read(
          R"({"type":"merge","mergeProperties":[{"type":"email","value":"a@b.nl"},{"type":"anonymous_id","value":"x"}]})",
          "/v1/merge")
          .only(),
      HasSubstr("email=a@b.nl anonymous=x"));
  EXPECT_THAT(
      read(
          R"({"type":"merge","mergeProperties":[{"type":"mobile","value":"06 12345678"},{"type":"phone","value":"+31201234567"},
               {"type":"email","value":"a@b.nl"},{"type":"customer_no","value":"7"}]})",
          "/v1/merge")
          .only(),
      HasSubstr("customer=7 email=a@b.nl phone=+31612345678 phone=+31201234567"));
  const ReadBody pixel = read_sent(Dialect::kSegment, {"",
                                                       "/pixel/v1/track",
                                                       {{"writeKey", "k"},
                                                        {"anonymousId", "a1"},
                                                        {"event", "Opened"},
                                                        {"properties.mail", "spring"},
                                                        {"context.page.path", "/x"}},
                                                       {}});
  EXPECT_EQ(
      pixel.only(),
      R"(2026-03-01T12:00:00Z anonymous=a1 channel=web touchpoint=Opened properties={"mail":"spring","path":"/x"})");
}

// What is said, when it was sent, who says it; and the time that comes out. Arrival is at 12:00.
std::string settled(const std::string& said, const std::string& sent, const std::string& more) {
  const ReadBody got = read(R"({"batch":[{"type":"track","event":"E","userId":"u1","originalTimestamp":")" + said +
                            R"(",)" + more + R"(}],"sentAt":")" + sent + R"("})");
  return got.only().substr(0, 20);
}

TEST(SegmentClock, CorrectsBrowsersAndMobilesAlone) {
  const std::string browser = R"("context":{"library":{"name":"analytics.js"}})";
  const std::string mobile = R"("channel":"mobile")";
  const std::string node = R"("context":{"library":{"name":"@segment/analytics-node"}})";
  const std::string rudder = R"("channel":"server","context":{"library":{"name":"analytics-node"}})";
  const std::string agent = R"("context":{"userAgent":"Mozilla/5.0"})";
  const std::string server = R"("channel":"server","context":{"userAgent":"Mozilla/5.0"})";
  // Three hours ahead.
  for (const std::string& client : {browser, mobile, agent}) {
    EXPECT_EQ(settled("2026-03-01T14:59:30Z", "2026-03-01T15:00:00Z", client), "2026-03-01T11:59:30Z");
  }
  for (const std::string& client : {node, server}) {
    EXPECT_EQ(settled("2026-03-01T14:59:30Z", "2026-03-01T15:00:00Z", client), "2026-03-01T14:59:30Z");
  }
  // The way here took four seconds; a clock six seconds behind is corrected.
  EXPECT_EQ(settled("2026-03-01T11:59:30Z", "2026-03-01T11:59:56Z", browser), "2026-03-01T11:59:30Z");
  EXPECT_EQ(settled("2026-03-01T11:59:30Z", "2026-03-01T11:59:54Z", browser), "2026-03-01T11:59:36Z");
  // A server that tries again after 20 seconds repeats what it said.
  EXPECT_EQ(settled("2026-03-01T11:59:39Z", "2026-03-01T11:59:40Z", rudder), "2026-03-01T11:59:39Z");
  EXPECT_EQ(settled("2026-03-01T11:59:39Z", "2026-03-01T11:59:40Z", node), "2026-03-01T11:59:39Z");
  EXPECT_EQ(settled("2020-05-06T07:08:09Z", "2026-03-01T12:00:00Z", browser), "2020-05-06T07:08:09Z");
}

TEST(SegmentClock, KeepsWhatWasSaid) {
  const ReadBody got = read(
      R"({"type":"track","event":"E","userId":"u1","channel":"web","timestamp":"2026-03-01T15:00:00Z","sentAt":"2026-03-01T15:00:01Z"})",
      "/v1/track");
  EXPECT_EQ(
      got.only(),
      R"(2026-03-01T11:59:59Z customer=u1 channel=web touchpoint=E properties={"said_time":"2026-03-01T15:00:00Z"})");
  const ReadBody forwarded = read(
      R"({"type":"track","event":"E","userId":"u1","channel":"web","timestamp":"2026-02-01T11:00:00Z","originalTimestamp":"2026-02-01T14:00:00Z","sentAt":"2026-02-01T14:00:01Z","receivedAt":"2026-02-01T11:00:01Z"})",
      "/v1/track");
  EXPECT_THAT(forwarded.only(), HasSubstr("2026-02-01T11:00:00Z"));
  EXPECT_THAT(forwarded.only(), HasSubstr(R"({"original_time":"2026-02-01T14:00:00Z"})"));
  // A server that tries again after 20 seconds: its time stands, and when it was sent is kept beside it.
  const std::string late =
      R"("type":"track","event":"E","userId":"u1","channel":"server","originalTimestamp":"2026-03-01T11:59:39Z","sentAt":"2026-03-01T11:59:40Z"})";
  EXPECT_EQ(read(R"({"messageId":"m",)" + late, "/v1/track").only(),
            "2026-03-01T11:59:39Z id=m customer=u1 channel=web touchpoint=E "
            R"(properties={"sent_time":"2026-03-01T11:59:40Z"})");
  // Without an id all it says is its key, and sent again it must be the same.
  EXPECT_EQ(read("{" + late, "/v1/track").only(), "2026-03-01T11:59:39Z customer=u1 channel=web touchpoint=E");
}

TEST(Segment, FindsTheKey) {
  const auto key = [](const std::string& body, std::vector<std::pair<std::string, std::string>> query = {}) {
    const Sent sent{body, "/v1/batch", std::move(query), {}};
    return key_in_body(Dialect::kSegment, sent.request());
  };
  EXPECT_EQ(key(R"({"batch":[{"writeKey":"no"}],"writeKey":"k1"})").value(), "k1");
  EXPECT_EQ(key(R"({"batch":[]})").value(), "");
  EXPECT_EQ(key("", {{"writeKey", "k2"}}).value(), "k2");
  EXPECT_FALSE(key("nonsense").has_value());
}

}  // namespace
}  // namespace sojourn
