// OpenTelemetry's log records.
#include <gmock/gmock.h>

#include "tracking/tracking_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;

ReadBody records(const std::string& list) {
  return read_sent(Dialect::kOpenTelemetry, {R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[)" + list + "]}]}]}"});
}

ReadBody attributes(const std::string& list) {
  return records(R"({"eventName":"x","timeUnixNano":"1577934245000000000","attributes":)" + list + "}");
}

TEST(OpenTelemetry, ReadsLogRecordsWithAName) {
  const ReadBody got =
      read_sent(Dialect::kOpenTelemetry, {R"({"resourceLogs":[{"scopeLogs":[{"scope":{"name":"x"},"logRecords":[
      {"timeUnixNano":"1577934245678000000","severityText":"INFO","eventName":"cart.opened","body":{"stringValue":"hello"},
       "attributes":[{"key":"user.id","value":{"stringValue":"u1"}},{"key":"session.id","value":{"stringValue":"s1"}},
         {"value":{"intValue":"5"},"key":"items"},{"key":"price","value":{"doubleValue":2.5}},{"key":"vip","value":{"boolValue":true}},
         {"key":"cart","value":{"kvlistValue":{"values":[{"key":"kind","value":{"stringValue":"big"}}]}}}]},
      {"observedTimeUnixNano":1577934246000000000,"attributes":[{"key":"event.name","value":{"stringValue":"old.name"}},{"key":"user.id","value":{"stringValue":"u1"}}]},
      {"timeUnixNano":"1","body":{"stringValue":"no event"}}]}],
      "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web-shop"}},{"key":"host.name","value":{"stringValue":"h"}}]}}]})"});
  ASSERT_TRUE(got.status.ok()) << got.status.to_string();
  EXPECT_THAT(
      got.lines(),
      ElementsAre(
          R"(2020-01-02T03:04:05.678Z customer=u1 anonymous=s1 channel=web touchpoint=cart.opened properties={"body":"hello","cart.kind":"big","items":5,"price":2.5,"service":"web-shop","severity":"INFO","vip":true})",
          R"(2020-01-02T03:04:06Z customer=u1 channel=web touchpoint=old.name properties={"service":"web-shop"})"));
  EXPECT_THAT(got.rejects(), ElementsAre("event: the event has no name"));
  for (const char* body : {"{}", "[]", R"({"resourceLogs":5})", R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[{)"}) {
    EXPECT_EQ(read_sent(Dialect::kOpenTelemetry, {body}).status.code(), StatusCode::kInvalidArgument) << body;
  }
}

TEST(OpenTelemetry, GoesThroughLongNamesTwice) {
  // The parser has room for each text once: keys that are passed twice must not be unescaped twice.
  const std::string far(100'000, 'k');
  const ReadBody got =
      read_sent(Dialect::kOpenTelemetry, {R"({"resourceLogs":[{")" + far + R"(":1,"scopeLogs":[]}]})"});
  EXPECT_TRUE(got.status.ok());
}

TEST(OpenTelemetry, ReadsListsAsPlainJson) {
  const ReadBody got = attributes(R"([
      {"key":"a","value":{"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"x\"\ny"},{"boolValue":true},{"doubleValue":2.5},
        {"intValue":7},{},null,{"arrayValue":{"values":[{"intValue":"-3"}]}},{"arrayValue":{}},
        {"kvlistValue":{"values":[{"value":{"stringValue":"v"},"key":"k"},{"key":"n","value":{"intValue":"007"}}]}}]}}},
      {"key":"none","value":{"arrayValue":{"values":[]}}},{"key":"user.id","value":{"stringValue":"u1"}}])");
  EXPECT_EQ(got.only(),
            "2020-01-02T03:04:05Z customer=u1 channel=web touchpoint=x properties="
            R"({"a":[1,"x\"\ny",true,2.5,7,null,null,[-3],[],{"k":"v","n":7}]})");
}

TEST(OpenTelemetry, TellsWhatIsNoRecord) {
  const ReadBody got = records(R"(5,null,"s",[1],{"eventName":"good","attributes":null})");
  EXPECT_THAT(got.lines(), ElementsAre("2026-03-01T12:00:00Z channel=web touchpoint=good"));
  EXPECT_THAT(got.rejects(), testing::SizeIs(4));
  EXPECT_EQ(got.rejects()[0], "logRecords: it is no JSON object {...}");
  EXPECT_EQ(got.batch.counts.rows, 5);
  EXPECT_EQ(got.batch.rejects[2].raw, "\"s\"");
  const ReadBody around = read_sent(Dialect::kOpenTelemetry, {R"({"resourceLogs":[7,{"scopeLogs":[8,{"logRecords":9}]},
      {"scopeLogs":"x"},{"scopeLogs":[{"logRecords":[{"eventName":"good"}]}]}]})"});
  EXPECT_TRUE(around.status.ok()) << around.status.to_string();
  EXPECT_THAT(around.rejects(),
              ElementsAre("resourceLogs: it is no JSON object {...}", "scopeLogs: it is no JSON object {...}",
                          "logRecords: it is no list [...]", "scopeLogs: it is no list [...]"));
  EXPECT_EQ(around.batch.events.size(), 1U);
}

TEST(OpenTelemetry, TellsWhichAttributesAreNone) {
  EXPECT_THAT(attributes(R"({"user.id":"u1"})").rejects(),
              ElementsAre(R"(attributes: it is no list of pairs {"key": ..., "value": ...})"));
  EXPECT_THAT(attributes("[5]").rejects(), ElementsAre(R"(attributes: each is a pair {"key": ..., "value": ...})"));
  EXPECT_THAT(attributes(R"([{"key":"a","value":"plain"}])").rejects(),
              ElementsAre(R"(attributes: a value tells its kind: {"stringValue": ...})"));
  EXPECT_THAT(attributes(R"([{"key":"a","value":{"arrayValue":{"values":["plain"]}}}])").rejects(),
              ElementsAre(R"(attributes: a value tells its kind: {"stringValue": ...})"));
  const ReadBody resource = read_sent(
      Dialect::kOpenTelemetry,
      {R"({"resourceLogs":[{"resource":{"attributes":{"service.name":"web"}},"scopeLogs":[{"logRecords":[{"eventName":"x"}]}]}]})"});
  EXPECT_EQ(resource.batch.events.size(), 1U);
  EXPECT_THAT(
      resource.rejects(),
      ElementsAre("resource.attributes: it is no list of pairs {\"key\": ..., \"value\": ...}; its records were "
                  "kept without it"));
}

TEST(OpenTelemetry, RefusesTimesThatAreNone) {
  const ReadBody got = records(R"({"eventName":"a","timeUnixNano":"bad"},{"eventName":"b","timeUnixNano":"0"},
      {"eventName":"c","observedTimeUnixNano":true},{"eventName":"d","timeUnixNano":-5},{"eventName":"e","timeUnixNano":""})");
  EXPECT_THAT(got.rejects(), ElementsAre("timeUnixNano: 'bad' is no time in nanoseconds since 1970",
                                         "observedTimeUnixNano: '' is no time in nanoseconds since 1970",
                                         "timeUnixNano: '-5' is no time in nanoseconds since 1970"));
  EXPECT_THAT(got.lines(), ElementsAre("2026-03-01T12:00:00Z channel=web touchpoint=b",
                                       "2026-03-01T12:00:00Z channel=web touchpoint=e"));
}

}  // namespace
}  // namespace sojourn
