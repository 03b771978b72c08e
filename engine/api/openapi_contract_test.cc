// The contract: real replies of every route against what /openapi.json promises of it.
#include <set>

#include "api/contract_fixture.h"

namespace sojourn {
namespace {

// Every address of the intake is sent its own example with a key: the reply is the one that is promised, to the letter
// where it does not depend on what was sent before.
TEST_F(Contract, TheIntakeAnswersItsExamplesAsPromised) {
  size_t tried = 0;
  for (const Route& route : site_.server.application().router().routes()) {
    // Surveys and invitations speak to people, by links, and have tests of their own.
    const std::string& at = route.pattern;
    const bool people = at.starts_with("/unsubscribe/") || at.starts_with("/s/") || at.starts_with("/v1/surveys/");
    if (route.door != Door::kIntake || people || at == "/widget.js") continue;
    const std::string target = at == "/v1/webhook" ? at + "?writeKey=" + token_ : target_of(route);
    const std::string what = route.verb + " " + target;
    std::vector<NamedText> headers;
    if (at != "/v1/webhook") headers.push_back(site_.bearer());
    const HttpReply reply = site_.server.ask(route.verb, target, keyed(request_example(route)), headers);
    check(route, reply, what);
    if (reply.type == "image/gif") {
      EXPECT_EQ(reply.body.substr(0, 6), "GIF89a") << what;
    }
    if (route.verb == "POST" && reply.status == route.success && at != "/v1/events") {
      EXPECT_EQ(reply.body, keyed(reply_example(route))) << what;
    }
    ++tried;
  }
  EXPECT_GE(tried, 55u);
  EXPECT_GT(site_.events_of(), 10) << "the examples are events";
  EXPECT_EQ(site_.rows("select reason from rejects where source = 'web'"), std::vector<std::string>());
}

struct Step {
  const char* verb;
  const char* target;  // "@id": that member of the reply before.
  const char* body = "";
};

// What the owner asks, in an order in which each finds what it needs.
constexpr std::array kSteps{
    Step{"POST", "/v1/ask", R"({"measure":"nps","by":["channel"],"over":"month"})"},
    Step{"POST", "/v1/ask", R"([{"measure":"revenue"},{"measure":"npz"},{"measure":"quality"}])"},
    Step{"POST", "/v1/ask", R"({"measure":"process_map"})"},
    Step{"POST", "/v1/ask", R"({"measure":"stages"})"},
    Step{"POST", "/v1/compare",
         R"({"questions":[{"measure":"nps","where":"channel = \"web\""},{"measure":"nps"}],"names":["Web"]})"},
    Step{"POST", "/v1/who", R"({"question":{"measure":"nps"}})"},
    Step{"GET", "/v1/measures"},
    Step{"GET", "/v1/measures/funnel"},
    Step{"GET", "/v1/fields"},
    Step{"PUT", "/v1/stages", R"({"rules":[{"touchpoint":"purchase","stage":"buy"}]})"},
    Step{"GET", "/v1/stages"},
    Step{"POST", "/v1/stages/try", R"({"rules":[{"touchpoint":"purchase","stage":"bond"}]})"},
    Step{"GET", "/v1/customers?find=a"},
    Step{"GET", "/v1/customers/anna"},
    Step{"GET", "/v1/customers/anna/timeline"},
    Step{"GET", "/v1/links"},
    Step{"POST", "/v1/links", R"({"a":"anna","b":"carl"})"},
    Step{"DELETE", "/v1/links/@number"},
    Step{"GET", "/v1/rejects"},
    Step{"GET", "/v1/rejects/groups"},
    Step{"GET", "/v1/sources/shop/arrivals?limit=3"},
    Step{"POST", "/v1/sql", R"({"sql":"select * from events"})"},
    Step{"GET", "/v1/status"},
    Step{"PUT", "/v1/sources/web", R"({"country":"NL"})"},
    Step{"GET", "/v1/sources"},
    Step{"GET", "/v1/sources/web"},
    Step{"GET", "/v1/sources/web/keys"},
    Step{"POST", "/v1/sources/web/keys", R"({"kind":"write"})"},
    Step{"DELETE", "/v1/sources/web/keys/@id"},
    Step{"DELETE", "/v1/sources/web"},
    Step{"GET", "/v1/formats"},
    Step{"GET", "/v1/intake"},
    Step{"PUT", "/v1/surveys/nps", R"({"template":"nps"})"},
    Step{"GET", "/v1/surveys"},
    Step{"GET", "/v1/surveys/nps"},
    Step{"POST", "/v1/surveys/nps/links", R"({"who":"anna"})"},
    Step{"GET", "/v1/surveys/nps/questions"},
    Step{"POST", "/v1/surveys/nps/answers", R"({"who":"anna","answers":{"score":9}})"},
    Step{"PUT", "/v1/rules/after", R"({"on":"touchpoint = \"purchase\"","survey":"nps","by":"webhook"})"},
    Step{"GET", "/v1/rules"},
    Step{"GET", "/v1/rules/after"},
    Step{"POST", "/v1/rules/try", R"({"on":"touchpoint = \"purchase\"","survey":"nps","by":"webhook"})"},
    Step{"PUT", "/v1/rules/promoters",
         R"({"on":"kind = \"nps\" and answer >= 9","subject":"Thanks","text":"Tell your friends."})"},
    Step{"DELETE", "/v1/rules/promoters"},
    Step{"GET", "/v1/invitations"},
    Step{"DELETE", "/v1/rules/after"},
    Step{"DELETE", "/v1/surveys/nps"},
    Step{"POST", "/v1/unsubscribes", R"({"who":"anna"})"},
    Step{"GET", "/v1/unsubscribes"},
    Step{"DELETE", "/v1/unsubscribes/anna"},
    Step{"PUT", "/v1/mail", R"({"host":"mail.example.com","from":"ask@example.com"})"},
    Step{"GET", "/v1/mail"},
    Step{"POST", "/v1/replay", R"({"source":"contacts"})"},
    Step{"PUT", "/v1/maps/till",
         "source = \"till\"\n\n[[file]]\nname = \"*\"\n\n[[file.event]]\ntime = \"date\"\nwho.id = \"card\"\n"},
    Step{"GET", "/v1/maps"},
    Step{"GET", "/v1/maps/till"},
    Step{"DELETE", "/v1/maps/till"},
    Step{"GET", "/v1/imports"},
    Step{"PUT", "/v1/segments/loyal", R"json({"where":"did(\"purchase\")"})json"},
    Step{"GET", "/v1/segments"},
    Step{"GET", "/v1/segments/loyal"},
    Step{"GET", "/v1/segments/loyal/size"},
    Step{"PUT", "/v1/boards/care",
         R"json({"where":"segment(\"loyal\")","tiles":[{"x":0,"y":0,"w":4,"h":3,"compare":"year",)json"
         R"("question":{"measure":"nps"}},{"x":4,"y":0,"w":4,"h":3,"text":"# Care"}]})"},
    Step{"GET", "/v1/boards"},
    Step{"GET", "/v1/boards/care"},
    Step{"GET", "/v1/boards/care/answers"},
    Step{"GET", "/v1/boards/analyst/answers?period=all"},
    Step{"POST", "/v1/boards/read", R"({"toml":"title = \"Care\""})"},
    Step{"POST", "/v1/boards/care/shares", R"({"expires":"30d"})"},
    Step{"GET", "/v1@path"},
    Step{"GET", "/v1/boards/care/shares"},
    Step{"POST", "/v1/boards/care/shares"},
    Step{"DELETE", "/v1/boards/care/shares/@id"},
    Step{"DELETE", "/v1/boards/care"},
    Step{"DELETE", "/v1/segments/loyal"},
    Step{"PUT", "/v1/goals/nps", R"({"measure":"nps","value":50})"},
    Step{"GET", "/v1/goals?state=true"},
    Step{"DELETE", "/v1/goals/nps"},
    Step{"PUT", "/v1/decisions/evenings", R"({"at":"2026-01-02","measure":"nps","days":1})"},
    Step{"GET", "/v1/decisions?state=true"},
    Step{"DELETE", "/v1/decisions/evenings"},
    Step{"PUT", "/v1/benchmarks/trade", R"({"source":"s","rows":[{"measure":"nps","group":"rival","value":45}]})"},
    Step{"GET", "/v1/benchmarks"},
    Step{"GET", "/v1/benchmarks/trade"},
    Step{"GET", "/v1/benchmarks/trade/standing?measure=nps"},
    Step{"DELETE", "/v1/benchmarks/trade"},
    Step{"GET", "/v1/feedback?state=open&limit=1"},
    Step{"GET", "/v1/feedback?before=@next"},
    Step{"PUT", "/v1/feedback/3", R"({"state":"doing","tags":["delivery"]})"},
    Step{"GET", "/v1/feedback/3"},
    Step{"POST", "/v1/feedback/change", R"({"ids":[3,5],"add_tags":["price"],"assignee":"anna"})"},
    Step{"GET", "/v1/feedback/tags"},
    Step{"POST", "/v1/feedback/3/notes", R"({"text":"Called back."})"},
    Step{"DELETE", "/v1/feedback/3/notes/1"},
    Step{"PUT", "/v1/feedback/settings", R"({"cases":"answer <= 6","escalate_to":["care@example.com"]})"},
    Step{"GET", "/v1/feedback/settings"},
    Step{"POST", "/v1/customers/anna/notes", R"({"text":"Calls in the evening."})"},
    Step{"GET", "/v1/customers/anna/notes"},
    Step{"DELETE", "/v1/customers/anna/notes/1"},
    Step{"PUT", "/v1/alerts/web-nps", R"({"question":{"measure":"nps"},"when":"below","value":30})"},
    Step{"PUT", "/v1/alerts/volume",
         R"({"question":{"measure":"volume"},"when":"above","value":3,"mail":["a@example.com"]})"},
    Step{"GET", "/v1/alerts"},
    Step{"GET", "/v1/alerts/web-nps"},
    Step{"POST", "/v1/alerts/try", R"({"question":{"measure":"volume"},"when":"above","value":3})"},
    Step{"POST", "/v1/alerts/try", R"({"question":{"measure":"csat"},"when":"falls"})"},
    Step{"POST", "/v1/alerts/web-nps/snooze", R"({"until":null})"},
    Step{"GET", "/v1/alerts/volume/history"},
    Step{"DELETE", "/v1/alerts/volume"},
    Step{"PUT", "/v1/reports/weekly", R"({"board":"executive","to":["a@example.com"],"format":["xlsx","csv"]})"},
    Step{"GET", "/v1/reports"},
    Step{"GET", "/v1/reports/weekly"},
    Step{"DELETE", "/v1/reports/weekly"},
    Step{"GET", "/v1/voice"},
    Step{"POST", "/v1/voice/explain", R"({"text":"The room was not clean 😀"})"},
    Step{"GET", "/v1/voice/comments?evidence=1"},
    Step{"GET", "/v1/voice/phrases?where=answer%20%3C%209"},
    Step{"GET", "/v1/voice/live"},
    Step{"GET", "/v1/voice/corrections"},
    Step{"GET", "/v1/voice/topics"},
    Step{"GET", "/openapi.json"},
    Step{"GET", "/healthz"},
    Step{"GET", "/metrics"},
};

// Accounts turn signing in on: access_test.cc tries them.
bool is_of_access(std::string_view pattern) {
  for (const std::string_view own : {"/v1/me/", "/v1/accounts", "/v1/tokens", "/v1/sign-", "/v1/audit"}) {
    if (pattern.starts_with(own)) return true;
  }
  return pattern == "/v1/me";
}

TEST_F(Contract, TheOwnersRoutesReplyAsPromised) {
  std::set<std::string> tried;
  Json last;
  for (const Step& step : kSteps) {
    std::string target = step.target;
    if (const size_t at = target.find('@'); at != std::string::npos) {
      const Json& value = last[target.substr(at + 1)];
      target.replace(at, std::string::npos, value.is_string() ? value.get<std::string>() : value.dump());
    }
    const std::string what = std::string(step.verb) + " " + target;
    const HttpReply reply = site_.server.ask(step.verb, target, step.body);
    const std::string path = target.substr(0, target.find('?'));
    const Route* const route = site_.server.application().router().route_at(step.verb, path);
    ASSERT_NE(route, nullptr) << what;
    tried.insert(route->verb + " " + route->pattern);
    check(*route, reply, what);
    last = Json::parse(reply.body, nullptr, false);
  }
  for (const Route& route : site_.server.application().router().routes()) {
    const std::string name = route.verb + " " + route.pattern;
    // Streams, files, letters and work in the background need more than a request: live_, import_, invitation_, report_ and
    // voice_test.cc try them.
    const bool elsewhere = name == "GET /v1/live" || name == "POST /v1/mail/test" ||
                           name == "POST /v1/reports/{name}/send" || name == "POST /v1/export" ||
                           route.upload != nullptr || route.pattern.starts_with("/v1/imports/") ||
                           route.pattern == "/v1/maps/revise" || route.pattern.starts_with("/v1/survey-drafts") ||
                           (route.pattern.starts_with("/v1/voice/") && route.verb != "GET") ||
                           route.pattern == "/v1/shared/{token}/answers" || is_of_access(route.pattern);
    EXPECT_TRUE(route.door == Door::kIntake || elsewhere || tried.contains(name)) << name << " is tried nowhere";
  }
}

TEST_F(Contract, RefusalsAreProblems) {
  const Json& schemas = document_["components"]["schemas"];
  const std::vector<Step> refused{{"GET", "/v1/customers/erika"}, {"POST", "/v1/track", "{"},
                                  {"POST", "/v1/batch", "{}"},    {"GET", "/v1/nothing"},
                                  {"DELETE", "/v1/status"},       {"POST", "/hooks/wrong", "{}"},
                                  {"POST", "/v1/ask", "{"},       {"GET", "/v1/status?wrong=1"}};
  for (const Step& each : refused) {
    const HttpReply reply = site_.server.ask(each.verb, each.target, each.body);
    EXPECT_GE(reply.status, 400) << each.target;
    EXPECT_EQ(reply.type, "application/problem+json");
    EXPECT_EQ(SchemaCheck(schemas).fault(Json::parse(reply.body), schemas["Problem"]), "") << each.target;
  }
}

}  // namespace
}  // namespace sojourn
