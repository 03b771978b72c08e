#include "cli/command_line.h"

namespace sojourn {

void CommandLine::add_compare() {
  CLI::App* sub = command("compare", "Compare segments or periods: does a measure differ, or could it be chance?",
                          [this] { return run_compare(folder_, compare_); });
  add_question(sub, compare_.ask);
  sub->remove_option(sub->get_option("--over"));
  sub->get_option("--where")->description("The base: only events that pass this filter");
  sub->add_option("--with", compare_.with, "What is compared with the base: another filter (up to 7, one each)")
      ->allow_extra_args(false);
  sub->add_option("--period", compare_.periods, "Periods instead: FROM..TO, the first is the base")
      ->allow_extra_args(false);
  sub->add_option("--name", compare_.names, "What to call the base, then each of the others")->allow_extra_args(false);
  sub->footer(
      "Examples:\n"
      "  sojourn compare nps --where 'department = \"North\"' --with 'department = \"South\"'\n"
      "  sojourn compare csat --by channel --where 'segment(\"loyal\")' --with 'not segment(\"loyal\")' --name loyal "
      "--name "
      "other\n"
      "  sojourn compare nps --period 2026-01-01..2026-04-01 --period 2026-04-01..2026-07-01\n"
      "proven: the difference is not chance (95 %, adjusted for the number of rows). What cannot be judged says why.");
}

}  // namespace sojourn
