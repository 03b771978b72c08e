// A board: what is shown together, where on a grid of 12 columns, for which period, and to whom.
//
// Format    docs/formats/board.md: JSON, and TOML of the same names. Every fault names its place, "tiles[2].question",
//           and the tile by its id; from TOML the line as well.
// Kept      as documents of the record, kind "board" (board_book.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "boards/json_fields.h"
#include "measure/question.h"
#include "timelines/filter_segments.h"

namespace sojourn {

inline constexpr size_t kBoardBytesMax = size_t{1} << 20;
inline constexpr int kBoardColumns = 12;
inline constexpr int kTileHeightMax = 12;
inline constexpr int kBoardRowsMax = 720;  // 60 tiles of 12 rows, one below the other.
inline constexpr size_t kTilesMax = 60;
inline constexpr size_t kBoardTextMax = 10'000;  // Characters.
inline constexpr size_t kBoardTitleMax = 200;

struct Tile {
  std::string id;     // Unique in its board: letters, digits, - and _.
  bool text = false;  // Shows `words`, and no answer.
  std::string title;  // "" : the measure's own.
  int x = 0, y = 0;   // In columns and rows, from the top left.
  int w = 4, h = 3;
  std::string drawing = "auto";  // How the answer is drawn.
  Question question;             // Without from and to: the board's period. Zone "" : the reader's.
  std::string compare;           // "", "before" (the time before of that length) or "year".
  std::optional<double> target;
  std::string words;  // Paragraphs, "# " headings, "- " lists, **bold**, [words](address).
};
bool operator==(const Tile& a, const Tile& b);

struct Board {
  std::string name;
  std::string title;
  std::string about;
  std::string home;  // "" , or whose first page it is: executive, marketing, service, agent, analyst.
  std::string where;
  std::string period = "90d";
  std::string over;                // How trends are cut; "" : by the period.
  std::vector<std::string> roles;  // Who may see it; empty: all.
  std::vector<Tile> tiles;
  // What the server says of it.
  std::string owner;  // The account that made it; "" : none did.
  int64_t version = 0;
  Micros changed_at = 0;
  std::string changed_by;  // The account that did; "" : nobody was signed in.
  bool built_in = false;

  bool operator==(const Board&) const = default;
};

// Are these the same but for what the server says of them?
bool same_definition(const Board& a, const Board& b);

// Errors: kInvalidArgument, kLimit; `where` is the place. `otherwise`: the name of a board that tells none. What the
// server says of a board is taken as it stands.
Result<Board> parse_board(const boards::Json& json, std::string_view otherwise = {});
Result<Board> parse_board_json(std::string_view text, std::string_view otherwise = {});
// `file` stands in errors, with the line.
Result<Board> parse_board_toml(std::string_view text, const std::string& file, std::string_view otherwise = {});

// Reads back as the same.
boards::Json board_json(const Board& board);
// Reads back as the same but for what the server says of it, which is left out.
std::string board_toml(const Board& board);

// Checks the filter, and every question against the catalogue: measures, parameters, filters, fields to split by.
// Errors: kInvalidArgument, kNotFound, kLimit; `where` is the place, and the message names the tile.
Status check_board_questions(const Board& board, const FindSegment& find);
// The filter of a board, segment or goal: parsed, and bound to a record without events, which finds fields that there
// are not. Errors: kInvalidArgument, `where` is the column.
Status check_board_filter(std::string_view filter, const FindSegment& find);
// A question, whose filters and fields may be of any record. Errors: `where` as in check_question().
Status check_board_question(const Question& question, const FindSegment& find);

}  // namespace sojourn
