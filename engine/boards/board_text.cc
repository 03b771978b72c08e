// A board from JSON and TOML, and back.
#include <algorithm>
#include <array>
#include <set>

#include "answers/question_text.h"
#include "base/limits.h"
#include "boards/board.h"
#include "boards/board_period.h"
#include "boards/definition_toml.h"

namespace sojourn {
namespace {

using boards::Json;
using boards::JsonFields;

constexpr std::array<std::string_view, 6> kHomes{"", "executive", "marketing", "service", "agent", "analyst"};
constexpr std::array<std::string_view, 6> kRoles{"owner", "admin", "analyst", "manager", "agent", "viewer"};
constexpr std::array<std::string_view, 8> kDrawings{"auto",  "figure", "line",   "bars",
                                                    "table", "flow",   "funnel", "cohort"};
constexpr std::array<std::string_view, 3> kComparisons{"", "before", "year"};
constexpr std::array<std::string_view, 2> kKinds{"measure", "text"};
constexpr std::array<std::string_view, 7> kSteps{"", "hour", "day", "week", "month", "quarter", "year"};
constexpr size_t kTileIdMax = 40;
constexpr size_t kAccountMax = 200;
constexpr std::string_view kWhat = "a board";
constexpr std::string_view kReserved = "read";  // POST /v1/boards/read.

bool is_tile_id(const std::string& id) {
  return !id.empty() && id.size() <= kTileIdMax &&
         id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
}

// --- reading

Status read_place(const JsonFields& fields, Tile& tile) {
  for (const char* key : {"x", "y", "w", "h"}) {
    if (!fields.has(key)) return fields.missing(key);
  }
  SOJOURN_CHECK(fields.integer("w", 1, kBoardColumns, tile.w));
  SOJOURN_CHECK(fields.integer("h", 1, kTileHeightMax, tile.h));
  SOJOURN_CHECK(fields.integer("x", 0, kBoardColumns - 1, tile.x));
  SOJOURN_CHECK(fields.integer("y", 0, kBoardRowsMax - 1, tile.y));
  if (tile.x + tile.w > kBoardColumns) {
    return Status::invalid("tile \"" + tile.id + "\" does not fit: x + w is " + std::to_string(tile.x + tile.w) +
                               ", and a board has " + std::to_string(kBoardColumns) + " columns",
                           fields.at("w"));
  }
  return {};
}

Status read_measure(const JsonFields& fields, Tile& tile) {
  if (!fields.has("question")) return fields.missing("question");
  const Json& json = fields["question"];
  Result<Question> question = parse_question(boards::text_of(json));
  if (!question) {
    const Status& fault = question.error();
    return {fault.code(), "tile \"" + tile.id + "\": " + fault.message(),
            fault.where().empty() ? fields.at("question") : fields.at("question") + "." + fault.where()};
  }
  tile.question = *std::move(question);
  if (!JsonFields(json, "").has("zone")) tile.question.zone.clear();
  SOJOURN_CHECK(fields.choice("drawing", kDrawings, tile.drawing));
  SOJOURN_CHECK(fields.choice("compare", kComparisons, tile.compare));
  if (!tile.compare.empty() && !(tile.question.from.empty() && tile.question.to.empty())) {
    return Status::invalid("tile \"" + tile.id + "\" has a time of its own: leave from and to away to compare periods",
                           fields.at("compare"));
  }
  return fields.number("target", tile.target);
}

Result<Tile> read_tile(const Json& json, const std::string& path, size_t index) {
  const JsonFields fields(json, path);
  SOJOURN_CHECK(
      fields.only({"id", "kind", "title", "x", "y", "w", "h", "drawing", "question", "compare", "target", "text"}));
  Tile tile;
  tile.id = "t" + std::to_string(index + 1);
  SOJOURN_CHECK(fields.text("id", kTileIdMax, tile.id));
  if (!is_tile_id(tile.id)) {
    return Status::invalid("1 to " + std::to_string(kTileIdMax) + " letters, digits, - and _ were expected",
                           fields.at("id"));
  }
  std::string kind(fields.has("text") && !fields.has("question") ? "text" : "measure");
  SOJOURN_CHECK(fields.choice("kind", kKinds, kind));
  tile.text = kind == "text";
  SOJOURN_CHECK(fields.text("title", kBoardTitleMax, tile.title));
  SOJOURN_CHECK(read_place(fields, tile));
  for (const char* key : {"question", "compare", "target", "drawing"}) {
    if (tile.text && fields.has(key)) return Status::invalid("a tile of text has none", fields.at(key));
  }
  if (!tile.text && fields.has("text")) return Status::invalid("a tile of a measure has none", fields.at("text"));
  SOJOURN_CHECK(tile.text ? fields.text("text", kBoardTextMax, tile.words) : read_measure(fields, tile));
  return tile;
}

bool overlap(const Tile& a, const Tile& b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

Status read_tiles(const JsonFields& fields, Board& board) {
  SOJOURN_TRY(const Json* const list, fields.list("tiles", kTilesMax));
  if (list == nullptr) return {};
  for (size_t i = 0; i < list->size(); ++i) {
    SOJOURN_TRY(Tile tile, read_tile((*list)[i], fields.at("tiles", i), i));
    for (const Tile& other : board.tiles) {
      if (tile.id == other.id) {
        return Status::invalid("another tile has the id \"" + tile.id + "\" already", fields.at("tiles", i) + ".id");
      }
      if (overlap(tile, other)) {
        return Status::invalid("tile \"" + tile.id + "\" overlaps tile \"" + other.id + "\"", fields.at("tiles", i));
      }
    }
    board.tiles.push_back(std::move(tile));
  }
  return {};
}

Status read_server_facts(const JsonFields& fields, Board& board) {
  SOJOURN_CHECK(fields.text("owner", kAccountMax, board.owner));
  SOJOURN_CHECK(fields.text("changed_by", kAccountMax, board.changed_by));
  if (fields.has("version") && fields["version"].is_number_integer()) board.version = fields["version"].get<int64_t>();
  if (fields.has("built_in") && fields["built_in"].is_boolean()) board.built_in = fields["built_in"].get<bool>();
  if (!fields.has("changed_at") || !fields["changed_at"].is_string()) return {};
  const Result<ParsedTime> time = parse_time(fields["changed_at"].get<std::string>(), Zone());
  if (time) board.changed_at = time->utc;
  return {};
}

// --- writing

Json question_of(const Question& question) {
  Json json = Json::parse(question_json(question));
  if (question.zone.empty()) json.erase("zone");
  return json;
}

Json tile_json(const Tile& tile) {
  Json json{{"id", tile.id}, {"kind", tile.text ? "text" : "measure"}, {"title", tile.title}};
  json["x"] = tile.x;
  json["y"] = tile.y;
  json["w"] = tile.w;
  json["h"] = tile.h;
  if (tile.text) {
    json["text"] = tile.words;
    return json;
  }
  json["drawing"] = tile.drawing;
  json["question"] = question_of(tile.question);
  json["compare"] = tile.compare;
  if (tile.target) json["target"] = boards::number_json(*tile.target);
  return json;
}

Json definition_json(const Board& board) {
  Json json{{"name", board.name},   {"title", board.title},   {"about", board.about}, {"home", board.home},
            {"where", board.where}, {"period", board.period}, {"over", board.over}};
  json["roles"] = board.roles;
  json["tiles"] = Json::array();
  for (const Tile& each : board.tiles) json["tiles"].push_back(tile_json(each));
  return json;
}

}  // namespace

Result<Board> parse_board(const Json& json, std::string_view otherwise) {
  const JsonFields fields(json, "");
  SOJOURN_CHECK(fields.only({"name", "title", "about", "home", "where", "period", "over", "roles", "tiles", "owner",
                             "version", "changed_at", "changed_by", "built_in"}));
  Board board;
  board.name = otherwise;
  SOJOURN_CHECK(fields.text("name", kBoardTitleMax, board.name));
  SOJOURN_CHECK(boards::check_board_name(board.name, "name"));
  if (board.name == kReserved) return Status::invalid("\"read\" is an address already: choose another", "name");
  board.title = board.name;
  SOJOURN_CHECK(fields.text("title", kBoardTitleMax, board.title));
  if (board.title.empty()) return Status::invalid("must not be empty", "title");
  SOJOURN_CHECK(fields.text("about", kBoardTextMax, board.about));
  SOJOURN_CHECK(fields.choice("home", kHomes, board.home));
  SOJOURN_CHECK(fields.text("where", limits::kFilterBytesMax, board.where));
  SOJOURN_CHECK(fields.text("period", kBoardTitleMax, board.period));
  if (const Result<BoardPeriod> period = find_board_period(board.period); !period) return period.error();
  SOJOURN_CHECK(fields.choice("over", kSteps, board.over));
  SOJOURN_CHECK(fields.choices("roles", kRoles, board.roles));
  SOJOURN_CHECK(read_tiles(fields, board));
  SOJOURN_CHECK(read_server_facts(fields, board));
  return board;
}

Result<Board> parse_board_json(std::string_view text, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, kWhat, kBoardBytesMax));
  return parse_board(json, otherwise);
}

Result<Board> parse_board_toml(std::string_view text, const std::string& file, std::string_view otherwise) {
  SOJOURN_TRY(const boards::TomlDefinition toml, boards::parse_definition_toml(text, file, kWhat, kBoardBytesMax));
  Result<Board> board = parse_board(toml.json, otherwise);
  if (!board) return toml.located(std::move(board).error());
  return board;
}

Json board_json(const Board& board) {
  Json json = definition_json(board);
  json["owner"] = board.owner;
  json["version"] = board.version;
  json["changed_at"] = board.changed_at == 0 ? Json(nullptr) : Json(format_time(board.changed_at));
  json["changed_by"] = board.changed_by;
  json["built_in"] = board.built_in;
  return json;
}

std::string board_toml(const Board& board) { return boards::definition_toml(definition_json(board)); }

}  // namespace sojourn
