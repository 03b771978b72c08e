// Accounts, sessions and tokens as they stand: in memory for every request, in the record for the next start.
//
// First     as long as there is no account, nobody signs in: single-user mode. The first is an owner with a password.
// Owner     the last owner who can sign in can be neither removed, disabled nor demoted.
// Ends      a session ends kSessionIdle after its last use and kSessionLife after its beginning; with its account being
//           disabled, removed or given a password by somebody else; and when it is revoked.
// Use       is kept in memory, and written every few minutes by keep_uses(): a session so outlives a restart.
// Threads   any number; look-ups do not wait for changes on disk.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/account.h"

namespace sojourn {

inline constexpr Micros kSessionIdle = 12 * kHour;
inline constexpr Micros kSessionLife = 30 * kDay;
inline constexpr size_t kAccountsMax = 10'000;
inline constexpr size_t kSessionsOfAccountMax = 50;  // The one that was used longest ago makes room.
inline constexpr size_t kTokensMax = 10'000;

class AccountBook {
 public:
  // `store` is borrowed. Errors: kCorruption, which names the document that cannot be read.
  static Result<std::unique_ptr<AccountBook>> open(Store& store);

  // --- accounts
  bool empty() const;
  std::vector<Account> list() const;
  // Errors: kNotFound, with near names.
  Result<Account> find(std::string_view account) const;
  // Makes or replaces; the caller has checked it (check_account). `keep`: a session that stays when the password changed.
  // Errors: kConflict (it would leave no owner who can sign in), kLimit; kInvalidArgument (the first must be an owner).
  Status put(const Account& account, std::string_view keep_session = {});
  // Makes or changes it from what it is at that moment (none: it is not there), with all other changes waiting: what they
  // did is not undone. Errors: those of `change`, which then leaves everything as it is, and those of put().
  using Change = std::function<Result<Account>(const std::optional<Account>& as_it_is)>;
  Status change(std::string_view account, const Change& change, std::string_view keep_session = {});
  // Its sessions and tokens go with it. Errors: kNotFound, kConflict (the last owner).
  Status remove(std::string_view account);
  // Those who can give permissions, to be named to those who lack one.
  std::vector<std::string> who_grants() const;

  // --- sessions
  struct Opened {
    Session session;
    std::string secret;  // For the cookie; kept nowhere.
  };
  // `verified`: the hash that the password fitted. Errors: kConflict, when the account has another one by now, or is
  // disabled; kNotFound.
  Result<Opened> begin_session(const std::string& account, const std::string& address, const std::string& agent,
                               Micros now, std::optional<std::string_view> verified = std::nullopt);
  struct Entered {
    Account account;
    Session session;
  };
  // Counts as a use. Nothing: unknown, over, or its account is disabled.
  std::optional<Entered> enter(std::string_view secret, Micros now);
  // Does what was begun or made as this still open the door? Counts as no use.
  bool holds_session(std::string_view id, Micros now) const;
  bool holds_token(std::string_view id, Micros now) const;
  // Newest use first; those that are over are left out.
  std::vector<Session> sessions(std::string_view account, Micros now) const;
  // Errors: kNotFound.
  Status end_session(std::string_view account, std::string_view id);
  Status end_sessions(std::string_view account, std::string_view except = {});

  // --- tokens
  struct NewToken {
    AccessToken token;
    std::string secret;
  };
  // Errors: kLimit; kNotFound, when there is no such account.
  Result<NewToken> make_token(AccessToken token);
  struct Carried {
    std::optional<Account> account;  // None: of the owner without a name.
    AccessToken token;
  };
  // Counts as a use. Nothing: unknown, over, or its account is disabled.
  std::optional<Carried> carry(std::string_view secret, Micros now);
  std::vector<AccessToken> tokens() const;
  // Errors: kNotFound.
  Result<AccessToken> token(std::string_view id) const;
  Status revoke_token(std::string_view id);

  // Writes what was used since it was last written, and removes what is over; most calls find nothing to do. May wait
  // for the disk.
  Status keep_uses(Micros now);

 private:
  struct KeptSession {
    Session session;
    Micros written = 0;  // `used` as the record has it.
  };
  struct KeptToken {
    AccessToken token;
    Micros written = 0;
  };
  explicit AccountBook(Store& store) : store_(store) {}
  Status load();
  Status keep(const Account& account, std::string_view keep_session);  // REQUIRES: changing_ is held.
  std::vector<std::string> sessions_of(std::string_view account, std::string_view except) const;
  Status remove_sessions(const std::vector<std::string>& ids);
  bool leaves_an_owner(std::string_view changed, const Account* into) const;
  std::vector<Document> unwritten(Micros now);
  std::vector<std::string> over(Micros now) const;

  Store& store_;
  std::mutex changing_;  // One change at a time; held while the disk is at it.
  mutable std::shared_mutex mutex_;
  std::map<std::string, Account, std::less<>> accounts_;
  std::map<std::string, KeptSession, std::less<>> sessions_;  // By id.
  std::map<std::string, KeptToken, std::less<>> tokens_;      // By id.
  std::unordered_map<std::string, std::string> session_by_hash_, token_by_hash_;
  Micros kept_ = 0;  // When keep_uses() last looked.
};

}  // namespace sojourn
