// Loyalists: who stays without a word and who recommends us, who found their voice, and how far customers come.
//
// A purchase passes `purchase`; those of one customer that share an order number are one order. A loyal customer bought
// again (a second order), or has an event that passes `loyal` where that is given. An advocate has an event that passes
// `advocacy`; active loyalists are loyal advocates, passive ones loyal customers who are none.
//   show=ratio        by group: value = 100 * customers / n of the n loyal ones; in_market: those with an event that
//                     passes `in_market` later than their last purchase; ratio = passive / active
//   show=advocacy     by calendar period: n customers with events in it and no advocacy in it (silent); customers of
//                     them who advocate in the period after; complete: is that one over?
//   show=progression  bought, bought again, advocate (not earlier than the second order): value in percent of the first
// Counts    identified customers. Order (time, sequence).
// Unit      percent, Wilson's interval; the ratio's interval is that of the share of passive ones, p / (1 - p).
// Empty     nobody loyal: no value; no active ones: no ratio.
// Split     ratio: by the first purchase (the first loyal event where `loyal` is given); progression: by the first
//           purchase; advocacy: by the first event in the period.
// Merge     exact, any order. Cost: O(1) an event.
// Errors    bind: filters that cannot be read. load: kCorruption. Threads: const and safe.
// Source    passive and active loyalists: Court, Elzinga, Mulder and Vetvik, McKinsey Quarterly 3, 2009; Wilson 1927.
// Checked   twin over random lives, loyalists_test.cc; tests/oracles/loyalists.sql.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "measure/fold.h"

namespace sojourn {

class Loyalists {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  struct Group {
    int64_t customers = 0;
    int64_t in_market = 0;
  };
  struct Voices {
    int64_t silent = 0;
    int64_t found = 0;  // Of them, advocates in the period after.
  };
  static constexpr size_t kSteps = 3;
  struct State {
    Group passive;
    Group active;
    std::array<int64_t, kSteps> steps{};  // Bought, bought again, advocate.
    std::map<Micros, Voices> periods;     // By their start.
  };
  struct Scratch {
    EventBits purchase;
    EventBits advocacy;
    EventBits in_market;
    EventBits loyal;
    mutable std::optional<PeriodCutter> cutter;  // Remembers the last period it saw.
  };

  static Result<Loyalists> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  enum class Show : unsigned char { kRatio, kAdvocacy, kProgression };
  // Positions in the slice.
  struct Purchases {
    std::optional<size_t> first;
    std::optional<size_t> second_order;
    std::optional<size_t> last;
  };
  Purchases purchases(const Slice& slice, const Scratch& scratch) const;
  void fold_ratio(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void fold_progression(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void fold_advocacy(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void add_ratio(const State& state, Rows& rows) const;
  void add_progression(const State& state, Rows& rows) const;
  void add_advocacy(const State& state, Rows& rows) const;

  Show show_ = Show::kRatio;
  std::shared_ptr<const Predicate> purchase_;
  std::shared_ptr<const Predicate> advocacy_;
  std::shared_ptr<const Predicate> in_market_;
  std::shared_ptr<const Predicate> loyal_;  // Null: whoever bought again.
  ColumnId order_ = 0;
  Period every_ = Period::kQuarter;
  Zone zone_;
  Micros known_until_ = 0;
};

MeasureDefinition loyalists_definition();

}  // namespace sojourn
