// Tokens of programs, and the audit log: /v1/tokens, /v1/audit.
#include <array>

#include "api/access_desk.h"
#include "api/problem.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

constexpr int64_t kEntriesMax = 1000;
const std::array<std::string, 4> kTokenKeys{"name", "permissions", "scope", "expires"};

bool sees_all(const Caller& caller) { return caller.may(Permission::kAccounts); }

HttpReply list_tokens(const AccessDesk& desk, const Call& call) {
  Json json;
  Json& list = json["tokens"] = Json::array();
  for (const AccessToken& each : desk.book().tokens()) {
    if (sees_all(call.caller) || each.account == call.caller.account) list.push_back(token_json(each));
  }
  return json_reply(json);
}

Result<HttpReply> make_token(const AccessDesk& desk, const Call& call) {
  if (call.caller.by == Caller::By::kToken) {
    return problem_reply({403, "forbidden", "a token makes no tokens: sign in for this", ""}, call.request.request_id);
  }
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kTokenKeys));
  SOJOURN_TRY(AccessToken token, read_token_wish(json, call.caller.permissions, desk.now()));
  if (Status scope = check_scope(desk.engine.timelines, token.scope); !scope.ok()) {
    return std::move(scope).within("scope");
  }
  token.account = call.caller.account;
  SOJOURN_TRY(const AccountBook::NewToken made, desk.book().make_token(token));
  note_action(desk.engine, call, "token.made", made.token.id, told_token(made.token));
  Json reply = token_json(made.token);
  reply["token"] = made.secret;
  return json_reply(reply, 201);
}

Result<HttpReply> revoke_token(const AccessDesk& desk, const Call& call) {
  SOJOURN_TRY(const AccessToken token, desk.book().token(call.path[0]));
  if (!sees_all(call.caller) && token.account != call.caller.account) {
    return Status::not_found("there is no such token; it may have been revoked already", "id");
  }
  SOJOURN_CHECK(desk.book().revoke_token(token.id));
  note_action(desk.engine, call, "token.revoked", token.id, "\"" + token.name + "\"");
  return json_reply(token_json(token));
}

Result<HttpReply> audit(const AccessDesk& desk, const Call& call) {
  AuditQuery query;
  SOJOURN_TRY(query.before, call.query_integer("before", 0, 1, INT64_MAX));
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 100, 1, kEntriesMax));
  query.limit = static_cast<size_t>(limit);
  query.account = call.query("account");
  query.action = call.query("action");
  SOJOURN_TRY(const AuditLog::Page page, desk.engine.access->audit->read(query));
  return json_reply(audit_json(page));
}

}  // namespace

void add_token_routes(const SharedDesk& desk, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/tokens", "One's own tokens; of everybody, for those who may see to accounts.",
                    [desk](const Call& call) { return list_tokens(*desk, call); }, "", "Tokens"});
  routes.back().needs = Permissions();
  routes.push_back({"POST", "/v1/tokens", "Makes a token for a program, which is shown this once.",
                    [desk](const Call& call) { return make_token(*desk, call); }, "TokenWish", "NewToken"});
  routes.back().success = 201;
  routes.back().needs = Permissions();
  routes.push_back({"DELETE", "/v1/tokens/{id}", "Revokes a token; at once.",
                    [desk](const Call& call) { return revoke_token(*desk, call); }, "", "Token"});
  routes.back().needs = Permissions();
  routes.push_back(
      {"GET",
       "/v1/audit",
       "Who did what: sign-ins, accounts, tokens, keys, exports, SQL, links, shares, deletions. Newest first.",
       [desk](const Call& call) { return audit(*desk, call); },
       "",
       "Audit",
       {{"before", "integer", "Only entries with a smaller number: `next` of the page before."},
        {"limit", "integer", "1 to 1000; 100 unless told."},
        {"account", "string", "Only what this account did."},
        {"action", "string", "Only this: \"token\" finds \"token.made\" and \"token.revoked\"."}}});
  routes.back().needs = Permission::kAccounts;
}

}  // namespace sojourn
