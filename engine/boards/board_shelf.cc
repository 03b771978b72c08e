#include "boards/board_shelf.h"

#include <algorithm>

namespace sojourn {
namespace {

std::string named(const char* kind, const std::string& name) { return std::string(kind) + " \"" + name + "\""; }

// Shares have their filters written out, and need no segment.
std::vector<std::string> uses_in(const Board& board, std::string_view segment) {
  std::vector<std::string> uses;
  if (names_segment(board.where, segment)) uses.push_back(named("board", board.name));
  for (const Tile& tile : board.tiles) {
    if (names_segment(tile.question, segment))
      uses.push_back(named("board", board.name) + ", " + named("tile", tile.id));
  }
  return uses;
}

}  // namespace

bool names_segment(const std::string& filter, std::string_view segment) {
  const std::vector<std::string> all = segments_in(filter);
  return std::find(all.begin(), all.end(), segment) != all.end();
}

bool names_segment(const Question& question, std::string_view segment) {
  if (names_segment(question.where, segment)) return true;
  for (const auto& [name, values] : question.parameters) {
    for (const std::string& value : values) {
      if (names_segment(value, segment)) return true;
    }
  }
  return false;
}

Result<std::unique_ptr<BoardShelf>> BoardShelf::open(Store& store) {
  std::unique_ptr<BoardShelf> shelf(new BoardShelf(store));
  SOJOURN_CHECK(shelf->segments_.load());
  SOJOURN_CHECK(shelf->goals_.load());
  SOJOURN_CHECK(shelf->benchmarks_.load());
  SOJOURN_CHECK(shelf->decisions_.load());
  SOJOURN_TRY(shelf->boards_, BoardBook::open(store));
  SOJOURN_TRY(shelf->shares_, ShareBook::open(store));
  return shelf;
}

FindSegment BoardShelf::find_segment() const {
  return [this](std::string_view name) -> Result<std::string> {
    SOJOURN_TRY(const std::shared_ptr<const Segment> segment, segments_.find(name));
    return segment->where;
  };
}

FindSegment segments_of_store(Store& store) {
  struct Lazy {
    std::once_flag once;
    std::unique_ptr<boards::DocumentBook<SegmentKind>> book;
    Status loaded;
  };
  const auto lazy = std::make_shared<Lazy>();
  return [lazy, &store](std::string_view name) -> Result<std::string> {
    std::call_once(lazy->once, [&] {
      lazy->book = std::make_unique<boards::DocumentBook<SegmentKind>>(store);
      lazy->loaded = lazy->book->load();
    });
    SOJOURN_CHECK(lazy->loaded);
    SOJOURN_TRY(const std::shared_ptr<const Segment> segment, lazy->book->find(name));
    return segment->where;
  };
}

Status BoardShelf::put_segment(const Segment& segment, const std::string& account) {
  const std::lock_guard changing(changing_);  // Two at once could close a circle.
  // As it would be: with its new text in place of the old one.
  const FindSegment find = [this, &segment](std::string_view name) -> Result<std::string> {
    if (name == segment.name) return segment.where;
    return find_segment()(name);
  };
  if (Status fault = check_board_filter(segment.where, find); !fault.ok()) return std::move(fault).within("where");
  if (Status fault = expand_segments("segment(\"" + segment.name + "\")", find).status(); !fault.ok()) {
    return {fault.code(), fault.message(), "where"};
  }
  return segments_
      .put(segment.name,
           [&](const Segment* there) -> Result<Segment> {
             Segment kept = segment;
             kept.owner = there != nullptr ? there->owner : account;
             return kept;
           })
      .status();
}

Status BoardShelf::remove_segment(std::string_view name, const Shows& shows) {
  const std::lock_guard changing(changing_);
  return segments_.remove(name, [&](const Segment&) -> Status {
    const std::vector<std::string> uses = uses_of(name, shows);
    if (uses.empty()) return {};
    constexpr size_t kShown = 5;
    std::string text;
    for (size_t i = 0; i < std::min(uses.size(), kShown); ++i) text += (i == 0 ? "" : "; ") + uses[i];
    if (uses.size() > kShown) text += "; and " + std::to_string(uses.size() - kShown) + " more";
    return Status::conflict("the segment is in use, and stays until it is not: " + text, "segment");
  });
}

std::vector<std::string> BoardShelf::uses_of(std::string_view segment, const Shows& shows) const {
  std::vector<std::string> uses;
  bool hidden = false;
  for (const auto& each : segments_.list()) {
    if (names_segment(each->where, segment)) uses.push_back(named("segment", each->name));
  }
  for (const auto& board : boards_->list()) {
    const std::vector<std::string> places = uses_in(*board, segment);
    if (shows && !shows(*board)) {
      hidden |= !places.empty();
    } else {
      uses.insert(uses.end(), places.begin(), places.end());
    }
  }
  for (const auto& goal : goals_.list()) {
    if (names_segment(goal->question, segment)) uses.push_back(named("goal", goal->name));
  }
  for (const auto& decision : decisions_.list()) {
    if (names_segment(decision->question, segment)) uses.push_back(named("decision", decision->name));
  }
  for (const FurtherUses& further : further_) {
    const std::vector<std::string> places = further(segment);
    uses.insert(uses.end(), places.begin(), places.end());
  }
  if (hidden) uses.emplace_back("a board of somebody else");
  return uses;
}

Result<std::shared_ptr<const Board>> BoardShelf::put_board(const Board& board, const BoardBook::Expected& expected,
                                                           const std::string& account) {
  const std::lock_guard changing(changing_);
  SOJOURN_CHECK(check_board_questions(board, find_segment()));
  return boards_->put(board, expected, account);
}

Result<size_t> BoardShelf::forget_account(const std::string& account) {
  const std::lock_guard changing(changing_);
  SOJOURN_TRY(const size_t shares, shares_->remove_made_by(account));
  SOJOURN_CHECK(boards_->disown(account));
  for (const auto& each : segments_.list()) {
    if (account.empty() || each->owner != account) continue;
    Segment kept = *each;
    kept.owner.clear();
    SOJOURN_CHECK(segments_.put(kept).status());
  }
  return shares;
}

size_t BoardShelf::shares_made_by(const std::string& account) const {
  size_t count = 0;
  for (const auto& board : boards_->list()) {
    count += static_cast<size_t>(
        std::ranges::count_if(shares_->of(board->name), [&](const auto& each) { return each->made_by == account; }));
  }
  return count;
}

Status BoardShelf::remove_board(std::string_view name, const BoardBook::Expected& expected) {
  const std::string gone(name);
  SOJOURN_CHECK(boards_->remove(gone, expected));
  return shares_->remove_all(gone);
}

}  // namespace sojourn
