// The moves between stages: which way journeys go, how often and by how many customers (show=moves of the stages).
//   kind   forward  to the next stage             skip  to a later one, over others
//          jump     back into evaluate            back  to any other earlier stage
//          start    into the first stage          end   still there: the open stay
//   share_of_from = 100 * moves / stays in `from`
//
// Counts    stays as in stages.h; every stay has one way in and one out, so into a stage come as many as go out.
//           loop_back_moves: those moves back (or jumps) that led to a stage in which the customer had been before;
//           loop_backs: their customers.
// Split, range, merge, empty as stages.h. Cost: O(1) an event; state 49 moves.
// Errors    load: kCorruption. Threads: const and safe.
// Checked   twin and sums in stage_moves_test.cc; tests/oracles/stages.sql.
#pragma once

#include <array>
#include <limits>
#include <vector>

#include "measure/fold.h"
#include "measure/stage_column.h"

namespace sojourn {

class StageMoves {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr uint64_t kNobody = std::numeric_limits<uint64_t>::max();
  static constexpr size_t kOutside = StageColumn::kStages;  // Before the first stage and after the last.

  struct Move {
    int64_t times = 0;
    int64_t customers = 0;
    int64_t loop_backs = 0;
    int64_t loop_back_moves = 0;
    // Customers last counted here; only while folding.
    uint64_t made_by = kNobody;
    uint64_t looped_by = kNobody;
  };
  struct State {
    std::array<std::array<Move, kOutside + 1>, kOutside + 1> moves;  // [from][to]
  };

  static Result<StageMoves> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  StageColumn column_;
};

}  // namespace sojourn
