// Stages: who is in which stage of the journey now, how long stays take, what is skipped and where people turn back.
//
// A journey is a customer's events that have a stage, in order of (time, sequence), events without one passed over.
// Events in a row in the same stage are one stay. A stay is entered at its first event and left when the next stay is
// entered; its dwell is the time between; the last stay is open, and known only to have lasted until as_of. The stages
// are ordered consider, evaluate, buy, enjoy, advocate, bond (event/fields.h); there are no others.
//   now            customers whose open stay is here                        = open
//   entries        stays                                                    = exits_forward + exits_back + open
//   exits_forward, exits_back   stays left for a later or an earlier stage; completed = their sum
//   skipped        customers who moved forward over the stage without having been in it before (a journey that begins
//                  late has skipped nothing)
//   loop_back_moves  moves from here back to a stage in which the customer had been before; loop_backs: their customers
//   first_entry, last_entry     when the earliest and the latest stay were entered
//   dwell_*        over completed stays; survival_* over completed and open ones, by Kaplan and Meier
// show=dwell: the share of stays that last longer than so many days (stats/kaplan_meier.h); entries = left + still_open
// + n, where n are known to have lasted longer. show=moves and show=occupancy: stage_moves.h, stage_occupancy.h.
// Counts    identified customers with at least one stage; n once a customer and stage. Range: what happened within it.
// Unit      customers; dwell in seconds, days in show=dwell; shares in percent of all journeys, or of stays.
// Empty     no journey: no rows. dwell is absent while no stay is completed, survival_* until as large a share has
//           left. Open stays are never timed as 0.
// Split     a journey belongs to the group of its first event with a stage.
// Merge     exact, any order. Quantiles: exact up to 65,536 stays a stage, within 0.4 % beyond.
// Cost      O(1) an event; state six stages.
// Errors    load: kCorruption. Threads: const and safe.
// Source    stages: Court, Elzinga, Mulder and Vetvik, McKinsey Quarterly 3, 2009; Kaplan and Meier, JASA 53, 1958.
// Checked   twin and reconciliation over random journeys, stages_test.cc; tests/oracles/stages.sql.
#pragma once

#include <array>
#include <limits>
#include <vector>

#include "measure/fold.h"
#include "measure/stage_column.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class Stages {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr uint64_t kNobody = std::numeric_limits<uint64_t>::max();
  static constexpr size_t kStages = StageColumn::kStages;

  struct Stage {
    int64_t customers = 0;
    int64_t exits_forward = 0;
    int64_t exits_back = 0;
    int64_t skipped = 0;
    int64_t loop_backs = 0;
    int64_t loop_back_moves = 0;
    Micros first_entry = std::numeric_limits<Micros>::max();
    Micros last_entry = std::numeric_limits<Micros>::min();
    QuantileSketch dwell;  // One length per completed stay,
    QuantileSketch open;   // and per open one: so far.
    // Customers last counted here; only while folding.
    uint64_t entered_by = kNobody;
    uint64_t skipped_by = kNobody;
    uint64_t looped_by = kNobody;

    int64_t now() const { return open.count(); }
    int64_t entries() const { return dwell.count() + open.count(); }
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
  // With show=dwell, the rows of every length, whether or not any stay was as long.
  void finish_all(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  void add_stage_row(const State& state, size_t rank, Rows& rows) const;
  void add_dwell_rows(const Stage& stage, size_t rank, bool all, Rows& rows) const;

  StageColumn column_;
  Micros as_of_ = 0;
  bool show_dwell_ = false;
  std::vector<Micros> lengths_;  // With show=dwell, ascending.
};

MeasureDefinition stages_definition();

}  // namespace sojourn
