#include "cli/command_line.h"

namespace sojourn {
namespace {

// The measure, and what it is asked with.
void add_measure(CLI::App* sub, AskWords& words) {
  sub->add_option("measure", words.question.measure, "A measure (sojourn measures lists them)")->required();
  sub->add_option("parameters", words.assignments, "Parameters, name=value");
  sub->add_option("--where", words.question.where, "Only events that pass this filter (docs/formats/filter.md)");
}

}  // namespace

void CommandLine::add_goals() {
  CLI::App* group =
      app_.add_subcommand("goal", "What measures should reach, how far they are, and when they get there");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "list", "All goals: distance, slope a month, and the day on which it is on course",
                          [this] { return run_goal_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "set", "Make a goal, or set it anew", [this] { return run_goal_set(folder_, goal_); });
  sub->add_option("name", goal_.name, "Name of the goal")->required();
  add_measure(sub, goal_.ask);
  sub->add_option("--value", goal_.value, "The value to reach")->required();
  sub->add_option("--by", goal_.by, "By this day");
  sub->add_option("--better", goal_.better, "up or down (default: the measure's own)");
  sub->add_option("--period", goal_.period, "What counts as now: 7d, 30d, 90d (default), 12m, 24m, all");
  sub->add_option("--title", goal_.title, "What people call it");
  sub->footer("Example: sojourn goal set nps-50 nps --value 50 --by 2027-12-31");
  sub = command(group, "remove", "Remove a goal", [this] { return run_goal_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the goal")->required();
}

void CommandLine::add_decisions() {
  CLI::App* group =
      app_.add_subcommand("decision", "Decisions with their day, and what a measure did before and after");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "list", "All decisions: before, after, and whether the difference is proven",
                          [this] { return run_decision_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "set", "Write a decision down, or set it anew",
                [this] { return run_decision_set(folder_, decision_); });
  sub->add_option("name", decision_.name, "Name of the decision")->required();
  add_measure(sub, decision_.ask);
  sub->add_option("--at", decision_.at, "The day from which it holds")->required();
  sub->add_option("--days", decision_.days, "So many days before are compared with as many after (default 30)");
  sub->add_option("--zone", decision_.ask.question.zone, "Time zone of the days (default UTC)");
  sub->add_option("--title", decision_.title, "What was decided");
  sub->footer(
      "Example: sojourn decision set evenings csat --at 2026-05-01 --where 'channel = \"call\"' --title 'Calls are "
      "answered in the evening'");
  sub = command(group, "remove", "Remove a decision", [this] { return run_decision_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the decision")->required();
}

}  // namespace sojourn
