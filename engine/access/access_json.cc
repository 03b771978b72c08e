#include "access/access_json.h"

#include "base/calendar.h"

namespace sojourn {
namespace {

using Json = AccessJson;

constexpr size_t kTokenNameBytesMax = 200;

Json time_or_null(Micros time) { return time == 0 ? Json(nullptr) : Json(format_time(time)); }

// A text that is told; nothing where it is not, "" for null. Errors: kInvalidArgument.
Result<std::optional<std::string>> text_in(const Json& json, const char* key) {
  if (!json.contains(key)) return std::optional<std::string>();
  if (json[key].is_null()) return std::optional<std::string>("");
  if (!json[key].is_string()) return Status::invalid("a text was expected", key);
  return std::optional<std::string>(json[key].get<std::string>());
}

Status read_texts(const Json& wish, Account& account) {
  for (const auto& [key, into] :
       {std::pair("name", &account.name), std::pair("email", &account.email), std::pair("scope", &account.scope),
        std::pair("home", &account.home), std::pair("language", &account.language)}) {
    SOJOURN_TRY(const std::optional<std::string> text, text_in(wish, key));
    if (text) *into = *text;
  }
  return {};
}

Result<Micros> expiry(const std::string& text, Micros now) {
  if (text.empty()) return Micros{0};
  Micros at = 0;
  if (const Result<Micros> length = parse_duration(text); length) {
    if (*length > kTimeMax - now) return Status::invalid("is further away than time goes", "expires");
    at = now + *length;
  } else {
    const Result<ParsedTime> time = parse_time(text, Zone());
    if (!time) {
      return Status::invalid("a length (90d) or a time (2027-01-31) was expected; nothing at all is never", "expires");
    }
    at = time->utc;
  }
  if (at <= now) return Status::invalid("is over already", "expires");
  return at;
}

Result<Permissions> permissions_in(const Json& wish, Permissions held) {
  if (!wish.contains("permissions") || !wish["permissions"].is_array() || wish["permissions"].empty()) {
    return Status::invalid("a list is needed, of ask, people, boards, record, setup, accounts, personal",
                           "permissions");
  }
  Permissions set;
  for (const Json& each : wish["permissions"]) {
    if (!each.is_string()) return Status::invalid("a list of names was expected", "permissions");
    const Result<Permission> one = parse_permission(each.get<std::string>());
    if (!one) return Status::invalid(one.error().message(), "permissions");
    if (!held.has(*one)) {
      return Status::invalid("you do not have \"" + each.get<std::string>() + "\" yourself", "permissions");
    }
    set = set | *one;
  }
  return set;
}

}  // namespace

Json account_json(const AccountBook& book, const Account& account, Micros now) {
  const std::vector<Session> sessions = book.sessions(account.account, now);
  return {{"account", account.account},
          {"name", account.name},
          {"email", account.email},
          {"role", role_name(account.role)},
          {"scope", account.scope},
          {"home", account.home},
          {"language", account.language},
          {"disabled", account.disabled},
          {"personal", account.personal ? Json(*account.personal) : Json(nullptr)},
          {"has_password", !account.password_hash.empty()},
          {"made", time_or_null(account.made)},
          {"password_set", time_or_null(account.password_set)},
          {"sessions", sessions.size()},
          {"last_used", time_or_null(sessions.empty() ? 0 : sessions.front().used)}};
}

Json accounts_json(const AccountBook& book, Micros now) {
  Json list = Json::array();
  for (const Account& each : book.list()) list.push_back(account_json(book, each, now));
  Json json;
  json["accounts"] = std::move(list);
  return json;
}

Json sessions_json(const AccountBook& book, const std::string& account, const std::string& current, Micros now) {
  Json list = Json::array();
  for (const Session& each : book.sessions(account, now)) {
    list.push_back({{"id", each.id},
                    {"made", format_time(each.made)},
                    {"used", format_time(each.used)},
                    {"address", each.address},
                    {"agent", each.agent},
                    {"current", each.id == current}});
  }
  Json json;
  json["sessions"] = std::move(list);
  return json;
}

Json token_json(const AccessToken& token) {
  return {{"id", token.id},
          {"name", token.name},
          {"account", token.account.empty() ? Json(nullptr) : Json(token.account)},
          {"permissions", token.permissions.names()},
          {"scope", token.scope},
          {"made", format_time(token.made)},
          {"expires", time_or_null(token.expires)},
          {"used", time_or_null(token.used)}};
}

Json audit_json(const AuditLog::Page& page) {
  Json list = Json::array();
  for (const AuditEntry& each : page.entries) {
    list.push_back({{"number", each.number},
                    {"at", format_time(each.at)},
                    {"account", each.account},
                    {"address", each.address},
                    {"action", each.action},
                    {"subject", each.subject},
                    {"detail", each.detail}});
  }
  Json json;
  json["entries"] = std::move(list);
  json["next"] = page.next ? Json(*page.next) : Json(nullptr);
  return json;
}

Result<Account> read_account_wish(const Json& wish, const std::string& account, const std::optional<Account>& before,
                                  Micros now) {
  Account wished = before.value_or(Account());
  wished.account = account;
  if (!before) wished.made = now;
  SOJOURN_CHECK(read_texts(wish, wished));
  SOJOURN_TRY(const std::optional<std::string> role, text_in(wish, "role"));
  if (role) {
    SOJOURN_TRY(wished.role, parse_role(*role));
    if (!wish.contains("scope") && !may_have_scope(wished.role)) wished.scope.clear();
  } else if (!before) {
    return Status::invalid("is needed: owner, admin, analyst, manager, agent or viewer", "role");
  }
  if (wish.contains("disabled")) {
    if (!wish["disabled"].is_boolean()) return Status::invalid("true or false was expected", "disabled");
    wished.disabled = wish["disabled"].get<bool>();
  }
  if (wish.contains("personal")) {
    const Json& personal = wish["personal"];
    if (!personal.is_boolean() && !personal.is_null()) {
      return Status::invalid("true, false or null (as the role) was expected", "personal");
    }
    wished.personal = personal.is_null() ? std::nullopt : std::optional<bool>(personal.get<bool>());
  }
  SOJOURN_CHECK(check_account(wished));
  return wished;
}

std::string told_change(const Account& account, const std::optional<Account>& before) {
  std::string text;
  const auto tell = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  const Account none;
  const Account& was = before ? *before : none;
  if (!before || was.role != account.role) tell("role " + std::string(role_name(account.role)));
  if (was.scope != account.scope) tell(account.scope.empty() ? "no scope" : "scope " + account.scope);
  if (was.disabled != account.disabled) tell(account.disabled ? "disabled" : "enabled");
  if (was.personal != account.personal) {
    tell(!account.personal   ? "personal data as the role"
         : *account.personal ? "personal data shown"
                             : "personal data masked");
  }
  if (was.password_hash != account.password_hash) tell("password set");
  return text;
}

Result<AccessToken> read_token_wish(const Json& wish, Permissions held, Micros now) {
  AccessToken token;
  SOJOURN_TRY(const std::optional<std::string> name, text_in(wish, "name"));
  if (!name || name->empty() || name->size() > kTokenNameBytesMax) {
    return Status::invalid("say what it is for, in 1 to 200 bytes", "name");
  }
  token.name = *name;
  SOJOURN_TRY(token.permissions, permissions_in(wish, held));
  SOJOURN_TRY(const std::optional<std::string> scope, text_in(wish, "scope"));
  token.scope = scope.value_or("");
  if (!token.scope.empty() && !kScopedPermissions.has_all(token.permissions)) {
    return Status::invalid("record, setup and accounts see past a scope: leave them out, or the scope", "permissions");
  }
  SOJOURN_TRY(const std::optional<std::string> expires, text_in(wish, "expires"));
  SOJOURN_TRY(token.expires, expiry(expires.value_or(""), now));
  token.made = now;
  return token;
}

std::string told_token(const AccessToken& token) {
  std::string text = "\"" + token.name + "\"";
  for (const std::string& each : token.permissions.names()) text += " " + each;
  return text;
}

}  // namespace sojourn
