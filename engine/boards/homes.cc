#include "boards/homes.h"

#include "base/assert.h"

namespace sojourn {
namespace {

std::vector<std::shared_ptr<const Board>> read_homes() {
  std::vector<std::shared_ptr<const Board>> homes;
  for (const HomeText& each : home_texts()) {
    Result<Board> board = parse_board_toml(each.toml, std::string(each.name) + ".toml", each.name);
    SOJOURN_ASSERT(board.has_value(), "a built-in home can be read");
    board->home = each.name;
    board->built_in = true;
    board->version = 1;
    homes.push_back(std::make_shared<const Board>(*std::move(board)));
  }
  return homes;
}

}  // namespace

std::span<const std::shared_ptr<const Board>> built_in_homes() {
  static const std::vector<std::shared_ptr<const Board>> kHomes = read_homes();
  return kHomes;
}

}  // namespace sojourn
