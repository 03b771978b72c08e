// Accounts, sessions, tokens and the audit log as JSON: the same from the server and from the terminal. Secrets and their
// hashes are never in it.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "access/account_book.h"
#include "access/audit_log.h"

namespace sojourn {

using AccessJson = nlohmann::ordered_json;

AccessJson account_json(const AccountBook& book, const Account& account, Micros now);
AccessJson accounts_json(const AccountBook& book, Micros now);  // {"accounts":[...]}
// {"sessions":[...]} of an account. `current`: the id of the one that asks.
AccessJson sessions_json(const AccountBook& book, const std::string& account, const std::string& current, Micros now);
AccessJson token_json(const AccessToken& token);
AccessJson audit_json(const AuditLog::Page& page);

// The account as it is to be: what the wish does not tell stays. `before`: as it is; none: it is to be made, and needs a
// role. The password is for the caller. Errors: kInvalidArgument with the member; that the scope is a filter, and who
// may wish this, is for others to see.
Result<Account> read_account_wish(const AccessJson& wish, const std::string& account,
                                  const std::optional<Account>& before, Micros now);
// What changed, in words for the audit log: "role viewer, password set".
std::string told_change(const Account& account, const std::optional<Account>& before);

// {"name","permissions","scope","expires"}; `expires` "" is never, "90d" a length, else a time. Errors: kInvalidArgument
// with the member; a permission that is not among `held`.
Result<AccessToken> read_token_wish(const AccessJson& wish, Permissions held, Micros now);
// "\"weekly sheet\" ask people"
std::string told_token(const AccessToken& token);

}  // namespace sojourn
