// How much one sender may ask: windows, addresses, guessed keys, floods; and what senders are told of our troubles.
#include <gmock/gmock.h>

#include "api/client_address.h"
#include "api/deliver.h"
#include "api/intake_fixture.h"
#include "api/window_limit.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Micros kBegin = 1'767'607'200 * kSecond;

TEST(WindowLimit, CountsByNameUntilTheWindowIsOver) {
  WindowLimit limit(kMinute, 2);
  EXPECT_EQ(limit.take("a", kBegin), 0);
  EXPECT_EQ(limit.take("a", kBegin + kSecond), 0);
  EXPECT_EQ(limit.take("a", kBegin + 10 * kSecond), 50 * kSecond);
  EXPECT_EQ(limit.wait("a", kBegin + 59 * kSecond), kSecond);
  EXPECT_EQ(limit.take("b", kBegin + 10 * kSecond), 0);
  EXPECT_EQ(limit.take("a", kBegin + kMinute), 0);
  EXPECT_EQ(limit.wait("a", kBegin + kMinute), 0);
  // A clock that is set back locks nobody out.
  limit.count("a", kBegin + kMinute);
  EXPECT_EQ(limit.wait("a", kBegin), 0);
}

TEST(WindowLimit, ForgetsRatherThanGrows) {
  WindowLimit limit(kMinute, 1);
  limit.count("first", kBegin);
  for (size_t i = 1; i < WindowLimit::kNamesMax; ++i) limit.count(std::to_string(i), kBegin + kMinute / 2);
  // The first one's window is over: it makes room, and the others stay.
  limit.count("late", kBegin + kMinute);
  EXPECT_GT(limit.wait("1", kBegin + kMinute), 0);
  EXPECT_GT(limit.wait("late", kBegin + kMinute), 0);
  limit.count("too many", kBegin + kMinute);
  size_t waiting = 0;
  for (size_t i = 1; i < WindowLimit::kNamesMax; ++i) waiting += limit.wait(std::to_string(i), kBegin + kMinute) > 0;
  EXPECT_LT(waiting, WindowLimit::kNamesMax - 1);
  EXPECT_GT(waiting, WindowLimit::kNamesMax / 2) << "some are forgotten, not all";
}

TEST(WindowLimit, MadeUpNamesPushOutNobodyWhoMustWait) {
  WindowLimit limit(kMinute, 2);
  limit.count("locked", kBegin);
  limit.count("locked", kBegin);
  for (size_t i = 0; i < 3 * WindowLimit::kNamesMax; ++i) limit.count(std::to_string(i), kBegin + kSecond);
  EXPECT_GT(limit.wait("locked", kBegin + 2 * kSecond), 0);
}

TEST(WindowLimit, SecondsToWaitAreWholeAndAtLeastOne) {
  EXPECT_EQ(retry_seconds(1), "1");
  EXPECT_EQ(retry_seconds(kSecond), "1");
  EXPECT_EQ(retry_seconds(kSecond + 1), "2");
}

TEST(ClientAddress, OnlyAProxyOnThisMachineIsBelieved) {
  const auto address = [](const char* peer, std::vector<NamedText> headers) {
    HttpRequest request;
    request.headers = std::move(headers);
    return client_address(peer, request);
  };
  EXPECT_EQ(address("203.0.113.7", {{"X-Forwarded-For", "10.0.0.1"}}), "203.0.113.7");
  EXPECT_EQ(address("127.0.0.1", {{"X-Forwarded-For", "10.0.0.1, 203.0.113.7"}}), "203.0.113.7");
  EXPECT_EQ(address("::1", {{"X-Forwarded-For", "10.0.0.1"}, {"x-forwarded-for", " 203.0.113.8 "}}), "203.0.113.8");
  // This machine is nobody's address.
  EXPECT_EQ(address("127.0.0.1", {}), "");
  EXPECT_EQ(address("::1", {}), "");
  EXPECT_EQ(address("::ffff:127.0.0.1", {{"X-Forwarded-For", ""}}), "");
  EXPECT_EQ(address("127.0.0.1", {{"X-Forwarded-For", "203.0.113.7, 127.0.0.1"}}), "");
  // A network of 64 bits is one sender.
  EXPECT_EQ(address("2001:db8:1:2:3:4:5:6", {}), "2001:db8:1:2::");
  EXPECT_EQ(address("2001:db8:1:2:ffff::1", {}), "2001:db8:1:2::");
}

// Proxies that name the port, too, name another with every connection.
TEST(ClientAddress, PortsAreNoPartOfIt) {
  const auto forwarded = [](const char* text) {
    HttpRequest request;
    request.headers = {{"X-Forwarded-For", text}};
    return client_address("127.0.0.1", request);
  };
  EXPECT_EQ(forwarded("203.0.113.7:5678"), "203.0.113.7");
  EXPECT_EQ(forwarded("10.0.0.1:1, 203.0.113.7:1"), "203.0.113.7");
  EXPECT_EQ(forwarded("[2001:db8:1:2:3::4]:99"), "2001:db8:1:2::");
  EXPECT_EQ(forwarded("[2001:DB8:1:2::4]"), "2001:db8:1:2::");
  EXPECT_EQ(forwarded("::ffff:203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(forwarded("fe80::1%eth0"), "fe80::");
  EXPECT_EQ(forwarded("127.0.0.1:80"), "");
  EXPECT_EQ(forwarded("[::1]:99"), "");
  EXPECT_EQ(forwarded("203.0.113.7:"), "203.0.113.7");
  // What is no address is one sender, whatever it says.
  const std::string long_text(100'000, 'x');
  for (const char* garbage : {"unknown", "_hidden", "203.0.113.256", "1.2.3", "1.2.3.4:5:6", "[", "[]", "]:9", ":99",
                              "[1.2.3.4.5]:6", "localhost", "::::", "%", "\xff\xfe", long_text.c_str()}) {
    EXPECT_EQ(forwarded(garbage), "unknown") << garbage;
  }
  EXPECT_EQ(forwarded(""), "");
  EXPECT_EQ(forwarded("203.0.113.7,"), "") << "a proxy that names nobody";
}

constexpr const char* kShared = "203.0.113.7";  // Of a proxy, say, behind which all visitors are.
constexpr const char* kAdminKey = "correct horse battery";

HttpRequest from(const char* client, std::string verb, std::string_view target, std::vector<NamedText> headers = {},
                 std::string body = "{}") {
  HttpRequest request = TestApplication::request(std::move(verb), target, std::move(body), std::move(headers));
  request.client = client;
  return request;
}

NamedText bearer(const std::string& key) { return {"Authorization", "Bearer " + key}; }

// As many wrong keys as the intake hears before it has enough.
void use_up_intake(Application& application, const char* client) {
  for (int64_t i = 0; i < Application::kFailuresMost; ++i) {
    ASSERT_EQ(application.answer(from(client, "POST", "/v1/track", {bearer("guess")})).status, 401) << i;
  }
  ASSERT_EQ(application.answer(from(client, "POST", "/v1/track", {bearer("guess")})).status, 429);
}

TEST(Guessing, AnAddressThatTriesKeysIsToldToWait) {
  IntakeSite site;
  Application& application = site.server.application();
  use_up_intake(application, kShared);
  const HttpReply refused =
      application.answer(from(kShared, "POST", "/hooks/guess", {{"Origin", "https://a.example"}}));
  EXPECT_EQ(refused.status, 429);
  EXPECT_GE(parse_integer(refused.header("Retry-After")).value(), 1);
  EXPECT_LE(parse_integer(refused.header("Retry-After")).value(), 60);
  EXPECT_EQ(refused.header("X-RateLimit-Reset"), refused.header("Retry-After"));
  EXPECT_EQ(refused.header("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(refused.header("WWW-Authenticate"), "");
  EXPECT_EQ(application.answer(from("203.0.113.8", "POST", "/v1/track", {bearer("guess")})).status, 401);
}

// One bad tracker behind the same proxy must not cost the others their events.
TEST(Guessing, AKeyThatOpensAlwaysPassesWhereverItStands) {
  IntakeSite site;
  const std::string token = site.server.company().add_source("contacts", "amazon-connect");
  Application& application = site.server.application();
  use_up_intake(application, kShared);
  const auto status = [&](const std::string& target, const std::string& body = "{}",
                          std::vector<NamedText> headers = {}) {
    return application.answer(from(kShared, "POST", target, std::move(headers), body)).status;
  };
  const std::string event = R"("event":"seen","distinct_id":"anna","properties":{})";
  EXPECT_EQ(status("/batch", R"({"api_key":")" + site.key + R"(","batch":[{)" + event + "}]}"), 200);
  EXPECT_EQ(status("/e", R"({"api_key":"guess",)" + event + "}"), 429);
  EXPECT_EQ(
      status("/com.snowplowanalytics.snowplow/tp2", R"({"data":[{"e":"pv","duid":"d","aid":")" + site.key + "\"}]}"),
      200);
  EXPECT_EQ(status("/v1/batch", R"({"writeKey":")" + site.key + R"(","batch":[]})"), 200);
  EXPECT_EQ(status("/v1/track", "{}", {bearer(site.key)}), 200);
  EXPECT_EQ(status("/v1/track?writeKey=" + site.key), 200);
  EXPECT_EQ(status("/ce/" + site.key), 202);
  EXPECT_LT(status("/hooks/" + token), 300);
  // What asks for no key is for everybody.
  EXPECT_EQ(application.answer(from(kShared, "OPTIONS", "/v1/track")).status, 204);
  EXPECT_EQ(application.answer(from(kShared, "GET", "/health")).status, 200);
  EXPECT_EQ(application.answer(from(kShared, "GET", "/s/none")).status, 404);
}

TEST(Guessing, NobodyAtTheIntakeLocksTheOwnerOut) {
  for (const char* key : {"", kAdminKey}) {
    IntakeSite site(key);
    Application& application = site.server.application();
    use_up_intake(application, kShared);
    const auto status = [&](std::vector<NamedText> headers) {
      return application.answer(from(kShared, "GET", "/v1/status", std::move(headers))).status;
    };
    EXPECT_EQ(status({bearer(kAdminKey)}), 200);
    EXPECT_EQ(status({}), *key == '\0' ? 200 : 401);
  }
}

// Without an admin key there is nothing to guess, whatever a request shows.
TEST(Guessing, WithoutAnAdminKeyTheOwnerIsNeverRefused) {
  TestApplication server;
  for (int64_t i = 0; i <= 2 * Application::kFailuresMost; ++i) {
    ASSERT_EQ(server.application().answer(from(kShared, "GET", "/v1/status", {bearer("guess")})).status, 200) << i;
  }
}

// Pages of any site reach this machine through its browser, as do the boards and programs.
TEST(Guessing, ThisMachineIsNotCounted) {
  for (const char* key : {"", kAdminKey}) {
    IntakeSite site(key);
    Application& application = site.server.application();
    const auto status = [&](const std::string& verb, const std::string& target, std::vector<NamedText> headers) {
      HttpRequest request = TestApplication::request(verb, target, "{}", std::move(headers));
      request.client = client_address("127.0.0.1", request);
      return application.answer(request).status;
    };
    for (int64_t i = 0; i <= Application::kFailuresMost; ++i) {
      ASSERT_EQ(status("POST", "/v1/track", {{"Origin", "https://evil.example"}}), 401) << i;
      ASSERT_EQ(status("GET", "/v1/status", {bearer("guess")}), *key == '\0' ? 200 : 401) << i;
    }
    EXPECT_EQ(status("GET", "/v1/status", {bearer(kAdminKey)}), 200);
  }
}

TEST(Guessing, TheAdminKeyCannotBeTriedOutEither) {
  TestApplication server(kAdminKey);
  const auto status = [&server](const char* client, const std::string& key, const char* verb = "GET",
                                const char* target = "/v1/status") {
    return server.application().answer(from(client, verb, target, {bearer(key)})).status;
  };
  EXPECT_EQ(status(kShared, kAdminKey), 200);
  for (int64_t i = 0; i < Application::kFailuresMost; ++i) ASSERT_EQ(status(kShared, "guess"), 401) << i;
  EXPECT_EQ(server.application().refuse(from(kShared, "GET", "/v1/status", {bearer("guess")}))->status, 429)
      << "before the body is read";
  // Else the right one would show itself: by any verb, on any page.
  EXPECT_EQ(status(kShared, kAdminKey), 429);
  EXPECT_EQ(status(kShared, kAdminKey, "OPTIONS"), 429);
  EXPECT_EQ(status(kShared, kAdminKey, "GET", "/"), 429);
  EXPECT_EQ(status(kShared, kAdminKey, "GET", "/healthz"), 200);
  EXPECT_EQ(status("203.0.113.8", kAdminKey), 200);
}

TEST(Guessing, ABrowserThatShowsNoKeyYetGuessesNothing) {
  TestApplication server(kAdminKey);
  for (int64_t i = 0; i <= 2 * Application::kFailuresMost; ++i) {
    ASSERT_EQ(server.application().answer(from(kShared, "GET", "/v1/status")).status, 401) << i;
  }
  EXPECT_EQ(server.application().answer(from(kShared, "GET", "/v1/status", {bearer(kAdminKey)})).status, 200);
}

// Questions of surveys are at the intake's door, and the admin key opens them too.
TEST(Guessing, TheAdminKeyCannotBeTriedOutAtTheIntake) {
  IntakeSite site(kAdminKey);
  Application& application = site.server.application();
  const auto status = [&](const std::string& key) {
    return application.answer(from(kShared, "GET", "/v1/surveys/none/questions", {bearer(key)})).status;
  };
  EXPECT_EQ(status(kAdminKey), 404);
  for (int64_t i = 0; i < Application::kFailuresMost; ++i) ASSERT_EQ(status("guess"), 401) << i;
  EXPECT_EQ(status("guess"), 429);
  EXPECT_EQ(status(kAdminKey), 429);
  EXPECT_EQ(status(site.key), 404) << "a write key passes";
  EXPECT_EQ(application.answer(from(kShared, "GET", "/v1/status", {bearer(kAdminKey)})).status, 200);
}

TEST(Floods, OneSourceIsHeldBackAndOthersAreNot) {
  TestApplication server;
  Engine engine = server.company().engine();
  engine.rates = std::make_shared<WindowLimit>(kHour, 2);
  EXPECT_FALSE(refuse_flood(engine, "web", "r").has_value());
  EXPECT_FALSE(refuse_flood(engine, "web", "r").has_value());
  const std::optional<HttpReply> refused = refuse_flood(engine, "web", "r");
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->header("Retry-After"), "3600");
  EXPECT_THAT(refused->body, HasSubstr("gather events into batches"));
  EXPECT_FALSE(refuse_flood(engine, "shop", "r").has_value());
}

TEST(Troubles, SendersAreNotToldOfOurFiles) {
  IntakeSite site;
  site.server.company().gate().fail("IO Error: Could not write file \"/srv/data/sojourn.duckdb.wal\"");
  const std::string token = site.server.company().add_source("contacts", "amazon-connect");
  for (const std::string& target : {std::string("/v1/events"), "/hooks/" + token}) {
    const HttpReply reply = site.post(target, R"([{"time":"2026-01-05T10:00:00Z","customer":"anna"}])",
                                      {site.bearer(), {"Origin", "https://shop.example"}});
    EXPECT_EQ(reply.status, 503) << reply.body;
    EXPECT_EQ(reply.header("Retry-After"), "5");
    EXPECT_EQ(reply.header("Access-Control-Expose-Headers"), "Retry-After, X-RateLimit-Reset");
    EXPECT_THAT(reply.body, Not(HasSubstr("/srv")));
    EXPECT_THAT(reply.body, HasSubstr("the record cannot be written at present"));
  }
  // The owner sees why.
  Json intake = site.server.json("GET", "/v1/intake");
  EXPECT_THAT(intake["trouble"].get<std::string>(), HasSubstr("/srv/data/sojourn.duckdb.wal"));
  EXPECT_TRUE(intake["trouble_at"].is_string());
}

}  // namespace
}  // namespace sojourn
