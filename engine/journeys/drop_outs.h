// Drop-outs: after which touchpoint customers fall silent, who comes back, after how long, and by which way.
//   value(touchpoint) = 100 * dropped / n
//
// A silence longer than `after` that follows an event is a drop-out at that event's touchpoint. The last silence lasts
// until as_of (the end of the range, else the newest event). Silences that follow an event which passes `goal` are not
// drop-outs: that journey had come to its end.
// show=after_what tells by the touchpoint of the event before that one too; show=stages by the stage that the customer
// was then in, that of the last event with one.
// Counts    identified customers, once a row: n were at the touchpoint (came to it that way, had an event in the
// stage);
//           dropped = returned + away dropped out there at least once, away are those whose silence is still going on.
//           Every event in scope is a sign of life; one without a touchpoint is shown in the row without a name. Order
//           (time, sequence).
//           median_days_to_return and next are over all returns, several of a customer too; next is the commonest
//           touchpoint of the first event after the silence, ties to the alphabet.
// Unit      percent, Wilson's interval; days.
// Empty     no events: no rows. Nobody returned: no median, no next.
// Split     n: customers who were at the touchpoint by an event of the group; dropped: by the event that the silence
//           began with.
// Merge     exact, any order. Median: exact up to 65,536 returns, within 0.4 % beyond.
// Cost      O(1) an event; state O(touchpoints^2) at most, ^3 with show=after_what.
// Limit     kEntriesMax rows and, of each, touchpoints on return. Beyond, all is dropped but the fact, so that memory is
//           bounded and states still merge to the same bytes in any order.
// Errors    bind: a goal that cannot be read. check: kLimit beyond kEntriesMax. load: kCorruption.
// Threads   const and safe.
// Checked   twin and reconciliation over random journeys, drop_outs_test.cc; tests/oracles/drop_outs.sql.
#pragma once

#include <compare>
#include <limits>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "measure/by_code.h"
#include "measure/fold.h"
#include "stats/quantile_sketch.h"

namespace sojourn {

class DropOuts {
 public:
  static constexpr int kStateVersion = 3;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  // A row for every pair of 1,000 touchpoints, and as many ways to come back.
  static constexpr size_t kEntriesMax = 2'000'000;
  static constexpr uint64_t kNobody = std::numeric_limits<uint64_t>::max();

  struct Place {
    int64_t customers = 0;
    int64_t dropped = 0;
    int64_t away = 0;
    QuantileSketch returns;  // Lengths of the silences that ended.
    // Returns by touchpoint; those without one are left out. Rows may be many, and most have few of them.
    std::unordered_map<uint32_t, int64_t> next;
    // Customers last counted here; only while folding.
    uint64_t seen_by = kNobody;
    uint64_t dropped_by = kNobody;
  };
  struct State {
    ByCode<Place, uint64_t> places;  // By key().
    size_t entries = 0;              // Of kEntriesMax.
    bool too_many = false;           // Then there is nothing else.
    // The place of that row, made when it is new; null when there are too many. It must come to have customers.
    Place* at(uint64_t row);
    // When that makes too many, `place` is no more.
    void add_next(Place& place, uint32_t touchpoint, int64_t times);
    void count_entry();
    void drop();
  };
  struct Scratch {
    EventBits complete;  // Events that pass the goal.
  };

  static Result<DropOuts> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  Status check(const State& state) const;
  // Most drop-outs first.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  enum class Show : unsigned char { kTouchpoints, kAfterWhat, kStages };
  // A row: the code of its touchpoint or stage (0: without one) and, with show=after_what, that of the touchpoint
  // before it, from 1; 0 is the beginning.
  static uint64_t key(uint32_t node, uint32_t before) { return (static_cast<uint64_t>(before) << 32) | node; }
  static uint32_t node_of(uint64_t key) { return static_cast<uint32_t>(key); }
  static uint32_t before_of(uint64_t key) { return static_cast<uint32_t>(key >> 32); }
  // Names of a row as they sort: whether it has anything before it, what that is, and the node.
  struct RowNames {
    std::string_view node;
    bool begins = true;
    std::string_view before;
    auto operator<=>(const RowNames&) const = default;
  };
  RowNames names_of(uint64_t key) const;
  Value commonest(const Place& place) const;
  void save_place(const Place& place, ByteWriter& out) const;
  Result<Place> load_place(ByteReader& in) const;

  Show show_ = Show::kTouchpoints;
  ColumnId column_ = 0;
  std::shared_ptr<Names> names_;
  ColumnId stage_column_ = 0;
  std::shared_ptr<Names> stages_;
  Micros after_ = 0;
  Micros as_of_ = 0;
  std::shared_ptr<const Predicate> goal_;  // None: no journey is ever complete.
};

MeasureDefinition drop_outs_definition();

}  // namespace sojourn
