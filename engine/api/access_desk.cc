#include "api/access_desk.h"

#include <algorithm>
#include <exception>

#include "api/authorization.h"
#include "api/pending_reply.h"
#include "api/problem.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

HttpReply reply_of(const std::function<Result<HttpReply>()>& work, const std::string& request_id) {
  try {
    Result<HttpReply> reply = work();
    return reply ? *std::move(reply) : problem_reply(problem_of(reply.error()), request_id);
  } catch (const std::exception& error) {
    return problem_reply({500, "internal", std::string("please report this: ") + error.what(), ""}, request_id);
  }
}

}  // namespace

Micros SignInLimit::wait(const std::string& account, const From& from, Micros now) const {
  if (!from.browser.empty()) return pairs_.wait(account + " at " + from.browser, now);
  return std::max({pairs_.wait(account + " " + from.address, now), accounts_.wait(account, now),
                   addresses_.wait(from.address, now)});
}

void SignInLimit::count(const std::string& account, const From& from, Micros now) {
  if (!from.browser.empty()) return pairs_.count(account + " at " + from.browser, now);
  pairs_.count(account + " " + from.address, now);
  accounts_.count(account, now);
  addresses_.count(from.address, now);
}

SignInLimit::From AccessDesk::from(const Call& call, const std::string& account) {
  return {call.caller.address, browsers.name(account, cookie_of(call.request, kSessionCookie))};
}

HttpReply AccessDesk::hash(const Call& call, std::function<Result<HttpReply>()> work) {
  const std::string id = call.request.request_id;
  HttpReply reply;
  reply.pending = std::make_shared<PendingReply>();
  const bool taken =
      hashing.push([pending = reply.pending, id, work = std::move(work)] { pending->complete(reply_of(work, id)); });
  if (taken) return reply;
  return problem_reply({503, "unavailable", "too many are signing in at this moment; try again in a few seconds", ""},
                       id);
}

Json me_json(const AccessDesk& desk, const Caller& caller) {
  const Result<Account> account = desk.book().find(caller.account);
  Json json;
  json["account"] = account ? Json(caller.account) : Json(nullptr);
  json["name"] = caller.name;
  json["email"] = account ? account->email : "";
  json["role"] = role_name(caller.role);
  json["scope"] = caller.scope;
  json["permissions"] = caller.permissions.names();
  json["single_user"] = desk.book().empty();
  json["home"] = account ? account->home : "";
  json["language"] = account ? account->language : "";
  json["granters"] = desk.book().who_grants();
  return json;
}

HttpReply sessions_reply(const AccessDesk& desk, const std::string& account, const std::string& current) {
  return json_reply(sessions_json(desk.book(), account, current, desk.now()));
}

void add_access_routes(const Engine& engine, std::vector<Route>& routes) {
  if (engine.access == nullptr) return;
  const auto desk = std::make_shared<AccessDesk>(engine);
  add_sign_in_routes(desk, routes);
  add_account_routes(desk, routes);
  add_token_routes(desk, routes);
}

}  // namespace sojourn
