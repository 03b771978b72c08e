// Everything of boards that a record has: the boards, what filters call segments, goals, benchmarks,
// decisions and shares; and
// what holds between them: a segment that is in use stays, and the shares of a board go with it.
// Threads   any number; look-ups do not wait for changes on disk.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "answers/asker.h"
#include "boards/benchmark.h"
#include "boards/board_book.h"
#include "boards/decision.h"
#include "boards/goal.h"
#include "boards/segment.h"
#include "boards/share.h"

namespace sojourn {

class BoardShelf {
 public:
  // `store` is borrowed. Errors: kCorruption.
  static Result<std::unique_ptr<BoardShelf>> open(Store& store);

  // --- segments
  // What Asker::set_segments() takes; borrows the shelf.
  FindSegment find_segment() const;
  std::vector<std::shared_ptr<const Segment>> segments() const { return segments_.list(); }
  Result<std::shared_ptr<const Segment>> segment(std::string_view name) const { return segments_.find(name); }
  // Makes or replaces. Errors: kInvalidArgument (the filter; a segment that would stand inside itself), kLimit.
  // `account`: whose it is when it is new.
  Status put_segment(const Segment& segment, const std::string& account = {});
  // Which boards may be named to whoever asks; null: all.
  using Shows = std::function<bool(const Board&)>;
  // Where else filters name segments: all that stands outside of the shelf. Before anybody else asks.
  using FurtherUses = std::function<std::vector<std::string>(std::string_view segment)>;
  void add_uses(FurtherUses uses) { further_.push_back(std::move(uses)); }
  // Errors: kNotFound; kConflict, which says where it is used.
  Status remove_segment(std::string_view name, const Shows& shows = {});
  // Where filters name it: "board \"care\", tile \"t1\""; of those not to be named only that there are some.
  std::vector<std::string> uses_of(std::string_view segment, const Shows& shows = {}) const;

  // --- boards
  BoardBook& boards() { return *boards_; }
  const BoardBook& boards() const { return *boards_; }
  // The board with everything checked, filters and questions too.
  Result<std::shared_ptr<const Board>> put_board(const Board& board, const BoardBook::Expected& expected,
                                                 const std::string& account);
  // Its shares too.
  Status remove_board(std::string_view name, const BoardBook::Expected& expected);
  ShareBook& shares() { return *shares_; }
  size_t shares_made_by(const std::string& account) const;
  // What was made by an account that is gone: its shares end, and its boards and segments are nobody's own, so that
  // whoever takes the name later does not have them. Gives the number of shares.
  Result<size_t> forget_account(const std::string& account);

  boards::DocumentBook<GoalKind>& goals() { return goals_; }
  boards::DocumentBook<BenchmarkKind>& benchmarks() { return benchmarks_; }
  boards::DocumentBook<DecisionKind>& decisions() { return decisions_; }

 private:
  explicit BoardShelf(Store& store) : segments_(store), goals_(store), benchmarks_(store), decisions_(store) {}

  std::vector<FurtherUses> further_;
  std::mutex changing_;  // Of segments, and of boards that may name them.
  boards::DocumentBook<SegmentKind> segments_;
  boards::DocumentBook<GoalKind> goals_;
  boards::DocumentBook<BenchmarkKind> benchmarks_;
  boards::DocumentBook<DecisionKind> decisions_;
  std::unique_ptr<BoardBook> boards_;
  std::unique_ptr<ShareBook> shares_;
};

// Whether the filter, or a filter of the question, names the segment. A text parameter that only looks like a filter
// counts, too.
bool names_segment(const std::string& filter, std::string_view segment);
bool names_segment(const Question& question, std::string_view segment);

// The segments of a record for those who keep no shelf; they are read when the first one is asked for. Borrows the
// store.
FindSegment segments_of_store(Store& store);

}  // namespace sojourn
