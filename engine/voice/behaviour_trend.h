// Behaviour trend: whether customers do something more or less from period to period, and what that goes with in money.
//   rate_t = behaviour in period t: events; customers; events of customers we can name by those who were active
//   ln rate_t = a + slope t      value = 100 * (exp(slope) - 1) percent a period
//   revenue_effect = b * (rate at the last period - at the first, on the line), b from revenue_t = c + b rate_t
//
// Periods   calendar periods (every) from the first with a known event to the last, those without any included; a period
//           of which less than nine tenths is known, at either end, is left out. One that is known in part counts by
//           what that part has of the whole ones: counts and revenue are divided by its share of them (with as much
//           weight of the share of time as 20 counts have).
// Counts    events that pass `behaviour`, by itself all that are not ours (direction out); customers: identified, who did
//           it in the period; active: with any event that is not ours. revenue: amounts of all, in one currency: that
//           of currency, else the one of most payments.
// Interval  of the slope of a weighted line through the logarithms, each as sure as a Poisson count is (1 / sqrt n),
//           wider where they stray further (stats/weighted_line.h). Where a period has none, 1/2 is added to each. That
//           of the effect joins those of both slopes (delta method).
// Empty     fewer than four periods; nothing of the behaviour; no effect where the rate or the revenue does not vary.
// Split     an event is in its own group.
// Merge     exact, any order. Cost: O(1) an event; state O(periods).
// Errors    bind: the filter. load: kCorruption. Threads: const and safe.
// Limits    both may follow a third thing: the effect is an association.
// Source    Bevington and Robinson, Data Reduction and Error Analysis, 3rd ed., chapter 6; Birge, Physical Review 40, 1932.
// Checked   planted trends, a twin that counts by hand, behaviour_trend_test.cc.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "stats/weighted_line.h"
#include "voice/period_tally.h"

namespace sojourn {

class BehaviourTrend {
 public:
  static constexpr int kStateVersion = 3;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  struct State {
    std::map<Micros, PeriodTally> periods;  // By their start.
  };
  struct Scratch {
    EventBits behaviour;
  };

  static Result<BehaviourTrend> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Series;  // The periods that make the trend, in order.
  struct Rate;    // One figure of each of them.
  Series series(const State& state) const;
  std::vector<Value> trend_cells(const Series& series, const Rate& rate) const;
  static std::optional<Line> log_line(const Rate& rate);
  void add_effect(const Series& series, const Rate& rate, const Line& line, std::vector<Value>& cells) const;
  // What the known part of the period has of a whole one's, by that figure: 1 where all of it is known.
  double exposure(const Series& series, size_t period,
                  const std::function<int64_t(const PeriodFigures&)>& figure) const;
  // Is enough of the period known?
  bool whole(Micros start, Micros next) const;

  std::shared_ptr<const Predicate> behaviour_;
  ColumnId direction_ = 0;
  ColumnId amount_ = 0;
  ColumnId currency_ = 0;
  std::shared_ptr<Names> currencies_;
  std::string asked_;
  uint32_t out_ = 0;  // The code of ours.
  Period every_ = Period::kMonth;
  Zone zone_;
  TimeRange known_;
  Micros early_ = 0;  // So far from its beginning the last period is known; 0: there is no part of one.
  Micros late_ = 0;   // From there the first one is.
};

MeasureDefinition behaviour_trend_definition();

}  // namespace sojourn
