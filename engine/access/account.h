// Who may sign in, and what opens the door: accounts, sessions of browsers, tokens of programs. As documents of the
// record, JSON; of secrets only the hash.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "access/permission.h"
#include "base/status.h"
#include "base/time.h"
#include "store/store.h"

namespace sojourn {

struct Account {
  std::string account;  // a-z 0-9 . _ - @ +, at most 64.
  std::string name;     // As people are addressed; "" : the account.
  std::string email;
  Role role = Role::kViewer;
  std::string scope;          // Filter text; "" : everything. For roles that may have one.
  std::string home;           // Which board is shown first; "" : as the role.
  std::string language;       // "" : as the browser wishes.
  std::string password_hash;  // "" : cannot sign in yet.
  bool disabled = false;
  std::optional<bool> personal;  // May it see personal data? Nothing: as the role.
  Micros made = 0;
  Micros password_set = 0;
};

struct Session {
  std::string id;    // Names it in lists; not the secret.
  std::string hash;  // secret_hash() of what the cookie carries.
  std::string account;
  std::string address;  // Where it was begun from; "" : this machine.
  std::string agent;    // What the browser calls itself.
  Micros made = 0;
  Micros used = 0;
};

struct AccessToken {
  std::string id;
  std::string hash;
  std::string name;     // What it is for.
  std::string account;  // Whose; "" : the owner without a name.
  Permissions permissions;
  std::string scope;  // Beside that of the account.
  Micros made = 0;
  Micros expires = 0;  // 0: never.
  Micros used = 0;     // 0: not yet; a few minutes late, or lost when the server is killed.
};

inline constexpr const char* kAccountKind = "account";
inline constexpr const char* kSessionKind = "session";
inline constexpr const char* kTokenKind = "token";
inline constexpr std::string_view kTokenPrefix = "sjt_";

// What the account may: as its role, but for `personal`.
Permissions permissions_of(const Account& account);
// Lower case, without blanks around it. Errors: kInvalidArgument, where "account".
Result<std::string> account_name(std::string_view text);
// Names in their limits, a home and a language that there are, a scope only where the role may have one (that it is a
// filter is for others to see). Errors: kInvalidArgument with the field.
Status check_account(const Account& account);

Document account_document(const Account& account);
Document session_document(const Session& session);
Document token_document(const AccessToken& token);
// Errors: kCorruption, which names the document.
Result<Account> read_account(const Document& document);
Result<Session> read_session(const Document& document);
Result<AccessToken> read_token(const Document& document);

}  // namespace sojourn
