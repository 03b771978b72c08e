// Snowplow, CloudEvents and plain events.
#include "tracking/tracking.h"

#include <gmock/gmock.h>

#include "collect/read_text.h"
#include "tracking/clock_correction.h"
#include "tracking/request_text.h"
#include "tracking/tracking_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ReadBody snow(const std::string& payloads, std::vector<std::pair<std::string, std::string>> headers = {}) {
  return read_sent(
      Dialect::kSnowplow,
      {R"({"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[)" + payloads + "]}",
       "/com.snowplowanalytics.snowplow/tp2",
       {},
       std::move(headers)});
}

TEST(Snowplow, ReadsItsKindsOfEvents) {
  const ReadBody got = snow(R"(
    {"e":"pv","eid":"1","p":"srv","aid":"shop","uid":"u1","url":"https://x.test/a","page":"A","refr":"https://y.test/","dtm":"1577934245678","stm":"1577934245999","lang":"nl-NL"},
    {"e":"se","eid":"2","uid":"u1","se_ca":"shop","se_ac":"add-to-basket","se_la":"lamp","se_pr":"blue","se_va":"2.5","dtm":"1577934246000"},
    {"e":"ue","eid":"3","uid":"u1","dtm":"1577934247000","ue_pr":"{\"schema\":\"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0\",\"data\":{\"schema\":\"iglu:com.acme/trial_started/jsonschema/1-0-0\",\"data\":{\"plan\":\"pro\",\"days\":14}}}"},
    {"e":"tr","eid":"4","uid":"u1","dtm":"1577934248000","tr_id":"o1","tr_tt":"120.50","tr_cu":"EUR"},
    {"e":"pp","eid":"5","uid":"u1","dtm":"1577934249000"})");
  ASSERT_TRUE(got.status.ok()) << got.status.to_string();
  EXPECT_THAT(got.rejects(), IsEmpty());
  EXPECT_THAT(
      got.lines(),
      ElementsAre(
          R"(2020-01-02T03:04:05.678Z id=1 customer=u1 channel=web touchpoint=page view language=nl properties={"app":"shop","referrer":"https://y.test/","sent_time":"2020-01-02T03:04:05.999Z","title":"A","url":"https://x.test/a"})",
          R"(2020-01-02T03:04:06Z id=2 customer=u1 channel=web touchpoint=add-to-basket properties={"category":"shop","label":"lamp","property":"blue","value":2.5})",
          R"(2020-01-02T03:04:07Z id=3 customer=u1 channel=web touchpoint=trial_started properties={"days":14,"plan":"pro","schema":"iglu:com.acme/trial_started/jsonschema/1-0-0"})",
          R"(2020-01-02T03:04:08Z id=4 customer=u1 channel=web touchpoint=purchase amount=120.50 currency=EUR order=o1 properties={"event":"Order Completed"})",
          R"(2020-01-02T03:04:09Z id=5 customer=u1 channel=web properties={"event":"page ping"})"));
}

TEST(Snowplow, ReadsBase64AndContexts) {
  // {"schema":"iglu:a/unstruct_event/x","data":{"schema":"iglu:com.acme/lid_opened/jsonschema/1-0-0","data":{"lid":"ÿ?"}}}
  const ReadBody got = snow(
      R"({"e":"ue","eid":"1","uid":"u1","ue_px":"eyJzY2hlbWEiOiJpZ2x1OmEvdW5zdHJ1Y3RfZXZlbnQveCIsImRhdGEiOnsic2NoZW1hIjoiaWdsdTpjb20uYWNtZS9saWRfb3BlbmVkL2pzb25zY2hlbWEvMS0wLTAiLCJkYXRhIjp7ImxpZCI6IsO_PyJ9fX0",)"
      R"("co":"{\"schema\":\"iglu:a/contexts/x\",\"data\":[{\"schema\":\"iglu:com.acme/user/jsonschema/1-0-0\",\"data\":{\"plan\":\"pro\"}},{\"schema\":\"iglu:a/client_session/x\",\"data\":{\"userId\":\"c1\",\"sessionId\":\"s1\"}}]}"})");
  EXPECT_EQ(got.only(),
            "2026-03-01T12:00:00Z id=1 customer=u1 anonymous=c1 channel=web touchpoint=lid_opened "
            "properties={\"lid\":\"\xC3\xBF?\","
            R"("schema":"iglu:com.acme/lid_opened/jsonschema/1-0-0","session":"s1","user.plan":"pro"})");
}

TEST(Snowplow, CorrectsClocksOfBrowsersAlone) {
  const auto time = [](const std::string& platform, const std::string& more = "") {
    return snow(R"({"e":"pv","uid":"u1","p":")" + platform + R"(","dtm":"1772377140000","stm":"1772377200000")" + more +
                "}")
        .only()
        .substr(0, 20);
  };
  EXPECT_EQ(time("web"), "2026-03-01T11:59:00Z");
  EXPECT_EQ(time("mob"), "2026-03-01T11:59:00Z");
  EXPECT_EQ(time("srv"), "2026-03-01T14:59:00Z");
  EXPECT_EQ(time("web", R"(,"ttm":"1577934245000")"), "2020-01-02T03:04:05Z");
}

TEST(Snowplow, ReadsThePixelAndTheCookie) {
  const Sent pixel{"",
                   "/i",
                   {{"e", "pv"}, {"aid", "shop"}, {"eid", "1"}, {"url", "https://x.test/"}},
                   {{"cookie", "a=b; sp=n-1; c=d"}}};
  EXPECT_EQ(
      read_sent(Dialect::kSnowplow, pixel).only(),
      R"(2026-03-01T12:00:00Z id=1 anonymous=n-1 channel=web touchpoint=page view properties={"app":"shop","url":"https://x.test/"})");
  EXPECT_EQ(key_in_body(Dialect::kSnowplow, pixel.request()).value(), "shop");
  EXPECT_EQ(key_in_body(Dialect::kSnowplow, Sent{R"({"data":[{"e":"pv","aid":"a1"},{"aid":"a2"}]})"}.request()).value(),
            "a1");
}

TEST(Snowplow, KeepsNoKey) {
  const std::string key = "sjw_0123456789abcdef0123456789abcdef0123456789abcdef";
  EXPECT_EQ(snow(R"({"e":"pv","uid":"u1","aid":")" + key + "\"}").only(),
            "2026-03-01T12:00:00Z customer=u1 channel=web touchpoint=page view");
  const ReadBody bad = snow(R"({"e":"zz","uid":"u1","aid":")" + key + R"(","tna":"sjw_ of sj"})");
  ASSERT_EQ(bad.batch.rejects.size(), 1U);
  EXPECT_THAT(bad.batch.rejects[0].raw, HasSubstr(R"("sjw_***")"));
  EXPECT_THAT(bad.batch.rejects[0].raw, HasSubstr(R"("sjw_ of sj")"));
}

TEST(Snowplow, RefusesWhatIsNone) {
  const ReadBody got = snow(
      R"({"e":"zz","uid":"u1"},{"e":"ue","uid":"u1","ue_px":"%%"},{"e":"se","uid":"u1"},[1],{"e":"pv","uid":"u1"})");
  EXPECT_TRUE(got.status.ok());
  EXPECT_EQ(got.lines().size(), 1U);
  EXPECT_EQ(got.rejects().size(), 4U);
  for (const char* body : {"[]", "{}", R"({"data":null})", R"({"data":[)", "x"}) {
    EXPECT_EQ(read_sent(Dialect::kSnowplow, {body}).status.code(), StatusCode::kInvalidArgument) << body;
  }
}

TEST(Snowplow, RefusesTimesThatAreNone) {
  const ReadBody got = snow(
      R"({"e":"pv","uid":"u1","dtm":"soon"},{"e":"pv","uid":"u1","ttm":"2026-01-01"},{"e":"pv","uid":"u1","dtm":""})");
  EXPECT_THAT(got.rejects(), ElementsAre("dtm: 'soon' is no time in milliseconds since 1970",
                                         "ttm: '2026-01-01' is no time in milliseconds since 1970"));
  EXPECT_EQ(got.lines(),
            (std::vector<std::string>{"2026-03-01T12:00:00Z customer=u1 channel=web touchpoint=page view"}));
}

TEST(CloudEvents, ReadsAllThreeModes) {
  const std::string structured =
      R"({"specversion":"1.0","id":"7","source":"/orders","type":"order.placed","time":"2020-01-02T03:04:05Z","subject":"u1","data":{"total":12.5,"currency":"EUR","order_id":"o1","lines":[1]},"region":"eu"})";
  const std::string line =
      R"(2020-01-02T03:04:05Z id=/orders 7 customer=u1 channel=web touchpoint=order.placed amount=12.50 currency=EUR order=o1 properties={"lines":[1],"origin":"/orders","region":"eu"})";
  EXPECT_EQ(read_sent(Dialect::kCloudEvents, {structured}).only(), line);
  EXPECT_EQ(read_sent(Dialect::kCloudEvents, {"[" + structured + "]"}).only(), line);
  const Sent binary{R"({"total":12.5,"currency":"EUR","order_id":"o1","lines":[1]})",
                    "/ce",
                    {},
                    {{"ce-specversion", "1.0"},
                     {"ce-id", "7"},
                     {"ce-source", "%2Forders"},
                     {"ce-type", "\"order.placed\""},
                     {"ce-time", "2020-01-02T03:04:05Z"},
                     {"ce-subject", "u1"},
                     {"ce-region", "eu"},
                     {"host", "x"}}};
  EXPECT_EQ(read_sent(Dialect::kCloudEvents, binary).only(), line);
}

TEST(CloudEvents, TakesWhomTheDataName) {
  const ReadBody got =
      read_sent(Dialect::kCloudEvents, {R"({"specversion":"1.0","id":"7","source":"s","type":"t","subject":"ticket 4",
      "data":{"customer_id":"u1","email":"A@b.nl"}})"});
  EXPECT_EQ(
      got.only(),
      R"(2026-03-01T12:00:00Z id=s 7 customer=u1 email=a@b.nl channel=web touchpoint=t properties={"origin":"s","subject":"ticket 4"})");
  const ReadBody coded =
      read_sent(Dialect::kCloudEvents,
                {R"({"specversion":"1.0","id":"7","source":"s","type":"t","data_base64":"eyJhIjoxfQ=="})"});
  EXPECT_THAT(coded.only(), HasSubstr(R"({"a":1,"origin":"s"})"));
}

TEST(CloudEvents, NamesTheAccountTwiceAndNoListOnce) {
  const std::string head = R"({"specversion":"1.0","id":"7","source":"s","type":"t","subject":"u1","data":)";
  EXPECT_THAT(read_sent(Dialect::kCloudEvents, {head + R"({"account_id":42}})"}).only(),
              HasSubstr(R"(customer=u1 account=42 channel=web touchpoint=t properties={"account":"42","origin":"s"})"));
  const ReadBody list = read_sent(Dialect::kCloudEvents, {head + R"({"customer":["a","b"]}})"});
  EXPECT_THAT(list.rejects(), ElementsAre("customer: a list is no identifier; write one as text"));
}

TEST(CloudEvents, RefusesWhatLacksAnAttribute) {
  const ReadBody got =
      read_sent(Dialect::kCloudEvents,
                {R"([{"specversion":"1.0","source":"s","type":"t"},{"specversion":"1.0","id":"1","type":"t"},
      {"specversion":"1.0","id":"1","source":"s"},{"specversion":"9","id":"1","source":"s","type":"t"},{"specversion":"1.0","id":"1","source":"s","type":"t","time":"x"}])"});
  EXPECT_THAT(got.rejects(), ElementsAre(HasSubstr("id"), HasSubstr("source"), HasSubstr("type"),
                                         HasSubstr("specversion"), HasSubstr("time")));
  const Sent bad{"{}", "/ce", {}, {{"ce-specversion", "1.0"}, {"ce-id", "%FF"}, {"ce-type", "t"}}};
  EXPECT_FALSE(read_sent(Dialect::kCloudEvents, bad).status.ok());
}

TEST(Plain, MakesTheEventsOfAnImport) {
  const std::string one =
      R"({"id":"1","time":"2020-01-02 03:04:05","customer":"u1","touchpoint":"visit","properties":{"plan":"pro"},"page":{"url":"x"}})";
  const std::string two =
      R"({"id":"2","time":1577934245,"who":{"email":"A@b.nl"},"touchpoint":"purchase","amount":12.5,"currency":"EUR"})";
  for (const std::string& body : {"[" + one + "," + two + "]", one + "\n" + two + "\n"}) {
    const ReadBody got = read_sent(Dialect::kPlain, {body, "/v1/events"});
    ASSERT_TRUE(got.status.ok()) << got.status.to_string();
    const Result<EventBatch> imported = read_events(body, Zone());
    ASSERT_EQ(got.batch.events.size(), 2U);
    ASSERT_EQ(imported->events.size(), 2U);
    for (size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(describe_event(got.batch.events[i]), describe_event(imported->events[i]));
      EXPECT_EQ(event_key("s", got.batch.events[i]), event_key("s", imported->events[i]));
    }
  }
}

TEST(Plain, RefusesLinesAndBodies) {
  const ReadBody got = read_sent(Dialect::kPlain, {"{\"time\":0,\"customer\":1}\n{oops}\n{\"customer\":1}\n"});
  EXPECT_TRUE(got.status.ok());
  EXPECT_EQ(got.batch.events.size(), 1U);
  EXPECT_EQ(got.batch.rejects.size(), 2U);
  EXPECT_EQ(got.batch.counts.rows, 3);
  for (const char* body : {"", "hello", "{oops}", "{", "[{\"time\":0},", "{\"a\":\"\xFF\"}", "\"x\"", "[{oops}]"}) {
    EXPECT_EQ(read_sent(Dialect::kPlain, {body}).status.code(), StatusCode::kInvalidArgument) << body;
  }
}

TEST(Plain, RefusesAnEventThatIsJsonAndNotItsBody) {
  const std::string deep = R"({"time":0,"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1}}}}}}}}})";
  for (const std::string& body : {deep, "[" + deep + "]", deep + "\n" + deep}) {
    const ReadBody got = read_sent(Dialect::kPlain, {body});
    EXPECT_TRUE(got.status.ok()) << got.status.to_string();
    ASSERT_FALSE(got.batch.rejects.empty()) << body;
    EXPECT_THAT(got.batch.rejects[0].reason, HasSubstr("nested deeper than 8 levels"));
  }
  for (const char* body : {"[5]", R"({"time":0,"a":1e999})", R"({"time":0,"a":[1e999]})"}) {
    const ReadBody got = read_sent(Dialect::kPlain, {body});
    EXPECT_TRUE(got.status.ok()) << body << " " << got.status.to_string();
    EXPECT_EQ(got.batch.rejects.size(), 1U) << body;
  }
}

TEST(Plain, NumbersTheElementsOfAList) {
  const ReadBody list =
      read_sent(Dialect::kPlain, {R"([{"time":0,"customer":"a"},{"customer":"b"},7,{"time":0,"answer":"x"}])"});
  ASSERT_EQ(list.batch.rejects.size(), 3U);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(list.batch.rejects[i].line, i + 2);
  const ReadBody lines = read_sent(Dialect::kPlain, {"{\"time\":0}\n\n{\"customer\":\"b\"}\n"});
  ASSERT_EQ(lines.batch.rejects.size(), 1U);
  EXPECT_EQ(lines.batch.rejects[0].line, 3U);
}

TEST(Plain, KeepsTheAccountAsAProperty) {
  for (const char* name : {"account", "who.account"}) {
    const std::string body = R"({"time":0,"customer":"pa1","touchpoint":"t",")" + std::string(name) + "\":\"globex\"}";
    EXPECT_THAT(read_sent(Dialect::kPlain, {body}).only(),
                HasSubstr(R"(customer=pa1 account=globex touchpoint=t properties={"account":"globex"})"));
  }
  EXPECT_THAT(read_sent(Dialect::kPlain, {R"({"time":0,"customer":"u1","account":"n/a"})"}).only(),
              testing::Not(HasSubstr("account")));
}

TEST(Plain, TakesNoListForAName) {
  for (const char* name : {"customer", "email", "account", "phone", "id"}) {
    const ReadBody got = read_sent(Dialect::kPlain, {R"({"time":0,")" + std::string(name) + R"(":["a","b"]})"});
    ASSERT_EQ(got.batch.rejects.size(), 1U) << name;
    EXPECT_EQ(got.batch.rejects[0].field, name);
    EXPECT_THAT(got.batch.rejects[0].reason, HasSubstr(R"('["a","b"]' is a list)"));
  }
  EXPECT_THAT(read_sent(Dialect::kPlain, {R"({"time":0,"phone":31612345678})"}).only(),
              HasSubstr("phone=+31612345678"));
}

TEST(Plain, ReadsHalfPairsAsAllOthersDo) {
  EXPECT_THAT(
      read_sent(Dialect::kPlain, {R"({"time":0,"customer":"u1","touchpoint":"half \ud83d!","l":["\udc00"]})"}).only(),
      HasSubstr("touchpoint=half \xEF\xBF\xBD! properties={\"l\":[\"\xEF\xBF\xBD\"]}"));
}

TEST(ClockCorrection, IsForDoubtfulClocksThatAreFarOff) {
  const auto settled = [](std::optional<Micros> said, std::optional<Micros> sent, Micros received, bool doubtful) {
    const SettledTime time = settle_time({said, sent, received, doubtful});
    return std::pair(time.time, time.corrected);
  };
  EXPECT_EQ(settled(std::nullopt, 5, 9, true), std::pair(Micros{9}, false));
  EXPECT_EQ(settled(7 * kSecond, 10 * kSecond, 100 * kSecond, true), std::pair(97 * kSecond, true));
  EXPECT_EQ(settled(7 * kSecond, 10 * kSecond, 100 * kSecond, false), std::pair(7 * kSecond, false));
  EXPECT_EQ(settled(7 * kSecond, std::nullopt, 100 * kSecond, true), std::pair(7 * kSecond, false));
  EXPECT_EQ(settled(7 * kSecond, 10 * kSecond, 15 * kSecond, true), std::pair(7 * kSecond, false));
  EXPECT_EQ(settled(7 * kSecond, 10 * kSecond, 15 * kSecond + 1, true), std::pair(12 * kSecond + 1, true));
  const Micros most = std::numeric_limits<Micros>::max();
  EXPECT_EQ(settled(most, -most, most, true), std::pair(most, false));
}

TEST(RequestText, DecodesFormsAndBase64) {
  EXPECT_EQ(unescaped("a%20b+c%2", false), "a b+c%2");
  EXPECT_EQ(unescaped("a%2Bb+c%zz", true), "a+b c%zz");
  EXPECT_EQ(base64_decoded("aGk_Pz8-").value(),
            "hi?"
            "?"
            "?>");
  EXPECT_EQ(base64_decoded("aGk/Pz8+").value(),
            "hi?"
            "?"
            "?>");
  EXPECT_FALSE(base64_decoded("a").has_value());
  EXPECT_FALSE(base64_decoded("a*bc").has_value());
  EXPECT_EQ(last_word("/v1/track//"), "track");
}

}  // namespace
}  // namespace sojourn
