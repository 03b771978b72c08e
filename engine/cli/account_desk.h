// Where accounts, tokens and the audit log are kept: in the data folder, or over HTTP at the server that holds it. Replies
// are the JSON of access/access_json.h, the same either way.
#pragma once

#include <memory>
#include <string>

#include "access/access_json.h"
#include "base/status.h"

namespace sojourn {

class AccountDesk {
 public:
  virtual ~AccountDesk() = default;
  virtual Result<AccessJson> accounts() = 0;
  // `wish` as PUT /v1/accounts/{account} takes it; the account as it is then.
  virtual Result<AccessJson> put_account(const std::string& account, const AccessJson& wish) = 0;
  virtual Status remove_account(const std::string& account) = 0;
  virtual Result<AccessJson> sessions(const std::string& account) = 0;
  virtual Status end_sessions(const std::string& account) = 0;
  virtual Result<AccessJson> tokens() = 0;
  // With the member "token", which is shown this once.
  virtual Result<AccessJson> make_token(const AccessJson& wish) = 0;
  virtual Status revoke_token(const std::string& id) = 0;
  virtual Result<AccessJson> audit(const AuditQuery& query) = 0;
};

// Who reaches the folder is its owner; at a server, who has SOJOURN_TOKEN or SOJOURN_ADMIN_KEY. `create`: make the folder
// when it is missing. Errors: those of Store::open, but for a server that can be asked.
Result<std::unique_ptr<AccountDesk>> open_account_desk(const std::string& folder, bool create);

}  // namespace sojourn
