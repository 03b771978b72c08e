// Who may do what: every route and every role. A route that is not in the table fails here: say what it needs (`needs` of
// its row, api/router.h), and write it down.
#include <map>

#include "api/access_fixture.h"
#include "api/openapi_examples.h"

namespace sojourn {
namespace {

constexpr Permissions kAnybody{};  // Who is signed in.
constexpr Permissions kAsk = Permission::kAsk;
constexpr Permissions kPeople = Permission::kPeople;
constexpr Permissions kBoards = Permission::kBoards;
constexpr Permissions kRecord = Permission::kRecord;
constexpr Permissions kSetup = Permission::kSetup;
constexpr Permissions kAccounts = Permission::kAccounts;

const std::map<std::string, Permissions>& table() {
  static const std::map<std::string, Permissions> kTable{
      {"POST /v1/ask", kAsk},
      {"POST /v1/compare", kAsk},
      {"POST /v1/who", kPeople},
      {"GET /v1/measures", kAsk | kPeople},
      {"GET /v1/measures/{id}", kAsk | kPeople},
      {"GET /v1/fields", kAsk | kPeople},
      {"GET /v1/status", kAsk | kPeople},
      {"GET /v1/live", kAsk | kPeople},
      {"GET /v1/customers", kPeople},
      {"GET /v1/customers/{identifier}", kPeople},
      {"GET /v1/customers/{identifier}/timeline", kPeople},
      {"GET /v1/links", kSetup},
      {"POST /v1/links", kSetup},
      {"DELETE /v1/links/{number}", kSetup},
      {"GET /v1/rejects", kRecord},
      {"GET /v1/rejects/groups", kRecord},
      {"GET /v1/sources/{name}/arrivals", kRecord | kSetup},
      {"GET /v1/stages", kAsk | kSetup},
      {"PUT /v1/stages", kSetup},
      {"POST /v1/stages/try", kSetup},
      {"POST /v1/sql", kRecord},
      {"POST /v1/export", kRecord},
      {"POST /v1/replay", kSetup},
      {"GET /metrics", kRecord},
      {"GET /openapi.json", kAnybody},
      {"GET /v1/sources", kRecord | kSetup},
      {"GET /v1/sources/{name}", kSetup},
      {"PUT /v1/sources/{name}", kSetup},
      {"DELETE /v1/sources/{name}", kSetup},
      {"GET /v1/sources/{name}/keys", kSetup},
      {"POST /v1/sources/{name}/keys", kSetup},
      {"DELETE /v1/sources/{name}/keys/{id}", kSetup},
      {"GET /v1/formats", kSetup},
      {"GET /v1/intake", kRecord | kSetup},
      {"GET /v1/rejects/groups", kRecord},
      {"GET /v1/sources/{name}/arrivals", kRecord | kSetup},
      {"POST /v1/stages/try", kSetup},
      {"GET /v1/boards", kAsk | kPeople},
      {"GET /v1/boards/{name}", kAsk | kPeople},
      {"PUT /v1/boards/{name}", kBoards},
      {"DELETE /v1/boards/{name}", kBoards},
      {"GET /v1/boards/{name}/answers", kAsk | kPeople},
      {"POST /v1/boards/read", kAsk},
      {"GET /v1/boards/{name}/shares", kBoards},
      {"POST /v1/boards/{name}/shares", kBoards},
      {"DELETE /v1/boards/{name}/shares/{id}", kBoards},
      {"GET /v1/segments", kAsk},
      {"GET /v1/segments/{name}", kAsk},
      {"PUT /v1/segments/{name}", kBoards},
      {"DELETE /v1/segments/{name}", kBoards},
      {"GET /v1/segments/{name}/size", kAsk},
      {"GET /v1/goals", kAsk},
      {"PUT /v1/goals/{name}", kSetup},
      {"DELETE /v1/goals/{name}", kSetup},
      {"GET /v1/alerts", kAsk},
      {"GET /v1/alerts/{name}", kAsk},
      {"PUT /v1/alerts/{name}", kBoards},
      {"DELETE /v1/alerts/{name}", kBoards},
      {"POST /v1/alerts/try", kAsk},
      {"POST /v1/alerts/{name}/snooze", kBoards},
      {"GET /v1/alerts/{name}/history", kAsk},
      {"GET /v1/reports", kBoards},
      {"GET /v1/reports/{name}", kBoards},
      {"PUT /v1/reports/{name}", kBoards},
      {"DELETE /v1/reports/{name}", kBoards},
      {"POST /v1/reports/{name}/send", kBoards},
      {"GET /v1/decisions", kAsk},
      {"PUT /v1/decisions/{name}", kBoards},
      {"DELETE /v1/decisions/{name}", kBoards},
      {"GET /v1/benchmarks", kAsk},
      {"GET /v1/benchmarks/{name}", kAsk},
      {"PUT /v1/benchmarks/{name}", kSetup},
      {"DELETE /v1/benchmarks/{name}", kSetup},
      {"GET /v1/benchmarks/{name}/standing", kAsk},
      {"GET /v1/feedback", kPeople},
      {"GET /v1/feedback/{id}", kPeople},
      {"PUT /v1/feedback/{id}", kPeople},
      {"POST /v1/feedback/change", kPeople},
      {"GET /v1/feedback/tags", kPeople},
      {"POST /v1/feedback/{id}/notes", kPeople},
      {"DELETE /v1/feedback/{id}/notes/{n}", kPeople},
      {"GET /v1/feedback/settings", kPeople},
      {"PUT /v1/feedback/settings", kSetup},
      {"GET /v1/customers/{identifier}/notes", kPeople},
      {"POST /v1/customers/{identifier}/notes", kPeople},
      {"DELETE /v1/customers/{identifier}/notes/{n}", kPeople},
      {"GET /v1/voice", kAsk | kPeople},
      {"POST /v1/voice/explain", kAsk | kPeople},
      {"GET /v1/voice/comments", kPeople},
      {"GET /v1/voice/phrases", kAsk | kPeople},
      {"GET /v1/voice/live", kPeople},
      {"GET /v1/voice/corrections", kSetup},
      {"POST /v1/voice/corrections/preview", kSetup},
      {"PUT /v1/voice/corrections", kSetup},
      {"DELETE /v1/voice/corrections", kSetup},
      {"GET /v1/voice/topics", kAsk | kPeople},
      {"POST /v1/voice/topics", kSetup},
      {"PUT /v1/voice/topics/{id}", kSetup},
      {"POST /v1/voice/topics/refit", kSetup},
      {"POST /v1/voice/train", kSetup},
      {"POST /v1/voice/rescore", kSetup},
      {"GET /v1/maps", kSetup},
      {"POST /v1/maps/propose", kSetup},
      {"POST /v1/maps/revise", kSetup},
      {"GET /v1/maps/{name}", kSetup},
      {"PUT /v1/maps/{name}", kSetup},
      {"DELETE /v1/maps/{name}", kSetup},
      {"GET /v1/imports", kRecord | kSetup},
      {"POST /v1/imports", kSetup},
      {"GET /v1/imports/{id}", kRecord | kSetup},
      {"DELETE /v1/imports/{id}", kSetup},
      {"POST /v1/imports/{id}/files", kSetup},
      {"POST /v1/imports/{id}/start", kSetup},
      {"GET /v1/surveys", kSetup},
      {"GET /v1/surveys/{name}", kSetup},
      {"PUT /v1/surveys/{name}", kSetup},
      {"DELETE /v1/surveys/{name}", kSetup},
      {"POST /v1/surveys/{name}/links", kSetup},
      {"POST /v1/survey-drafts", kSetup},
      {"GET /v1/survey-drafts/{id}", kSetup},
      {"GET /v1/rules", kSetup},
      {"GET /v1/rules/{name}", kSetup},
      {"PUT /v1/rules/{name}", kSetup},
      {"DELETE /v1/rules/{name}", kSetup},
      {"POST /v1/rules/try", kSetup},
      {"GET /v1/invitations", kSetup},
      {"GET /v1/unsubscribes", kSetup},
      {"POST /v1/unsubscribes", kSetup},
      {"DELETE /v1/unsubscribes/{who}", kSetup},
      {"GET /v1/mail", kSetup},
      {"PUT /v1/mail", kSetup},
      {"POST /v1/mail/test", kSetup},
      {"GET /v1/me", kAnybody},
      {"PUT /v1/me", kAnybody},
      {"PUT /v1/me/password", kAnybody},
      {"GET /v1/me/sessions", kAnybody},
      {"DELETE /v1/me/sessions/{id}", kAnybody},
      {"GET /v1/accounts", kAccounts},
      {"PUT /v1/accounts/{account}", kAccounts},
      {"DELETE /v1/accounts/{account}", kAccounts},
      {"GET /v1/accounts/{account}/sessions", kAccounts},
      {"DELETE /v1/accounts/{account}/sessions", kAccounts},
      {"GET /v1/tokens", kAnybody},
      {"POST /v1/tokens", kAnybody},
      {"DELETE /v1/tokens/{id}", kAnybody},
      {"GET /v1/audit", kAccounts},
  };
  return kTable;
}

// What stands open to whoever comes; each must guard itself.
const std::vector<std::string> kOpenRoutes{"GET /healthz", "POST /v1/sign-in", "POST /v1/sign-out",
                                           "GET /v1/shared/{token}", "GET /v1/shared/{token}/answers"};

std::string path_of(const Route& route) {
  std::string path = route.pattern;
  for (size_t at = path.find('{'); at != std::string::npos; at = path.find('{')) {
    const size_t end = path.find('}', at);
    std::string example = percent_encode(parameter_example(route, path.substr(at + 1, end - at - 1)));
    path.replace(at, end - at + 1, example.empty() ? "x" : example);
  }
  return path;
}

TEST(AccessPermissions, EveryRouteNeedsWhatTheTableSays) {
  AccessSite site;
  std::map<std::string, Permissions> found;
  for (const Route& route : site.site().application().router().routes()) {
    const std::string name = route.verb + " " + route.pattern;
    if (route.door == Door::kOpen) {
      EXPECT_TRUE(std::ranges::find(kOpenRoutes, name) != kOpenRoutes.end()) << name << " is open to whoever comes";
    }
    if (route.door != Door::kOwner) continue;
    found[name] = route.needs;
    ASSERT_TRUE(table().contains(name)) << name << " is not in the table";
    EXPECT_EQ(route.needs.names(), table().at(name).names()) << name;
  }
  for (const auto& [name, needs] : table()) EXPECT_TRUE(found.contains(name)) << name << " is no route";
}

TEST(AccessPermissions, EveryRoleIsLetInWhereItMayAndNowhereElse) {
  AccessSite site;
  site.make_everybody();
  for (const Role role : kRoles) {
    const NamedText cookie = site.cookie(role == Role::kOwner ? "anna" : std::string(role_name(role)));
    for (const Route& route : site.site().application().router().routes()) {
      if (route.door != Door::kOwner) continue;
      const HttpRequest request = TestApplication::request(route.verb, path_of(route), "", {cookie});
      const std::optional<HttpReply> refused = site.site().application().refuse(request);
      const bool may = route.needs.empty() || permissions_of(role).has_any(route.needs);
      const std::string what = std::string(role_name(role)) + " " + route.verb + " " + request.path;
      ASSERT_EQ(!refused, may) << what;
      if (!refused) continue;
      EXPECT_EQ(refused->status, 403) << what;
      const Json problem = AccessSite::body_of(*refused);
      EXPECT_EQ(problem["code"], "forbidden");
      const std::string detail = problem["detail"];
      EXPECT_NE(detail.find("\"" + route.needs.names().front() + "\""), std::string::npos) << detail;
      EXPECT_NE(detail.find("ask admin or anna, who can give it"), std::string::npos) << detail;
    }
  }
}

TEST(AccessPermissions, NobodyIsLetInUnlessSignedIn) {
  AccessSite site;
  site.make_everybody();
  for (const Route& route : site.site().application().router().routes()) {
    const HttpRequest request = TestApplication::request(route.verb, path_of(route));
    const std::optional<HttpReply> refused = site.site().application().refuse(request);
    ASSERT_EQ(refused.has_value(), route.door == Door::kOwner) << route.verb << " " << route.pattern;
    if (!refused) continue;
    EXPECT_EQ(refused->status, 401);
    EXPECT_EQ(AccessSite::code_of(*refused), "signed_out");
    EXPECT_EQ(refused->header("WWW-Authenticate"), "Bearer") << "no browser asks for a password by itself";
  }
  EXPECT_EQ(site.ask("GET", "/v1/nothing").status, 401);
  EXPECT_EQ(site.ask("GET", "/").status, 200) << "the page that asks to sign in";
  EXPECT_EQ(site.ask("GET", "/assets/app-1.js").status, 200);
}

TEST(AccessPermissions, TheTokenOfAScopeReadsNothingPastIt) {
  AccessSite site;
  site.make_everybody();
  const NamedText token = site.bearer("anna", Permissions::all(), AccessSite::kScope);
  EXPECT_EQ(site.ask("POST", "/v1/sql", R"({"sql":"select 1"})", {token}).status, 403);
  EXPECT_EQ(site.ask("GET", "/v1/rejects", "", {token}).status, 403);
  EXPECT_EQ(site.ask("GET", "/v1/accounts", "", {token}).status, 403);
  EXPECT_EQ(site.ask("GET", "/v1/sources", "", {token}).status, 403);
  EXPECT_EQ(site.ask("POST", "/v1/ask", R"({"measure":"volume"})", {token}).status, 200);
}

TEST(AccessPermissions, ATokenMayWhatItsAccountMayStill) {
  AccessSite site;
  site.make_everybody();
  const NamedText token = site.bearer("analyst", Permission::kRecord | Permission::kAsk);
  EXPECT_EQ(site.ask("GET", "/v1/rejects", "", {token}).status, 200);
  EXPECT_EQ(site.ask("GET", "/v1/customers?find=a", "", {token}).status, 403) << "the account may, the token may not";
  site.add("analyst", Role::kViewer);
  const HttpReply refused = site.ask("GET", "/v1/rejects", "", {token});
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("this token does not have"), std::string::npos) << refused.body;
  EXPECT_EQ(site.ask("POST", "/v1/ask", R"({"measure":"volume"})", {token}).status, 200);
}

}  // namespace
}  // namespace sojourn
