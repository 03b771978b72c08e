#include "formats/signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/calendar.h"
#include "formats/form.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using Headers = std::map<std::string, std::string>;

Micros at(const char* time) { return parse_time(time, Zone()).value().utc; }

// https://www.rfc-editor.org/rfc/rfc4231 cases 1, 2 and 6.
TEST(Hmac, Sha256AsPublished) {
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// https://www.rfc-editor.org/rfc/rfc2202 cases 1, 2 and 6.
TEST(Hmac, Sha1AsPublished) {
  EXPECT_EQ(hex(hmac_sha1(std::string(20, '\x0b'), "Hi There")), "b617318655057264e28bc0b6fb378c8ef146be00");
  EXPECT_EQ(hex(hmac_sha1("Jefe", "what do ya want for nothing?")), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(hex(hmac_sha1(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112");
}

// https://www.rfc-editor.org/rfc/rfc4648 section 10.
TEST(Base64, AsPublished) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(base64(plain), coded);
    EXPECT_EQ(from_base64(coded).value(), plain);
  }
  EXPECT_EQ(from_base64("Zg").value(), "f");  // Padding may be left out.
  for (const char* bad : {"Z", "Zg=", "Zg==x", "Z*==", "====", "Zm9vY==="}) {
    EXPECT_FALSE(from_base64(bad).has_value()) << bad;
  }
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(from_base64(base64(all)).value(), all);
}

struct Sent {
  SigningScheme scheme;
  std::string secret;
  std::string body;
  Headers headers;
  std::string url;
  Micros now = 0;

  Status verify() const { return verify_signature(scheme, secret, SignedRequest{body, headers, url, now}); }
};

// Whatever is changed, the message is refused.
void expect_only_this(const Sent& good) {
  EXPECT_TRUE(good.verify().ok()) << good.verify().to_string();
  Sent other = good;
  other.body += ' ';
  EXPECT_FALSE(other.verify().ok()) << "another body";
  other = good;
  other.secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx";
  EXPECT_FALSE(other.verify().ok()) << "another secret";
  other.secret.clear();
  EXPECT_FALSE(other.verify().ok()) << "no secret";
  for (const auto& [name, value] : good.headers) {
    other = good;
    other.headers.erase(name);
    EXPECT_THAT(other.verify().to_string(), HasSubstr(name));
    other.headers[name] = "";
    EXPECT_FALSE(other.verify().ok()) << name;
    other.headers[name] = value.substr(0, value.size() - 1);
    EXPECT_FALSE(other.verify().ok()) << name;
    other.headers[name] = value + "A";
    EXPECT_FALSE(other.verify().ok()) << name;
  }
}

// The example of the Standard Webhooks libraries.
Sent standard() {
  return {SigningScheme::kStandardWebhooks,
          "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
          R"({"test": 2432232314})",
          {{"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"},
           {"webhook-timestamp", "1614265330"},
           {"webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}},
          "",
          at("2021-02-25T15:02:10Z")};
}

TEST(Signature, StandardWebhooks) {
  expect_only_this(standard());
  Sent rotated = standard();
  rotated.headers["webhook-signature"] = "v1a,abcd v1,AAAA " + rotated.headers["webhook-signature"] + " v2,zzz";
  EXPECT_TRUE(rotated.verify().ok());
  rotated.headers["webhook-signature"] = "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  EXPECT_FALSE(rotated.verify().ok());
  Sent bare = standard();
  bare.secret = bare.secret.substr(6);
  EXPECT_TRUE(bare.verify().ok());
  bare.secret = "whsec_!!";
  EXPECT_THAT(bare.verify().to_string(), HasSubstr("base64"));
}

TEST(Signature, RefusesOldMessages) {
  Sent sent = standard();
  sent.now += kSignatureAge;
  EXPECT_TRUE(sent.verify().ok());
  sent.now += kSecond;
  EXPECT_THAT(sent.verify().to_string(), HasSubstr("more than 5 minutes ago"));
  sent.now -= 2 * kSignatureAge + 2 * kSecond;
  EXPECT_THAT(sent.verify().to_string(), HasSubstr("ahead of this machine's clock"));
  for (const char* time : {"x", "-1", "99999999999999999999", "9999999999999", "1614265330.5"}) {
    sent.headers["webhook-timestamp"] = time;
    EXPECT_FALSE(sent.verify().ok()) << time;
  }
}

// Computed with Python's hmac, base64 and hashlib.
TEST(Signature, WholeBodySchemes) {
  const std::string body = R"({"score": 9})";
  const std::string sha256 = "uS8+yWQkIaLSJSWhzFTqHsi6VNDJhUSTgf2c5Ka/SoE=";
  expect_only_this({SigningScheme::kTypeform, "topsecret", body, {{"typeform-signature", "sha256=" + sha256}}, "", 0});
  expect_only_this({SigningScheme::kShopify, "topsecret", body, {{"x-shopify-hmac-sha256", sha256}}, "", 0});
  expect_only_this({SigningScheme::kWooCommerce, "topsecret", body, {{"x-wc-webhook-signature", sha256}}, "", 0});
  expect_only_this({SigningScheme::kSurveyMonkey,
                    "client&topsecret",
                    body,
                    {{"sm-signature", "8z7m9xSmby9k0ErR+e/51MBaN4c="}},
                    "",
                    0});
  const Sent bare{SigningScheme::kTypeform, "topsecret", body, {{"typeform-signature", sha256}}, "", 0};
  EXPECT_FALSE(bare.verify().ok());
}

// The key is "<client id>&<client secret>": of a secret alone, the header tells the id.
TEST(Signature, SurveyMonkeyTellsItsClient) {
  const std::string signature = "8z7m9xSmby9k0ErR+e/51MBaN4c=";
  Sent sent{SigningScheme::kSurveyMonkey,
            "topsecret",
            R"({"score": 9})",
            {{"sm-apikey", "client"}, {"sm-signature", signature}},
            "",
            0};
  EXPECT_TRUE(sent.verify().ok()) << sent.verify().to_string();
  sent.headers["sm-apikey"] = "another";
  EXPECT_FALSE(sent.verify().ok());
  sent.secret = "client&topsecret";
  EXPECT_TRUE(sent.verify().ok()) << "what is set counts";
}

TEST(Signature, TimedSchemes) {
  const std::string body = R"({"score": 9})";
  const std::string hash = "6f0a819e515f94ae7160346a72ad4c1049324440e1a326006d8df8cbd177ffb3";
  const Micros now = at("2021-02-25T15:02:10Z");
  const Sent stripe{
      SigningScheme::kStripe, "topsecret", body, {{"stripe-signature", "t=1614265330,v1=" + hash}}, "", now};
  EXPECT_TRUE(stripe.verify().ok());
  Sent several = stripe;
  several.headers["stripe-signature"] = "t=1614265330, v1=00, v1=" + hash + ",v0=11";
  expect_only_this({SigningScheme::kChatwoot,
                    "topsecret",
                    body,
                    {{"x-chatwoot-timestamp", "1614265330"}, {"x-chatwoot-signature", "sha256=" + hash}},
                    "",
                    now});
  EXPECT_TRUE(several.verify().ok());
  several.headers["stripe-signature"] = "t=1614265330,v0=" + hash;
  EXPECT_FALSE(several.verify().ok());
  several.headers["stripe-signature"] = "t=1614265331,v1=" + hash;
  EXPECT_FALSE(several.verify().ok());
  expect_only_this({SigningScheme::kZendesk,
                    "topsecret",
                    body,
                    {{"x-zendesk-webhook-signature-timestamp", "2021-02-25T15:02:10Z"},
                     {"x-zendesk-webhook-signature", "nFK2HQRIm0J1vUaZ/dUHe0fftOZ4y9v4vIzDu3YRsRU="}},
                    "",
                    now});
}

// The example of Twilio's documentation, whose signature is published.
Sent twilio() {
  return {SigningScheme::kTwilio,
          "12345",
          "To=%2B18005551212&CallSid=CA1234567890ABCDE&Caller=%2B12349013030&From=%2B12349013030&Digits=1234",
          {{"x-twilio-signature", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="}},
          "https://mycompany.com/myapp.php?foo=1&bar=2",
          0};
}

TEST(Signature, Twilio) {
  EXPECT_TRUE(twilio().verify().ok());
  Sent other = twilio();
  other.body += "&More=1";
  EXPECT_FALSE(other.verify().ok());
  other = twilio();
  other.url = "https://mycompany.com/myapp.php?foo=1&bar=3";
  EXPECT_FALSE(other.verify().ok());
  other.url.clear();
  EXPECT_FALSE(other.verify().ok());
}

TEST(Signature, TwilioWithAndWithoutPort) {
  Sent sent = twilio();
  // Signed without the port, received with it.
  sent.url = "https://mycompany.com:443/myapp.php?foo=1&bar=2";
  EXPECT_TRUE(sent.verify().ok());
  sent.url = "https://mycompany.com:8443/myapp.php?foo=1&bar=2";
  EXPECT_TRUE(sent.verify().ok());
  // Signed with the usual port, received without.
  sent.headers["x-twilio-signature"] = "EpDEmp1PyjDYp77YxYU3GILBWzE=";
  sent.url = "https://mycompany.com/myapp.php?foo=1&bar=2";
  EXPECT_TRUE(sent.verify().ok());
  // A port of one's own must be as it was signed.
  sent.headers["x-twilio-signature"] = "SffuNP6bC3hHFCUbsco6GyaPyas=";
  EXPECT_FALSE(sent.verify().ok());
  sent.url = "https://mycompany.com:8443/myapp.php?foo=1&bar=2";
  EXPECT_TRUE(sent.verify().ok());
}

TEST(Signature, TwilioRepeatedValues) {
  Sent sent{SigningScheme::kTwilio,
            "12345",
            "B=x&A=2&A=1&A=2",
            {{"x-twilio-signature", "OcH19LM1YUXBfDkcfJ42ZlQZxLo="}},
            "https://example.org/hooks/a",
            0};
  EXPECT_TRUE(sent.verify().ok());
}

TEST(Signature, TwilioJson) {
  Sent sent{SigningScheme::kTwilio,
            "12345",
            R"({"a":1})",
            {{"x-twilio-signature", "5Pf2fn0hAuH9cE/8PxszThgpCkQ="}},
            "https://example.org/hooks/a?bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
            0};
  EXPECT_TRUE(sent.verify().ok());
  sent.body = R"({"a":2})";
  EXPECT_FALSE(sent.verify().ok());
}

// Odd addresses are signed as they are, and none of them does harm.
TEST(Signature, TwilioOddAddresses) {
  for (const char* url :
       {"", "x", "://", "https://", "https://[::1]:443", "https://a@b:c@d:1/", "https://host?x:1", "a:b"}) {
    Sent sent = twilio();
    sent.url = url;
    EXPECT_FALSE(sent.verify().ok()) << url;
  }
}

TEST(Signature, EveryOtherSchemeNeedsItsHeaders) {
  for (const auto scheme : {SigningScheme::kStandardWebhooks, SigningScheme::kTypeform, SigningScheme::kSurveyMonkey,
                            SigningScheme::kShopify, SigningScheme::kWooCommerce, SigningScheme::kStripe,
                            SigningScheme::kTwilio, SigningScheme::kChatwoot, SigningScheme::kZendesk}) {
    const Sent sent{scheme, "topsecret", "{}", {}, "https://example.org/", 0};
    EXPECT_THAT(sent.verify().to_string(), HasSubstr("the header is missing"));
  }
}

TEST(Form, ReadsPairs) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(parse_form("a=1&b=x+y%21&&c&=d&a=2"), (Pairs{{"a", "1"}, {"b", "x y!"}, {"c", ""}, {"", "d"}, {"a", "2"}}));
  EXPECT_EQ(parse_form("a=%zz%4&b=%"), (Pairs{{"a", "%zz%4"}, {"b", "%"}}));
  EXPECT_EQ(percent_decoded("a+b%2Bc", false), "a+b+c");
}

}  // namespace
}  // namespace sojourn
