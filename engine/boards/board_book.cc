#include "boards/board_book.h"

#include "boards/homes.h"

namespace sojourn {
namespace {

BoardBook::Pointer built_in(std::string_view name) {
  for (const BoardBook::Pointer& each : built_in_homes()) {
    if (each->name == name) return each;
  }
  return nullptr;
}

Status check_expected(const Board* there, const BoardBook::Expected& expected, std::string_view name) {
  const std::string board = "board \"" + std::string(name) + "\" ";
  if (expected.none && there != nullptr) return Status::conflict(board + "is there already", "If-None-Match");
  if (!expected.version || (there != nullptr && there->version == *expected.version)) return {};
  if (there == nullptr) return Status::conflict(board + "is not there any more", "If-Match");
  const std::string who = there->changed_by.empty() ? "" : " by " + there->changed_by;
  return Status::conflict(board + "was changed meanwhile" + who + ", at " + format_time(there->changed_at) +
                              ": it has version " + std::to_string(there->version) +
                              ", and the change was made to version " + std::to_string(*expected.version),
                          "If-Match");
}

Status refuse_built_in(std::string_view name) {
  return Status::conflict("the board \"" + std::string(name) +
                              "\" is built in and cannot be changed: save it under another name, with home = \"" +
                              std::string(name) + "\" to take its place",
                          "name");
}

}  // namespace

std::string BoardBook::Kind::text(const Board& board) { return boards::text_of(board_json(board)); }

Result<std::unique_ptr<BoardBook>> BoardBook::open(Store& store) {
  std::unique_ptr<BoardBook> book(new BoardBook(store));
  SOJOURN_CHECK(book->saved_.load());
  return book;
}

std::vector<BoardBook::Pointer> BoardBook::list() const {
  std::vector<Pointer> all = saved_.list();
  for (const Pointer& each : built_in_homes()) all.push_back(each);
  return all;
}

Result<BoardBook::Pointer> BoardBook::find(std::string_view name) const {
  if (Pointer found = saved_.look(name)) return found;
  if (Pointer found = built_in(name)) return found;
  std::vector<std::string> names;
  for (const Pointer& each : list()) names.push_back(each->name);
  return boards::DocumentBook<Kind>::missing(name, names);
}

Result<BoardBook::Pointer> BoardBook::home(std::string_view home) const {
  for (const Pointer& each : list()) {
    if (each->home == home && !home.empty()) return each;
  }
  return Status::not_found(
      "there is no home \"" + std::string(home) + "\"; there are executive, marketing, service, agent and analyst",
      "home");
}

Status BoardBook::check_home(const Board& board) const {
  if (board.home.empty()) return {};
  for (const Pointer& each : saved_.list()) {
    if (each->home != board.home || each->name == board.name) continue;
    return Status::conflict("the board \"" + each->name + "\" is the home of " + board.home +
                                " already: change that one, or take its home away",
                            "home");
  }
  return {};
}

Result<BoardBook::Pointer> BoardBook::put(const Board& board, const Expected& expected, const std::string& account) {
  if (built_in(board.name) != nullptr) return refuse_built_in(board.name);
  return saved_.put(board.name, [&](const Board* there) -> Result<Board> {
    SOJOURN_CHECK(check_expected(there, expected, board.name));
    SOJOURN_CHECK(check_home(board));
    Board kept = board;
    kept.built_in = false;
    kept.owner = there != nullptr ? there->owner : account;
    kept.version = there != nullptr ? there->version + 1 : 1;
    kept.changed_at = now();
    kept.changed_by = account;
    return kept;
  });
}

Status BoardBook::disown(std::string_view account) {
  for (const Pointer& each : saved_.list()) {
    if (account.empty() || each->owner != account) continue;
    const auto change = [](const Board* there) -> Result<Board> {
      if (there == nullptr) return Status::not_found("the board is gone", "board");
      Board kept = *there;
      kept.owner.clear();
      return kept;
    };
    const Status changed = saved_.put(each->name, change).status();
    if (!changed.ok() && changed.code() != StatusCode::kNotFound) return changed;
  }
  return {};
}

Status BoardBook::remove(std::string_view name, const Expected& expected) {
  if (built_in(name) != nullptr) return refuse_built_in(name);
  return saved_.remove(name, [&](const Board& there) { return check_expected(&there, expected, name); });
}

}  // namespace sojourn
