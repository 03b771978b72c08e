// Stages: who is in which stage of the journey now, how long stays take, what is skipped and where people turn back.
//
// A journey is a customer's events that have a stage, in order of (time, sequence), events without one passed over.
// Events in a row in the same stage are one stay. A stay is entered at its first event and left when the next stay is
// entered; its dwell is the time between; the last stay is open. The stages are ordered consider, evaluate, buy, enjoy,
// advocate, bond (event/fields.h); there are no others.
//   now            customers whose open stay is here                        = open
//   entries        stays                                                    = exits_forward + exits_back + open
//   exits_forward, exits_back   stays left for a later or an earlier stage; completed = their sum
//   skipped        customers who moved forward over the stage without having been in it before (a journey that begins
//   late
//                  has skipped nothing)
//   loop_back_moves  moves from here back to a stage in which the customer had been before; loop_backs: their customers
// Counts    identified customers with at least one stage; n once a customer and stage. Range: what happened within it.
// Unit      customers; dwell in seconds; shares in percent of all journeys.
// Empty     no journey: no rows. dwell is absent while no stay is completed. Open stays are counted, never timed as 0.
// Split     a journey belongs to the group of its first event with a stage.
// Merge     exact, any order. Quantiles: exact up to 65,536 stays a stage, within 0.4 % beyond.
// Cost      O(1) an event; state six stages.
// Errors    load: kCorruption. Threads: const and safe.
// Source    stages: Court, Elzinga, Mulder and Vetvik, McKinsey Quarterly 3, 2009.
// Checked   twin and reconciliation over random journeys, stages_test.cc; tests/oracles/stages.sql.
#pragma once

#include <array>
#include <limits>
#include <vector>

#include "measure/fold.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class Stages {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr uint64_t kNobody = std::numeric_limits<uint64_t>::max();

  static constexpr size_t kStages = 6;

  struct Stage {
    int64_t customers = 0;
    int64_t now = 0;
    int64_t exits_forward = 0;
    int64_t exits_back = 0;
    int64_t skipped = 0;
    int64_t loop_backs = 0;
    int64_t loop_back_moves = 0;
    QuantileSketch dwell;  // One length per completed stay.
    // Customers last counted here; only while folding.
    uint64_t entered_by = kNobody;
    uint64_t skipped_by = kNobody;
    uint64_t looped_by = kNobody;
  };
  struct State {
    int64_t journeys = 0;
    std::array<Stage, kStages> stages;  // By rank.
  };

  static Result<Stages> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  static constexpr size_t kNoStage = kStages;

  size_t rank(uint32_t code) const { return code < ranks_.size() ? ranks_[code] : kNoStage; }

  ColumnId column_ = 0;
  std::vector<size_t> ranks_;  // By code of the stage column.
};

MeasureDefinition stages_definition();

}  // namespace sojourn
