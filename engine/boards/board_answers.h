// What a board shows: a question a tile, asked in one go over one snapshot.
//
// Filters   the board's, what the reader adds, and what the reader may see are joined: all of them must hold. Each is
//           read by itself first, so that no bracket in one of them can close another's.
// Times     a question without from and to takes the period, the board's or the reader's; one without a zone the
//           reader's. A tile that is drawn as a line is cut by `over`, where the measure can be and the tile does not
//           say.
// Cost      that of the questions; each is answered from the state cache where it can be.
// Threads   any number at once.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "answers/asker.h"
#include "boards/board.h"

namespace sojourn {

// What the reader of a board chooses, and may see.
struct BoardReading {
  std::string period;  // "" : the board's.
  std::string where;   // What the reader adds; its faults are the reader's.
  std::string scope;   // What the reader may see; "" : everything.
  std::string zone;    // "" : UTC.
};

struct TileQuestion {
  size_t tile = 0;  // Index among the board's.
  Question question;
  std::optional<Question> compared;
  Status fault;  // Why it cannot be asked at all: it must not be, for its filters are not joined.
};

struct TileAnswer {
  size_t tile = 0;
  Question question;  // As asked.
  Result<Answer> answer;
  std::optional<Result<Answer>> compared;
};

// All of the tiles that ask. `newest`: Asker::newest(). Errors: kInvalidArgument; `where` is period, zone or where.
Result<std::vector<TileQuestion>> board_questions(const Board& board, const BoardReading& reading, Micros newest,
                                                  const FindSegment& find);
// Errors: those of board_questions(); kCancelled. What is wrong with one tile is that tile's.
Result<std::vector<TileAnswer>> ask_board(const Board& board, const BoardReading& reading, const Asker& asker,
                                          const std::atomic<bool>* cancelled = nullptr);

// A filter that passes what passes both. Errors: kInvalidArgument of the one that cannot be read, kLimit.
Result<std::string> both_filters(const std::string& a, const std::string& b, const FindSegment& find);

}  // namespace sojourn
