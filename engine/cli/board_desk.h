// Boards and segments, asked over the API (api_desk.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "boards/board_shelf.h"
#include "cli/api_desk.h"

namespace sojourn {

class BoardDesk {
 public:
  // `create`: make the folder when it is missing. Errors: those of open_api_desk().
  static Result<BoardDesk> open(const std::string& folder, bool create);

  struct Listed {
    Board board;  // Without its tiles.
    size_t tiles = 0;
  };
  Result<std::vector<Listed>> list();
  Result<Board> find(const std::string& name);
  // Makes or replaces; gives the board as it is kept.
  Result<Board> put(const Board& board);
  Status remove(const std::string& name);

  struct ListedSegment {
    Segment segment;
    std::vector<std::string> used_by;
  };
  Result<std::vector<ListedSegment>> segments();
  Status put_segment(const Segment& segment);
  Status remove_segment(const std::string& name);

 private:
  explicit BoardDesk(std::unique_ptr<ApiDesk> api) : api_(std::move(api)) {}

  std::unique_ptr<ApiDesk> api_;
};

}  // namespace sojourn
