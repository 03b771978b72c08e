#include "access/account_book.h"

#include <algorithm>

#include "access/secret.h"
#include "base/suggest.h"

namespace sojourn {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kIdBytes = 8;
constexpr Micros kUseWrittenEvery = 5 * kMinute;
constexpr size_t kAgentBytesMax = 300;

bool is_over(const Session& session, Micros now) {
  return now - session.used >= kSessionIdle || now - session.made >= kSessionLife;
}

bool is_owner_who_enters(const Account& account) {
  return account.role == Role::kOwner && !account.disabled && !account.password_hash.empty();
}

template <class Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

}  // namespace

Result<std::unique_ptr<AccountBook>> AccountBook::open(Store& store) {
  SOJOURN_CHECK(ready_for_secrets());
  std::unique_ptr<AccountBook> book(new AccountBook(store));
  SOJOURN_CHECK(book->load());
  return book;
}

Status AccountBook::load() {
  SOJOURN_TRY(const std::vector<Document> accounts, store_.documents(kAccountKind));
  for (const Document& document : accounts) {
    SOJOURN_TRY(Account account, read_account(document));
    accounts_.emplace(document.name, std::move(account));
  }
  SOJOURN_TRY(const std::vector<Document> sessions, store_.documents(kSessionKind));
  for (const Document& document : sessions) {
    SOJOURN_TRY(Session session, read_session(document));
    session_by_hash_.emplace(session.hash, session.id);
    const Micros used = session.used;
    sessions_.emplace(document.name, KeptSession{std::move(session), used});
  }
  SOJOURN_TRY(const std::vector<Document> tokens, store_.documents(kTokenKind));
  for (const Document& document : tokens) {
    SOJOURN_TRY(AccessToken token, read_token(document));
    token_by_hash_.emplace(token.hash, token.id);
    const Micros used = token.used;
    tokens_.emplace(document.name, KeptToken{std::move(token), used});
  }
  return {};
}

// --- accounts

bool AccountBook::empty() const {
  const std::shared_lock lock(mutex_);
  return accounts_.empty();
}

std::vector<Account> AccountBook::list() const {
  const std::shared_lock lock(mutex_);
  std::vector<Account> all;
  for (const auto& [name, account] : accounts_) all.push_back(account);
  return all;
}

Result<Account> AccountBook::find(std::string_view account) const {
  const std::shared_lock lock(mutex_);
  if (const auto found = accounts_.find(account); found != accounts_.end()) return found->second;
  return Status::not_found(
      "there is no account \"" + std::string(account.substr(0, 80)) + "\"." + did_you_mean(account, keys_of(accounts_)),
      "account");
}

bool AccountBook::leaves_an_owner(std::string_view changed, const Account* into) const {
  if (into != nullptr && is_owner_who_enters(*into)) return true;
  return std::ranges::any_of(
      accounts_, [changed](const auto& each) { return each.first != changed && is_owner_who_enters(each.second); });
}

Status AccountBook::put(const Account& account, std::string_view keep_session) {
  const std::lock_guard changing(changing_);
  return keep(account, keep_session);
}

Status AccountBook::change(std::string_view account, const Change& change, std::string_view keep_session) {
  const std::lock_guard changing(changing_);
  std::optional<Account> as_it_is;
  if (Result<Account> known = find(account); known) as_it_is = *std::move(known);
  SOJOURN_TRY(const Account changed, change(as_it_is));
  return keep(changed, keep_session);
}

Status AccountBook::keep(const Account& account, std::string_view keep_session) {
  bool ends_sessions = false;
  {
    const std::shared_lock lock(mutex_);
    const auto known = accounts_.find(account.account);
    if (accounts_.empty() && !is_owner_who_enters(account)) {
      return Status::invalid("the first account is an owner with a password: nobody else could let others in", "role");
    }
    if (known == accounts_.end() && accounts_.size() >= kAccountsMax) {
      return Status::limit("there are " + std::to_string(kAccountsMax) + " accounts already");
    }
    if (!leaves_an_owner(account.account, &account)) {
      return Status::conflict("\"" + account.account + "\" is the last owner who can sign in; make another one first",
                              "role");
    }
    ends_sessions =
        known != accounts_.end() && (account.disabled || account.password_hash != known->second.password_hash);
  }
  const Document document = account_document(account);
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  {
    const std::unique_lock lock(mutex_);
    accounts_.insert_or_assign(account.account, account);
  }
  return ends_sessions ? remove_sessions(sessions_of(account.account, keep_session)) : Status();
}

Status AccountBook::remove(std::string_view account) {
  const std::lock_guard changing(changing_);
  SOJOURN_CHECK(find(account).status());
  std::vector<std::string> tokens;
  {
    const std::shared_lock lock(mutex_);
    if (!leaves_an_owner(account, nullptr)) {
      return Status::conflict(
          "\"" + std::string(account) + "\" is the last owner who can sign in; make another one first", "account");
    }
    for (const auto& [id, kept] : tokens_) {
      if (kept.token.account == account) tokens.push_back(id);
    }
  }
  // What opens the door goes first: a power cut in between leaves nothing that would open it.
  SOJOURN_CHECK(remove_sessions(sessions_of(account, {})));
  for (const std::string& id : tokens) {
    SOJOURN_CHECK(store_.remove_document(kTokenKind, id));
    const std::unique_lock lock(mutex_);
    token_by_hash_.erase(tokens_.find(id)->second.token.hash);
    tokens_.erase(id);
  }
  SOJOURN_CHECK(store_.remove_document(kAccountKind, account));
  const std::unique_lock lock(mutex_);
  accounts_.erase(accounts_.find(account));
  return {};
}

std::vector<std::string> AccountBook::who_grants() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> found;
  for (const auto& [name, account] : accounts_) {
    if (permissions_of(account.role).has(Permission::kAccounts) && !account.disabled) {
      found.push_back(account.name.empty() ? name : account.name);
    }
  }
  return found;
}

// --- sessions

Result<AccountBook::Opened> AccountBook::begin_session(const std::string& account, const std::string& address,
                                                       const std::string& agent, Micros now,
                                                       std::optional<std::string_view> verified) {
  const std::lock_guard changing(changing_);
  SOJOURN_TRY(const Account known, find(account));
  if (verified && (known.disabled || known.password_hash != *verified)) {
    return Status::conflict("the account was changed meanwhile", "account");
  }
  const std::vector<Session> held = sessions(account, now);
  if (held.size() >= kSessionsOfAccountMax) SOJOURN_CHECK(remove_sessions({held.back().id}));
  Opened opened;
  opened.secret = random_word(kSecretBytes);
  opened.session = {
      random_word(kIdBytes), secret_hash(opened.secret), account, address, agent.substr(0, kAgentBytesMax), now, now};
  const Document document = session_document(opened.session);
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  const std::unique_lock lock(mutex_);
  session_by_hash_.emplace(opened.session.hash, opened.session.id);
  sessions_.emplace(opened.session.id, KeptSession{opened.session, now});
  return opened;
}

std::optional<AccountBook::Entered> AccountBook::enter(std::string_view secret, Micros now) {
  const std::string hash = secret_hash(secret);
  const std::unique_lock lock(mutex_);
  const auto id = session_by_hash_.find(hash);
  if (id == session_by_hash_.end()) return std::nullopt;
  Session& session = sessions_.find(id->second)->second.session;
  const auto account = accounts_.find(session.account);
  if (account == accounts_.end() || account->second.disabled || is_over(session, now)) return std::nullopt;
  session.used = std::max(session.used, now);
  return Entered{account->second, session};
}

bool AccountBook::holds_session(std::string_view id, Micros now) const {
  const std::shared_lock lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || is_over(found->second.session, now)) return false;
  const auto account = accounts_.find(found->second.session.account);
  return account != accounts_.end() && !account->second.disabled;
}

bool AccountBook::holds_token(std::string_view id, Micros now) const {
  const std::shared_lock lock(mutex_);
  const auto found = tokens_.find(id);
  if (found == tokens_.end()) return false;
  const AccessToken& token = found->second.token;
  if (token.expires != 0 && now >= token.expires) return false;
  if (token.account.empty()) return true;
  const auto account = accounts_.find(token.account);
  return account != accounts_.end() && !account->second.disabled;
}

std::vector<Session> AccountBook::sessions(std::string_view account, Micros now) const {
  const std::shared_lock lock(mutex_);
  std::vector<Session> found;
  for (const auto& [id, kept] : sessions_) {
    if (kept.session.account == account && !is_over(kept.session, now)) found.push_back(kept.session);
  }
  std::ranges::sort(found, std::ranges::greater(), &Session::used);
  return found;
}

std::vector<std::string> AccountBook::sessions_of(std::string_view account, std::string_view except) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> found;
  for (const auto& [id, kept] : sessions_) {
    if (kept.session.account == account && id != except) found.push_back(id);
  }
  return found;
}

// Forgotten first: what the disk does not take is then still closed until the next start.
Status AccountBook::remove_sessions(const std::vector<std::string>& ids) {
  {
    const std::unique_lock lock(mutex_);
    for (const std::string& id : ids) {
      const auto kept = sessions_.find(id);
      if (kept == sessions_.end()) continue;
      session_by_hash_.erase(kept->second.session.hash);
      sessions_.erase(kept);
    }
  }
  for (const std::string& id : ids) {
    const Status removed = store_.remove_document(kSessionKind, id);
    if (!removed.ok() && removed.code() != StatusCode::kNotFound) return removed;
  }
  return {};
}

Status AccountBook::end_session(std::string_view account, std::string_view id) {
  const std::lock_guard changing(changing_);
  const std::vector<std::string> held = sessions_of(account, {});
  if (std::ranges::find(held, id) == held.end()) {
    return Status::not_found("there is no such session; it may have ended already", "id");
  }
  return remove_sessions({std::string(id)});
}

Status AccountBook::end_sessions(std::string_view account, std::string_view except) {
  const std::lock_guard changing(changing_);
  return remove_sessions(sessions_of(account, except));
}

// --- tokens

Result<AccountBook::NewToken> AccountBook::make_token(AccessToken token) {
  const std::lock_guard changing(changing_);
  if (!token.account.empty()) SOJOURN_CHECK(find(token.account).status());  // Not of one that was removed meanwhile.
  if (tokens().size() >= kTokensMax) {
    return Status::limit("there are " + std::to_string(kTokensMax) + " tokens already; revoke those that nobody uses");
  }
  NewToken made;
  made.secret = std::string(kTokenPrefix) + random_word(kSecretBytes);
  token.id = random_word(kIdBytes);
  token.hash = secret_hash(made.secret);
  const Document document = token_document(token);
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  made.token = std::move(token);
  const std::unique_lock lock(mutex_);
  token_by_hash_.emplace(made.token.hash, made.token.id);
  tokens_.emplace(made.token.id, KeptToken{made.token, made.token.used});
  return made;
}

std::optional<AccountBook::Carried> AccountBook::carry(std::string_view secret, Micros now) {
  const std::string hash = secret_hash(secret);
  const std::unique_lock lock(mutex_);
  const auto id = token_by_hash_.find(hash);
  if (id == token_by_hash_.end()) return std::nullopt;
  AccessToken& token = tokens_.find(id->second)->second.token;
  if (token.expires != 0 && now >= token.expires) return std::nullopt;
  Carried carried;
  if (!token.account.empty()) {
    const auto account = accounts_.find(token.account);
    if (account == accounts_.end() || account->second.disabled) return std::nullopt;
    carried.account = account->second;
  }
  token.used = std::max(token.used, now);
  carried.token = token;
  return carried;
}

std::vector<AccessToken> AccountBook::tokens() const {
  const std::shared_lock lock(mutex_);
  std::vector<AccessToken> all;
  for (const auto& [id, kept] : tokens_) all.push_back(kept.token);
  std::ranges::sort(all, std::ranges::greater(), &AccessToken::made);
  return all;
}

Result<AccessToken> AccountBook::token(std::string_view id) const {
  const std::shared_lock lock(mutex_);
  if (const auto found = tokens_.find(id); found != tokens_.end()) return found->second.token;
  return Status::not_found("there is no such token; it may have been revoked already", "id");
}

Status AccountBook::revoke_token(std::string_view id) {
  const std::lock_guard changing(changing_);
  SOJOURN_TRY(const AccessToken revoked, token(id));
  SOJOURN_CHECK(store_.remove_document(kTokenKind, id));
  const std::unique_lock lock(mutex_);
  token_by_hash_.erase(revoked.hash);
  tokens_.erase(revoked.id);
  return {};
}

// --- uses

std::vector<Document> AccountBook::unwritten(Micros now) {
  const std::unique_lock lock(mutex_);
  std::vector<Document> documents;
  for (auto& [id, kept] : sessions_) {
    if (is_over(kept.session, now) || kept.session.used - kept.written < kUseWrittenEvery) continue;
    kept.written = kept.session.used;
    documents.push_back(session_document(kept.session));
  }
  for (auto& [id, kept] : tokens_) {
    if (kept.token.used - kept.written < kUseWrittenEvery) continue;
    kept.written = kept.token.used;
    documents.push_back(token_document(kept.token));
  }
  return documents;
}

std::vector<std::string> AccountBook::over(Micros now) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, kept] : sessions_) {
    if (is_over(kept.session, now)) ids.push_back(id);
  }
  return ids;
}

Status AccountBook::keep_uses(Micros now) {
  {
    const std::unique_lock lock(mutex_);
    if (now - kept_ < kUseWrittenEvery) return {};
    kept_ = now;
  }
  const std::lock_guard changing(changing_);
  if (const std::vector<Document> documents = unwritten(now); !documents.empty()) {
    SOJOURN_CHECK(store_.put_documents(documents));
  }
  return remove_sessions(over(now));
}

}  // namespace sojourn
