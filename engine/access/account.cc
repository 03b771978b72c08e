#include "access/account.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/suggest.h"
#include "base/text.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kAccountBytesMax = 64;
constexpr size_t kTextBytesMax = 200;
constexpr size_t kScopeBytesMax = 4000;
const std::vector<std::string> kHomes{"executive", "marketing", "service", "agent", "analyst"};
const std::vector<std::string> kLanguages{"en", "nl", "de", "ru", "zh"};

Status check_text(const std::string& text, size_t most, const char* where) {
  if (!is_utf8(text)) return Status::invalid("is no text in UTF-8", where);
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
    return Status::invalid("has characters that cannot be seen", where);
  }
  if (text.size() > most) return Status::invalid("is longer than " + std::to_string(most) + " bytes", where);
  return {};
}

Status check_choice(const std::string& text, const std::vector<std::string>& known, const char* where) {
  if (text.empty() || std::ranges::find(known, text) != known.end()) return {};
  std::string all;
  for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
  return Status::invalid("\"" + text + "\" is not one of " + all + "." + did_you_mean(text, known), where);
}

Document document_of(const char* kind, const std::string& name, const Json& json) {
  return {kind, name, json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Status unreadable(const Document& document) {
  return Status::corruption("the " + document.kind + " \"" + document.name + "\" in the record cannot be read",
                            document.kind);
}

Permissions permissions_in(const Json& json) {
  Permissions set;
  for (const Json& each : json) {
    const Result<Permission> permission = parse_permission(each.get<std::string>());
    if (permission) set = set | *permission;
  }
  return set;
}

// Reads by `read`, whose exceptions mean that the document is not ours.
template <class T, class Read>
Result<T> read_document(const Document& document, Read read) {
  try {
    const Json json = Json::parse(document.text);
    T value;
    read(json, value);
    return value;
  } catch (const Json::exception&) {
    return unreadable(document);
  }
}

}  // namespace

Result<std::string> account_name(std::string_view text) {
  const std::string name = lower_ascii(trim(text));
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789._-@+";
  const bool plain = name.find_first_not_of(kLetters) == std::string::npos;
  if (name.empty() || name.size() > kAccountBytesMax || !plain ||
      std::string_view("._-@+").find(name[0]) != std::string_view::npos) {
    return Status::invalid(
        "an account is 1 to 64 of a-z, 0-9 and . _ - @ +, and begins with a letter or a digit: \"anna\"", "account");
  }
  return name;
}

Permissions permissions_of(const Account& account) {
  const Permissions usual = permissions_of(account.role);
  if (!account.personal) return usual;
  return *account.personal ? usual | Permission::kPersonal : usual.without(Permission::kPersonal);
}

Status check_account(const Account& account) {
  SOJOURN_CHECK(account_name(account.account).status());
  SOJOURN_CHECK(check_text(account.name, kTextBytesMax, "name"));
  SOJOURN_CHECK(check_text(account.email, kTextBytesMax, "email"));
  if (!account.email.empty() && account.email.find('@') == std::string::npos) {
    return Status::invalid("\"" + account.email + "\" is no e-mail address", "email");
  }
  SOJOURN_CHECK(check_text(account.scope, kScopeBytesMax, "scope"));
  SOJOURN_CHECK(check_choice(account.home, kHomes, "home"));
  SOJOURN_CHECK(check_choice(account.language, kLanguages, "language"));
  if (!account.scope.empty() && !may_have_scope(account.role)) {
    return Status::invalid("a scope goes with manager, agent or viewer; an " + std::string(role_name(account.role)) +
                               " sees the whole record",
                           "scope");
  }
  return {};
}

Document account_document(const Account& account) {
  return document_of(kAccountKind, account.account,
                     {{"name", account.name},
                      {"email", account.email},
                      {"role", role_name(account.role)},
                      {"scope", account.scope},
                      {"home", account.home},
                      {"language", account.language},
                      {"password_hash", account.password_hash},
                      {"disabled", account.disabled},
                      {"personal", account.personal ? Json(*account.personal) : Json(nullptr)},
                      {"made", account.made},
                      {"password_set", account.password_set}});
}

Result<Account> read_account(const Document& document) {
  std::string role;
  SOJOURN_TRY(Account account, read_document<Account>(document, [&role](const Json& json, Account& into) {
                role = json.at("role").get<std::string>();
                into.name = json.value("name", "");
                into.email = json.value("email", "");
                into.scope = json.value("scope", "");
                into.home = json.value("home", "");
                into.language = json.value("language", "");
                into.password_hash = json.value("password_hash", "");
                into.disabled = json.value("disabled", false);
                const Json personal = json.value("personal", Json());
                if (!personal.is_null()) into.personal = personal.get<bool>();
                into.made = json.value("made", Micros{0});
                into.password_set = json.value("password_set", Micros{0});
              }));
  account.account = document.name;
  const Result<Role> known = parse_role(role);
  if (known) account.role = *known;
  if (!known || !check_account(account).ok()) return unreadable(document);
  return account;
}

Document session_document(const Session& session) {
  return document_of(kSessionKind, session.id,
                     {{"hash", session.hash},
                      {"account", session.account},
                      {"address", session.address},
                      {"agent", session.agent},
                      {"made", session.made},
                      {"used", session.used}});
}

Result<Session> read_session(const Document& document) {
  SOJOURN_TRY(Session session, read_document<Session>(document, [](const Json& json, Session& into) {
                into.hash = json.at("hash").get<std::string>();
                into.account = json.at("account").get<std::string>();
                into.address = json.value("address", "");
                into.agent = json.value("agent", "");
                into.made = json.at("made").get<Micros>();
                into.used = json.at("used").get<Micros>();
              }));
  session.id = document.name;
  return session;
}

Document token_document(const AccessToken& token) {
  return document_of(kTokenKind, token.id,
                     {{"hash", token.hash},
                      {"name", token.name},
                      {"account", token.account},
                      {"permissions", token.permissions.names()},
                      {"scope", token.scope},
                      {"made", token.made},
                      {"expires", token.expires},
                      {"used", token.used}});
}

Result<AccessToken> read_token(const Document& document) {
  SOJOURN_TRY(AccessToken token, read_document<AccessToken>(document, [](const Json& json, AccessToken& into) {
                into.hash = json.at("hash").get<std::string>();
                into.name = json.value("name", "");
                into.account = json.at("account").get<std::string>();
                into.permissions = permissions_in(json.at("permissions"));
                into.scope = json.value("scope", "");
                into.made = json.at("made").get<Micros>();
                into.expires = json.value("expires", Micros{0});
                into.used = json.value("used", Micros{0});
              }));
  token.id = document.name;
  return token;
}

}  // namespace sojourn
