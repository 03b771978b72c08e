// The examples of requests are one story: sent one after another, each finds what it needs and is taken.
#include <set>

#include "act/unsubscribes.h"
#include "api/contract_fixture.h"

namespace sojourn {
namespace {

// What others refer to goes first, what takes it away last; in between, the order of the table.
int rank_of(const Route& route) {
  if (route.verb == "DELETE") return 3;
  if (route.verb != "PUT") return 2;
  return route.pattern == "/v1/rules/{name}" ? 1 : 0;  // A rule asks a survey.
}

class Story : public Contract {
 protected:
  // Those that need more than a request: files, a mail server, somebody who is signed in, a board, work that has ended.
  bool is_told_elsewhere(const Route& route) const {
    static const std::set<std::string_view> kOwn = [] {
      std::set<std::string_view> names;
      for (const RouteExample& each : access_examples()) names.insert(each.route);
      return names;
    }();
    const std::string& at = route.pattern;
    const auto begins = [&at](const char* beginning) { return at.starts_with(beginning); };
    return route.request_schema.empty() || route.upload != nullptr || kOwn.contains(route.verb + " " + at) ||
           at == "/v1/mail/test" || at == "/v1/export" || begins("/v1/boards") || begins("/v1/segments") ||
           begins("/v1/goals") || begins("/v1/reports") || begins("/v1/benchmarks") || begins("/v1/shar") ||
           (begins("/v1/voice/") && at != "/v1/voice/explain");
  }
  // Links are signed: that of the document is only the look of one.
  std::string address_of(const Route& route) {
    if (route.pattern == "/unsubscribe/{link}") {
      const std::string key = site_.server.company().surveys().link_key().value();
      return "/unsubscribe/" + sign_unsubscribe({IdentifierKind::kEmail, "anna@example.com"}, "i-1", key);
    }
    if (route.pattern == "/s/{survey}") return link_["path"].get<std::string>();
    if (route.pattern == "/v1/webhook") return route.pattern + "?writeKey=" + token_;
    const std::string target = target_of(route);
    return target.substr(0, target.find('?'));
  }

  Json link_;
};

TEST_F(Story, EveryRequestExampleIsTaken) {
  std::vector<const Route*> routes;
  for (const Route& route : site_.server.application().router().routes()) {
    if (!is_told_elsewhere(route)) routes.push_back(&route);
  }
  std::stable_sort(routes.begin(), routes.end(),
                   [](const Route* a, const Route* b) { return rank_of(*a) < rank_of(*b); });
  for (const Route* route : routes) {
    const std::string target = address_of(*route);
    const std::string what = route->verb + " " + target;
    std::vector<NamedText> headers{{"Content-Type", route->request_media}};
    if (route->door == Door::kIntake && route->pattern != "/v1/webhook") headers.push_back(site_.bearer());
    const HttpReply reply = site_.server.ask(route->verb, target, keyed(request_example(*route)), headers);
    check(*route, reply, what);
    if (route->verb == "PUT" && (route->pattern == "/v1/surveys/{name}" || route->pattern == "/v1/rules/{name}")) {
      EXPECT_EQ(nlohmann::json::parse(reply.body), nlohmann::json::parse(reply_example(*route))) << what;
    }
    if (route->pattern == "/v1/surveys/{name}/links") link_ = Json::parse(reply.body);
  }
  EXPECT_GE(routes.size(), 40u);
  EXPECT_EQ(
      site_.rows("select kind, answer::int, language from events where source = 'survey:nps' and answer is not null "
                 "order by answer, language"),
      (std::vector<std::string>{"nps|9|en", "nps|9|nl"}));
}

}  // namespace
}  // namespace sojourn
