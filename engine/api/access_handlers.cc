// Signing in and out, and what somebody does with one's own account: /v1/sign-in, /v1/sign-out, /v1/me.
#include <array>

#include "access/password.h"
#include "api/access_desk.h"
#include "api/deliver.h"
#include "api/problem.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

const std::array<std::string, 2> kSignInKeys{"account", "password"};
const std::array<std::string, 3> kMeKeys{"name", "language", "home"};
const std::array<std::string, 2> kPasswordKeys{"old", "new"};
constexpr size_t kNameCountedMax = 100;  // Of what was typed as an account, for counting.

std::string cookie(const HttpRequest& request, const std::string& secret) {
  const Micros seconds = secret.empty() ? 0 : kSessionLife / kSecond;
  return std::string(kSessionCookie) + "=" + secret +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) + (request.secure ? "; Secure" : "");
}

HttpReply wait_a_while(Micros wait, const Call& call) {
  return too_many("too many sign-ins failed; wait until then, or ask an owner for a new password", retry_seconds(wait),
                  call.request.request_id);
}

// The same words, whatever was wrong.
HttpReply wrong_sign_in(const Call& call) {
  return problem_reply({401, "wrong_sign_in", "the account or the password is wrong", ""}, call.request.request_id);
}

Caller caller_of(const Account& account, const Session& session) {
  Caller caller;
  caller.by = Caller::By::kSession;
  caller.account = account.account;
  caller.name = account.name.empty() ? account.account : account.name;
  caller.role = account.role;
  caller.permissions = permissions_of(account);
  caller.scope = account.scope;
  caller.credential = session.id;
  return caller;
}

// On the queue: takes the same time whether the account is there or not.
Result<HttpReply> verify_sign_in(AccessDesk& desk, Call call, const std::string& typed, const std::string& password) {
  const std::string& address = call.caller.address;
  const SignInLimit::From from = desk.from(call, typed);
  // Those who came at once all stood here before the first of them failed.
  if (const Micros wait = desk.failures.wait(typed, from, desk.now()); wait > 0) return wait_a_while(wait, call);
  const Result<Account> account = desk.book().find(typed);
  const bool may = account && !account->disabled;
  if (!verify_password(password, may ? account->password_hash : std::string())) {
    desk.failures.count(typed, from, desk.now());
    // What is no account may be a password in the wrong field: it is not kept.
    call.caller.account = account ? typed : std::string();
    note_action(desk.engine, call, "sign_in.failed", account ? typed : "an unknown account",
                account && account->disabled ? "disabled" : "");
    return wrong_sign_in(call);
  }
  const bool renewed = call.caller.by == Caller::By::kSession && call.caller.account == typed;
  if (renewed) static_cast<void>(desk.book().end_session(typed, call.caller.credential).ok());
  const std::string agent(call.header("User-Agent"));
  // Whoever was given another password, or was disabled, since it was compared, does not come in by the old one.
  const Result<AccountBook::Opened> begun =
      desk.book().begin_session(typed, address, agent, desk.now(), account->password_hash);
  if (!begun && begun.error().code() == StatusCode::kConflict) return wrong_sign_in(call);
  SOJOURN_TRY(const AccountBook::Opened opened, begun);
  if (const Status kept = desk.browsers.remember(typed, opened.secret); !kept.ok()) {
    desk.engine.trouble->note(kept.to_string());  // Nobody is kept out for this.
  }
  const Caller caller = caller_of(*account, opened.session);
  call.caller.account = typed;
  note_action(desk.engine, call, "sign_in", typed);
  return json_reply(me_json(desk, caller)).with("Set-Cookie", cookie(call.request, opened.secret));
}

Result<HttpReply> sign_in(const SharedDesk& desk, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kSignInKeys));
  SOJOURN_TRY(const std::string account, text_at(json, "account"));
  SOJOURN_TRY(const std::string password, text_at(json, "password"));
  if (desk->book().empty()) {
    return Status::conflict("nobody signs in here yet: PUT /v1/accounts/{account} makes the first account, an owner");
  }
  const std::string typed =
      account_name(account).status().ok() ? account_name(account).value() : account.substr(0, kNameCountedMax);
  if (const Micros wait = desk->failures.wait(typed, desk->from(call, typed), desk->now()); wait > 0) {
    return wait_a_while(wait, call);
  }
  return desk->hash(
      call, [desk = desk.get(), call, typed, password] { return verify_sign_in(*desk, call, typed, password); });
}

Result<HttpReply> sign_out(const AccessDesk& desk, const Call& call) {
  if (call.caller.by == Caller::By::kSession) {
    SOJOURN_CHECK(desk.book().end_session(call.caller.account, call.caller.credential));
    note_action(desk.engine, call, "sign_out", call.caller.account);
  }
  return json_reply({{"signed_out", true}}).with("Set-Cookie", cookie(call.request, ""));
}

// One's own account, where it is a person who asks. Errors: kConflict.
Result<Account> own_account(const AccessDesk& desk, const Call& call) {
  if (call.caller.by == Caller::By::kSession) return desk.book().find(call.caller.account);
  return Status::conflict(call.caller.by == Caller::By::kToken
                              ? "a token has no account of its own: sign in for this"
                              : "nobody is signed in here: the owner of this machine, or of the key, has no account");
}

Status gone() { return Status::not_found("this account was removed", "account"); }

Status read_my_texts(const Json& json, Account& account) {
  for (const auto& [key, into] :
       {std::pair("name", &account.name), std::pair("language", &account.language), std::pair("home", &account.home)}) {
    if (!json.contains(key)) continue;
    SOJOURN_TRY(*into, text_or_empty(json, key));
  }
  return check_account(account);
}

Result<HttpReply> set_me(const AccessDesk& desk, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kMeKeys));
  SOJOURN_TRY(Account account, own_account(desk, call));
  // Their home is all the boards they have: which one is not theirs to say.
  if (json.contains("home") && json["home"] != account.home && !call.caller.may(Permission::kAsk)) {
    return problem_reply({403, "forbidden", "which board is your home is for owners and admins to say", "home"},
                         call.request.request_id);
  }
  const auto change = [&](const std::optional<Account>& as_it_is) -> Result<Account> {
    if (!as_it_is) return gone();
    account = *as_it_is;
    SOJOURN_CHECK(read_my_texts(json, account));
    return account;
  };
  SOJOURN_CHECK(desk.book().change(std::string(account.account), change));
  Caller caller = call.caller;
  caller.name = account.name.empty() ? account.account : account.name;
  return json_reply(me_json(desk, caller));
}

Result<HttpReply> change_password(AccessDesk& desk, const Call& call, const std::string& name,
                                  const std::string& before, const std::string& after) {
  const SignInLimit::From from = desk.from(call, name);
  SOJOURN_TRY(const Account account, desk.book().find(name));
  if (const Micros wait = desk.failures.wait(name, from, desk.now()); wait > 0) return wait_a_while(wait, call);
  if (!verify_password(before, account.password_hash)) {
    desk.failures.count(name, from, desk.now());
    note_action(desk.engine, call, "sign_in.failed", name, "to change the password");
    return problem_reply({403, "wrong_password", "this is not the password that you have now", "old"},
                         call.request.request_id);
  }
  SOJOURN_TRY(const std::string hash, hash_password(after));
  const auto change = [&](const std::optional<Account>& as_it_is) -> Result<Account> {
    if (!as_it_is) return gone();
    if (as_it_is->password_hash != account.password_hash) {
      return Status::conflict("the password was changed meanwhile, by somebody else", "old");
    }
    Account changed = *as_it_is;
    changed.password_hash = hash;
    changed.password_set = desk.now();
    return changed;
  };
  SOJOURN_CHECK(desk.book().change(name, change, call.caller.credential));
  note_action(desk.engine, call, "account.password", name);
  return sessions_reply(desk, name, call.caller.credential);
}

Result<HttpReply> set_password(const SharedDesk& desk, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kPasswordKeys));
  SOJOURN_TRY(const std::string before, text_at(json, "old"));
  SOJOURN_TRY(const std::string after, text_at(json, "new"));
  SOJOURN_TRY(const Account account, own_account(*desk, call));
  if (Status weak = check_password(after, account.account); !weak.ok()) return Status::invalid(weak.message(), "new");
  return desk->hash(call, [desk = desk.get(), call, name = account.account, before, after] {
    return change_password(*desk, call, name, before, after);
  });
}

Result<HttpReply> my_sessions(const AccessDesk& desk, const Call& call) {
  SOJOURN_TRY(const Account account, own_account(desk, call));
  return sessions_reply(desk, account.account, call.caller.credential);
}

Result<HttpReply> end_my_session(const AccessDesk& desk, const Call& call) {
  SOJOURN_TRY(const Account account, own_account(desk, call));
  SOJOURN_CHECK(desk.book().end_session(account.account, call.path[0]));
  note_action(desk.engine, call, "session.ended", account.account, call.path[0]);
  return sessions_reply(desk, account.account, call.caller.credential);
}

}  // namespace

void add_sign_in_routes(const SharedDesk& desk, std::vector<Route>& routes) {
  routes.push_back({"POST", "/v1/sign-in", "Opens a session: a cookie for the browser.",
                    [desk](const Call& call) { return sign_in(desk, call); }, "SignIn", "Me"});
  routes.back().door = Door::kOpen;
  routes.push_back({"POST", "/v1/sign-out", "Ends the session of the cookie, if there is one.",
                    [desk](const Call& call) { return sign_out(*desk, call); }, "", "SignedOut"});
  routes.back().door = Door::kOpen;
  routes.push_back({"GET", "/v1/me", "Who asks, and what one may do.",
                    [desk](const Call& call) { return json_reply(me_json(*desk, call.caller)); }, "", "Me"});
  routes.back().needs = Permissions();
  routes.push_back({"PUT", "/v1/me", "Sets one's own name, language and home; what is not told stays.",
                    [desk](const Call& call) { return set_me(*desk, call); }, "MyAccount", "Me"});
  routes.back().needs = Permissions();
  routes.push_back({"PUT", "/v1/me/password", "Changes one's own password; other sessions end.",
                    [desk](const Call& call) { return set_password(desk, call); }, "NewPassword", "Sessions"});
  routes.back().needs = Permissions();
  routes.push_back({"GET", "/v1/me/sessions", "Where one is signed in.",
                    [desk](const Call& call) { return my_sessions(*desk, call); }, "", "Sessions"});
  routes.back().needs = Permissions();
  routes.push_back({"DELETE", "/v1/me/sessions/{id}", "Ends one of one's own sessions; shows those that are left.",
                    [desk](const Call& call) { return end_my_session(*desk, call); }, "", "Sessions"});
  routes.back().needs = Permissions();
}

}  // namespace sojourn
