#include "cli/cli.h"

#include <algorithm>
#include <cstdlib>

#include "base/suggest.h"
#include "cli/command_line.h"

namespace sojourn {
namespace {

constexpr const char* kAbout =
    "Sojourn: what your customers live through, on one timeline each.\n"
    "One program, one data folder, no network needed.";

constexpr const char* kExamples =
    "Examples:\n"
    "  sojourn import orders.csv calls.jsonl.gz --zone Europe/Amsterdam\n"
    "  sojourn import olist_*.csv.gz --map samples/maps/olist.toml\n"
    "  sojourn source add web && sojourn key create web\n"
    "  sojourn ask nps --by channel --over month\n"
    "  sojourn ask funnel step='touchpoint = \"visit\"' step='touchpoint = \"purchase\"' within=30d\n"
    "  sojourn who nps --cell column=detractors\n"
    "  sojourn timeline c-17\n"
    "  sojourn serve\n"
    "The data folder is ./sojourn-data, or what --data or SOJOURN_DATA names.";

}  // namespace

CommandLine::CommandLine(const Serve& serve) : serve_(serve), app_(kAbout, "sojourn") {
  app_.footer(kExamples);
  app_.require_subcommand(1);
  app_.set_version_flag("--version", "sojourn " SOJOURN_VERSION);
  app_.add_option("--data", folder_, "Data folder (default: SOJOURN_DATA, else ./sojourn-data)");
  app_.fallthrough();
  add_import();
  add_sources();
  add_maps();
  add_surveys();
  add_rules();
  add_invitations();
  add_boards();
  add_segments();
  add_goals();
  add_decisions();
  add_feedback();
  add_notes();
  add_alerts();
  add_reports();
  add_text();
  add_voice();
  add_ask();
  add_compare();
  add_who();
  add_measures();
  add_people();
  add_record();
  add_accounts();
  add_tokens();
  add_serve();
  add_simulate();
}

// What to say of a first word that is no command; "" : it is one, or there is none.
std::string CommandLine::unknown_command(int argc, char** argv) const {
  std::vector<std::string> names;
  for (const CLI::App* each : app_.get_subcommands(nullptr)) names.push_back(each->get_name());
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--data") {
      ++i;  // Its folder.
    } else if (!word.starts_with("-")) {
      if (std::ranges::find(names, word) != names.end()) return {};
      return "\"" + word + "\" is no command." + did_you_mean(word, names) + " All of them: sojourn --help";
    }
  }
  return {};
}

int CommandLine::run(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::RequiredError& error) {
    if (const std::string unknown = unknown_command(argc, argv); !unknown.empty()) {
      return print_error(Status::invalid(unknown, "words")), 2;
    }
    app_.exit(error);
    return 2;
  } catch (const CLI::ParseError& error) {
    const int code = app_.exit(error);
    return code == 0 ? 0 : 2;
  }
  if (folder_.empty()) {
    const char* from_environment = std::getenv("SOJOURN_DATA");
    folder_ = from_environment != nullptr && *from_environment != '\0' ? from_environment : "sojourn-data";
  }
  const Status status = action_();
  return status.ok() ? 0 : print_error(status);
}

CLI::App* CommandLine::command(const char* name, const char* about, std::function<Status()> action) {
  return command(&app_, name, about, std::move(action));
}

CLI::App* CommandLine::command(CLI::App* group, const char* name, const char* about, std::function<Status()> action) {
  CLI::App* sub = group->add_subcommand(name, about);
  sub->callback([this, action = std::move(action)] { action_ = action; });
  return sub;
}

void CommandLine::add_format(CLI::App* sub, Output& format) {
  const std::map<std::string, Output> names{{"table", Output::kTable}, {"json", Output::kJson}, {"csv", Output::kCsv}};
  sub->add_option("--format", format, "table, json or csv")->transform(CLI::CheckedTransformer(names));
}

void CommandLine::add_simulate() {
  CLI::App* sub = command("simulate", "Write the events of a made-up company, with known truths planted in it",
                          [this] { return run_simulate(simulate_); });
  sub->add_option("--customers", simulate_.customers, "How many customers (default 20000)")
      ->check(CLI::Range(int64_t{1}, int64_t{100'000'000}));
  sub->add_option("--seed", simulate_.seed, "Same seed, same company (default 1)");
  sub->add_option("--out", simulate_.out, "JSON lines file to write")->required();
  sub->add_option("--truth", simulate_.truth, "Also write what was planted, as JSON, to this file");
  sub->footer("Example: sojourn simulate --customers 1000 --out company.jsonl && sojourn import company.jsonl");
}

int run_cli(int argc, char** argv, const Serve& serve) { return CommandLine(serve).run(argc, argv); }

}  // namespace sojourn
