// What each subcommand does, with its words already parsed. Each prints its result and returns ok, or the reason why
// not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/cli.h"
#include "cli/terminal.h"
#include "cli/workplace.h"
#include "measure/fold.h"
#include "measure/question.h"

namespace sojourn {

// --- import_commands.cc
struct ImportWords {
  std::vector<std::string> files;
  std::string map;
  std::string source;
  std::string zone;
  bool dry_run = false;
  bool strict = false;
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
  Format format = Format::kTable;
  std::vector<std::string> step_values;  // --step: values of the parameter `step`.
};
struct WhoWords {
  AskWords ask;
  std::vector<std::string> cell;  // name=value; column=NAME names the count
  size_t limit = 100;
  size_t offset = 0;
};
Status run_ask(const std::string& folder, const AskWords& words);
Status run_who(const std::string& folder, const WhoWords& words);
Status run_measures(const std::string& id, const std::string& markdown_folder, Format format);

// --- people_commands.cc
struct TimelineWords {
  std::string customer;
  std::string from;
  std::string to;
  std::string zone = "UTC";
  size_t limit = 1000;
  size_t offset = 0;
  Format format = Format::kTable;
};
Status run_timeline(const std::string& folder, const TimelineWords& words);
Status run_link(const std::string& folder, const std::string& a, const std::string& b, const std::string& reason);
Status run_unlink(const std::string& folder, const std::string& a, const std::string& b);
Status run_links(const std::string& folder, const std::string& of, Format format);

// --- record_commands.cc
Status run_rejects(const std::string& folder, const std::string& source, size_t limit, Format format);
Status run_sql(const std::string& folder, const std::string& text, size_t limit, Format format);
Status run_export(const std::string& folder, const std::string& path, const std::string& query);
Status run_stages(const std::string& folder, const std::vector<std::string>& set, Format format);
Status run_status(const std::string& folder, Format format);
Status run_rebuild(const std::string& folder);

// --- serve_commands.cc
Status run_serve(const std::string& folder, const ServeWords& words, const Serve& serve);

}  // namespace sojourn
