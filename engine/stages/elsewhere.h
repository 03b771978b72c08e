// In market elsewhere: customers who say in the middle of their journey that they go to somebody else, and to whom.
//   value(competitor) = 100 * customers / n
//
// A customer is in market elsewhere, with a competitor, by an event that passes `signal` while in a stage that `during`
// names: that of the event itself, else that of the last event before it with a stage. The competitor is the value of
// `node`.
// Counts    identified customers, once a competitor: n were in one of those stages at all (the same in each row),
//           customers gave the signal, returned are those of them with a later event that passes `outcome`. Signals
//           that name nobody are in the row without a name. The row "(any)" is of all signals together.
// Unit      percent with Wilson's interval.
// Empty     nobody in the stage: no rows.
// Split     a customer was in the stage in the groups of the events there, and gave the signal in those of the signals.
// Merge     exact, any order. Cost: O(1) an event; state O(competitors).
// Errors    bind: filters that cannot be read, a stage that does not exist. load: kCorruption. Threads: const and safe.
// Source    Wilson, JASA 22, 1927.
// Checked   twin over random lives, elsewhere_test.cc; tests/oracles/elsewhere.sql.
#pragma once

#include <limits>
#include <memory>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "measure/node_column.h"
#include "measure/stage_column.h"

namespace sojourn {

class Elsewhere {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr uint64_t kNobody = std::numeric_limits<uint64_t>::max();

  struct Leaving {
    int64_t customers = 0;
    int64_t returned = 0;
    // Customers last counted here; only while folding.
    uint64_t left_by = kNobody;
    uint64_t returned_by = kNobody;
  };
  struct State {
    int64_t present = 0;  // Customers who were in the stage.
    Leaving any;
    ByCode<Leaving> to;  // By competitor; 0: none named.
    uint64_t present_by = kNobody;
  };
  struct Scratch {
    EventBits signal;
    EventBits outcome;
  };

  static Result<Elsewhere> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  // All signals first, then the commonest competitors.
  void finish(const State& state, Rows& rows) const;
  // For drill-down: whoever was in the stage stands behind the n of every row.
  void finish_all(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  // Adds the row of a competitor, or of any of them.
  static void add_row(Value name, int64_t present, const Leaving& leaving, Rows& rows);
  // As shown; absent for none.
  Value name_of(uint32_t competitor) const;

  StageColumn column_;
  NodeColumn competitors_;
  std::shared_ptr<const Predicate> signal_;
  std::shared_ptr<const Predicate> outcome_;
  size_t during_ = StageColumn::kNoStage;  // kNoStage: any stage, or none.
};

MeasureDefinition elsewhere_definition();

}  // namespace sojourn
