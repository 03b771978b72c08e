// Invitations: rules, what became of them, how they leave, and who wants none.
#include "act/invitation_json.h"
#include "act/wording.h"
#include "api/handlers.h"
#include "api/intake_routes.h"
#include "api/json_body.h"
#include "api/record_json.h"
#include "base/suggest.h"
#include "surveys/page_assets.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

constexpr int64_t kInvitationsMost = 1000;
constexpr size_t kUnsubscribeBytesMax = 4096;
const std::array<std::string, 1> kWhoKeys{"who"};
const std::array<std::string, 1> kToKeys{"to"};

// --- rules

Result<HttpReply> get_rule(Invitations& invitations, const std::string& name, int status = 200) {
  SOJOURN_TRY(const InvitationRule rule, invitations.rules().find(name));
  return json_reply(rule_json(rule, invitations.mark()), status);
}

// As JSON or as TOML.
Result<InvitationRule> read_rule(const Call& call, const std::string& otherwise) {
  if (is_toml(call.header("Content-Type"), call.request.body)) {
    return parse_rule_toml(call.request.body, "body", otherwise);
  }
  return parse_rule_json(call.request.body, otherwise);
}

Result<HttpReply> put_rule(Invitations& invitations, const Call& call) {
  SOJOURN_TRY(const InvitationRule rule, read_rule(call, call.path[0]));
  if (rule.name != call.path[0]) return Status::invalid("the address says " + call.path[0], "name");
  const bool known = invitations.rules().find(rule.name).has_value();
  SOJOURN_CHECK(invitations.rules().put(rule));
  invitations.wake();
  return get_rule(invitations, rule.name, known ? 200 : 201);
}

Result<HttpReply> remove_rule(Invitations& invitations, const Call& call) {
  SOJOURN_TRY(HttpReply reply, get_rule(invitations, call.path[0]));
  SOJOURN_CHECK(invitations.rules().remove(call.path[0]));
  return reply;
}

Result<HttpReply> try_rule_of(Invitations& invitations, const Call& call) {
  SOJOURN_TRY(const InvitationRule rule, read_rule(call, "try"));
  SOJOURN_TRY(const RuleTrial trial, invitations.try_rule(rule));
  return json_reply(trial_json(trial));
}

// --- invitations

// As the counts of all, of one rule.
Json counts_of_rule(const Invitations& invitations, const std::string& rule) {
  Json counts = Json::object();
  for (const char* state : {"planned", "due", "sending", "sent", "answered", "failed", "skipped"}) {
    size_t total = 0;
    (void)invitations.book().list({state, rule, 0, 0}, invitations.now(), total);
    if (total > 0) counts[state] = total;
  }
  return counts;
}

Result<HttpReply> list_invitations(Invitations& invitations, const Call& call) {
  InvitationFilter filter;
  filter.state = call.query("state");
  filter.rule = call.query("rule");
  if (!filter.state.empty() && !is_state_name(filter.state)) {
    return Status::invalid("planned, due, sending, sent, answered, failed or skipped was expected", "state");
  }
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 100, 0, kInvitationsMost));
  SOJOURN_TRY(const int64_t offset, call.query_integer("offset", 0, 0, INT64_MAX));
  filter.limit = static_cast<size_t>(limit);
  filter.offset = static_cast<size_t>(offset);
  Json json = invitations_json(invitations, filter);
  if (!filter.rule.empty()) json["counts"] = counts_of_rule(invitations, filter.rule);
  return json_reply(json);
}

// --- who wants none

Result<HttpReply> add_unsubscribe(Invitations& invitations, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kWhoKeys));
  SOJOURN_TRY(const std::string text, text_at(json, "who"));
  Result<Identifier> who = parse_identifier(text);
  if (!who) return Status::invalid(who.error().message(), "who");
  SOJOURN_CHECK(invitations.unsubscribes().add(*who, "owner", invitations.now()));
  return json_reply(unsubscribes_json(invitations), 201);
}

Result<HttpReply> remove_unsubscribe(Invitations& invitations, const Call& call) {
  SOJOURN_TRY(const Identifier who, parse_identifier(call.path[0]));
  SOJOURN_CHECK(invitations.ask_again(who));
  return json_reply(unsubscribes_json(invitations));
}

HttpReply unsubscribe_reply(const Call& call, UnsubscribePage page, int status) {
  const std::string language = page_language("", call.header("Accept-Language"));
  HttpReply reply{status, "text/html; charset=utf-8", unsubscribe_page(page, language, call.path[0]), {}};
  return std::move(reply).with("Content-Security-Policy", survey_page_policy());
}

// Programs follow links by themselves: only POST does it (RFC 8058).
Result<HttpReply> unsubscribe(Invitations& invitations, const Call& call, bool post) {
  const std::string& token = call.path[0];
  const Result<Identifier> who = invitations.unsubscribing(token);
  if (!who && who.error().code() != StatusCode::kInvalidArgument) return who.error();
  if (!who) return unsubscribe_reply(call, UnsubscribePage::kInvalid, 400);
  SOJOURN_TRY(const bool already, invitations.has_unsubscribed(*who));
  if (post) SOJOURN_CHECK(invitations.unsubscribe(token));
  const UnsubscribePage otherwise = post ? UnsubscribePage::kDone : UnsubscribePage::kAsk;
  return unsubscribe_reply(call, already ? UnsubscribePage::kAlready : otherwise, 200);
}

// --- how they leave

Result<HttpReply> put_mail(Invitations& invitations, const Call& call) {
  SOJOURN_TRY(const Json json, read_json(call.request.body));
  if (!json.is_object()) return Status::invalid("an object was expected");
  SOJOURN_TRY(const std::vector<NamedSetting> settings, read_outgoing(json));
  SOJOURN_CHECK(invitations.outgoing().set(settings));
  invitations.wake();
  return json_reply(outgoing_json(invitations.outgoing().get()));
}

Result<HttpReply> test_mail(Invitations& invitations, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kToKeys));
  SOJOURN_TRY(const std::string to, text_at(json, "to"));
  SOJOURN_CHECK(invitations.send_test(to));
  return json_reply({{"to", to}});
}

const char* const kRuleExample =
    R"({"on":"touchpoint = \"purchase\"","wait":"2d","survey":"nps","by":"email","sample":50,"cool_down":"30d",)"
    R"("quiet":{"from":"21:00","to":"08:00"},"zone":"Europe/Amsterdam","subject":{"en":"How did we do?"}})";
const char* const kMailExample =
    R"({"host":"mail.example.com","port":587,"tls":"starttls","from":"Shop <ask@example.com>",)"
    R"("base_url":"https://ask.example.com"})";

void add_rule_routes(Invitations& at, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/rules", "The rules of invitations, and what each did so far.",
                    [&at](const Call&) { return json_reply(rules_json(at)); }, "", "Rules"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"GET", "/v1/rules/{name}", "One rule.",
                    [&at](const Call& call) { return get_rule(at, call.path[0]); }, "", "Rule"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"PUT", "/v1/rules/{name}", "Makes a rule (201) or replaces it, from JSON or TOML.",
                    [&at](const Call& call) { return put_rule(at, call); }, "RuleDefinition", "Rule"});
  routes.back().also = {{201, kIsNew}};
  routes.back().other_media = {"application/toml"};
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kRuleExample;
  routes.push_back({"DELETE", "/v1/rules/{name}", "Removes a rule; what it planned is not sent.",
                    [&at](const Call& call) { return remove_rule(at, call); }, "", "Rule"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"POST", "/v1/rules/try", "What a rule would have done in the last 30 days; changes nothing.",
                    [&at](const Call& call) { return try_rule_of(at, call); }, "RuleDefinition", "RuleTrial"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kRuleExample;
  routes.back().other_media = {"application/toml"};
}

void add_unsubscribe_routes(Invitations& at, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/unsubscribes", "Who wants no invitations.",
                    [&at](const Call&) { return json_reply(unsubscribes_json(at)); }, "", "Unsubscribes"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"POST", "/v1/unsubscribes", "Sends somebody no more invitations, for whatever survey.",
                    [&at](const Call& call) { return add_unsubscribe(at, call); }, "Unsubscribe", "Unsubscribes"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = R"({"who":"email:anna@example.com"})";
  routes.back().success = 201;
  routes.push_back({"DELETE", "/v1/unsubscribes/{who}", "Lets somebody be invited again.",
                    [&at](const Call& call) { return remove_unsubscribe(at, call); }, "", "Unsubscribes"});
  routes.back().needs = Permission::kSetup;
  for (const bool post : {false, true}) {
    Route route = intake_route(post ? "POST" : "GET", "/unsubscribe/{link}",
                               post ? "Sends the customer of a signed link no more invitations (RFC 8058)."
                                    : "The page behind the link; looking at it changes nothing.");
    route.handler = [&at, post](const Call& call) { return unsubscribe(at, call, post); };
    route.body_bytes_max = kUnsubscribeBytesMax;
    if (post) {
      route.request_schema = "UnsubscribeForm";
      route.request_media = "application/x-www-form-urlencoded";
      route.request_example = "List-Unsubscribe=One-Click";
      route.needs_body = false;
    }
    route.media = {"text/html"};
    routes.push_back(std::move(route));
  }
}

}  // namespace

void add_invitation_routes(const Engine& engine, std::vector<Route>& routes) {
  if (engine.invitations == nullptr) return;
  Invitations& at = *engine.invitations;
  add_rule_routes(at, routes);
  routes.push_back(
      {"GET", "/v1/invitations",
       "Invitations, the newest first, and how many there are in each state (of the rule, where one is named).",
       [&at](const Call& call) { return list_invitations(at, call); }, "", "Invitations"});
  routes.back().needs = Permission::kSetup;
  routes.back().query = {{"state", "string", "planned, due, sending, sent, answered, failed or skipped."},
                         {"rule", "string", "Only of this rule."},
                         {"limit", "integer", "At most so many (default 100)."},
                         {"offset", "integer", "Leave out the first so many."}};
  add_unsubscribe_routes(at, routes);
  routes.push_back({"GET", "/v1/mail", "How invitations leave; secrets are not shown.",
                    [&at](const Call&) { return json_reply(outgoing_json(at.outgoing().get())); }, "", "MailSettings"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"PUT", "/v1/mail", "Sets how invitations leave; what is not told stays.",
                    [&at](const Call& call) { return put_mail(at, call); }, "MailSettings", "MailSettings"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kMailExample;
  routes.push_back({"POST", "/v1/mail/test", "Sends one letter, to see that it arrives.",
                    [&at](const Call& call) { return test_mail(at, call); }, "MailTest", "MailTest"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = R"({"to":"anna@example.com"})";
}

}  // namespace sojourn
