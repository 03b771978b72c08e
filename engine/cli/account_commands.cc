#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "access/access_json.h"
#include "base/disk.h"
#include "base/text.h"
#include "cli/api_desk.h"
#include "cli/commands.h"
#include "cli/remote.h"

namespace sojourn {
namespace {

constexpr const char* kAccounts = "/v1/accounts";

// Who reaches the folder is its owner; at a server, who has SOJOURN_TOKEN or SOJOURN_ADMIN_KEY.
Result<std::unique_ptr<ApiDesk>> open_desk(const std::string& folder, bool create) {
  return open_api_desk(folder, "sojourn account", create);
}

std::string account_path(const std::string& account) { return std::string(kAccounts) + "/" + path_segment(account); }

std::string audit_path(const AuditWords& words) {
  std::string path = "/v1/audit?limit=" + std::to_string(words.limit);
  if (words.before > 0) path += "&before=" + std::to_string(words.before);
  if (!words.account.empty()) path += "&account=" + path_segment(words.account);
  if (!words.action.empty()) path += "&action=" + path_segment(words.action);
  return path;
}

std::string text_of(const AccessJson& json, const char* name) {
  if (!json.contains(name) || json[name].is_null()) return {};
  return json[name].is_string() ? json[name].get<std::string>() : json[name].dump();
}

Value time_of(const AccessJson& json, const char* name) {
  const Result<ParsedTime> time = parse_time(text_of(json, name), Zone());
  return time ? Value(TimeValue{time->utc}) : Value(std::monostate{});
}

std::string joined(const AccessJson& list) {
  std::string text;
  for (const AccessJson& each : list) text += (text.empty() ? "" : " ") + each.get<std::string>();
  return text;
}

// A line that does not appear while it is typed.
Result<std::string> ask_quietly(const std::string& question) {
  termios before{};
  if (::tcgetattr(STDIN_FILENO, &before) != 0) return Status::unavailable("the terminal cannot be read");
  termios quiet = before;
  quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  std::cerr << question << std::flush;
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  std::string line;
  const bool read = static_cast<bool>(std::getline(std::cin, line));
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  std::cerr << "\n";
  if (!read) return Status::invalid("no password was given", "password");
  return line;
}

// From the file ("-": what comes in), else from the person at the terminal. Never from the command line, which others on
// the machine can read.
Result<std::string> read_password(const std::string& file, const std::string& account) {
  if (file == "-") {
    std::string line;
    if (!std::getline(std::cin, line)) return Status::invalid("no password came in", "password-file");
    return line;
  }
  if (!file.empty()) {
    SOJOURN_TRY(const std::string text, read_file(file));
    return text.substr(0, text.find_first_of("\r\n"));
  }
  if (::isatty(STDIN_FILENO) == 0) {
    return Status::invalid("there is nobody to ask for a password: name a file, or - for what comes in",
                           "password-file");
  }
  SOJOURN_TRY(const std::string once, ask_quietly("Password of " + account + ": "));
  SOJOURN_TRY(const std::string again, ask_quietly("The same again: "));
  if (once != again) return Status::invalid("these are two different passwords", "password");
  return once;
}

AccessJson wish_of(const AccountWords& words) {
  AccessJson wish = AccessJson::object();
  for (const auto& [name, value] :
       {std::pair("role", &words.role), std::pair("name", &words.name), std::pair("email", &words.email),
        std::pair("scope", &words.scope), std::pair("home", &words.home), std::pair("language", &words.language)}) {
    if (*value) wish[name] = **value;
  }
  if (words.disabled) wish["disabled"] = *words.disabled;
  if (words.personal) wish["personal"] = *words.personal == "role" ? AccessJson() : AccessJson(*words.personal == "on");
  return wish;
}

bool is_known(const AccessJson& accounts, const std::string& account) {
  for (const AccessJson& each : accounts.value("accounts", AccessJson::array())) {
    if (text_of(each, "account") == lower_ascii(trim(account))) return true;
  }
  return false;
}

std::string told_personal(const AccessJson& account) {
  if (!account.contains("personal") || !account["personal"].is_boolean()) return {};
  return account["personal"].get<bool>() ? ", personal data shown" : ", personal data masked";
}

void tell(const AccessJson& account, const char* what) {
  const std::string scope = text_of(account, "scope");
  print_line("account \"" + text_of(account, "account") + "\" is " + what + ": " + text_of(account, "role") +
             (scope.empty() ? "" : ", sees " + scope) + (account.value("disabled", false) ? ", disabled" : "") +
             told_personal(account));
}

}  // namespace

Status run_account_add(const std::string& folder, const AccountWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, true));
  SOJOURN_TRY(const AccessJson all, desk->ask("GET", kAccounts));
  if (is_known(all, words.account)) {
    return Status::conflict("there is an account \"" + words.account + "\" already: sojourn account set changes it",
                            "account");
  }
  AccessJson wish = wish_of(words);
  if (!words.without_password) {
    SOJOURN_TRY(wish["password"], read_password(words.password_file, words.account));
  }
  SOJOURN_TRY(const AccessJson made, desk->ask("PUT", account_path(words.account), wish));
  tell(made, "there");
  if (all.value("accounts", AccessJson::array()).empty()) {
    print_notice("from now on everybody signs in; sojourn on this data folder needs no sign-in, as before");
  }
  return {};
}

Status run_account_set(const std::string& folder, const AccountWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, false));
  SOJOURN_TRY(const AccessJson all, desk->ask("GET", kAccounts));
  if (!is_known(all, words.account)) {
    return Status::not_found("there is no account \"" + words.account + "\": sojourn account add makes one", "account");
  }
  const AccessJson wish = wish_of(words);
  if (wish.empty()) return Status::invalid("say what to change: --role, --scope, --name, --disabled ...", "set");
  SOJOURN_TRY(const AccessJson set, desk->ask("PUT", account_path(words.account), wish));
  tell(set, "set");
  return {};
}

Status run_account_password(const std::string& folder, const AccountWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, false));
  SOJOURN_TRY(const AccessJson all, desk->ask("GET", kAccounts));
  if (!is_known(all, words.account))
    return Status::not_found("there is no account \"" + words.account + "\"", "account");
  AccessJson wish;
  SOJOURN_TRY(wish["password"], read_password(words.password_file, words.account));
  SOJOURN_CHECK(desk->ask("PUT", account_path(words.account), wish).status());
  print_line("account \"" + words.account + "\" has a new password; it is signed out everywhere");
  return {};
}

Status run_account_list(const std::string& folder, Output format) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, false));
  SOJOURN_TRY(const AccessJson json, desk->ask("GET", kAccounts));
  std::vector<std::vector<Value>> rows;
  for (const AccessJson& each : json.value("accounts", AccessJson::array())) {
    const std::string state = each.value("disabled", false)       ? "disabled"
                              : each.value("has_password", false) ? "can sign in"
                                                                  : "has no password";
    rows.push_back({text_of(each, "account"), text_of(each, "name"), text_of(each, "role"), text_of(each, "scope"),
                    state, time_of(each, "last_used")});
  }
  print_table({"account", "name", "role", "scope", "state", "last used"}, rows, format);
  return {};
}

Status run_account_remove(const std::string& folder, const std::string& account) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, false));
  SOJOURN_CHECK(desk->ask("DELETE", account_path(account)).status());
  print_line("account \"" + account + "\" is gone, and its sessions and tokens with it");
  return {};
}

Status run_account_sessions(const std::string& folder, const std::string& account, bool end, Output format) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, false));
  if (end) {
    SOJOURN_CHECK(desk->ask("DELETE", account_path(account) + "/sessions").status());
    print_line("account \"" + account + "\" is signed out everywhere");
    return {};
  }
  SOJOURN_TRY(const AccessJson json, desk->ask("GET", account_path(account) + "/sessions"));
  std::vector<std::vector<Value>> rows;
  for (const AccessJson& each : json.value("sessions", AccessJson::array())) {
    rows.push_back({text_of(each, "id"), time_of(each, "made"), time_of(each, "used"), text_of(each, "address"),
                    text_of(each, "agent")});
  }
  print_table({"session", "begun", "used", "address", "browser"}, rows, format);
  return {};
}

// --- tokens

Status run_token_new(const std::string& folder, const TokenWords& words) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, true));
  const AccessJson wish{
      {"name", words.name}, {"permissions", words.permissions}, {"scope", words.scope}, {"expires", words.expires}};
  SOJOURN_TRY(const AccessJson made, desk->ask("POST", "/v1/tokens", wish));
  print_line(text_of(made, "token"));
  print_notice("token " + text_of(made, "id") + " is shown this once: keep it where its program finds it");
  return {};
}

Status run_token_list(const std::string& folder, Output format) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, false));
  SOJOURN_TRY(const AccessJson json, desk->ask("GET", "/v1/tokens"));
  std::vector<std::vector<Value>> rows;
  for (const AccessJson& each : json.value("tokens", AccessJson::array())) {
    rows.push_back({text_of(each, "id"), text_of(each, "name"), text_of(each, "account"),
                    joined(each.value("permissions", AccessJson::array())), text_of(each, "scope"),
                    time_of(each, "expires"), time_of(each, "used")});
  }
  print_table({"token", "name", "account", "permissions", "scope", "expires", "used"}, rows, format);
  return {};
}

Status run_token_revoke(const std::string& folder, const std::string& id) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, false));
  SOJOURN_CHECK(desk->ask("DELETE", "/v1/tokens/" + path_segment(id)).status());
  print_line("token " + id + " opens nothing any more");
  return {};
}

Status run_audit(const std::string& folder, const AuditWords& words, Output format) {
  SOJOURN_TRY(const std::unique_ptr<ApiDesk> desk, open_desk(folder, false));
  SOJOURN_TRY(const AccessJson json, desk->ask("GET", audit_path(words)));
  std::vector<std::vector<Value>> rows;
  for (const AccessJson& each : json.value("entries", AccessJson::array())) {
    rows.push_back({each.value("number", int64_t{0}), time_of(each, "at"), text_of(each, "account"),
                    text_of(each, "address"), text_of(each, "action"), text_of(each, "subject"),
                    text_of(each, "detail")});
  }
  print_table({"number", "at", "account", "address", "action", "subject", "detail"}, rows, format);
  if (format == Output::kTable && json.contains("next") && !json["next"].is_null()) {
    print_notice("older ones: --before " + json["next"].dump());
  }
  return {};
}

}  // namespace sojourn
