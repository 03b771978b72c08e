// Stickiness: on how many of the periods of a window customers are active, and how near that is to all of them.
//   mean_periods = sum over customers of active periods / n          n: customers active at all in the window
//   ratio        = 100 * mean_periods / periods = 100 * (average active per period) / n     ("DAU/MAU")
//
// Window    the whole periods between `from` and `to` (or the newest event). Without --from: the last `window` whole
//           periods, none before the first event of all. With --over each of its periods is a window of its own, of the
//           whole periods in it. What happens in a period that is cut by an edge, or still running, is not counted.
// Counts    identified customers, each once a window. Active: at least one event that passes `activity`.
// show      distribution: a row per number of active periods, its share of n and that of as many or more.
//           summary: the ratio, with a t-interval over customers.
// Unit      percent; shares with Wilson's interval.
// Empty     nobody active in whole periods: no rows.
// Split     a customer belongs to the group of the first event in the window.
// Merge     exact, any order: integers only.
// Cost      one pass, two look-ups an event; state: a count per number of periods.
// Errors    bind: those of the filter; kInvalidArgument for --over shorter than `every`. check: kLimit for a distribution
//           over more than kDistributionMax periods. load: kCorruption.
// Threads   const and safe.
// Source    the ratio of daily to monthly active users, a common figure without one author; Wilson, JASA 22, 1927.
// Checked   twin over random lives, stickiness_test.cc; tests/oracles/stickiness.sql.
#pragma once

#include <utility>
#include <vector>

#include "measure/fold.h"
#include "retention/period_table.h"

namespace sojourn {

class Stickiness {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  // Rows of a distribution, one a period of its window: eleven years of days. Longer tables are not read.
  static constexpr int64_t kDistributionMax = 4000;

  struct State {
    int64_t periods = 0;             // Of the window; 0: nobody was active.
    std::vector<int64_t> customers;  // By active periods, from 1 at index 0.
  };

  static Result<Stickiness> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void fold_dense(State& state, const Block& block, internal::NoScratch&) const;
  void merge(State& into, const State& from) const;
  Status check(const State& state) const;
  void finish(const State& state, Rows& rows) const;
  // What a drill-down into one customer needs: the rows that count somebody.
  void finish_all(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Window {
    uint32_t begin;  // Periods [begin, end).
    uint32_t end;
    int64_t periods() const { return int64_t{end} - begin; }
  };
  struct Totals {
    int64_t customers = 0;
    double active = 0;   // Sum of active periods.
    double squares = 0;  // Sum of their squares.
  };

  static void count(State& state, const Window& window, int64_t active);
  static Totals totals(const State& state);
  template <class Events, class StateAt>
  void fold_customer(const Block& block, const Events& events, StateAt state_at) const;
  void add_window(Micros from, Micros to);
  // Rows up to `last` active periods.
  void add_distribution(const State& state, int64_t last, Rows& rows) const;
  void add_summary(const State& state, Rows& rows) const;

  PeriodTable periods_;
  std::vector<Window> windows_;  // Ascending, apart from one another, none empty.
  bool summary_ = false;
};

MeasureDefinition stickiness_definition();

}  // namespace sojourn
