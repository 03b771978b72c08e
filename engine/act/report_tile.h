// A tile of a report: its figure or table as HTML and as text.
#pragma once

#include <string>

#include "act/words.h"
#include "boards/board_answers.h"

namespace sojourn {

struct TileText {
  std::string html;
  std::string text;
};

std::string tile_title(const Tile& tile, const Words& words);
// `attached`: the rows that are left out stand in a file.
TileText answer_tile(const Tile& tile, const TileAnswer& answer, bool attached, const Words& words);
// Of a tile of words: paragraphs, headings, lists, bold, links.
TileText words_tile(const Tile& tile);

}  // namespace sojourn
