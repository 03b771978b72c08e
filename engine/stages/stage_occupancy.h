// How many customers are in each stage at the end of each period (show=occupancy of the stages).
//   customers(at, stage) = customers whose last event with a stage before the end of the period has that stage
//   share                = 100 * customers / those who had a stage by then
//
// Counts    stays as in stages.h. `at` names a calendar period of the question's zone by its first moment; the last
//           period ends with the range, or with what is known: events of the future do not count. Rows begin with the first journey of their group; a
//           stage in which nobody of the group was at the end of any period has none.
// Split, range, merge as stages.h: a journey counts where it began, at the end of every period since.
// Cost      O(1) a stay and a search among the periods when it changes; state six counts a period with changes.
// Errors    bind: kLimit for more than 100,000 periods; limits::kRowsMax. load: kCorruption. Threads: const and safe.
// Checked   against a twin that asks each customer at each moment, stage_occupancy_test.cc; tests/oracles/stages.sql.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "measure/by_code.h"
#include "measure/fold.h"
#include "measure/stage_column.h"

namespace sojourn {

class StageOccupancy {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr size_t kPeriodsMax = 100'000;

  using Counts = std::array<int64_t, StageColumn::kStages>;
  struct State {
    // By period: customers who are in the stage at its end, less those at its beginning.
    ByCode<Counts> changes;
  };

  static Result<StageOccupancy> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  size_t period_of(Micros time) const;

  StageColumn column_;
  std::string every_;
  Micros known_until_ = 0;      // What is dated later is in nobody's past yet.
  std::vector<Micros> starts_;  // Of the periods, ascending; never empty.
  std::vector<std::string> labels_;
};

}  // namespace sojourn
