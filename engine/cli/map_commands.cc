// The wizard that makes a map of a file that nobody described; maps that are saved.
#include <unistd.h>

#include <iostream>

#include "base/calendar.h"
#include "base/disk.h"
#include "cli/commands.h"
#include "cli/map_desk.h"
#include "cli/map_wizard.h"
#include "collect/byte_stream.h"
#include "collect/map.h"
#include "collect/open_rows.h"
#include "store/store.h"

namespace sojourn {
namespace {

constexpr std::string_view kMapEnding = ".toml";

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
  if (words.file.empty()) {
    return Status::invalid("name a file to make a map of (or: sojourn map list, show, save, rm)", "file");
  }
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
  print_notice("try it: sojourn import " + shell_word(words.file) + " --map " + shell_word(path) + " --dry-run");
  return {};
}

Status run_map_list(const std::string& folder, Output format) {
  SOJOURN_TRY(MapDesk desk, MapDesk::open(folder, "sojourn map", false));
  SOJOURN_TRY(const std::vector<SavedMap> maps, desk.list());
  std::vector<std::vector<Value>> rows;
  for (const SavedMap& map : maps) rows.push_back({map.name, map.source, TimeValue{map.changed_at}});
  print_table({"map", "source", "changed"}, rows, format);
  return {};
}

Status run_map_show(const std::string& folder, const std::string& name) {
  SOJOURN_TRY(MapDesk desk, MapDesk::open(folder, "sojourn map", false));
  SOJOURN_TRY(const SavedMap map, desk.find(name));
  print_line(map.toml);
  return {};
}

Status run_map_save(const std::string& folder, const std::string& file, const std::string& name) {
  SOJOURN_TRY(const std::string text, read_file(file));
  // A map that is wrong makes no folder.
  SOJOURN_CHECK(parse_map(text, file).status());
  SOJOURN_TRY(MapDesk desk, MapDesk::open(folder, "sojourn map", true));
  std::string saved = name;
  if (saved.empty()) {
    saved = file_stem(file);
    if (saved.ends_with(kMapEnding)) saved.resize(saved.size() - kMapEnding.size());
  }
  SOJOURN_CHECK(desk.put(saved, text));
  print_line("map " + saved + " saved");
  print_notice("use it: sojourn import FILE --map " + shell_word(saved));
  return {};
}

Status run_map_remove(const std::string& folder, const std::string& name) {
  SOJOURN_TRY(MapDesk desk, MapDesk::open(folder, "sojourn map", false));
  SOJOURN_CHECK(desk.remove(name));
  print_line("map " + name + " removed");
  return {};
}

}  // namespace sojourn
