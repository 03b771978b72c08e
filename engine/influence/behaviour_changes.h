// Behaviour changes: when did a customer's own rate of activity change, and what was the event just before?
//
// A customer's history begins at the first event that passes `activity` (any, unless given) and is cut into periods of
// `period`, up to the last whole one at as_of. Each holds a number of visits: events that pass activity, those no later
// than `gap` after the one before being the same visit. A change is where the likelihood ratio of two Poisson rates
// against one is greatest, if its p-value (stats/change_point.h) is at most `level`; with changes=all, what lies on
// either side is searched again. Its date is the start of the first period of the new rate; the event just before is
// the last one, of any kind, before that date.
//   show=changes  by that event's node and direction (falling, rising): value = 100 * customers / n, the share of the n
//                 customers tested; rates in visits a period; first and last date
//   show=when     by calendar period of the date and direction
// Counts    identified customers with at least `least` whole periods; shorter histories are left out and noted.
// Unit      percent, Wilson's interval. Empty: nobody has that much history: no rows.
// Split     by the first event of the history.
// Merge     exact, any order. Medians: exact up to 65,536 changes a row, within 0.4 % beyond.
// Cost      O(events + periods) a customer.
// Errors    bind: an activity that cannot be read, a period under a day, a node that is no field. load: kCorruption.
// Threads   const and safe.
// Source    stats/change_point.h.
// Checked   twin over random lives, behaviour_changes_test.cc; tests/oracles/behaviour_changes.sql.
#pragma once

#include <compare>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "measure/fold.h"
#include "measure/node_column.h"
#include "stats/change_point.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class BehaviourChanges {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  // A row: a node (its code) or a period (its start), and which way the rate went.
  struct Key {
    int64_t of = 0;
    bool rising = false;
    auto operator<=>(const Key&) const = default;
  };
  struct Tally {
    int64_t customers = 0;
    int64_t changes = 0;
    QuantileSketch before;  // Rates, in millionths of a visit a period.
    QuantileSketch after;
    Micros first = 0;  // Dates.
    Micros last = 0;
  };
  struct State {
    int64_t tested = 0;
    int64_t changed = 0;  // Customers with any change.
    int64_t short_histories = 0;
    std::map<Key, Tally> rows;
  };
  struct Scratch {
    EventBits activity;
    mutable std::optional<PeriodCutter> cutter;  // Remembers the last period it saw.
  };

  static Result<BehaviourChanges> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  // Nodes with most customers first; periods in order of time.
  void finish(const State& state, Rows& rows) const;
  // For drill-down: whoever was tested stands behind the n of every row.
  void finish_all(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  static void add_row(Value of, Value direction, const Tally& tally, int64_t tested, Rows& rows);
  void add_row(const Key& key, const Tally& tally, int64_t tested, Rows& rows) const;
  // Visits a period, and the position in the slice of the first activity; empty for too short a history.
  bool count_visits(const Slice& slice, const Scratch& scratch, size_t first, std::vector<int64_t>& counts) const;
  void take(State& state, const Slice& slice, size_t first, std::span<const RateChange> changes,
            const Scratch& scratch) const;
  std::string name_of(const Key& key) const;

  NodeColumn node_;
  std::shared_ptr<const Predicate> activity_;  // Null: any event.
  bool when_ = false;
  bool all_ = false;
  Period every_ = Period::kMonth;
  Zone zone_;
  Micros period_ = 0;
  Micros gap_ = 0;
  size_t least_ = 8;
  double level_ = 0.05;
  Micros known_until_ = 0;
};

MeasureDefinition behaviour_changes_definition();

}  // namespace sojourn
