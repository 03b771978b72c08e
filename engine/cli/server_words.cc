#include <cstdlib>

#include "cli/command_line.h"

namespace sojourn {

void CommandLine::add_account_words(CLI::App* sub, AccountWords& words) {
  sub->add_option("account", words.account, "What one signs in with, e.g. anna or anna@example.com")->required();
  sub->add_option("--role", words.role, "owner, admin, analyst, manager, agent or viewer (docs/guides/access.md)");
  sub->add_option("--name", words.name, "As people are addressed");
  sub->add_option("--email", words.email, "For people to write to");
  sub->add_option("--scope", words.scope, "Only what passes this filter is seen (manager, agent, viewer)");
  sub->add_option("--home", words.home, "The board shown first: executive, marketing, service, agent or analyst");
  sub->add_option("--language", words.language, "en, nl, de, ru or zh");
  sub->add_option("--personal", words.personal,
                  "Are names, addresses and numbers in texts shown (on) or masked (off)? role: as the role has it")
      ->check(CLI::IsMember({"on", "off", "role"}));
}

void CommandLine::add_accounts() {
  CLI::App* group = app_.add_subcommand("account", "Who may sign in at sojourn serve, and what each may do");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "add", "Make an account; the first is an owner, and turns signing in on",
                          [this] { return run_account_add(folder_, account_); });
  add_account_words(sub, account_);
  sub->add_option("--password-file", account_.password_file, "One line; - reads what comes in (default: asks)");
  sub->add_flag("--without-password", account_.without_password, "Cannot sign in until one is set");
  sub->footer("Example: sojourn account add anna --role manager --scope 'department = \"North\"'");
  sub = command(group, "set", "Change an account; what is not told stays",
                [this] { return run_account_set(folder_, account_); });
  add_account_words(sub, account_);
  sub->add_flag("--disabled,!--enabled", account_.disabled, "May it sign in? It is signed out at once");
  sub->footer("Example: sojourn account set anna --role analyst --scope ''");
  sub = command(group, "password", "Set a password; the account is signed out everywhere",
                [this] { return run_account_password(folder_, account_); });
  sub->add_option("account", account_.account, "The account")->required();
  sub->add_option("--password-file", account_.password_file, "One line; - reads what comes in (default: asks)");
  sub = command(group, "list", "All accounts", [this] { return run_account_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "remove", "Remove an account, its sessions and its tokens",
                [this] { return run_account_remove(folder_, account_.account); });
  sub->add_option("account", account_.account, "The account")->required();
  sub = command(group, "sessions", "Where somebody is signed in",
                [this] { return run_account_sessions(folder_, account_.account, again_, format_); });
  sub->add_option("account", account_.account, "The account")->required();
  sub->add_flag("--end", again_, "Sign it out everywhere");
  add_format(sub, format_);
}

void CommandLine::add_tokens() {
  CLI::App* group = app_.add_subcommand("token", "What lets programs in at sojourn serve");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "new", "Make a token, which is shown this once",
                          [this] { return run_token_new(folder_, token_); });
  sub->add_option("name", token_.name, "What it is for")->required();
  sub->add_option("--permission", token_.permissions,
                  "ask, people, boards, record, setup, accounts, personal; may be repeated")
      ->required()
      ->delimiter(',');
  sub->add_option("--scope", token_.scope, "Only what passes this filter is seen");
  sub->add_option("--expires", token_.expires, "90d, or a time (default: never)");
  sub->footer("Example: sojourn token new 'weekly sheet' --permission ask --expires 90d");
  sub = command(group, "list", "All tokens, without the tokens themselves",
                [this] { return run_token_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "revoke", "Revoke a token; at once", [this] { return run_token_revoke(folder_, id_); });
  sub->add_option("id", id_, "As sojourn token list shows it")->required();
  sub = command("audit", "Who did what: sign-ins, accounts, tokens, keys, exports, SQL, links; newest first",
                [this] { return run_audit(folder_, audit_, format_); });
  sub->add_option("--limit", audit_.limit, "At most so many (default 100)")->check(CLI::Range(1, 1000));
  sub->add_option("--before", audit_.before, "Only entries with a smaller number");
  sub->add_option("--account", audit_.account, "Only what this account did");
  sub->add_option("--action", audit_.action, "Only this: \"token\" finds \"token.made\" and \"token.revoked\"");
  add_format(sub, format_);
}

void CommandLine::add_serve() {
  CLI::App* sub = command("serve", "Serve the boards and the HTTP API", [this] {
    if (const char* key = std::getenv("SOJOURN_ADMIN_KEY"); key != nullptr && serve_words_.admin_key.empty()) {
      serve_words_.admin_key = key;
    }
    return run_serve(folder_, serve_words_, serve_);
  });
  sub->add_option("--port", serve_words_.port, "Port (default 8080; 0: any free one)")->check(CLI::Range(0, 65535));
  sub->add_option("--bind", serve_words_.bind,
                  "Address (default 127.0.0.1); others need an account, or SOJOURN_ADMIN_KEY");
  sub->add_option("--threads", serve_words_.threads, "Threads (default: the machine's cores)")
      ->check(CLI::Range(0, 256));
}

}  // namespace sojourn
