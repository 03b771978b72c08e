#include "cli/command_line.h"

namespace sojourn {

void CommandLine::add_boards() {
  CLI::App* group = app_.add_subcommand("board", "Boards: answers that are shown together");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "list", "All boards, those that are built in last",
                          [this] { return run_board_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "show", "What a board shows: its tiles, or with --format json all of it",
                [this] { return run_board_show(folder_, name_, format_); });
  sub->add_option("name", name_, "Name of the board")->required();
  add_format(sub, format_);
  sub = command(group, "export", "A board as TOML (or as JSON, into FILE.json), to be changed and imported",
                [this] { return run_board_export(folder_, name_, file_); });
  sub->add_option("name", name_, "Name of the board")->required();
  sub->add_option("file", file_, "A new file (default: to the terminal)");
  sub = command(group, "import", "Make boards, or set them anew",
                [this] { return run_board_import(folder_, board_files_); });
  sub->add_option("files", board_files_, "TOML or JSON (docs/formats/board.md)")->required();
  sub->footer("Example: sojourn board export service care.toml && sojourn board import care.toml");
  sub = command(group, "remove", "Remove a board and its shares", [this] { return run_board_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the board")->required();
  sub = command(group, "homes", "The boards that are built in, a first page each",
                [this] { return run_board_homes(format_); });
  add_format(sub, format_);
}

void CommandLine::add_segments() {
  CLI::App* group = app_.add_subcommand("segment", "Filters that have a name: segment(\"loyal\")");
  group->require_subcommand(1);
  CLI::App* sub = command(group, "list", "All segments", [this] { return run_segment_list(folder_, format_); });
  add_format(sub, format_);
  sub = command(group, "set", "Make a segment, or change what it stands for, everywhere",
                [this] { return run_segment_set(folder_, segment_); });
  sub->add_option("name", segment_.name, "Name of the segment")->required();
  sub->add_option("where", segment_.where, "The filter that it stands for (docs/formats/filter.md)")->required();
  sub->add_option("--title", segment_.title, "What people call it");
  sub->add_option("--about", segment_.about, "What it is for");
  sub->footer("Example: sojourn segment set loyal 'did(\"purchase\") >= 2' --title 'Loyal customers'");
  sub = command(group, "remove", "Remove a segment that nothing uses",
                [this] { return run_segment_remove(folder_, name_); });
  sub->add_option("name", name_, "Name of the segment")->required();
}

}  // namespace sojourn
