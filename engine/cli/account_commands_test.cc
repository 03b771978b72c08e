// Accounts, tokens and the audit log from the terminal: in a data folder, and at the server that holds it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "cli/commands.h"
#include "cli/held_folder_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class AccountCommands : public testing::Test {
 protected:
  AccountCommands() {
    BatchMaker maker;
    maker.add("1", now() - kHour, {{IdentifierKind::kId, "anna"}}, "delivery").set_text(Field::kChannel, "web");
    append(*open_store(data), maker);
    std::ofstream(file) << "eleven green bicycles\n";
  }
  static std::string said(const std::function<Status()>& command) {
    testing::internal::CaptureStdout();
    const Status status = command();
    EXPECT_TRUE(status.ok()) << status.to_string();
    return testing::internal::GetCapturedStdout();
  }
  AccountWords words(const std::string& account, const std::string& role) const {
    AccountWords made;
    made.account = account;
    if (!role.empty()) made.role = role;
    made.password_file = file;
    return made;
  }
  std::string list() {
    return said([&] { return run_account_list(data, Output::kCsv); });
  }
  TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
  const std::string file = folder.path() + "/password";
};

TEST_F(AccountCommands, MakeChangeAndRemove) {
  EXPECT_EQ(run_account_add(data, words("bert", "manager")).where(), "role") << "the first is an owner";
  EXPECT_THAT(said([&] { return run_account_add(data, words("Anna", "owner")); }),
              HasSubstr("\"anna\" is there: owner"));
  EXPECT_EQ(run_account_add(data, words("anna", "owner")).code(), StatusCode::kConflict);
  AccountWords bert = words("bert", "manager");
  bert.scope = "chanel = \"web\"";
  EXPECT_EQ(run_account_add(data, bert).where(), "scope: column 1");
  bert.scope = "segment(\"north\", true)";
  EXPECT_EQ(run_account_add(data, bert).where().substr(0, 5), "scope");
  bert.scope = "channel = \"web\"";
  bert.without_password = true;
  said([&] { return run_account_add(data, bert); });
  EXPECT_THAT(list(), HasSubstr("has no password"));
  said([&] { return run_account_password(data, words("bert", "")); });
  AccountWords change;
  change.account = "bert";
  EXPECT_EQ(run_account_set(data, change).where(), "set") << "nothing to change";
  change.disabled = true;
  EXPECT_THAT(said([&] { return run_account_set(data, change); }), HasSubstr("sees channel = \"web\", disabled"));
  EXPECT_THAT(list(), HasSubstr("disabled"));
  change.account = "carl";
  EXPECT_EQ(run_account_set(data, change).code(), StatusCode::kNotFound);
  said([&] { return run_account_sessions(data, "bert", true, Output::kTable); });
  said([&] { return run_account_remove(data, "bert"); });
  EXPECT_EQ(run_account_remove(data, "anna").code(), StatusCode::kConflict);
  EXPECT_THAT(list(), Not(HasSubstr("bert")));
}

TEST_F(AccountCommands, APasswordIsReadAndJudged) {
  AccountWords anna = words("anna", "owner");
  anna.password_file = folder.path() + "/none";
  EXPECT_EQ(run_account_add(data, anna).code(), StatusCode::kNotFound);
  std::ofstream(file) << "Welcome2026!\nsecond line";
  EXPECT_EQ(run_account_add(data, words("anna", "owner")).where(), "password");
  EXPECT_THAT(list(), Not(HasSubstr("anna")));
}

TEST_F(AccountCommands, TokensAndTheLog) {
  said([&] { return run_account_add(data, words("anna", "owner")); });
  TokenWords sheet{"sheet", {"ask"}, "", "90d"};
  const std::string token = said([&] { return run_token_new(data, sheet); });
  EXPECT_TRUE(token.starts_with("sjt_")) << token;
  const std::string tokens = said([&] { return run_token_list(data, Output::kCsv); });
  EXPECT_THAT(tokens, HasSubstr(",sheet,"));
  EXPECT_THAT(tokens, Not(HasSubstr("sjt_")));
  const size_t line = tokens.find('\n') + 1;
  said([&] { return run_token_revoke(data, tokens.substr(line, tokens.find(',', line) - line)); });
  EXPECT_EQ(run_token_revoke(data, "nothing").code(), StatusCode::kNotFound);
  sheet.permissions = {"everything"};
  EXPECT_EQ(run_token_new(data, sheet).where(), "permissions");
  const std::string log = said([&] { return run_audit(data, {}, Output::kCsv); });
  EXPECT_THAT(log, HasSubstr("token.revoked"));
  EXPECT_THAT(log, HasSubstr("account.made"));
  EXPECT_THAT(log, Not(HasSubstr("bicycles")));
  const std::string some = said([&] { return run_audit(data, {0, 1, "", "token"}, Output::kCsv); });
  EXPECT_THAT(some, Not(HasSubstr("token.made"))) << "the newest one only";
}

TEST_F(HeldFolder, AccountsAskTheServer) {
  PreparedServer server(
      {{"GET /v1/accounts", R"({"accounts":[{"account":"anna","role":"owner","has_password":true}]})"},
       {"PUT /v1/accounts/bert", R"({"account":"bert","role":"viewer"})"},
       {"POST /v1/tokens", R"({"id":"1","token":"sjt_1"})"},
       {"GET /v1/audit?limit=5&action=sql", R"({"entries":[],"next":null})"},
       {"DELETE /v1/tokens/1", "{}"}});
  hold(server);
  ::setenv("SOJOURN_TOKEN", "sjt_mine", 1);
  EXPECT_THAT(said([&] { return run_account_list(data, Output::kCsv); }), HasSubstr("anna,,owner,,can sign in"));
  AccountWords bert;
  bert.account = "bert";
  bert.role = "viewer";
  bert.without_password = true;
  said([&] { return run_account_add(data, bert); });
  EXPECT_EQ(said([&] { return run_token_new(data, {"x", {"ask"}, "", ""}); }), "sjt_1\n");
  said([&] { return run_token_revoke(data, "1"); });
  said([&] { return run_audit(data, {0, 5, "", "sql"}, Output::kTable); });
  ::unsetenv("SOJOURN_TOKEN");
  EXPECT_THAT(server.stop(), ElementsAre("GET /v1/accounts", "GET /v1/accounts", "PUT /v1/accounts/bert",
                                         "POST /v1/tokens", "DELETE /v1/tokens/1", "GET /v1/audit?limit=5&action=sql"));
  EXPECT_EQ(server.body(2), R"({"role":"viewer"})");
}

// A server that wants to know who asks says so in words for the terminal.
TEST_F(HeldFolder, WhoIsNotKnownIsToldHow) {
  PreparedServer server({});
  server.once("GET /v1/accounts",
              "HTTP/1.1 401 no\r\nConnection: close\r\nContent-Length: "
              "46\r\n\r\n{\"code\":\"signed_out\",\"detail\":\"sign in first\"}");
  hold(server);
  EXPECT_THAT(run_account_list(data, Output::kTable).message(), HasSubstr("SOJOURN_TOKEN"));
}

}  // namespace
}  // namespace sojourn
