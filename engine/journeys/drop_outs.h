// Drop-outs: after which touchpoint customers fall silent, who comes back, after how long, and by which way.
//   value(touchpoint) = 100 * dropped / n
//
// A silence longer than `after` that follows an event is a drop-out at that event's touchpoint. The last silence lasts
// until as_of (the end of the range, else the newest event). Silences that follow an event which passes `goal` are not
// drop-outs: that journey had come to its end.
// Counts    identified customers, once a touchpoint: n were at it, dropped = returned + away dropped out there at least
//           once, away are those whose silence is still going on. Every event in scope is a sign of life; one without a
//           touchpoint is shown in the row without a name. Order (time, sequence).
//           median_days_to_return and next are over all returns, several of a customer too; next is the commonest
//           touchpoint of the first event after the silence, ties to the alphabet.
// Unit      percent, Wilson's interval; days.
// Empty     no events: no rows. Nobody returned: no median, no next.
// Split     n: customers who were at the touchpoint by an event of the group; dropped: by the event that the silence
//           began with.
// Merge     exact, any order. Median: exact up to 65,536 returns, within 0.4 % beyond.
// Cost      O(1) an event; state O(touchpoints^2) at most.
// Errors    bind: a goal that cannot be read. load: kCorruption. Threads: const and safe.
// Checked   twin and reconciliation over random journeys, drop_outs_test.cc; tests/oracles/drop_outs.sql.
#pragma once

#include <limits>
#include <memory>
#include <vector>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class DropOuts {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  static constexpr uint64_t kNobody = std::numeric_limits<uint64_t>::max();

  struct Place {
    int64_t customers = 0;
    int64_t dropped = 0;
    int64_t away = 0;
    QuantileSketch returns;  // Lengths of the silences that ended.
    ByCode<int64_t> next;    // Returns by touchpoint; those without one are left out.
    // Customers last counted here; only while folding.
    uint64_t seen_by = kNobody;
    uint64_t dropped_by = kNobody;
  };
  struct State {
    ByCode<Place> places;  // By code of the touchpoint; 0: events without one.
  };
  struct Scratch {
    EventBits complete;  // Events that pass the goal.
  };

  static Result<DropOuts> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  // Most drop-outs first.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  Value commonest(const Place& place) const;
  void save_place(const Place& place, ByteWriter& out) const;
  Result<Place> load_place(ByteReader& in) const;

  ColumnId column_ = 0;
  std::shared_ptr<Names> names_;
  Micros after_ = 0;
  Micros as_of_ = 0;
  std::shared_ptr<const Predicate> goal_;  // None: no journey is ever complete.
};

MeasureDefinition drop_outs_definition();

}  // namespace sojourn
