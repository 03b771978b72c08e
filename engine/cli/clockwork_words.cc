#include "cli/command_line.h"

namespace sojourn {
namespace {

void add_alert_options(CLI::App* sub, AlertWords& words) {
  sub->add_option("measure", words.ask.question.measure, "A measure (sojourn measures lists them)")->required();
  sub->add_option("parameters", words.ask.assignments, "Parameters, name=value");
  sub->add_option("--where", words.ask.question.where, "Only events that pass this filter (docs/formats/filter.md)");
  sub->add_option("--zone", words.ask.question.zone, "Time zone of the days (default UTC)");
  CLI::Option_group* when = sub->add_option_group("when", "When it fires");
  when->add_option("--below", words.below, "Below this value");
  when->add_option("--above", words.above, "Above this value");
  when->add_flag("--falls", words.falls, "When it has provably fallen, against as many days before");
  when->add_flag("--rises", words.rises, "When it has provably risen");
  when->require_option(1);
  sub->add_option("--least-change", words.by,
                  "Of --falls and --rises: by so much at least (default: any proven change)");
  sub->add_option("--period", words.period, "The last so many days: 1d to 400d (default 30d)");
  sub->add_option("--least-n", words.least_n, "Below so many answers nothing is judged (default 30)");
}

}  // namespace

void CommandLine::add_alerts() {
  CLI::App* group = app_.add_subcommand("alert", "Who is told when a measure passes a threshold, or provably changes");
  group->require_subcommand(1);
  CLI::App* sub =
      command(group, "set", "Make an alert, or set it anew", [this] { return run_alert_set(folder_, alert_); });
  sub->add_option("name", alert_.name, "Name of the alert")->required();
  add_alert_options(sub, alert_);
  sub->add_option("--mail", alert_.mail, "Who is told (repeat it for more)")->allow_extra_args(false);
  sub->add_flag("--webhook", alert_.webhook, "Tell the webhook too (sojourn mail set webhook_url=...)");
  sub->add_option("--title", alert_.title, "What people call it");
  sub->add_flag("--disabled", alert_.disabled, "Keep it, but do not look");
  sub->footer(
      "Examples:\n"
      "  sojourn alert set web-nps nps --below 30 --where 'channel = \"web\"' --mail anna@example.com\n"
      "  sojourn alert set csat-falls csat --falls --least-change 5 --period 7d --mail anna@example.com --webhook\n"
      "It is looked at while sojourn serve runs; sojourn alert try MEASURE ... says how often it would have fired.");
  sub = command(group, "try", "How often it would have fired in the last 90 days; keeps nothing",
                [this] { return run_alert_try(folder_, alert_, format_); });
  add_alert_options(sub, alert_);
  add_format(sub, format_);
  sub->footer("Example: sojourn alert try nps --below 30 --period 7d");
  sub = command(group, "list", "All alerts, and how each stands", [this] { return run_alert_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "show", "One alert as JSON", [this] { return run_alert_show(folder_, name_); });
  sub->add_option("name", name_, "Name of the alert")->required();
  sub =
      command(group, "snooze", "Tell nobody for a while", [this] { return run_alert_snooze(folder_, name_, until_); });
  sub->add_option("name", name_, "Name of the alert")->required();
  sub->add_option("until", until_, "A length (2d), a time (2026-12-01), or off: they are told again")->required();
  sub->footer("Examples:\n  sojourn alert snooze web-nps 2d\n  sojourn alert snooze web-nps off");
  sub = command(group, "history", "How it stood, the newest first, and who was told",
                [this] { return run_alert_history(folder_, name_, format_); });
  sub->add_option("name", name_, "Name of the alert")->required();
  add_format(sub, format_);
  sub =
      command(group, "remove", "Remove an alert and its history", [this] { return run_alert_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the alert")->required();
}

void CommandLine::add_reports() {
  CLI::App* group = app_.add_subcommand("report", "Boards that go out by mail, each day, week or month");
  group->require_subcommand(1);
  CLI::App* sub =
      command(group, "set", "Make a report, or set it anew", [this] { return run_report_set(folder_, report_); });
  sub->add_option("name", report_.name, "Name of the report")->required();
  sub->add_option("board", report_.board, "Name of the board (sojourn board list)")->required();
  sub->add_option("--to", report_.to, "Who gets it (repeat it for more)")->required()->allow_extra_args(false);
  sub->add_option("--every", report_.every, "day, week (default) or month");
  sub->add_option("--at", report_.at, "Time of day (default 07:00)");
  sub->add_option("--zone", report_.zone, "Time zone (default UTC)");
  sub->add_option("--weekday", report_.weekday, "Of each week: mon (default) to sun");
  sub->add_option("--day", report_.day, "Of each month: 1 (default) to 31; a shorter month has its last day");
  sub->add_option("--attach", report_.attach, "xlsx or csv: a file for each tile (repeat it for both)")
      ->allow_extra_args(false);
  sub->add_option("--language", report_.language, "en, nl, de, ru or zh (default: its maker's)");
  sub->add_option("--title", report_.title, "Title of the letter (default: that of the board)");
  sub->add_flag("--disabled", report_.disabled, "Keep it, but send nothing");
  sub->footer(
      "Example: sojourn report set weekly executive --to anna@example.com --every week --weekday mon --at 07:00 "
      "--zone Europe/Amsterdam --attach xlsx\n"
      "It goes out while sojourn serve runs; sojourn report send NAME sends it now.");
  sub = command(group, "list", "All reports: when next, and what became of the last",
                [this] { return run_report_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "show", "One report as JSON", [this] { return run_report_show(folder_, name_); });
  sub->add_option("name", name_, "Name of the report")->required();
  sub = command(group, "send", "Send it now, to its readers or to those that are named",
                [this] { return run_report_send(folder_, report_.name, report_.to); });
  sub->add_option("name", report_.name, "Name of the report")->required();
  sub->add_option("--to", report_.to, "Only to these (repeat it for more)")->allow_extra_args(false);
  sub->footer("Example: sojourn report send weekly --to me@example.com");
  sub = command(group, "remove", "Remove a report", [this] { return run_report_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the report")->required();
}

}  // namespace sojourn
