// Webhooks: tokens, signatures, bodies that are kept, and bodies that nobody understands.
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
  const HttpReply reply = site_.post("/hooks/" + token, kCall,
                                     {kForm,
                                      {"I-Twilio-Idempotency-Token", "t"},
                                      {"X-Vendor", "kept"},
                                      {"X-Forwarded-For", "10.1.2.3"},
                                      {"X-Twilio-Signature", "s"}});
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
  const Json headers = Json::parse(bodies[0].headers);
  EXPECT_EQ(headers, Json::parse(R"({"content-type":"application/x-www-form-urlencoded","x-vendor":"kept"})"));
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
