// The words of every subcommand, and which of them was called. Each theme has its *_words.cc.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/inbox_commands.h"
#include "cli/personal_command.h"
#include "cli/voice_commands.h"

namespace sojourn {

class CommandLine {
 public:
  // `serve` is borrowed.
  explicit CommandLine(const Serve& serve);
  // Calls the command. The code that the program ends with.
  int run(int argc, char** argv);

 private:
  std::string unknown_command(int argc, char** argv) const;
  CLI::App* command(const char* name, const char* about, std::function<Status()> action);
  CLI::App* command(CLI::App* group, const char* name, const char* about, std::function<Status()> action);
  static void add_format(CLI::App* sub, Output& format);
  void add_import();
  static void add_source_words(CLI::App* sub, SourceWords& words);
  void add_sources();
  void add_keys();
  void add_maps();
  void add_map_command();
  void add_rules();
  void add_invitations();
  void add_surveys();
  void add_boards();
  void add_segments();
  void add_goals();
  void add_decisions();
  void add_alerts();
  void add_reports();
  void add_feedback();
  void add_notes();
  static void add_question(CLI::App* sub, AskWords& words);
  void add_text();
  void add_personal(CLI::App* group);
  void add_voice();
  void add_voice_reading(CLI::App* group);
  void add_voice_learning(CLI::App* group);
  void add_ask();
  void add_compare();
  void add_who();
  void add_measures();
  void add_people();
  void add_record();
  static void add_account_words(CLI::App* sub, AccountWords& words);
  void add_accounts();
  void add_tokens();
  void add_serve();
  void add_simulate();

  const Serve& serve_;
  CLI::App app_;
  std::string folder_;
  std::function<Status()> action_;
  ImportWords import_;
  AskWords ask_;
  CompareWords compare_;
  WhoWords who_;
  TimelineWords timeline_;
  ServeWords serve_words_;
  SimulateWords simulate_;
  SourceWords spec_;
  MapWords map_;
  InvitationWords invitations_;
  SegmentWords segment_;
  GoalWords goal_;
  DecisionWords decision_;
  TextWords text_words_;
  PersonalWords personal_words_;
  AlertWords alert_;
  ReportWords report_;
  FeedbackWords feedback_;
  VoiceOptions voice_;
  std::string until_;
  std::vector<std::string> board_files_;
  AccountWords account_;
  TokenWords token_;
  AuditWords audit_;
  std::string file_, who_name_;
  bool again_ = false;
  SurveyWords survey_;
  SurveyLinkWords survey_link_;
  std::string name_, id_;
  bool hook_ = false;
  bool failed_ = false;
  std::string measure_, markdown_, a_, b_, reason_, source_, text_, path_, query_, log_kind_, gap_;
  std::vector<std::string> set_;
  size_t limit_ = 100;
  size_t sql_limit_ = 0;
  Output format_ = Output::kTable;
};

}  // namespace sojourn
