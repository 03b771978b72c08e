#include "cli/account_desk.h"

#include "access/access.h"
#include "access/password.h"
#include "boards/board_shelf.h"
#include "cli/remote.h"
#include "cli/terminal.h"
#include "timelines/filter.h"
#include "timelines/filter_segments.h"
#include "timelines/timelines.h"

namespace sojourn {
namespace {

class LocalAccounts final : public AccountDesk {
 public:
  LocalAccounts(std::string folder, std::unique_ptr<Store> store, std::unique_ptr<Access> access)
      : folder_(std::move(folder)), store_(std::move(store)), access_(std::move(access)) {}

  Result<AccessJson> accounts() override { return accounts_json(book(), access_->now()); }
  Result<AccessJson> put_account(const std::string& account, const AccessJson& wish) override {
    SOJOURN_TRY(const std::string name, account_name(account));
    std::optional<Account> before;
    if (Result<Account> known = book().find(name); known) before = *std::move(known);
    SOJOURN_TRY(Account wished, read_account_wish(wish, name, before, access_->now()));
    SOJOURN_CHECK(check_scope(wished.scope));
    if (wish.contains("password")) {
      const auto password = wish["password"].get<std::string>();
      SOJOURN_CHECK(check_password(password, name));
      SOJOURN_TRY(wished.password_hash, hash_password(password));
      wished.password_set = access_->now();
    }
    SOJOURN_CHECK(book().put(wished));
    SOJOURN_CHECK(note(before ? "account.changed" : "account.made", name, told_change(wished, before)));
    return account_json(book(), wished, access_->now());
  }
  Status remove_account(const std::string& account) override {
    SOJOURN_TRY(const std::unique_ptr<BoardShelf> shelf, BoardShelf::open(*store_));
    SOJOURN_CHECK(book().remove(account));
    SOJOURN_CHECK(shelf->forget_account(account).status());  // A namesake must not find its boards.
    return note("account.removed", account, "");
  }
  Result<AccessJson> sessions(const std::string& account) override {
    SOJOURN_CHECK(book().find(account).status());
    return sessions_json(book(), account, "", access_->now());
  }
  Status end_sessions(const std::string& account) override {
    SOJOURN_CHECK(book().find(account).status());
    SOJOURN_CHECK(book().end_sessions(account));
    return note("session.ended", account, "all");
  }
  Result<AccessJson> tokens() override {
    AccessJson list = AccessJson::array();
    for (const Token& each : book().tokens()) list.push_back(token_json(each));
    AccessJson json;
    json["tokens"] = std::move(list);
    return json;
  }
  Result<AccessJson> make_token(const AccessJson& wish) override {
    SOJOURN_TRY(Token token, read_token_wish(wish, Permissions::all(), access_->now()));
    SOJOURN_CHECK(check_scope(token.scope));
    SOJOURN_TRY(const AccountBook::NewToken made, book().make_token(token));
    SOJOURN_CHECK(note("token.made", made.token.id, told_token(made.token)));
    AccessJson json = token_json(made.token);
    json["token"] = made.secret;
    return json;
  }
  Status revoke_token(const std::string& id) override {
    SOJOURN_TRY(const Token token, book().token(id));
    SOJOURN_CHECK(book().revoke_token(id));
    return note("token.revoked", id, "\"" + token.name + "\"");
  }
  Result<AccessJson> audit(const AuditQuery& query) override {
    SOJOURN_TRY(const AuditLog::Page page, access_->audit->read(query));
    return audit_json(page);
  }

 private:
  AccountBook& book() { return *access_->book; }
  Status note(const std::string& action, const std::string& subject, const std::string& detail) {
    AuditEntry entry;
    entry.at = access_->now();
    entry.action = action;
    entry.subject = subject;
    entry.detail = detail + (detail.empty() ? "" : ", ") + "in the terminal";
    return access_->audit->add(std::move(entry));
  }
  // Fields that no event has would hide everything from somebody, and say so at every question.
  Status check_scope(const std::string& scope) {
    if (scope.empty()) return {};
    // Whoever changes a segment would change what others may see.
    if (Status named = expand_segments(scope, {}).status(); !named.ok()) return std::move(named).within("scope");
    Result<Filter> filter = Filter::parse(scope);
    if (!filter) return std::move(filter).error().within("scope");
    SOJOURN_TRY(const std::unique_ptr<Timelines> timelines, Timelines::open(folder_, *store_));
    SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines->current());
    Status bound = bind_filter(*filter, *snapshot, FilterContext{Zone(), now()}).status();
    return bound.ok() ? bound : std::move(bound).within("scope");
  }

  std::string folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Access> access_;
};

class RemoteAccounts final : public AccountDesk {
 public:
  explicit RemoteAccounts(std::string address) : address_(std::move(address)) {}

  Result<AccessJson> accounts() override { return read("/v1/accounts"); }
  Result<AccessJson> put_account(const std::string& account, const AccessJson& wish) override {
    return read("/v1/accounts/" + path_segment(account), dump(wish), "PUT");
  }
  Status remove_account(const std::string& account) override {
    return ask("/v1/accounts/" + path_segment(account), "", "DELETE").status();
  }
  Result<AccessJson> sessions(const std::string& account) override {
    return read("/v1/accounts/" + path_segment(account) + "/sessions");
  }
  Status end_sessions(const std::string& account) override {
    return ask("/v1/accounts/" + path_segment(account) + "/sessions", "", "DELETE").status();
  }
  Result<AccessJson> tokens() override { return read("/v1/tokens"); }
  Result<AccessJson> make_token(const AccessJson& wish) override { return read("/v1/tokens", dump(wish), "POST"); }
  Status revoke_token(const std::string& id) override {
    return ask("/v1/tokens/" + path_segment(id), "", "DELETE").status();
  }
  Result<AccessJson> audit(const AuditQuery& query) override {
    std::string path = "/v1/audit?limit=" + std::to_string(query.limit);
    if (query.before > 0) path += "&before=" + std::to_string(query.before);
    if (!query.account.empty()) path += "&account=" + path_segment(query.account);
    if (!query.action.empty()) path += "&action=" + path_segment(query.action);
    return read(path);
  }

 private:
  static std::string dump(const AccessJson& json) {
    return json.dump(-1, ' ', false, AccessJson::error_handler_t::replace);
  }
  Result<std::string> ask(const std::string& path, const std::string& body = "", const std::string& verb = "") const {
    return ask_server(address_, path, body, "application/json", verb);
  }
  Result<AccessJson> read(const std::string& path, const std::string& body = "", const std::string& verb = "") const {
    SOJOURN_TRY(const std::string reply, ask(path, body, verb));
    AccessJson json = AccessJson::parse(reply, nullptr, false);
    if (!json.is_object()) return Status::unavailable("the server's reply is not JSON");
    return json;
  }

  std::string address_;
};

}  // namespace

Result<std::unique_ptr<AccountDesk>> open_account_desk(const std::string& folder, bool create) {
  StoreOptions options;
  options.create = create;
  options.owner = "sojourn account";
  Result<std::unique_ptr<Store>> store = Store::open(folder, options);
  if (!store) {
    const std::optional<std::string> server = server_of(store.error());
    if (!server) return std::move(store).error();
    return std::unique_ptr<AccountDesk>(std::make_unique<RemoteAccounts>(*server));
  }
  SOJOURN_TRY(std::unique_ptr<Access> access, Access::open(**store, folder));
  return std::unique_ptr<AccountDesk>(
      std::make_unique<LocalAccounts>(folder, std::move(store).value(), std::move(access)));
}

}  // namespace sojourn
