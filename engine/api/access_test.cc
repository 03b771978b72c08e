// Signing in and out, accounts, sessions, tokens and the audit log, as whole flows by plain values.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "api/access_desk.h"
#include "api/access_fixture.h"
#include "api/openapi_examples.h"
#include "api/schema_check.h"
#include "api/tls_proxy.h"

namespace sojourn {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kOwner = R"({"role":"owner","name":"Anna","password":"eleven green bicycles"})";

std::string secret_in(const HttpReply& reply) {
  const std::string cookie(reply.header("Set-Cookie"));
  const size_t begin = cookie.find('=') + 1;
  return cookie.substr(begin, cookie.find(';') - begin);
}

NamedText cookie_in(const HttpReply& reply) { return {"Cookie", "sojourn_session=" + secret_in(reply)}; }

class AccessFlow : public testing::Test {
 protected:
  HttpReply ask(const std::string& verb, const std::string& target, const std::string& body = {},
                const std::vector<NamedText>& headers = {}) {
    return site_.ask(verb, target, body, headers);
  }
  static Json read(const HttpReply& reply) { return AccessSite::body_of(reply); }
  AccessSite site_;
};

TEST_F(AccessFlow, NobodyUndoesWhatIsDoneToTheirAccount) {
  site_.make_everybody();
  const NamedText owner = site_.cookie("anna"), admin = site_.cookie("admin");
  std::atomic<bool> over = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!over) ask("PUT", "/v1/me", R"({"name":"Still here"})", {admin});
    });
  }
  for (const char* wish : {R"({"role":"viewer"})", R"({"disabled":true})"}) {
    EXPECT_EQ(ask("PUT", "/v1/accounts/admin", wish, {owner}).status, 200);
  }
  over = true;
  for (std::thread& each : threads) each.join();
  EXPECT_TRUE(site_.book().find("admin").value().disabled);
  EXPECT_EQ(site_.book().find("admin").value().role, Role::kViewer);
}

TEST_F(AccessFlow, AnswersOfASurveyTellWhoIsSignedInThatTheyMayNot) {
  site_.make_everybody();
  const std::string path = "/v1/surveys/nps/";
  for (const char* role : {"manager", "agent", "viewer"}) {
    EXPECT_EQ(ask("GET", path + "questions", "", {site_.cookie(role)}).status, 403) << role;
    EXPECT_EQ(ask("POST", path + "answers", "{}", {site_.cookie(role)}).status, 403) << role;
  }
  EXPECT_EQ(ask("GET", path + "questions", "", {site_.bearer("anna", Permission::kAsk)}).status, 403);
  EXPECT_EQ(ask("GET", path + "questions").status, 401);
  EXPECT_EQ(ask("GET", path + "questions?key=sjw_wrong", "", {site_.cookie("agent")}).status, 401);
}

TEST_F(AccessFlow, StrangersDoNotLockOutABrowserThatIsAtHome) {
  site_.make_everybody();
  const NamedText cookie = cookie_in(site_.sign_in("viewer", AccessSite::kPassword));
  site_.pass(13 * kHour);
  EXPECT_EQ(ask("GET", "/v1/me", "", {cookie}).status, 401) << "its session is over";
  ASSERT_TRUE(site_.book().keep_uses(site_.now()).ok());
  for (int i = 0; i < SignInLimit::kFailuresMost; ++i) EXPECT_EQ(site_.sign_in("viewer", "wrong").status, 401);
  EXPECT_EQ(site_.sign_in("viewer", AccessSite::kPassword).status, 429);
  const auto sign_in = [&](const char* account, const char* password) {
    return ask("POST", "/v1/sign-in", json_text({{"account", account}, {"password", password}}), {cookie}).status;
  };
  EXPECT_EQ(sign_in("viewer", AccessSite::kPassword), 200);
  // It has as many tries as anybody, and those for its own account only.
  for (int i = 0; i < SignInLimit::kFailuresMost; ++i) EXPECT_EQ(sign_in("viewer", "wrong"), 401);
  EXPECT_EQ(sign_in("viewer", AccessSite::kPassword), 429);
  for (int i = 0; i < SignInLimit::kFailuresMost; ++i) EXPECT_EQ(sign_in("anna", "wrong"), 401);
  EXPECT_EQ(site_.sign_in("anna", AccessSite::kPassword).status, 429) << "anna never signed in there";
}

TEST_F(AccessFlow, AScopeNamesNoSegment) {
  site_.make_everybody();
  const NamedText owner = site_.cookie("anna");
  ASSERT_EQ(ask("PUT", "/v1/segments/web", R"({"where":"channel = \"web\""})", {owner}).status, 201);
  for (const char* scope : {R"(segment(\"web\"))", R"(segment(\"web\", true))"}) {
    const HttpReply reply = ask("PUT", "/v1/accounts/north", std::string(R"({"scope":")") + scope + R"("})", {owner});
    EXPECT_EQ(reply.status, 400) << scope;
    EXPECT_THAT(read(reply)["where"].get<std::string>(), HasSubstr("scope")) << scope;
  }
}

TEST_F(AccessFlow, TheFirstAccountTurnsSignInOn) {
  Json me = read(ask("GET", "/v1/me"));
  EXPECT_EQ(me["single_user"], true);
  EXPECT_TRUE(me["account"].is_null());
  EXPECT_EQ(me["role"], "owner");
  EXPECT_EQ(me["permissions"].size(), kPermissionCount);
  EXPECT_EQ(site_.sign_in("anna", "eleven green bicycles").status, 409);
  EXPECT_EQ(ask("PUT", "/v1/me", R"({"name":"x"})").status, 409);
  EXPECT_EQ(ask("PUT", "/v1/accounts/bert", R"({"role":"viewer","password":"eleven green bicycles"})").status, 400);
  EXPECT_EQ(ask("PUT", "/v1/accounts/anna", R"({"role":"owner"})").status, 400) << "without a password";
  EXPECT_EQ(ask("GET", "/v1/status").status, 200) << "still open";
  const HttpReply made = ask("PUT", "/v1/accounts/anna", kOwner);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(made.body, Not(HasSubstr("argon2")));
  EXPECT_EQ(AccessSite::code_of(ask("GET", "/v1/status")), "signed_out");
  const HttpReply in = site_.sign_in(" ANNA ", "eleven green bicycles");
  ASSERT_EQ(in.status, 200) << in.body;
  const std::string cookie(in.header("Set-Cookie"));
  EXPECT_THAT(cookie, HasSubstr("; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000"));
  EXPECT_THAT(cookie, Not(HasSubstr("Secure")));
  me = read(ask("GET", "/v1/me", "", {cookie_in(in)}));
  EXPECT_EQ(me, read(in));
  EXPECT_EQ(me["account"], "anna");
  EXPECT_EQ(me["name"], "Anna");
  EXPECT_EQ(me["single_user"], false);
  EXPECT_EQ(ask("GET", "/v1/status", "", {cookie_in(in)}).status, 200);
  EXPECT_EQ(ask("GET", "/v1/status", "", {{"Cookie", "a=b; sojourn_session=" + secret_in(in) + "; c=d"}}).status, 200);
  EXPECT_EQ(ask("GET", "/v1/status", "", {{"Cookie", "xsojourn_session=" + secret_in(in)}}).status, 401);
  EXPECT_THAT(site_.actions(), ElementsAre("anna: sign_in anna", ": account.made anna"));
}

TEST_F(AccessFlow, SigningOutEndsTheSession) {
  site_.make_everybody();
  const HttpReply in = site_.sign_in("viewer", AccessSite::kPassword);
  const HttpReply out = ask("POST", "/v1/sign-out", "", {cookie_in(in)});
  EXPECT_EQ(out.status, 200);
  EXPECT_THAT(std::string(out.header("Set-Cookie")),
              HasSubstr("sojourn_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"));
  EXPECT_EQ(AccessSite::code_of(ask("GET", "/v1/me", "", {cookie_in(in)})), "signed_out");
  EXPECT_EQ(ask("POST", "/v1/sign-out", "", {cookie_in(in)}).status, 200) << "again";
}

TEST_F(AccessFlow, ASessionIsOverAfterTwelveHoursOfNothingAndAfterThirtyDays) {
  site_.make_everybody();
  const HttpReply in = site_.sign_in("viewer", AccessSite::kPassword);
  const auto open = [&] { return ask("GET", "/v1/me", "", {cookie_in(in)}).status == 200; };
  site_.pass(12 * kHour - kSecond);
  EXPECT_TRUE(open());
  site_.pass(12 * kHour);
  EXPECT_FALSE(open());
  const HttpReply again = site_.sign_in("viewer", AccessSite::kPassword);
  for (int i = 0; i < 60; ++i) {
    site_.pass(12 * kHour - kMinute);
    const int status = ask("GET", "/v1/me", "", {cookie_in(again)}).status;
    EXPECT_EQ(status, i < 60 && (i + 1) * (12 * kHour - kMinute) < 30 * kDay ? 200 : 401) << i;
  }
  site_.pass(2 * kHour);
  EXPECT_EQ(ask("GET", "/v1/me", "", {cookie_in(again)}).status, 401) << "thirty days";
}

TEST_F(AccessFlow, WhatIsWrongIsNotTold) {
  site_.make_everybody();
  const Json unknown = read(site_.sign_in("nobody", "eleven green bicycles"));
  const Json wrong = read(site_.sign_in("viewer", "twelve green bicycles"));
  EXPECT_EQ(unknown, wrong);
  EXPECT_EQ(wrong["code"], "wrong_sign_in");
  EXPECT_EQ(wrong["status"], 401);
  EXPECT_THAT(site_.actions(), Contains("viewer: sign_in.failed viewer"));
  EXPECT_THAT(site_.actions(), Contains(": sign_in.failed an unknown account")) << "it may have been a password";
  for (const char* body : {"{}", "[]", R"({"account":"a"})", R"({"account":1,"password":"x"})",
                           R"({"account":"a","password":"b","x":1})"}) {
    EXPECT_EQ(ask("POST", "/v1/sign-in", body).status, 400) << body;
  }
}

TEST_F(AccessFlow, AnUnknownAccountTakesAsLongAsAKnownOne) {
  site_.make_everybody();
  const auto seconds = [this](const char* account) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 3; ++i) site_.sign_in(account, "wrong", "203.0.113." + std::to_string(i));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  seconds("nobody");  // Makes what unknown accounts are compared with.
  EXPECT_GT(seconds("nobody"), seconds("viewer") / 4) << "it hashes too";
}

TEST_F(AccessFlow, TenFailuresMakeOneWait) {
  site_.make_everybody();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(site_.sign_in("viewer", "wrong", "203.0.113.7").status, 401);
  const HttpReply refused = site_.sign_in("viewer", AccessSite::kPassword, "203.0.113.7");
  EXPECT_EQ(refused.status, 429) << "the right password does not help";
  EXPECT_EQ(refused.header("Retry-After"), "900");
  EXPECT_EQ(refused.header("Set-Cookie"), "");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(site_.sign_in("nobody", "wrong", "203.0.113.7").status, 401);
  EXPECT_EQ(read(site_.sign_in("nobody", "wrong", "203.0.113.7")), read(refused))
      << "the same of an account that is none";
  EXPECT_EQ(site_.sign_in("viewer", AccessSite::kPassword, "203.0.113.8").status, 200) << "from elsewhere";
  EXPECT_EQ(site_.sign_in("agent", AccessSite::kPassword, "203.0.113.7").status, 200) << "another account";
  site_.pass(15 * kMinute);
  EXPECT_EQ(site_.sign_in("viewer", AccessSite::kPassword, "203.0.113.7").status, 200);
}

TEST_F(AccessFlow, ManyAtOnceGuessNoMore) {
  site_.make_everybody();
  std::atomic<int> tried{0}, refused{0};
  std::vector<std::thread> guessers;
  for (int i = 0; i < 24; ++i) {
    guessers.emplace_back([&] {
      const int status = site_.sign_in("viewer", "wrong", "203.0.113.7").status;
      if (status == 401) ++tried;
      if (status == 429) ++refused;
    });
  }
  for (std::thread& each : guessers) each.join();
  EXPECT_LE(tried, 12) << "ten, and those who were under way with them";
  EXPECT_EQ(tried + refused, 24);
}

TEST_F(AccessFlow, RequestsOfOtherSitesChangeNothing) {
  site_.make_everybody();
  const NamedText cookie = site_.cookie("anna");
  const auto put = [&](std::vector<NamedText> headers) {
    headers.push_back(cookie);
    return ask("PUT", "/v1/me", R"({"name":"Eve"})", headers).status;
  };
  EXPECT_EQ(put({{"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(put({{"Origin", "null"}}), 403);
  EXPECT_EQ(put({{"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(put({{"Origin", "http://localhost:8080"}, {"Content-Type", "text/plain"}}), 415);
  EXPECT_EQ(put({{"Origin", "http://localhost:8080"}, {"Sec-Fetch-Site", "same-origin"}}), 200);
  EXPECT_EQ(ask("POST", "/v1/sign-in", R"({"account":"anna","password":"eleven green bicycles"})",
                {{"Origin", "https://evil.example"}})
                .status,
            403);
}

TEST_F(AccessFlow, ADisabledAccountIsOutAtOnce) {
  site_.make_everybody();
  const NamedText owner = site_.cookie("anna");
  const NamedText session = site_.cookie("analyst"), token = site_.bearer("analyst", Permission::kAsk);
  ASSERT_EQ(ask("GET", "/v1/status", "", {session}).status, 200);
  ASSERT_EQ(ask("PUT", "/v1/accounts/analyst", R"({"disabled":true})", {owner}).status, 200);
  EXPECT_EQ(ask("GET", "/v1/status", "", {session}).status, 401);
  EXPECT_EQ(ask("GET", "/v1/status", "", {token}).status, 401);
  EXPECT_EQ(site_.sign_in("analyst", AccessSite::kPassword).status, 401);
  ASSERT_EQ(ask("PUT", "/v1/accounts/analyst", R"({"disabled":false})", {owner}).status, 200);
  EXPECT_EQ(ask("GET", "/v1/status", "", {session}).status, 401);
  EXPECT_EQ(ask("GET", "/v1/status", "", {token}).status, 200);
}

TEST_F(AccessFlow, TheLastOwnerStays) {
  site_.make_everybody();
  const NamedText owner = site_.cookie("anna");
  for (const char* wish : {R"({"role":"admin"})", R"({"disabled":true})"}) {
    const HttpReply refused = ask("PUT", "/v1/accounts/anna", wish, {owner});
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("the last owner who can sign in; make another one first"));
  }
  EXPECT_EQ(ask("DELETE", "/v1/accounts/anna", "", {owner}).status, 409);
  EXPECT_EQ(ask("PUT", "/v1/accounts/otto", kOwner, {owner}).status, 201);
  EXPECT_EQ(ask("DELETE", "/v1/accounts/anna", "", {owner}).status, 200);
  EXPECT_EQ(ask("GET", "/v1/me", "", {owner}).status, 401) << "gone with the account";
}

TEST_F(AccessFlow, AnAdminLeavesOwnersAlone) {
  site_.make_everybody();
  const NamedText admin = site_.cookie("admin");
  EXPECT_EQ(ask("PUT", "/v1/accounts/eve", kOwner, {admin}).status, 403);
  EXPECT_EQ(ask("PUT", "/v1/accounts/admin", R"({"role":"owner"})", {admin}).status, 403);
  EXPECT_EQ(ask("PUT", "/v1/accounts/anna", R"({"password":"twelve slow ferries"})", {admin}).status, 403);
  EXPECT_EQ(ask("DELETE", "/v1/accounts/anna", "", {admin}).status, 403);
  EXPECT_EQ(ask("DELETE", "/v1/accounts/anna/sessions", "", {admin}).status, 403);
  EXPECT_EQ(ask("PUT", "/v1/accounts/eve", R"({"role":"viewer"})", {admin}).status, 201);
  EXPECT_EQ(ask("DELETE", "/v1/accounts/eve", "", {admin}).status, 200);
}

TEST_F(AccessFlow, OnesOwnAccountAndPassword) {
  site_.make_everybody();
  const NamedText here = cookie_in(site_.sign_in("viewer", AccessSite::kPassword));
  const NamedText there = site_.cookie("viewer");
  const Json me = read(ask("PUT", "/v1/me", R"({"name":"Vera","language":"nl","home":"service"})", {here}));
  EXPECT_EQ(me["name"], "Vera");
  EXPECT_EQ(me["language"], "nl");
  EXPECT_EQ(ask("PUT", "/v1/me", R"({"role":"owner"})", {here}).status, 400) << "no member of it";
  EXPECT_EQ(ask("PUT", "/v1/me", R"({"language":"fr"})", {here}).status, 400);
  const auto change = [&](const char* before, const char* after) {
    return ask("PUT", "/v1/me/password", json_text({{"old", before}, {"new", after}}), {here});
  };
  EXPECT_EQ(AccessSite::code_of(change("wrong", "twelve slow ferries")), "wrong_password");
  const Json weak = read(change(AccessSite::kPassword, "password123"));
  EXPECT_EQ(weak["where"], "new");
  EXPECT_EQ(change(AccessSite::kPassword, "the viewer was here").status, 400) << "has the name in it";
  const HttpReply changed = change(AccessSite::kPassword, "twelve slow ferries");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(read(changed)["sessions"].size(), 1u);
  EXPECT_EQ(ask("GET", "/v1/me", "", {here}).status, 200);
  EXPECT_EQ(ask("GET", "/v1/me", "", {there}).status, 401) << "the others ended";
  EXPECT_EQ(site_.sign_in("viewer", AccessSite::kPassword).status, 401);
  EXPECT_EQ(site_.sign_in("viewer", "twelve slow ferries").status, 200);
}

TEST_F(AccessFlow, SessionsAreListedAndRevoked) {
  site_.make_everybody();
  const NamedText here =
      cookie_in(ask("POST", "/v1/sign-in", R"({"account":"viewer","password":"eleven green bicycles"})",
                    {{"User-Agent", "Firefox"}}));
  const NamedText there = site_.cookie("viewer");
  const Json sessions = read(ask("GET", "/v1/me/sessions", "", {here}))["sessions"];
  ASSERT_EQ(sessions.size(), 2u);
  std::string other;
  for (const Json& each : sessions) {
    if (!each["current"]) other = each["id"];
    if (each["current"]) {
      EXPECT_EQ(each["agent"], "Firefox");
    }
  }
  EXPECT_EQ(ask("DELETE", "/v1/me/sessions/" + other, "", {site_.cookie("anna")}).status, 404) << "not hers";
  EXPECT_EQ(ask("DELETE", "/v1/me/sessions/" + other, "", {here}).status, 200);
  EXPECT_EQ(ask("GET", "/v1/me", "", {there}).status, 401);
  const NamedText owner = site_.cookie("anna");
  EXPECT_EQ(read(ask("GET", "/v1/accounts/viewer/sessions", "", {owner}))["sessions"].size(), 1u);
  EXPECT_EQ(read(ask("DELETE", "/v1/accounts/viewer/sessions", "", {owner}))["sessions"].size(), 0u);
  EXPECT_EQ(ask("GET", "/v1/me", "", {here}).status, 401);
}

TEST_F(AccessFlow, SigningInAgainReplacesTheSession) {
  site_.make_everybody();
  const NamedText first = cookie_in(site_.sign_in("viewer", AccessSite::kPassword));
  const HttpReply again =
      ask("POST", "/v1/sign-in", R"({"account":"viewer","password":"eleven green bicycles"})", {first});
  EXPECT_EQ(ask("GET", "/v1/me", "", {first}).status, 401);
  EXPECT_EQ(ask("GET", "/v1/me", "", {cookie_in(again)}).status, 200);
}

TEST_F(AccessFlow, TokensOfPrograms) {
  site_.make_everybody();
  const NamedText analyst = site_.cookie("analyst");
  const auto make = [&](const char* wish) { return ask("POST", "/v1/tokens", wish, {analyst}); };
  const HttpReply made = make(R"({"name":"sheet","permissions":["ask"],"expires":"1d"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const NamedText token{"Authorization", "Bearer " + read(made)["token"].get<std::string>()};
  EXPECT_EQ(ask("POST", "/v1/ask", R"({"measure":"volume"})", {token}).status, 200);
  EXPECT_EQ(ask("GET", "/v1/customers?find=a", "", {token}).status, 403);
  EXPECT_EQ(read(ask("GET", "/v1/me", "", {token}))["permissions"], Json::array({"ask"}));
  EXPECT_EQ(ask("PUT", "/v1/me", R"({"name":"x"})", {token}).status, 409) << "it is nobody";
  EXPECT_EQ(ask("POST", "/v1/tokens", R"({"name":"more","permissions":["ask"]})", {token}).status, 403);
  EXPECT_EQ(make(R"({"name":"x","permissions":["setup"]})").status, 400) << "more than one has";
  EXPECT_EQ(make(R"({"name":"x","permissions":["ask"],"scope":"chanel = 1"})").status, 400);
  EXPECT_THAT(read(ask("GET", "/v1/tokens", "", {analyst}))["tokens"].dump(), Not(HasSubstr("sjt_")));
  EXPECT_EQ(read(ask("GET", "/v1/tokens", "", {site_.cookie("viewer")}))["tokens"].size(), 0u) << "only one's own";
  EXPECT_EQ(read(ask("GET", "/v1/tokens", "", {site_.cookie("admin")}))["tokens"].size(), 1u);
  const std::string path = "/v1/tokens/" + read(made)["id"].get<std::string>();
  EXPECT_EQ(ask("DELETE", path, "", {site_.cookie("viewer")}).status, 404);
  site_.pass(kDay);
  const HttpReply late = ask("POST", "/v1/ask", R"({"measure":"volume"})", {token});
  EXPECT_EQ(late.status, 401);
  EXPECT_EQ(AccessSite::code_of(late), "unauthorized");
  EXPECT_EQ(ask("DELETE", path, "", {site_.cookie("admin")}).status, 200);
  EXPECT_EQ(ask("DELETE", path, "", {site_.cookie("admin")}).status, 404);
}

TEST(AccessKey, TheAdminKeyIsTheOwnerStill) {
  AccessSite site("a-long-admin-key-1");
  const NamedText key{"Authorization", "Bearer a-long-admin-key-1"};
  EXPECT_EQ(site.ask("GET", "/").status, 401) << "nobody has an account: the browser asks for the key";
  EXPECT_EQ(site.ask("GET", "/").header("WWW-Authenticate").substr(0, 5), "Basic");
  EXPECT_EQ(site.ask("PUT", "/v1/accounts/anna", kOwner, {key}).status, 201);
  EXPECT_EQ(site.ask("GET", "/").status, 200);
  EXPECT_EQ(site.ask("GET", "/v1/accounts", "", {key}).status, 200);
  EXPECT_EQ(site.ask("GET", "/v1/accounts", "", {{"Authorization", "Bearer a-long-admin-key-2"}}).status, 401);
  const Json me = AccessSite::body_of(site.ask("GET", "/v1/me", "", {key}));
  EXPECT_TRUE(me["account"].is_null());
  EXPECT_EQ(me["single_user"], false);
  // Browsers go on sending the key that they once asked for: who signs in then is who signed in.
  const NamedText basic{"Authorization", "Basic OmEtbG9uZy1hZG1pbi1rZXktMQ=="};
  EXPECT_TRUE(AccessSite::body_of(site.ask("GET", "/v1/me", "", {basic}))["account"].is_null());
  EXPECT_EQ(AccessSite::body_of(site.ask("GET", "/v1/me", "", {basic, site.cookie("anna")}))["account"], "anna");
}

TEST(AccessKey, GuessingTokensIsCounted) {
  AccessSite site;
  site.make_everybody();
  const NamedText wrong{"Authorization", "Bearer sjt_0000"};
  for (int64_t i = 0; i < Application::kFailuresMost; ++i) {
    EXPECT_EQ(site.ask("GET", "/v1/me", "", {wrong}, "203.0.113.7").status, 401);
  }
  EXPECT_EQ(site.ask("GET", "/v1/me", "", {wrong}, "203.0.113.7").status, 429);
  EXPECT_EQ(site.ask("GET", "/v1/me", "", {wrong}, "203.0.113.8").status, 401);
  EXPECT_EQ(site.ask("GET", "/v1/me", "", {site.cookie("anna")}, "203.0.113.7").status, 200) << "shows no key";
}

TEST_F(AccessFlow, TheCookieIsSecureBehindAProxyThatSpeaksTls) {
  const auto over_tls = [](const char* peer, std::vector<NamedText> headers) {
    HttpRequest request;
    request.headers = std::move(headers);
    return came_over_tls(peer, request);
  };
  EXPECT_TRUE(over_tls("127.0.0.1", {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-For", "203.0.113.7"}}));
  EXPECT_TRUE(over_tls("::1", {{"x-forwarded-proto", "http, HTTPS"}}));
  EXPECT_FALSE(over_tls("127.0.0.1", {{"X-Forwarded-Proto", "http"}}));
  EXPECT_FALSE(over_tls("127.0.0.1", {}));
  EXPECT_FALSE(over_tls("203.0.113.7", {{"X-Forwarded-Proto", "https"}})) << "not believed";
  site_.make_everybody();
  HttpRequest request =
      TestApplication::request("POST", "/v1/sign-in", R"({"account":"anna","password":"eleven green bicycles"})");
  request.secure = true;
  EXPECT_THAT(std::string(site_.site().application().answer(request).header("Set-Cookie")), HasSubstr("; Secure"));
}

TEST_F(AccessFlow, TheAuditLogTellsWhoDidWhat) {
  site_.make_everybody();
  const NamedText owner = site_.cookie("anna");
  const auto does = [&](const char* verb, const std::string& target, const std::string& body = "") {
    const HttpReply reply = ask(verb, target, body, {owner});
    EXPECT_LT(reply.status, 300) << target << " " << reply.body;
    return read(reply);
  };
  does("POST", "/v1/sql", R"({"sql":"select count(*) from events"})");
  const Json link = does("POST", "/v1/links", R"({"a":"anna","b":"carl"})");
  does("DELETE", "/v1/links/" + link["number"].dump());
  does("PUT", "/v1/sources/web", R"({"country":"NL"})");
  const Json key = does("POST", "/v1/sources/web/keys", R"({"kind":"write"})");
  does("DELETE", "/v1/sources/web/keys/" + key["id"].get<std::string>());
  does("PUT", "/v1/surveys/nps", R"({"template":"nps"})");
  does("DELETE", "/v1/surveys/nps");
  does("PUT", "/v1/accounts/bert", R"({"role":"viewer","scope":"channel = \"web\"","password":"twelve slow ferries"})");
  does("GET", "/v1/status");
  ask("POST", "/v1/sql", R"({"sql":"nonsense"})", {owner});
  EXPECT_THAT(
      site_.actions(),
      ElementsAre("anna: account.made bert", "anna: removed /v1/surveys/nps", "anna: survey.set nps",
                  "anna: key.revoked web/" + key["id"].get<std::string>(), "anna: key.made web", "anna: source.set web",
                  "anna: link.undone " + link["number"].dump(), "anna: link.made ", "anna: sql "));
  const Json page = read(ask("GET", "/v1/audit?limit=2&action=key", "", {owner}));
  EXPECT_EQ(page["entries"].size(), 2u);
  EXPECT_TRUE(page["next"].is_null());
  const Json sql = read(ask("GET", "/v1/audit?action=sql&account=anna", "", {owner}))["entries"][0];
  EXPECT_EQ(sql["detail"], "select count(*) from events");
  EXPECT_EQ(sql["at"], format_time(site_.now()));
  const std::string all = read(ask("GET", "/v1/audit", "", {owner})).dump();
  EXPECT_THAT(all, Not(HasSubstr("ferries")));
  EXPECT_THAT(all, Not(HasSubstr(key["key"].get<std::string>())));
  EXPECT_EQ(read(ask("GET", "/v1/audit?limit=3", "", {owner}))["next"], 7);
}

TEST_F(AccessFlow, AccountsAreChecked) {
  site_.make_everybody();
  const NamedText owner = site_.cookie("anna");
  const auto fault = [&](const char* account, const char* wish) {
    const HttpReply reply = ask("PUT", std::string("/v1/accounts/") + account, wish, {owner});
    EXPECT_EQ(reply.status, 400) << wish << reply.body;
    return read(reply).value("where", "");
  };
  EXPECT_EQ(fault("new", "{}"), "role");
  EXPECT_EQ(fault("new", R"({"role":"chief"})"), "role");
  EXPECT_EQ(fault("new", R"({"role":"viewer","scope":"channel ="})"), "scope: column 10");
  EXPECT_EQ(fault("new", R"({"role":"viewer","scope":"chanel = \"web\""})"), "scope: column 1");
  EXPECT_EQ(fault("new", R"({"role":"analyst","scope":"channel = \"web\""})"), "scope");
  EXPECT_EQ(fault("new", R"({"role":"viewer","password":"short"})"), "password");
  EXPECT_EQ(fault("b%20b", R"({"role":"viewer"})"), "account");
  EXPECT_EQ(ask("PUT", "/v1/accounts/new", R"({"role":"viewer"})", {owner}).status, 201);
  EXPECT_EQ(site_.sign_in("new", "").status, 401) << "has no password";
  EXPECT_EQ(ask("GET", "/v1/accounts/nobody/sessions", "", {owner}).status, 404);
}

// Every route of access is sent what its description says, and gives what that promises.
TEST_F(AccessFlow, RepliesAreAsPromised) {
  const Json document = read(ask("GET", "/openapi.json"));
  const Json& schemas = document["components"]["schemas"];
  const auto check = [&](const char* verb, const std::string& target, const std::string& body,
                         const std::vector<NamedText>& headers) {
    const HttpReply reply = ask(verb, target, body, headers);
    const Route* const route = site_.site().application().router().route_at(verb, target.substr(0, target.find('?')));
    EXPECT_EQ(reply.status / 100, 2) << target << " " << reply.body;
    EXPECT_EQ(SchemaCheck(schemas).fault(read(reply), schemas[route->reply_schema]), "") << target << " " << reply.body;
    return read(reply);
  };
  check("GET", "/v1/me", "", {});
  check("PUT", "/v1/accounts/anna", kOwner, {});
  check("POST", "/v1/sign-in", R"({"account":"anna","password":"eleven green bicycles"})", {});
  const NamedText owner = site_.cookie("anna");
  check("GET", "/v1/accounts", "", {owner});
  check("PUT", "/v1/accounts/bert", R"({"role":"viewer"})", {owner});
  check("GET", "/v1/accounts/anna/sessions", "", {owner});
  check("DELETE", "/v1/accounts/bert/sessions", "", {owner});
  check("DELETE", "/v1/accounts/bert", "", {owner});
  check("PUT", "/v1/me", R"({"name":"A"})", {owner});
  check("GET", "/v1/me/sessions", "", {owner});
  const Json token = check("POST", "/v1/tokens", R"({"name":"x","permissions":["ask"]})", {owner});
  check("GET", "/v1/tokens", "", {owner});
  check("DELETE", "/v1/tokens/" + token["id"].get<std::string>(), "", {owner});
  check("GET", "/v1/audit", "", {owner});
  check("PUT", "/v1/me/password", R"({"old":"eleven green bicycles","new":"twelve slow ferries"})", {owner});
  check("POST", "/v1/sign-out", "", {owner});
}

}  // namespace
}  // namespace sojourn
