// Where boards and segments are kept: in the data folder, or over HTTP at the server that holds it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "boards/board_shelf.h"

namespace sojourn {

class BoardDesk {
 public:
  virtual ~BoardDesk() = default;
  // `tiles` may be left out by a server: their count is beside them.
  struct Listed {
    Board board;
    size_t tiles = 0;
  };
  virtual Result<std::vector<Listed>> list() = 0;
  virtual Result<Board> find(const std::string& name) = 0;
  // Makes or replaces; gives the board as it is kept.
  virtual Result<Board> put(const Board& board) = 0;
  virtual Status remove(const std::string& name) = 0;

  struct ListedSegment {
    Segment segment;
    std::vector<std::string> used_by;
  };
  virtual Result<std::vector<ListedSegment>> segments() = 0;
  virtual Status put_segment(const Segment& segment) = 0;
  virtual Status remove_segment(const std::string& name) = 0;
};

// `create`: make the folder when it is missing. Errors: those of Store::open, but for a server that can be asked.
Result<std::unique_ptr<BoardDesk>> open_board_desk(const std::string& folder, bool create);

}  // namespace sojourn
