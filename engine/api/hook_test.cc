// Webhooks: tokens, signatures, bodies that are kept, and bodies that nobody understands.
#include <gmock/gmock.h>

#include "api/intake_fixture.h"
#include "base/time.h"
#include "formats/signature.h"

namespace sojourn {
namespace {

const std::string kCall =
    "AccountSid=AC1&CallSid=CA1&From=%2B31612345678&To=%2B31201234567&CallStatus=completed&CallDuration=60"
    "&Direction=inbound&Timestamp=Mon%2C%2005%20Jan%202026%2010%3A00%3A00%20%2B0000";
const NamedText kForm{"Content-Type", "application/x-www-form-urlencoded"};

class Hooks : public testing::Test {
 protected:
  std::vector<RawBody> kept() {
    std::vector<RawBody> all;
    EXPECT_TRUE(site_.server.company()
                    .store()
                    .raw_bodies({},
                                [&all](const RawBody& each) {
                                  all.push_back(each);
                                  return Status();
                                })
                    .ok());
    return all;
  }
  IntakeSite site_;
};

TEST_F(Hooks, EventsAndBodyAreStoredTogether) {
  const std::string token = site_.server.company().add_source("calls", "twilio");
  const HttpReply reply = site_.post("/hooks/" + token, kCall, {kForm, {"X-Twilio-Signature", "s"}});
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.type, "text/xml; charset=utf-8");
  EXPECT_EQ(reply.body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
  EXPECT_EQ(site_.events_of("calls"), 1);
  const std::vector<RawBody> bodies = kept();
  ASSERT_EQ(bodies.size(), 1u);
  EXPECT_EQ(bodies[0].source, "calls");
  EXPECT_EQ(bodies[0].format, "twilio");
  EXPECT_EQ(bodies[0].body, kCall);
  EXPECT_EQ(bodies[0].outcome, "");
  EXPECT_GT(bodies[0].received, 0);
  EXPECT_EQ(bodies[0].headers, R"({"content-type":"application/x-www-form-urlencoded"})");
}

// Anybody may give a header any name: only those that readers use are kept, and no secret or address under another one.
TEST_F(Hooks, OnlyHeadersThatReadersUseAreKept) {
  const std::string token = site_.server.company().add_source("shop", "shopify");
  std::vector<NamedText> headers{{"Content-Type", "application/json"},
                                 {"X-Shopify-Topic", "orders/create"},
                                 {"X-Shopify-Shop-Domain", "shop.example"},
                                 {"X-Shopify-Event-Id", std::string(2000, 'e')}};
  for (const char* name : {"X-Hook-Secret", "X-Webhook-Secret", "X-Azure-ClientIP", "X-Forwarded-For", "X-Real-IP",
                           "X-Shopify-Hmac-Sha256", "X-Shopify-Access-Token", "X-Vendor", "Authorization", "Cookie",
                           "Webhook-Signature", "Ce-Source", "I-Twilio-Idempotency-Token", "Forwarded"}) {
    headers.emplace_back(name, "not kept");
  }
  EXPECT_EQ(site_.post("/hooks/" + token, "{}", headers).status, 202);
  EXPECT_EQ(site_.post("/hooks/" + token, "{}", {{"X-Vendor", "a"}}).status, 202);
  const std::vector<RawBody> bodies = kept();
  ASSERT_EQ(bodies.size(), 2u);
  EXPECT_EQ(bodies[0].headers, R"({"content-type":"application/json","x-shopify-shop-domain":"shop.example",)"
                               R"("x-shopify-topic":"orders/create"})");
  EXPECT_EQ(bodies[1].headers, R"({"content-type":""})") << "readers are told that it is a webhook";
}

TEST_F(Hooks, TheTokenIsTheKey) {
  const std::string token = site_.server.company().add_source("contacts", "amazon-connect");
  EXPECT_EQ(site_.post("/hooks/wrong", "{}").status, 401);
  EXPECT_EQ(site_.post("/hooks/" + site_.key, "{}").status, 401) << "a write key is no token";
  EXPECT_EQ(site_.post("/v1/track", "{}", {{"Authorization", "Bearer " + token}}).status, 401);
  EXPECT_EQ(site_.get("/hooks/" + token).status, 200);
  EXPECT_EQ(site_.server.ask("HEAD", "/hooks/" + token).status, 200);
  EXPECT_EQ(site_.get("/hooks/wrong").status, 401);
  ASSERT_TRUE(site_.server.company().sources().set_enabled("contacts", false).ok());
  EXPECT_EQ(site_.post("/hooks/" + token, "{}").status, 404);
  EXPECT_TRUE(kept().empty());
}

// Firehose takes no other answer than its own, whether the records were understood or not.
TEST_F(Hooks, FirehoseIsAnsweredAsItAsks) {
  const std::string token = site_.server.company().add_source("contacts", "amazon-connect");
  const std::string body = R"({"requestId":"r-1","timestamp":1772359200000,"records":[{"data":")"
                           "eyJDb250YWN0SWQiOiJmMSIsIkNoYW5uZWwiOiJWT0lDRSIsIkluaXRpYXRpb25NZXRob2QiOiJJTkJPVU5EIiwiSW"
                           "5pdGlhdGlvblRpbWVzdGFtcCI6IjIwMjYtMDMtMDFUMTA6MDA6MDBaIiwiTGFzdFVwZGF0ZVRpbWVzdGFtcCI6IjIw"
                           "MjYtMDMtMDFUMTA6MDY6MDBaIn0="
                           R"("}]})";
  const HttpReply reply = site_.post("/hooks/" + token, body, {{"X-Amz-Firehose-Request-Id", "r-1"}});
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(Json::parse(reply.body)["requestId"], "r-1");
  EXPECT_TRUE(Json::parse(reply.body)["timestamp"].is_number_integer());
  EXPECT_EQ(site_.events_of("contacts"), 1);
  EXPECT_EQ(site_.post("/hooks/" + token, "nonsense", {{"X-Amz-Firehose-Request-Id", "r-2"}}).status, 200);
}

TEST_F(Hooks, WhatCannotBeReadIsKeptWithItsReason) {
  const std::string token = site_.server.company().add_source("contacts", "amazon-connect");
  const std::string nonsense("not json at all \xFF\x00", 18);
  const HttpReply reply = site_.post("/hooks/" + token, nonsense, {{"Content-Type", "application/json"}});
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_EQ(reply.body, R"({"success":false})");
  const std::vector<RawBody> bodies = kept();
  ASSERT_EQ(bodies.size(), 1u);
  EXPECT_EQ(bodies[0].body, nonsense);
  EXPECT_NE(bodies[0].outcome, "");
  const Json rejects = site_.server.json("GET", "/v1/rejects?source=contacts");
  EXPECT_EQ(rejects["total"], 1);
  EXPECT_EQ(rejects["rejects"][0]["file"], "webhook");
  EXPECT_EQ(site_.events_of("contacts"), 0);
}

// As the vendor signs it, and yet nothing that its topic promises.
TEST_F(Hooks, WhatIsUnderstoodAsNothingIsKeptAndReadAgain) {
  const std::string token = site_.server.company().add_source("web shop", "shopify", "the secret");
  const auto post = [&](const std::string& topic, const std::string& body) {
    return site_
        .post("/hooks/" + token, body,
              {{"X-Shopify-Topic", topic}, {"X-Shopify-Hmac-Sha256", base64(hmac_sha256("the secret", body))}})
        .status;
  };
  EXPECT_EQ(post("orders/create", R"({"id":1})"), 202);
  EXPECT_EQ(post("orders/create", R"({"hello":"world"})"), 202);
  EXPECT_EQ(post("refunds/create", R"({"hello":"world"})"), 202);
  const Json rejects = site_.server.json("GET", "/v1/rejects?source=web%20shop");
  EXPECT_EQ(rejects["total"], 3) << rejects;
  EXPECT_EQ(rejects["rejects"][0]["file"], "webhook");
  // Knowingly passed over.
  EXPECT_EQ(post("products/update", R"({"id":1})"), 200);
  EXPECT_EQ(post("orders/delete", R"({"id":1})"), 200);
  EXPECT_EQ(post("customers/delete", R"({"id":1})"), 200);
  EXPECT_EQ(site_.server.json("GET", "/v1/rejects?source=web%20shop")["total"], 3);
  ASSERT_EQ(kept().size(), 6u);
  EXPECT_EQ(kept()[0].outcome, "id: the order has no id or no time");
  EXPECT_EQ(kept()[3].outcome, "");
  const Json report = site_.server.json("POST", "/v1/replay", R"({"source":"web shop","failed_only":true})");
  EXPECT_EQ(report["bodies"], 3) << report;
  EXPECT_EQ(report["failed"], 3) << report;
  EXPECT_EQ(report["mended"], 0) << report;
  EXPECT_EQ(site_.server.json("GET", "/v1/rejects?source=web%20shop")["total"], 3) << "told once";
}

TEST_F(Hooks, SignaturesAreCheckedWhereASecretIsSet) {
  const std::string token = site_.server.company().add_source("tickets", "zendesk", "the secret");
  const std::string body = R"({"type":"zen:event-type:ticket.created","id":"e1","zendesk_event_version":"2022-06-20"})";
  const std::string time = format_time(now());
  const auto post = [&](const std::string& signature) {
    return site_
        .post("/hooks/" + token, body,
              {{"X-Zendesk-Webhook-Signature", signature}, {"X-Zendesk-Webhook-Signature-Timestamp", time}})
        .status;
  };
  EXPECT_EQ(post(base64(hmac_sha256("another", time + body))), 401);
  EXPECT_EQ(post(""), 401);
  EXPECT_EQ(site_.post("/hooks/" + token, body).status, 401);
  EXPECT_TRUE(kept().empty());
  const int good = post(base64(hmac_sha256("the secret", time + body)));
  EXPECT_TRUE(good == 200 || good == 202) << good;
  EXPECT_EQ(kept().size(), 1u);
}

TEST_F(Hooks, TwilioSignsTheAddressAsItCalledIt) {
  const std::string token = site_.server.company().add_source("calls", "twilio", "auth token");
  const std::string target = "/hooks/" + token + "?bodyless=1&x=a%20b";
  const std::string body = "CallSid=CA2&AccountSid=AC1&From=%2B31612345678&CallStatus=completed";
  const std::string text =
      "https://shop.example" + target + "AccountSidAC1CallSidCA2CallStatuscompletedFrom+31612345678";
  const auto post = [&](const std::string& protocol) {
    return site_.post(target, body,
                      {kForm,
                       {"Host", "shop.example"},
                       {"X-Forwarded-Proto", protocol},
                       {"X-Twilio-Signature", base64(hmac_sha1("auth token", text))}});
  };
  const HttpReply reply = post("https");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(post("http").status, 401);
}

TEST_F(Hooks, TwilioMaySendByGet) {
  const std::string token = site_.server.company().add_source("calls", "twilio", "auth token");
  const std::string target = "/hooks/" + token + "?" + kCall;
  const auto get = [&](const std::string& signature) {
    return site_.get(target, {{"Host", "a.example"}, {"X-Twilio-Signature", signature}});
  };
  EXPECT_EQ(get("wrong").status, 401);
  EXPECT_EQ(site_.events_of("calls"), 0);
  const std::string signature = base64(hmac_sha1("auth token", "http://a.example" + target));
  const HttpReply reply = get(signature);
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.type, "text/xml; charset=utf-8");
  EXPECT_EQ(site_.events_of("calls"), 1);
  ASSERT_EQ(kept().size(), 1u);
  EXPECT_EQ(kept()[0].body, kCall) << "as a form, so that it is read again like any other";
  EXPECT_EQ(get(signature).status, 200);
  EXPECT_EQ(site_.events_of("calls"), 1) << "told again it is the same call";
  // Whether there is somebody is asked unsigned and without parameters.
  EXPECT_EQ(site_.get("/hooks/" + token).status, 200);
  EXPECT_EQ(site_.server.ask("HEAD", target).status, 200);
  EXPECT_EQ(kept().size(), 2u);
}

TEST_F(Hooks, NoOtherIsAcknowledgedWithoutBeingKept) {
  const std::string token = site_.server.company().add_source("shop", "shopify");
  const HttpReply refused = site_.get("/hooks/" + token + "?id=1");
  EXPECT_EQ(refused.status, 405) << refused.body;
  EXPECT_EQ(refused.header("Allow"), "POST, OPTIONS");
  EXPECT_THAT(refused.body, testing::HasSubstr("sent by POST"));
  EXPECT_EQ(site_.get("/hooks/" + token).status, 200);
}

TEST_F(Hooks, WhatTellsNoTimeWasWhenItArrived) {
  const std::string token = site_.server.company().add_source("messages", "twilio");
  const Micros before = now();
  const std::string body =
      "AccountSid=AC1&MessageSid=SM1&SmsStatus=delivered&MessageStatus=delivered&To=%2B31612345678";
  EXPECT_EQ(site_.post("/hooks/" + token, body, {kForm}).status, 200);
  EXPECT_EQ(site_.events_of("messages"), 1);
  EXPECT_EQ(site_.server.json("GET", "/v1/rejects?source=messages")["total"], 0);
  ASSERT_EQ(kept().size(), 1u);
  EXPECT_GE(kept()[0].received, before);
}

TEST_F(Hooks, WooCommerceAsksUnsignedWhetherThereIsSomebody) {
  const std::string token = site_.server.company().add_source("web shop", "woocommerce", "the secret");
  EXPECT_EQ(site_.post("/hooks/" + token, "webhook_id=7", {kForm}).status, 200);
  for (const char* other : {"webhook_id=", "webhook_id=7&x=1", "webhook_id=7a", "webhook_id=123456789012345678901"}) {
    EXPECT_EQ(site_.post("/hooks/" + token, other, {kForm}).status, 401) << other;
  }
  EXPECT_TRUE(kept().empty());
  EXPECT_EQ(site_.events_of("web shop"), 0);
}

TEST_F(Hooks, PackedBodiesAreKeptUnpacked) {
  const std::string token = site_.server.company().add_source("contacts", "amazon-connect");
  EXPECT_EQ(site_.post("/hooks/" + token, gzip("{\"a\":1}")).status / 100, 2);
  ASSERT_EQ(kept().size(), 1u);
  EXPECT_EQ(kept()[0].body, "{\"a\":1}");
  EXPECT_EQ(site_.post("/hooks/" + token, gzip("{\"a\":1}").substr(0, 15)).status, 400);
  EXPECT_EQ(site_.post("/hooks/" + token, gzip(std::string(21 << 20, ' '))).status, 413);
}

}  // namespace
}  // namespace sojourn
