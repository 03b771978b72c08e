// The wizard that makes a map of a file that nobody described.
#include <unistd.h>

#include <iostream>

#include "base/calendar.h"
#include "base/disk.h"
#include "cli/commands.h"
#include "cli/map_wizard.h"
#include "collect/byte_stream.h"
#include "collect/open_rows.h"
#include "store/store.h"

namespace sojourn {
namespace {

std::string out_path(const MapWords& words) { return words.out.empty() ? file_stem(words.file) + ".toml" : words.out; }

void print_proposal(const MapProposal& proposal) {
  std::vector<std::vector<Value>> rows;
  for (const ColumnProposal& column : proposal.columns) {
    rows.push_back({column.column, column.samples.empty() ? std::string() : column.samples.front(), target_text(column),
                    column.why});
  }
  print_table({"column", "for example", "fills", "because of"}, rows, Output::kTable);
}

}  // namespace

Status run_map(const MapWords& words) {
  const std::string path = out_path(words);
  if (path != "-" && file_exists(path)) return Status::conflict("exists already; name another with --out", path);
  SOJOURN_TRY(const OpenedRows opened, open_rows(words.file, TextFormat{}, open_parquet));
  SOJOURN_TRY(MapProposal proposal, propose_map(*opened.rows, words.file));
  if (!words.source.empty()) proposal.source = words.source;
  if (!words.zone.empty()) {
    SOJOURN_CHECK(Zone::find(words.zone).status());
    proposal.zone = words.zone;
  }
  if (!words.currency.empty()) set_constant(proposal, "currency", words.currency);
  const bool asks = !words.yes && ::isatty(STDIN_FILENO) == 1;
  if (asks) {
    ask_columns(proposal, words.zone.empty(), std::cin, std::cout);
  } else if (path != "-") {
    print_proposal(proposal);
  }
  SOJOURN_CHECK(check_proposal(proposal));
  const std::string text = map_toml(proposal);
  if (path == "-") {
    print_line(text);
    return {};
  }
  SOJOURN_CHECK(write_file_atomic(path, text));
  print_line("map written to " + path);
  print_notice("try it: sojourn import " + words.file + " --map " + path + " --dry-run");
  return {};
}

}  // namespace sojourn
