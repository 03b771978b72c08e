// For tests: an application with accounts, and a clock that stands still until it is told.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "access/password.h"
#include "api/company_fixture.h"

namespace sojourn {

// Anna is the owner. The others are of the role that they are named by; "north" is a manager who sees the web only.
class AccessSite {
 public:
  static constexpr const char* kPassword = "eleven green bicycles";
  static constexpr Micros kNow = TestCompany::kStart + 30 * kDay;
  static constexpr const char* kScope = "channel = \"web\"";

  explicit AccessSite(const std::string& admin_key = "") : site_(admin_key) {
    site_.company().access().now = [this] { return now_; };
  }
  void make_everybody() {
    add("anna", Role::kOwner);
    for (const Role role : kRoles) {
      if (role != Role::kOwner) add(std::string(role_name(role)), role);
    }
    add("north", Role::kManager, kScope);
  }
  void add(const std::string& name, Role role, const std::string& scope = {}) {
    static const std::string kHash = hash_password(kPassword).value();  // Costs a tenth of a second: once.
    Account account;
    account.account = name;
    account.role = role;
    account.scope = scope;
    account.password_hash = kHash;
    const Status put = book().put(account);
    ASSERT_TRUE(put.ok()) << put.to_string();
  }
  // The header of a session of that account.
  NamedText cookie(const std::string& account) {
    return {"Cookie", "sojourn_session=" + book().begin_session(account, "", "", now_).value().secret};
  }
  NamedText bearer(const std::string& account, Permissions permissions, const std::string& scope = {}) {
    AccessToken token;
    token.account = account;
    token.permissions = permissions;
    token.scope = scope;
    return {"Authorization", "Bearer " + book().make_token(token).value().secret};
  }
  HttpReply ask(const std::string& verb, const std::string& target, const std::string& body = {},
                const std::vector<NamedText>& headers = {}, const std::string& client = {}) {
    HttpRequest request = TestApplication::request(verb, target, body, headers);
    request.client = client;
    return site_.application().answer(request);
  }
  HttpReply sign_in(const std::string& account, const std::string& password, const std::string& client = {}) {
    return ask("POST", "/v1/sign-in", json_text({{"account", account}, {"password", password}}), {}, client);
  }
  static Json body_of(const HttpReply& reply) {
    Json json = Json::parse(reply.body, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << reply.status << " " << reply.body;
    return json;
  }
  static std::string code_of(const HttpReply& reply) {
    return reply.status < 400 ? "" : body_of(reply).value("code", "");
  }
  std::vector<std::string> actions() {
    std::vector<std::string> found;
    for (const AuditEntry& each : site_.company().access().audit->read({}).value().entries) {
      found.push_back(each.account + ": " + each.action + " " + each.subject);
    }
    return found;
  }
  void pass(Micros time) { now_ += time; }
  Micros now() const { return now_; }
  AccountBook& book() { return *site_.company().access().book; }
  TestApplication& site() { return site_; }

 private:
  Micros now_ = kNow;
  TestApplication site_;
};

}  // namespace sojourn
