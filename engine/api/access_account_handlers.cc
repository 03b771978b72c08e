// Accounts: /v1/accounts, their sessions.
#include <array>

#include "access/password.h"
#include "act/clockwork.h"
#include "api/access_desk.h"
#include "api/problem.h"
#include "api/record_json.h"
#include "boards/board_shelf.h"
#include "inbox/feedback_inbox.h"

namespace sojourn {
namespace {

const std::array<std::string, 9> kAccountKeys{"name",     "email",    "role",     "scope",   "home",
                                              "language", "password", "disabled", "personal"};

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
  std::optional<Problem> refused;
  Account kept;
  const auto make = [&](const std::optional<Account>& as_it_is) -> Result<Account> {
    before = as_it_is;
    SOJOURN_TRY(kept, read_account_wish(change.wish, change.account, as_it_is, desk.now()));
    refused = refuse_owners(call.caller, {as_it_is ? as_it_is->role : kept.role, kept.role});
    if (refused) return Status::conflict(refused->detail, refused->where);
    if (!change.password_hash.empty()) {
      kept.password_hash = change.password_hash;
      kept.password_set = desk.now();
    }
    return kept;
  };
  const bool own = call.caller.account == change.account;
  const Status done = desk.book().change(change.account, make, own ? call.caller.credential : "");
  if (refused) return problem_reply(*refused, call.request.request_id);
  SOJOURN_CHECK(done);
  note_action(desk.engine, call, before ? "account.changed" : "account.made", kept.account, told_change(kept, before));
  return json_reply(account_json(desk.book(), kept, desk.now()), before ? 200 : 201);
}

Result<HttpReply> set_account(const SharedDesk& desk, const Call& call) {
  AccountChange change;
  SOJOURN_TRY(change.wish, parse_json_object(call.request.body, kAccountKeys));
  SOJOURN_TRY(change.account, account_name(call.path[0]));
  std::optional<Account> before;
  if (Result<Account> known = desk->book().find(change.account); known) before = *std::move(known);
  SOJOURN_TRY(const Account wished, read_account_wish(change.wish, change.account, before, desk->now()));
  if (Status scope = check_scope(desk->engine.timelines, wished.scope); !scope.ok()) {
    return std::move(scope).within("scope");
  }
  if (const auto refused = refuse_owners(call.caller, {before ? before->role : wished.role, wished.role})) {
    return problem_reply(*refused, call.request.request_id);
  }
  SOJOURN_TRY(const std::string password, text_or_empty(change.wish, "password"));
  if (password.empty()) return keep(*desk, call, change);
  SOJOURN_CHECK(check_password(password, change.account));
  return desk->hash(call, [desk = desk.get(), call, change, password]() -> Result<HttpReply> {
    AccountChange with = change;
    SOJOURN_TRY(with.password_hash, hash_password(password));
    return keep(*desk, call, with);
  });
}

// Each of them is tried. Errors: the first there was.
Status forget_what_it_had(AccessDesk& desk, const std::string& account) {
  Status first = desk.browsers.forget(account);
  const auto also = [&first](Status done) {
    if (first.ok()) first = std::move(done);
  };
  if (desk.engine.boards != nullptr) also(desk.engine.boards->forget_account(account).status());
  if (desk.engine.clockwork != nullptr) also(desk.engine.clockwork->forget_account(account));
  if (desk.engine.inbox != nullptr) also(desk.engine.inbox->forget_account(account));
  return first;
}

Result<HttpReply> remove_account(AccessDesk& desk, const Call& call) {
  SOJOURN_TRY(const Account account, desk.book().find(call.path[0]));
  if (const auto refused = refuse_owners(call.caller, {account.role})) {
    return problem_reply(*refused, call.request.request_id);
  }
  const size_t shares = desk.engine.boards == nullptr ? 0 : desk.engine.boards->shares_made_by(account.account);
  SOJOURN_CHECK(desk.book().remove(account.account));
  // From here on it is gone, and told so, whatever becomes of what it leaves behind.
  note_action(desk.engine, call, "account.removed", account.account,
              shares == 0 ? "" : "shares of boards that ended: " + std::to_string(shares));
  SOJOURN_CHECK(forget_what_it_had(desk, account.account));
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
  routes.push_back({"DELETE", "/v1/accounts/{account}",
                    "Removes an account, its sessions, its tokens and the shares it made.",
                    [desk](const Call& call) { return remove_account(*desk, call); }, "", "Accounts"});
  routes.push_back({"GET", "/v1/accounts/{account}/sessions", "Where somebody is signed in.",
                    [desk](const Call& call) { return sessions_of(*desk, call); }, "", "Sessions"});
  routes.push_back({"DELETE", "/v1/accounts/{account}/sessions", "Signs somebody out everywhere.",
                    [desk](const Call& call) { return end_sessions(*desk, call); }, "", "Sessions"});
  for (size_t i = first; i < routes.size(); ++i) routes[i].needs = Permission::kAccounts;
}

}  // namespace sojourn
