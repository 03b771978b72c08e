// Retention: of those who joined in a period, how many came back in each of the intervals after it.
//   value(cohort, n) = 100 * customers(cohort, n) / n(cohort)          n >= 1
//
// Joining   first_ever: in the period of the customer's first start event, over the whole life; recurring: in every
//           period in which there is a start event, by the first one in it that lies in the range. The range chooses
//           who is shown, by the event of joining; it does not change what is first ever, and it does not end the
//           following.
// Interval  retention/interval_clock.h: the n-th calendar period after the cohort's, or n steps after joining. Interval
//           0 is the cohort itself: 100 % by definition, whoever came back within it.
// Returning on (bracketed): a return event in interval n. on_or_after (unbounded): one in interval n or any later.
// Complete  a cell is complete when its interval has ended for everybody who could have joined in the cohort's period,
//           by the newest event (or by `to`, where that is later). Cells whose interval has not begun are not shown.
// show      cohorts: a row per cohort and interval. curve: a row per interval, the pooled share
//           sum(customers) / sum(n) over the cohorts that are complete there.
// Counts    identified customers, once in each of their cohorts.
// Unit      percent; Wilson's interval. In the curve of recurring cohorts n is the effective number of joins
//           (stats/cluster.h), since one customer stands in several.
// Empty     nobody joined: no rows. An interval that no cohort has lived through: value is none.
// Split     a customer belongs to the group of the event of joining, return events of whatever group count.
// Merge     exact, any order: integers only.
// Cost      one pass, two look-ups an event; up to 62 intervals of one first-ever cohort by a 64-bit mask, else by
//           lists of distinct periods. State: cohorts x intervals.
// Errors    bind: those of the filters. check: kLimit beyond kCellsMax cells. load: kCorruption.
// Threads   const and safe.
// Source    N. Glenn, Cohort Analysis, 2nd ed., Sage 2005; Wilson, JASA 22, 1927.
// Checked   exhaustive short lives and random ones against the definition, retention_test.cc;
//           tests/oracles/retention.sql.
#pragma once

#include <memory>
#include <vector>

#include "measure/fold.h"
#include "retention/cohort_counts.h"
#include "retention/interval_clock.h"

namespace sojourn {

class Retention {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kWholeLife;
  using State = CohortCounts;

  // Of one heat map: an answer is held in memory whole.
  static constexpr size_t kCellsMax = 1'000'000;

  // A place of the customer at hand in a cohort.
  struct Place {
    State* state;
    uint32_t cohort;
    Micros joined;
  };
  struct Scratch {
    EventBits starts;  // Filled only where there is a filter.
    EventBits returns;
    // Room for one customer, reused; a Scratch belongs to one thread.
    mutable std::vector<Place> places;
    mutable std::vector<int64_t> returned;  // Times, or numbers of periods, ascending.
    mutable std::vector<int64_t> joins;     // By interval: the customer's complete places there.
    mutable std::vector<int64_t> kept;      // And in how many of them there was a return.
  };

  static Result<Retention> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void fold_dense(State& state, const Block& block, Scratch& scratch) const;
  void merge(State& into, const State& from) const { into.merge(from, intervals_); }
  Status check(const State& state) const;
  void finish(const State& state, Rows& rows) const { add_rows(state, true, rows); }
  // What a drill-down into one customer needs: the rows that count somebody.
  void finish_all(const State& state, Rows& rows) const { add_rows(state, false, rows); }
  void save(const State& state, ByteWriter& out) const { state.save(periods_, out); }
  Result<State> load(ByteReader& in) const;

 private:
  // The cohorts that are complete at an interval, taken together.
  struct Pooled {
    int64_t joined = 0;
    int64_t returned = 0;
    int64_t cohorts = 0;
  };

  void select_filters(const Block& block, Scratch& scratch) const;
  template <class Events, class StateAt>
  void fold_customer(const Block& block, const Events& events, const Scratch& scratch, StateAt state_at) const;
  template <class Events, class StateAt>
  void fold_by_mask(const Block& block, const Events& events, const Scratch& scratch, StateAt state_at) const;
  template <class Events, class StateAt>
  void find_places(const Block& block, const Events& events, const Scratch& scratch, StateAt state_at) const;
  void count_mask(uint64_t met, CohortCounts::Row& row) const;
  void count_places(const Scratch& scratch) const;
  template <class Visit>
  void for_each_return(const Place& place, const std::vector<int64_t>& returned, Visit visit) const;
  void count_person(const Scratch& scratch, State& state) const;

  std::vector<int64_t> last_complete() const;
  bool complete(uint32_t cohort, size_t interval) const {
    return static_cast<int64_t>(interval) <= last_complete_[cohort];
  }
  bool begun(uint32_t cohort, size_t interval) const;
  std::vector<Pooled> pooled(const State& state) const;  // By interval.
  void add_rows(const State& state, bool all, Rows& rows) const {
    curve_ ? add_curve(state, all, rows) : add_cohorts(state, all, rows);
  }
  void add_cohorts(const State& state, bool all, Rows& rows) const;
  void add_curve(const State& state, bool all, Rows& rows) const;
  void add_pooled_share(const Pooled& pooled, const State& state, size_t interval, std::vector<Value>& cells) const;

  PeriodTable periods_;
  RollingClock clock_;
  TimeRange range_;
  Micros until_ = 0;
  size_t intervals_ = 0;
  bool rolling_ = false;
  bool recurring_ = false;
  bool unbounded_ = false;
  bool curve_ = false;
  bool by_mask_ = false;
  std::shared_ptr<const Predicate> start_;  // Null: any event.
  std::shared_ptr<const Predicate> return_;
  std::vector<int64_t> last_complete_;  // By cohort: the last complete interval; -1: none.
};

MeasureDefinition retention_definition();

}  // namespace sojourn
