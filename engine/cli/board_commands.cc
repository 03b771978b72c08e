#include "answers/question_text.h"
#include "base/disk.h"
#include "base/text.h"
#include "boards/homes.h"
#include "cli/board_desk.h"
#include "cli/commands.h"

namespace sojourn {
namespace {

// "boards/Care.toml" -> "care".
std::string name_of(const std::string& file) {
  std::string name = lower_ascii(file_name(file));
  name = name.substr(0, name.rfind('.'));
  for (char& c : name) {
    if (c == ' ' || c == '.') c = '-';
  }
  return name;
}

Result<Board> read_board(const std::string& file) {
  SOJOURN_TRY(const std::string text, read_file(file));
  if (!lower_ascii(file).ends_with(".json")) return parse_board_toml(text, file, name_of(file));
  Result<Board> board = parse_board_json(text, name_of(file));
  if (!board) return std::move(board).error().within(file);
  return board;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& each : words) text += (text.empty() ? "" : ", ") + each;
  return text;
}

std::vector<Value> row_of(const Board& board, size_t tiles) {
  return {board.name,
          board.title,
          board.home,
          board.period,
          static_cast<int64_t>(tiles),
          joined(board.roles),
          board.built_in ? std::string("built in") : board.owner};
}

const std::vector<std::string> kListColumns{"board", "title", "home", "period", "tiles", "roles", "owner"};

std::string tiles_word(size_t count) { return std::to_string(count) + (count == 1 ? " tile" : " tiles"); }

}  // namespace

Status run_board_list(const std::string& folder, Output format) {
  SOJOURN_TRY(BoardDesk desk, BoardDesk::open(folder, false));
  SOJOURN_TRY(const std::vector<BoardDesk::Listed> boards, desk.list());
  std::vector<std::vector<Value>> rows;
  for (const BoardDesk::Listed& each : boards) rows.push_back(row_of(each.board, each.tiles));
  print_table(kListColumns, rows, format);
  return {};
}

Status run_board_show(const std::string& folder, const std::string& name, Output format) {
  SOJOURN_TRY(BoardDesk desk, BoardDesk::open(folder, false));
  SOJOURN_TRY(const Board board, desk.find(name));
  if (format == Output::kJson) {
    print_line(board_json(board).dump(2, ' ', false, boards::Json::error_handler_t::replace));
    return {};
  }
  std::vector<std::vector<Value>> rows;
  for (const Tile& tile : board.tiles) {
    rows.push_back({tile.id, std::to_string(tile.x) + "," + std::to_string(tile.y),
                    std::to_string(tile.w) + "x" + std::to_string(tile.h),
                    tile.text ? std::string("text") : tile.drawing,
                    tile.text ? tile.words : question_command(tile.question)});
  }
  print_table({"tile", "at", "size", "drawing", "shows"}, rows, format);
  return {};
}

Status run_board_export(const std::string& folder, const std::string& name, const std::string& file) {
  SOJOURN_TRY(BoardDesk desk, BoardDesk::open(folder, false));
  SOJOURN_TRY(const Board board, desk.find(name));
  const bool json = lower_ascii(file).ends_with(".json");
  const std::string text =
      json ? board_json(board).dump(2, ' ', false, boards::Json::error_handler_t::replace) + "\n" : board_toml(board);
  if (file.empty()) {
    print_line(trim_end(text));
    return {};
  }
  if (file_exists(file)) return Status::conflict("the file exists already; name another or remove it", file);
  SOJOURN_CHECK(write_file_atomic(file, text));
  print_notice("written to " + file + "; sojourn board import " + shell_word(file) + " sets the board anew");
  return {};
}

Status run_board_import(const std::string& folder, const std::vector<std::string>& files) {
  // All are read before the first is kept.
  std::vector<Board> boards;
  for (const std::string& file : files) {
    SOJOURN_TRY(Board board, read_board(file));
    boards.push_back(std::move(board));
  }
  SOJOURN_TRY(BoardDesk desk, BoardDesk::open(folder, true));
  for (size_t i = 0; i < boards.size(); ++i) {
    Result<Board> kept = desk.put(boards[i]);
    if (!kept) return std::move(kept).error().within(files[i]);
    print_line("board \"" + kept->name + "\" is " + (kept->version == 1 ? "there" : "set anew") + ": " +
               tiles_word(kept->tiles.size()) + ", version " + std::to_string(kept->version));
  }
  return {};
}

Status run_board_remove(const std::string& folder, const std::string& name) {
  SOJOURN_TRY(BoardDesk desk, BoardDesk::open(folder, false));
  SOJOURN_CHECK(desk.remove(name));
  print_line("board \"" + name + "\" is gone, and its shares with it");
  return {};
}

Status run_board_homes(Output format) {
  std::vector<std::vector<Value>> rows;
  for (const auto& each : built_in_homes()) {
    rows.push_back({each->name, each->title, tiles_word(each->tiles.size()), each->about});
  }
  print_table({"home", "title", "tiles", "about"}, rows, format);
  if (format == Output::kTable) {
    print_notice(
        "to have one of your own: sojourn board export service care.toml, change name and tiles, keep home = "
        "\"service\", sojourn board import care.toml");
  }
  return {};
}

Status run_segment_list(const std::string& folder, Output format) {
  SOJOURN_TRY(BoardDesk desk, BoardDesk::open(folder, false));
  SOJOURN_TRY(const std::vector<BoardDesk::ListedSegment> segments, desk.segments());
  std::vector<std::vector<Value>> rows;
  for (const BoardDesk::ListedSegment& each : segments) {
    rows.push_back({each.segment.name, each.segment.title, each.segment.where, joined(each.used_by)});
  }
  print_table({"segment", "title", "where", "used by"}, rows, format);
  return {};
}

Status run_segment_set(const std::string& folder, const SegmentWords& words) {
  SOJOURN_TRY(const Segment segment,
              parse_segment(boards::text_of(segment_json({words.name, words.title, words.about, words.where}))));
  SOJOURN_TRY(BoardDesk desk, BoardDesk::open(folder, true));
  SOJOURN_CHECK(desk.put_segment(segment));
  print_line("segment(\"" + segment.name + "\") stands for " + segment.where);
  return {};
}

Status run_segment_remove(const std::string& folder, const std::string& name) {
  SOJOURN_TRY(BoardDesk desk, BoardDesk::open(folder, false));
  SOJOURN_CHECK(desk.remove_segment(name));
  print_line("segment \"" + name + "\" is gone");
  return {};
}

}  // namespace sojourn
