// Stalled journeys: who has fallen silent on the way and is not there yet; open work for people.
//   stalled   a customer whose last event is longer than `after` ago, and whose journey is not complete
//   journey   what follows the last event that passes `goal`; complete when nothing does
//
// Rows are by the touchpoint of the last event and the stage of the last event with one. With `since`, only journeys
// that began no longer than that ago are looked at.
// Counts    identified customers, each in one row: n have an open journey there, customers of these are stalled; value
//           is customers again. A silence of exactly `after` has not stalled. Silences last until as_of.
// Unit      customers; share in percent of n; days.
// Empty     nobody with an open journey: no rows. Nobody stalled: no median, no longest.
// Split     a customer counts in the group of the last event.
// Merge     exact, any order. Median: exact up to 65,536 customers a row, within 0.4 % beyond; the longest is exact.
// Cost      O(1) an event; state O(touchpoints x stages).
// Errors    bind: a goal that cannot be read. load: kCorruption. Threads: const and safe.
// Checked   twin over random lives, stalled_test.cc; tests/oracles/stalled.sql.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class Stalled {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  struct Place {
    int64_t open = 0;         // Customers whose journey stands here,
    QuantileSketch silences;  // and how long those have been silent who are stalled.
  };
  struct State {
    ByCode<Place, uint64_t> places;  // By touchpoint and stage.
  };
  struct Scratch {
    EventBits goal;
  };

  static Result<Stalled> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  // Most stalled first.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  using RowNames = std::pair<std::string_view, std::string_view>;  // Touchpoint and stage; "" : none.
  static uint64_t key(uint32_t touchpoint, uint32_t stage) { return (static_cast<uint64_t>(stage) << 32) | touchpoint; }
  RowNames names_of(uint64_t key) const;

  ColumnId touchpoint_column_ = 0;
  ColumnId stage_column_ = 0;
  std::shared_ptr<Names> touchpoints_;
  std::shared_ptr<Names> stages_;
  std::shared_ptr<const Predicate> goal_;  // None: no journey is ever complete.
  Micros after_ = 0;
  Micros since_ = std::numeric_limits<Micros>::max();
  Micros as_of_ = 0;
};

MeasureDefinition stalled_definition();

}  // namespace sojourn
