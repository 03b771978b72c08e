// What each subcommand does, with its words already parsed. Each prints its result and returns ok, or the reason why
// not.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "cli/cli.h"
#include "cli/terminal.h"
#include "cli/text_commands.h"
#include "cli/workplace.h"
#include "measure/fold.h"
#include "measure/question.h"

namespace sojourn {

// --- import_commands.cc
struct ImportWords {
  std::vector<std::string> files;
  std::string map;
  std::string format;  // Of formats/format.h; "rows": by the names of columns, whatever it looks like.
  std::vector<std::string> side_files;
  std::vector<std::string> set;  // name=value, settings of the format
  std::string country;
  std::string currency;
  std::string source;
  std::string zone;
  bool dry_run = false;
  bool strict = false;
  bool redact = false;
};
Status run_import(const std::string& folder, const ImportWords& words);

struct SimulateWords {
  int64_t customers = 20'000;
  uint64_t seed = 1;
  std::string out;
  std::string truth;
};
Status run_simulate(const SimulateWords& words);

// --- ask_commands.cc
struct AskWords {
  Question question;
  std::vector<std::string> assignments;  // name=value
  std::vector<std::string> by;           // "channel,stage" or repeated
  std::string over;
  Output format = Output::kTable;
  std::vector<std::string> step_values;  // --step: values of the parameter `step`.
  std::string output;                    // A file; "" : the terminal.
};
struct WhoWords {
  AskWords ask;
  std::vector<std::string> cell;  // name=value; column=NAME names the count
  size_t limit = 100;
  size_t offset = 0;
};
// The question that the words stand for.
Result<Question> question_of(const AskWords& words);
Status run_ask(const std::string& folder, const AskWords& words);
Status run_who(const std::string& folder, const WhoWords& words);

// --- compare_commands.cc: in the folder, or at the server that holds it.
struct CompareWords {
  AskWords ask;                      // The base: its filter and times.
  std::vector<std::string> with;     // Filters of the others.
  std::vector<std::string> periods;  // FROM..TO, the first of them the base's.
  std::vector<std::string> names;
};
Status run_compare(const std::string& folder, const CompareWords& words);

Status run_measures(const std::string& id, const std::string& markdown_folder, Output format);

// --- people_commands.cc: in the folder, or at the server that holds it.
struct TimelineWords {
  std::string customer;
  std::string from;
  std::string to;
  std::string zone = "UTC";
  size_t limit = 1000;
  size_t offset = 0;
  Output format = Output::kTable;
};
Status run_timeline(const std::string& folder, const TimelineWords& words);
Status run_link(const std::string& folder, const std::string& a, const std::string& b, const std::string& reason);
Status run_unlink(const std::string& folder, const std::string& a, const std::string& b);
Status run_links(const std::string& folder, const std::string& of, Output format);

// --- log_commands.cc: from the folder, or from the server that holds it.
// `kind`: xes or ocel. `gap`: the pause that ends a journey ("" : 30d), "none" : a life is one.
Status run_log_export(const std::string& folder, const std::string& path, const std::string& kind,
                      const std::string& gap);

// --- record_commands.cc
Status run_rejects(const std::string& folder, const std::string& source, size_t limit, Output format);
Status run_sql(const std::string& folder, const std::string& text, size_t limit, Output format);
Status run_export(const std::string& folder, const std::string& path, const std::string& query);
Status run_stages(const std::string& folder, const std::vector<std::string>& set, Output format);
Status run_status(const std::string& folder, Output format);
Status run_rebuild(const std::string& folder);

// --- source_commands.cc: in the folder, or at the server that holds it.
struct SourceWords {
  std::string name;
  std::optional<std::string> format;
  std::optional<std::string> zone;
  std::optional<std::string> country;
  std::optional<std::string> currency;
  std::optional<std::string> secret;
  std::vector<std::string> set;  // name=value; an empty value takes the setting away
};
Status run_source_put(const std::string& folder, const SourceWords& words, bool add);
Status run_source_list(const std::string& folder, Output format);
Status run_source_show(const std::string& folder, const std::string& name, Output format);
Status run_source_enable(const std::string& folder, const std::string& name, bool enabled);
Status run_key_create(const std::string& folder, const std::string& source, bool hook, Output format);
Status run_key_list(const std::string& folder, const std::string& source, Output format);
Status run_key_revoke(const std::string& folder, const std::string& source, const std::string& id);

// --- format_commands.cc
Status run_formats(const std::string& id, Output format);
Status run_replay(const std::string& folder, const std::string& source, bool failed_only);
// Words of the form name=value, one or all of them; an empty value takes a setting away. Errors: kInvalidArgument.
Result<std::pair<std::string, std::string>> split_setting(const std::string& word);
Status read_settings(const std::vector<std::string>& words, std::map<std::string, std::string>& settings);

// --- map_commands.cc
struct MapWords {
  std::string file;
  std::string out;  // "" : the file's name with .toml, here; "-" : the terminal.
  std::string source;
  std::string zone;
  std::string currency;
  bool yes = false;
};
Status run_map(const MapWords& words);
// Saved maps: in the folder, or at the server that holds it.
Status run_map_list(const std::string& folder, Output format);
Status run_map_show(const std::string& folder, const std::string& name);
Status run_map_save(const std::string& folder, const std::string& file, const std::string& name);
Status run_map_remove(const std::string& folder, const std::string& name);

// --- survey_commands.cc
struct SurveyWords {
  std::string file;
  std::string from_template;
  std::string name;
  bool open = false;
};
struct SurveyLinkWords {
  std::string survey;
  std::string who;
  std::string about;
  std::string invitation;
  std::string language;
  std::string valid;
  std::string base;  // "" : what the mail settings say, else the server that holds the folder, else this machine.
};
Status run_survey_add(const std::string& folder, const SurveyWords& words);
Status run_survey_list(const std::string& folder, Output format);
Status run_survey_show(const std::string& folder, const std::string& name);
Status run_survey_link(const std::string& folder, const SurveyLinkWords& words, Output format);
Status run_survey_remove(const std::string& folder, const std::string& name);

// --- invitation_commands.cc: in the folder, or at the server that holds it.
struct InvitationWords {
  std::string state;
  std::string rule;
  size_t limit = 100;
  size_t offset = 0;
  bool run = false;
};
Status run_rule_add(const std::string& folder, const std::string& file);
Status run_rule_list(const std::string& folder, Output format);
Status run_rule_show(const std::string& folder, const std::string& name);
Status run_rule_enable(const std::string& folder, const std::string& name, bool enabled);
Status run_rule_remove(const std::string& folder, const std::string& name);
Status run_rule_try(const std::string& folder, const std::string& file, Output format);
Status run_invitations(const std::string& folder, const InvitationWords& words, Output format);
// `who` "" : lists those who want none.
Status run_unsubscribe(const std::string& folder, const std::string& who, bool again, Output format);
Status run_mail_set(const std::string& folder, const std::vector<std::string>& words);
Status run_mail_show(const std::string& folder, Output format);
Status run_mail_test(const std::string& folder, const std::string& to);

// --- board_commands.cc: in the folder, or at the server that holds it.
Status run_board_list(const std::string& folder, Output format);
// A board as JSON or, as a table, what it shows.
Status run_board_show(const std::string& folder, const std::string& name, Output format);
// As TOML, or as JSON when the file is called so; `file` "" : to the terminal.
Status run_board_export(const std::string& folder, const std::string& name, const std::string& file);
// Makes the boards, or sets them anew.
Status run_board_import(const std::string& folder, const std::vector<std::string>& files);
Status run_board_remove(const std::string& folder, const std::string& name);
Status run_board_homes(Output format);
Status run_segment_list(const std::string& folder, Output format);
struct SegmentWords {
  std::string name, where, title, about;
};
Status run_segment_set(const std::string& folder, const SegmentWords& words);
Status run_segment_remove(const std::string& folder, const std::string& name);

// --- target_commands.cc: in the folder, or at the server that holds it.
struct GoalWords {
  std::string name, title, by, better, period;
  double value = 0;
  AskWords ask;  // The measure, its parameters and filter.
};
Status run_goal_list(const std::string& folder, Output format);
Status run_goal_set(const std::string& folder, const GoalWords& words);
Status run_goal_remove(const std::string& folder, const std::string& name);
struct DecisionWords {
  std::string name, title, at;
  int days = 30;
  AskWords ask;  // The measure, its parameters, filter and zone.
};
Status run_decision_list(const std::string& folder, Output format);
Status run_decision_set(const std::string& folder, const DecisionWords& words);
Status run_decision_remove(const std::string& folder, const std::string& name);

// --- clockwork_commands.cc: in the folder, or at the server that holds it.
struct AlertWords {
  std::string name, title;
  AskWords ask;  // The measure, its parameters, filter and zone.
  std::optional<double> below, above;
  bool falls = false, rises = false;
  double by = 0;
  std::string period = "30d";
  int64_t least_n = 30;
  std::vector<std::string> mail;
  bool webhook = false;
  bool disabled = false;
};
Status run_alert_set(const std::string& folder, const AlertWords& words);
Status run_alert_try(const std::string& folder, const AlertWords& words, Output format);
Status run_alert_list(const std::string& folder, Output format);
Status run_alert_show(const std::string& folder, const std::string& name);
Status run_alert_history(const std::string& folder, const std::string& name, Output format);
// `until`: a length, a time, or "off".
Status run_alert_snooze(const std::string& folder, const std::string& name, const std::string& until);
Status run_alert_remove(const std::string& folder, const std::string& name);
struct ReportWords {
  std::string name, board, title, language;
  std::vector<std::string> to, attach;
  std::string every = "week", at = "07:00", zone = "UTC", weekday = "mon";
  int day = 1;
  bool disabled = false;
};
Status run_report_set(const std::string& folder, const ReportWords& words);
Status run_report_list(const std::string& folder, Output format);
Status run_report_show(const std::string& folder, const std::string& name);
Status run_report_send(const std::string& folder, const std::string& name, const std::vector<std::string>& to);
Status run_report_remove(const std::string& folder, const std::string& name);

// --- account_commands.cc: in the folder, or at the server that holds it.
struct AccountWords {
  std::string account;
  std::optional<std::string> role, name, email, scope, home, language;  // None: stays as it is.
  std::optional<std::string> personal;                                  // "on", "off", "role".
  std::optional<bool> disabled;
  std::string password_file;  // "-": one line of what comes in; "" : the person at the terminal is asked.
  bool without_password = false;
};
struct TokenWords {
  std::string name;
  std::vector<std::string> permissions;
  std::string scope;
  std::string expires;
};
struct AuditWords {
  int64_t before = 0;
  size_t limit = 100;
  std::string account;
  std::string action;
};
Status run_account_add(const std::string& folder, const AccountWords& words);
Status run_account_set(const std::string& folder, const AccountWords& words);
Status run_account_password(const std::string& folder, const AccountWords& words);
Status run_account_list(const std::string& folder, Output format);
Status run_account_remove(const std::string& folder, const std::string& account);
Status run_account_sessions(const std::string& folder, const std::string& account, bool end, Output format);
Status run_token_new(const std::string& folder, const TokenWords& words);
Status run_token_list(const std::string& folder, Output format);
Status run_token_revoke(const std::string& folder, const std::string& id);
Status run_audit(const std::string& folder, const AuditWords& words, Output format);

// --- serve_commands.cc
Status run_serve(const std::string& folder, const ServeWords& words, const Serve& serve);

}  // namespace sojourn
