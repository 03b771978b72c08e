#include "cli/command_line.h"

namespace sojourn {

void CommandLine::add_rules() {
  CLI::App* group = app_.add_subcommand("rule", "Rules of invitations: after what, when, and how customers are asked");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "add", "Make a rule, or set it anew", [this] { return run_rule_add(folder_, file_); });
  sub->add_option("file", file_, "JSON or TOML (docs/formats/rule.md)")->required();
  sub = command(group, "try", "What a rule would have done in the last 30 days; changes nothing",
                [this] { return run_rule_try(folder_, file_, format_); });
  sub->add_option("file", file_, "JSON or TOML (docs/formats/rule.md)")->required();
  add_format(sub, format_);
  sub = command(group, "list", "All rules, and what each did", [this] { return run_rule_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "show", "One rule, as JSON", [this] { return run_rule_show(folder_, name_); });
  sub->add_option("name", name_, "Name of the rule")->required();
  for (const bool enable : {false, true}) {
    sub = command(group, enable ? "enable" : "disable", enable ? "Invite again" : "Plan and send nothing",
                  [this, enable] { return run_rule_enable(folder_, name_, enable); });
    sub->add_option("name", name_, "Name of the rule")->required();
  }
  sub = command(group, "remove", "Remove a rule; what it planned is not sent",
                [this] { return run_rule_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the rule")->required();
}

void CommandLine::add_invitations() {
  CLI::App* sub = command("invitations", "Invitations, the newest first, and what became of them",
                          [this] { return run_invitations(folder_, invitations_, format_); });
  sub->add_option("--state", invitations_.state, "planned, due, sending, sent, answered, failed or skipped");
  sub->add_option("--rule", invitations_.rule, "Only of this rule");
  sub->add_option("--limit", invitations_.limit, "At most so many");
  sub->add_option("--offset", invitations_.offset, "Leave out the first so many");
  sub->add_flag("--run", invitations_.run, "First plan and send what is due, once; a server does this by itself");
  add_format(sub, format_);

  sub = command("unsubscribe", "Send somebody no more invitations; without a name, lists them",
                [this] { return run_unsubscribe(folder_, who_name_, again_, format_); });
  sub->add_option("who", who_name_, "c-17, email:a@example.com, phone:+31...");
  sub->add_flag("--undo", again_, "Invite them again");
  add_format(sub, format_);

  CLI::App* group = app_.add_subcommand("mail", "How invitations leave: mail server, webhook, SMS service");
  group->require_subcommand(1);
  sub = command(group, "set", "Set some of it; an empty value takes one away",
                [this] { return run_mail_set(folder_, set_); });
  sub->add_option("settings", set_, "name=value (docs/guides/invitations.md)")->required();
  sub->footer(
      "Example: sojourn mail set host=mail.example.com 'from=Shop <ask@example.com>' "
      "base_url=https://ask.example.com");
  sub = command(group, "show", "All of it, without secrets", [this] { return run_mail_show(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "test", "Send one letter", [this] { return run_mail_test(folder_, who_name_); });
  sub->add_option("to", who_name_, "An e-mail address")->required();
}

void CommandLine::add_surveys() {
  CLI::App* group = app_.add_subcommand("survey", "Surveys of our own, and signed links to them");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "add", "Make a survey from a definition or a template, or define it anew",
                          [this] { return run_survey_add(folder_, survey_); });
  sub->add_option("file", survey_.file, "JSON or TOML (docs/formats/survey.md)");
  sub->add_option("--template", survey_.from_template, "after-delivery, ces, csat, experience, nps or stars");
  sub->add_option("--name", survey_.name, "Its name in addresses (default: the definition's, else the file's)");
  sub->add_flag("--open", survey_.open, "Anybody who has the address may answer");
  sub->footer("Example: sojourn survey add --template nps --name loyalty");
  sub = command(group, "list", "All surveys", [this] { return run_survey_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "show", "One survey, as JSON", [this] { return run_survey_show(folder_, name_); });
  sub->add_option("name", name_, "Name of the survey")->required();
  sub = command(group, "remove", "Remove a survey; its answers stay",
                [this] { return run_survey_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the survey")->required();
  sub = command(group, "link", "Print signed links for one person: the page, and one click for each score",
                [this] { return run_survey_link(folder_, survey_link_, format_); });
  sub->add_option("name", survey_link_.survey, "Name of the survey")->required();
  sub->add_option("--who", survey_link_.who, "c-17, email:a@example.com, phone:+31...")->required();
  sub->add_option("--about", survey_link_.about, "order:o-17, call:9, touchpoint:visit, or an event's id");
  sub->add_option("--invitation", survey_link_.invitation, "Answers to one invitation are one response");
  sub->add_option("--language", survey_link_.language, "Language of the page (default: the browser's)");
  sub->add_option("--valid", survey_link_.valid, "How long from now (default 90d)");
  sub->add_option(
      "--base", survey_link_.base,
      "Address of the server, as recipients reach it (default: base_url of sojourn mail, else the server's own)");
  add_format(sub, format_);
}

}  // namespace sojourn
