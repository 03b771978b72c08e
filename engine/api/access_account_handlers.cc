// Accounts: /v1/accounts, their sessions.
#include <array>

#include "access/password.h"
#include "api/access_desk.h"
#include "api/problem.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

const std::array<std::string, 8> kAccountKeys{"name", "email",    "role",     "scope",
                                              "home", "language", "password", "disabled"};

HttpReply list_accounts(const AccessDesk& desk) { return json_reply(accounts_json(desk.book(), desk.now())); }

// Only owners make, change and remove owners.
std::optional<Problem> refuse_owners(const Caller& caller, std::initializer_list<Role> touched) {
  if (caller.role == Role::kOwner) return std::nullopt;
  for (const Role each : touched) {
    if (each == Role::kOwner) {
      return Problem{403, "forbidden", "only an owner makes, changes or removes owners", "role"};
    }
  }
  return std::nullopt;
}

// What a body wishes of an account.
struct AccountChange {
  std::string account;
  Json wish;
  std::string password_hash;  // "" : stays.
};

// From the account as it is when it is kept: what others did meanwhile, while a password was hashed, stays done, and
// who may touch it is asked again.
Result<HttpReply> keep(const AccessDesk& desk, const Call& call, const AccountChange& change) {
  std::optional<Account> before;
  Account after;
  std::optional<Problem> refused;
  const auto changed = [&](const std::optional<Account>& as_it_is) -> Result<Account> {
    before = as_it_is;
    SOJOURN_TRY(after, read_account_wish(change.wish, change.account, before, desk.now()));
    refused = refuse_owners(call.caller, {before ? before->role : after.role, after.role});
    if (refused) return Status::conflict(refused->detail);
    if (!change.password_hash.empty()) {
      after.password_hash = change.password_hash;
      after.password_set = desk.now();
    }
    return after;
  };
  const std::string own = call.caller.account == change.account ? call.caller.credential : std::string();
  const Status kept = desk.book().change(change.account, changed, own);
  if (refused) return problem_reply(*refused, call.request.request_id);
  SOJOURN_CHECK(kept);
  note_action(desk.engine, call, before ? "account.changed" : "account.made", after.account,
              told_change(after, before));
  return json_reply(account_json(desk.book(), after, desk.now()), before ? 200 : 201);
}

// What can be said of a wish before a password is hashed for it.
Status check_wish(const AccessDesk& desk, const std::string& name, const Json& wish, const std::string& password) {
  std::optional<Account> before;
  if (Result<Account> known = desk.book().find(name); known) before = *std::move(known);
  SOJOURN_TRY(const Account account, read_account_wish(wish, name, before, desk.now()));
  if (Status scope = check_scope(desk.engine.timelines, account.scope); !scope.ok()) {
    return std::move(scope).within("scope");
  }
  return password.empty() ? Status() : check_password(password, name);
}

Result<HttpReply> set_account(const SharedDesk& desk, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kAccountKeys));
  SOJOURN_TRY(const std::string name, account_name(call.path[0]));
  SOJOURN_TRY(const std::string password, text_or_empty(json, "password"));
  SOJOURN_CHECK(check_wish(*desk, name, json, password));
  AccountChange change{name, json, ""};
  if (password.empty()) return keep(*desk, call, change);
  return desk->hash(call, [desk = desk.get(), call, change, password]() mutable -> Result<HttpReply> {
    SOJOURN_TRY(change.password_hash, hash_password(password));
    return keep(*desk, call, change);
  });
}

Result<HttpReply> remove_account(const AccessDesk& desk, const Call& call) {
  SOJOURN_TRY(const Account account, desk.book().find(call.path[0]));
  if (const auto refused = refuse_owners(call.caller, {account.role})) {
    return problem_reply(*refused, call.request.request_id);
  }
  SOJOURN_CHECK(desk.book().remove(account.account));
  note_action(desk.engine, call, "account.removed", account.account);
  return list_accounts(desk);
}

Result<HttpReply> sessions_of(const AccessDesk& desk, const Call& call) {
  SOJOURN_TRY(const Account account, desk.book().find(call.path[0]));
  return sessions_reply(desk, account.account, call.caller.credential);
}

Result<HttpReply> end_sessions(const AccessDesk& desk, const Call& call) {
  SOJOURN_TRY(const Account account, desk.book().find(call.path[0]));
  if (const auto refused = refuse_owners(call.caller, {account.role})) {
    return problem_reply(*refused, call.request.request_id);
  }
  SOJOURN_CHECK(desk.book().end_sessions(account.account));
  note_action(desk.engine, call, "session.ended", account.account, "all");
  return sessions_reply(desk, account.account, call.caller.credential);
}

}  // namespace

void add_account_routes(const SharedDesk& desk, std::vector<Route>& routes) {
  const size_t first = routes.size();
  routes.push_back({"GET", "/v1/accounts", "Everybody who may sign in.",
                    [desk](const Call&) { return list_accounts(*desk); }, "", "Accounts"});
  routes.push_back({"PUT", "/v1/accounts/{account}", "Makes an account (201) or changes it; what is not told stays.",
                    [desk](const Call& call) { return set_account(desk, call); }, "AccountWish", "Account"});
  routes.back().also = {{201, kIsNew}};
  routes.push_back({"DELETE", "/v1/accounts/{account}", "Removes an account, its sessions and its tokens.",
                    [desk](const Call& call) { return remove_account(*desk, call); }, "", "Accounts"});
  routes.push_back({"GET", "/v1/accounts/{account}/sessions", "Where somebody is signed in.",
                    [desk](const Call& call) { return sessions_of(*desk, call); }, "", "Sessions"});
  routes.push_back({"DELETE", "/v1/accounts/{account}/sessions", "Signs somebody out everywhere.",
                    [desk](const Call& call) { return end_sessions(*desk, call); }, "", "Sessions"});
  for (size_t i = first; i < routes.size(); ++i) routes[i].needs = Permission::kAccounts;
}

}  // namespace sojourn
