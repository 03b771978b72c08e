// The edges of the intake's addresses: those that vendors make up, aliases, empty lists, and types that are not read.
#include <gmock/gmock.h>

#include "api/intake_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;

class TrackingEdges : public testing::Test {
 protected:
  std::string payload(const std::string& id) const {
    return R"({"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[{"e":"pv",)"
           R"("p":"web","tv":"js","aid":")" +
           site_.key + R"(","duid":"c-7","eid":")" + id + R"(","dtm":"1767607200000","stm":"1767607201000"}]})";
  }
  IntakeSite site_;
};

TEST_F(TrackingEdges, SnowplowIsTakenAtAnyVendorsAddress) {
  int number = 0;
  for (const char* path : {"/com.acme/v1", "/com.acme/track/", "/com.acme-shop.web_2/1-0-0",
                           "/com.snowplowanalytics.snowplow/tp1", "/com.snowplowanalytics.snowplow/tp2"}) {
    const HttpReply reply = site_.post(path, payload("e-" + std::to_string(++number)), {{"Origin", "https://a.b"}});
    EXPECT_EQ(reply.status, 200) << path << reply.body;
    EXPECT_EQ(reply.body, "ok");
    EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "https://a.b");
    const std::string query = "?e=pv&p=web&duid=c-7&aid=" + site_.key + "&eid=e-" + std::to_string(++number);
    EXPECT_EQ(site_.get(path + query).type, "image/gif") << path;
  }
  EXPECT_EQ(site_.events_of(), number);
  EXPECT_EQ(site_.post("/com.acme/v1", "{}").status, 401);
  EXPECT_EQ(site_.server.ask("OPTIONS", "/com.acme/v1").header("Allow"), "POST, GET, HEAD, OPTIONS");
  // What is refused names the address it came to.
  EXPECT_EQ(site_.post("/com.acme/v1", R"({"data":[{"e":"?","aid":")" + site_.key + "\"}]}").status, 200);
  EXPECT_EQ(site_.server.json("GET", "/v1/rejects?source=web")["rejects"][0]["file"], "/com.acme/v1");
}

TEST_F(TrackingEdges, NoOtherAddressIsTakenForAVendors) {
  for (const char* path : {"/acme/v1", "/.well/v1", "/com./v1", "/com.acme/", "/com.acme/v1/x", "/com.a c/v1",
                           "/com.acme/v%201", "/com.acme"}) {
    EXPECT_EQ(site_.post(path, payload("1")).status, 405) << path;
  }
  EXPECT_EQ(site_.post("/v1/nothing", payload("1")).status, 404);
  EXPECT_EQ(site_.get("/assets/app-1.js").status, 200);
  EXPECT_EQ(site_.events_of(), 0);
}

TEST_F(TrackingEdges, RudderStacksWebhookIsOurs) {
  const std::string token = site_.server.company().add_source("shop", "shopify");
  const std::string order =
      R"({"id":1,"admin_graphql_api_id":"gid://shopify/Order/1","name":"#1","created_at":"2026-01-05T10:00:00Z",)"
      R"("updated_at":"2026-01-05T10:00:00Z","currency":"EUR","total_price":"12.50","email":"anna@example.com"})";
  const NamedText topic{"X-Shopify-Topic", "orders/create"};
  const HttpReply reply = site_.post("/v1/webhook?writeKey=" + token, order, {topic});
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, "ok");
  EXPECT_EQ(reply.type, "text/plain; charset=utf-8");
  const int64_t stored = site_.events_of("shop");
  EXPECT_GT(stored, 0);
  EXPECT_EQ(site_.post("/v1/webhook/", order, {topic, {"Authorization", "Bearer " + token}}).status, 200);
  EXPECT_EQ(site_.events_of("shop"), stored) << "the same again";
  EXPECT_EQ(site_.get("/v1/webhook?writeKey=" + token).body, "ok");
  EXPECT_EQ(site_.post("/v1/webhook?writeKey=" + token, "no json", {topic}).status, 202) << "kept for a mended reader";
  EXPECT_EQ(site_.post("/v1/webhook", order).status, 401);
  const HttpReply wrong = site_.post("/v1/webhook?writeKey=" + site_.key, order);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, HasSubstr("webhooks need the key of a source whose format reads them"));
  ASSERT_TRUE(site_.server.company().sources().set_enabled("shop", false).ok());
  EXPECT_EQ(site_.post("/v1/webhook?writeKey=" + token, order).status, 404);
}

TEST_F(TrackingEdges, AnEmptyBatchIsAMistakeOfRudderStack) {
  const HttpReply refused = site_.post("/v1/batch", R"({"batch":[]})", {site_.bearer()});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("the list of calls is empty"));
  EXPECT_EQ(site_.post("/beacon/v1/batch?writeKey=" + site_.key, R"({"batch":[]})").status, 400);
  EXPECT_EQ(site_.post("/v1/batch", R"({"batch":[],"writeKey":")" + site_.key + "\"}").status, 200);
  EXPECT_EQ(site_.post("/v1/b", R"({"batch":[]})", {site_.bearer()}).status, 200);
}

TEST_F(TrackingEdges, ProtobufIsToldHowToBecomeJson) {
  for (const char* type : {"application/x-protobuf", "application/protobuf; x=y", "application/grpc+proto"}) {
    const HttpReply reply =
        site_.post("/v1/logs", std::string("\x0a\x00", 2), {{"Content-Type", type}, site_.bearer()});
    EXPECT_EQ(reply.status, 415) << type;
    EXPECT_THAT(reply.body, HasSubstr("OTEL_EXPORTER_OTLP_PROTOCOL=http/json"));
  }
}

TEST_F(TrackingEdges, EventsInFormsThatAreNotReadAreToldApartFromBrokenJson) {
  const auto status = [this](const char* type, const char* body, std::vector<NamedText> more = {}) {
    more.push_back(site_.bearer());
    if (*type != '\0') more.emplace_back("Content-Type", type);
    return site_.post("/ce", body, std::move(more)).status;
  };
  const char* const good = R"({"specversion":"1.0","id":"1","source":"/a","type":"t"})";
  EXPECT_EQ(status("text/csv", "a;b"), 415);
  EXPECT_EQ(status("application/xml", "<a/>"), 415);
  EXPECT_EQ(status("application/cloudevents+xml", good), 415);
  EXPECT_EQ(status("application/cloudevents", "<a/>"), 415);
  EXPECT_EQ(status("application/json", "{"), 400);
  EXPECT_EQ(status("application/cloudevents+json; charset=utf-8", "{"), 400);
  EXPECT_EQ(status("", "{"), 400);
  EXPECT_EQ(status("text/plain", good), 202) << "read by what it is";
  // In binary mode the data may be of any type.
  EXPECT_EQ(status("application/xml", "<a/>",
                   {{"ce-specversion", "1.0"}, {"ce-id", "2"}, {"ce-source", "/a"}, {"ce-type", "t"}}),
            202);
  EXPECT_EQ(status("application/xml", "<a/>", {{"ce-specversion", "1.0"}, {"ce-id", "%FF"}}), 400);
}

TEST_F(TrackingEdges, WhatAClientDoesNotReadIsStillStoredOnce) {
  // The browser's beacon: a key in the address, a type that needs no preflight.
  const std::string call = R"({"type":"track","event":"left","anonymousId":"c-7","messageId":"b-1"})";
  for (const char* path : {"/beacon/v1/batch?writeKey=", "/beacon/v1/batch/?writeKey="}) {
    EXPECT_EQ(site_.post(path + site_.key, "{\"batch\":[" + call + "]}", {{"Content-Type", "text/plain"}}).status, 200);
  }
  EXPECT_EQ(site_.events_of(), 1);
}

}  // namespace
}  // namespace sojourn
