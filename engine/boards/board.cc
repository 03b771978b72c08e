#include "boards/board.h"

#include "answers/asker.h"
#include "answers/bound_question.h"
#include "answers/question_text.h"
#include "measure/splitter.h"
#include "timelines/columns.h"
#include "timelines/filter.h"
#include "timelines/merged.h"

namespace sojourn {

bool operator==(const Tile& a, const Tile& b) {
  const auto place = [](const Tile& tile) { return std::tuple(tile.x, tile.y, tile.w, tile.h); };
  const auto words = [](const Tile& tile) {
    return std::tie(tile.id, tile.text, tile.title, tile.drawing, tile.compare, tile.target, tile.words);
  };
  return place(a) == place(b) && words(a) == words(b) && question_json(a.question) == question_json(b.question);
}

bool same_definition(const Board& a, const Board& b) {
  Board other = b;
  other.owner = a.owner;
  other.version = a.version;
  other.changed_at = a.changed_at;
  other.changed_by = a.changed_by;
  other.built_in = a.built_in;
  return a == other;
}

Status check_board_filter(std::string_view filter, const FindSegment& find) {
  SOJOURN_TRY(const std::string expanded, expand_segments(filter, find));
  SOJOURN_TRY(const Filter parsed, Filter::parse(expanded));
  const MergedSnapshot nothing(Columns(), {}, {});
  FilterContext context;
  context.partial = true;
  return bind_filter(parsed, nothing, context).status();
}

Status check_board_question(const Question& question, const FindSegment& find) {
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(question.measure));
  SOJOURN_TRY(Question expanded, with_segments(question, find));
  if (expanded.zone.empty()) expanded.zone = "UTC";
  SOJOURN_CHECK(check_question(*definition, expanded));
  if (Status where = check_board_filter(question.where, find); !where.ok()) return std::move(where).within("where");
  // Traits are what customers happen to have; all else is known beforehand.
  std::erase_if(expanded.by, [](const std::string& name) {
    return name.starts_with("customer.") || name.starts_with("first.") || name.starts_with("properties.");
  });
  const MergedSnapshot nothing(Columns(), {}, {});
  return Splitter::bind(expanded, nothing, Zone()).status();
}

Status check_board_questions(const Board& board, const FindSegment& find) {
  if (Status where = check_board_filter(board.where, find); !where.ok()) return std::move(where).within("where");
  for (size_t i = 0; i < board.tiles.size(); ++i) {
    const Tile& tile = board.tiles[i];
    if (tile.text) continue;
    const Status status = check_board_question(tile.question, find);
    if (status.ok()) continue;
    const std::string at = "tiles[" + std::to_string(i) + "].question";
    return {status.code() == StatusCode::kNotFound ? StatusCode::kInvalidArgument : status.code(),
            "tile \"" + tile.id + "\": " + status.message(), status.where().empty() ? at : at + "." + status.where()};
  }
  return {};
}

}  // namespace sojourn
