// The boards that there are: those of the record, kind "board", and the homes that are built in.
//
// Built in  executive, marketing, service, agent, analyst: shown while no board of the record is that home. They cannot
//           be changed, and their names cannot be taken.
// Versions  every change counts a board's version up, so that nobody overwrites what they have not seen.
// Threads   any number; look-ups do not wait for changes on disk.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boards/board.h"
#include "boards/document_book.h"

namespace sojourn {

inline constexpr size_t kBoardsMax = 1000;

class BoardBook {
 public:
  using Pointer = std::shared_ptr<const Board>;

  // `store` is borrowed. Errors: kCorruption.
  static Result<std::unique_ptr<BoardBook>> open(Store& store);

  // By name, those that are built in last.
  std::vector<Pointer> list() const;
  // Errors: kNotFound, with near names.
  Result<Pointer> find(std::string_view name) const;
  // The first page of those people: of the record, else built in. Errors: kNotFound.
  Result<Pointer> home(std::string_view home) const;

  // What must hold of the board that is there, for a change to be made.
  struct Expected {
    bool none = false;               // That there is none.
    std::optional<int64_t> version;  // That it has this version.
  };
  // Makes or replaces; gives the board as it is kept. `account`: whose it is when it is new.
  // Errors: kConflict (another version is there; another board is that home; the name is that of a built-in), kLimit.
  Result<Pointer> put(const Board& board, const Expected& expected, const std::string& account);
  // The boards of that account are nobody's own any more: owners and admins change them.
  Status disown(std::string_view account);
  // Errors: kNotFound, kConflict.
  Status remove(std::string_view name, const Expected& expected);

 private:
  struct Kind {
    using Value = Board;
    static constexpr const char* kDocument = "board";
    static constexpr const char* kNoun = "board";
    static constexpr size_t kMost = kBoardsMax;
    static Result<Board> parse(std::string_view text, std::string_view name) { return parse_board_json(text, name); }
    static std::string text(const Board& board);
  };
  explicit BoardBook(Store& store) : saved_(store) {}
  Status check_home(const Board& board) const;

  boards::DocumentBook<Kind> saved_;
};

}  // namespace sojourn
