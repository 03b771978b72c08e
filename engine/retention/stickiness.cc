#include "retention/stickiness.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "retention/periods_of_question.h"
#include "retention/whole_life.h"
#include "stats/exact_sum.h"

namespace sojourn {

Result<Stickiness> Stickiness::bind(BindContext& context) {
  Stickiness stickiness;
  SOJOURN_CHECK(only_activity(context));
  stickiness.summary_ = context.text("show") == "summary";
  const Micros until = context.known_until();
  stickiness.periods_ = bind_periods(context, until);
  const PeriodTable& periods = stickiness.periods_;
  const Micros from = std::max(context.range().from, periods.start(0));
  if (const std::optional<Period> over = context.question().over) {
    const std::string every = context.text("every");
    if (*over < *parse_period(every)) {
      return Status::invalid(
          "a " + std::string(period_name(*over)) + " holds no whole " + every + ", as every = " + every + " asks for",
          "over");
    }
    PeriodCutter cutter(*over, context.zone());
    for (Micros start = cutter.start(from); start < until; start = cutter.next(start)) {
      stickiness.add_window(std::max(start, from), std::min(cutter.next(start), until));
    }
  } else if (context.question().from.empty()) {
    const auto wanted = static_cast<uint32_t>(context.integer("window"));
    const uint32_t ended = periods.ended(until);
    stickiness.add_window(periods.start(ended - std::min(ended, wanted)), until);
  } else {
    stickiness.add_window(from, until);
  }
  context.only_identified();
  return stickiness;
}

// The whole periods in [from, to), if there are any.
void Stickiness::add_window(Micros from, Micros to) {
  const Window window{periods_.first_from(from), periods_.ended(to)};
  if (window.begin < window.end) windows_.push_back(window);
}

std::vector<AnswerColumn> Stickiness::columns() const {
  std::vector<AnswerColumn> columns;
  if (!summary_) columns.push_back({"days", ColumnRole::kKey, ""});
  for (AnswerColumn& column : value_columns("%")) columns.push_back(std::move(column));
  columns.push_back({"n", summary_ ? ColumnRole::kCount : ColumnRole::kDetail, "customers"});
  if (summary_) {
    columns.push_back({"mean_periods", ColumnRole::kDetail, "periods"});
    columns.push_back({"active_per_period", ColumnRole::kDetail, "customers"});
    columns.push_back({"periods", ColumnRole::kDetail, "periods"});
    return columns;
  }
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"at_least", ColumnRole::kCount, "customers"});
  columns.push_back({"share_at_least", ColumnRole::kDetail, "%"});
  columns.push_back({"periods", ColumnRole::kDetail, "periods"});
  return columns;
}

void Stickiness::count(State& state, const Window& window, int64_t active) {
  state.periods = window.periods();
  if (state.customers.size() < static_cast<size_t>(active)) state.customers.resize(static_cast<size_t>(active));
  ++state.customers[static_cast<size_t>(active) - 1];
}

template <class Events, class StateAt>
void Stickiness::fold_customer(const Block& block, const Events& events, StateAt state_at) const {
  auto window = windows_.begin();
  for (size_t i = 0; i < events.size();) {
    uint32_t period = periods_.index(block.times[events[i]]);
    window = std::partition_point(window, windows_.end(), [&](const Window& each) { return each.end <= period; });
    if (window == windows_.end()) return;
    if (period < window->begin) {
      ++i;
      continue;
    }
    const uint32_t first = events[i];
    int64_t active = 1;
    for (++i; i < events.size(); ++i) {
      const uint32_t next = periods_.index(block.times[events[i]]);
      if (next >= window->end) break;
      active += next != period ? 1 : 0;
      period = next;
    }
    count(state_at(first), *window, active);
  }
}

void Stickiness::fold(const Slice& slice, Groups<State>& groups) const {
  fold_customer(slice.block, slice.events, [&](uint32_t event) -> State& { return groups.at(event); });
}

void Stickiness::fold_dense(State& state, const Block& block, internal::NoScratch&) const {
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const WholeLife events(block.begins[customer], block.begins[customer + 1]);
    fold_customer(block, events, [&](uint32_t) -> State& { return state; });
  }
}

void Stickiness::merge(State& into, const State& from) const {
  into.periods = std::max(into.periods, from.periods);
  if (into.customers.size() < from.customers.size()) into.customers.resize(from.customers.size());
  for (size_t i = 0; i < from.customers.size(); ++i) into.customers[i] += from.customers[i];
}

Status Stickiness::check(const State& state) const {
  if (summary_ || state.periods <= kDistributionMax) return {};
  return Status::limit("the window has " + std::to_string(state.periods) +
                           " periods, and show = distribution has a row for each: more than " +
                           std::to_string(kDistributionMax) +
                           " are not shown. Ask with show = summary, a shorter range or a longer period (every = week)",
                       "show");
}

void Stickiness::finish(const State& state, Rows& rows) const {
  if (state.periods == 0) return;
  summary_ ? add_summary(state, rows) : add_distribution(state, state.periods, rows);
}

void Stickiness::finish_all(const State& state, Rows& rows) const {
  if (state.periods == 0) return;
  summary_ ? add_summary(state, rows) : add_distribution(state, static_cast<int64_t>(state.customers.size()), rows);
}

Stickiness::Totals Stickiness::totals(const State& state) {
  Totals totals;
  for (size_t i = 0; i < state.customers.size(); ++i) {
    const auto periods = static_cast<double>(i + 1);
    totals.customers += state.customers[i];
    totals.active += periods * static_cast<double>(state.customers[i]);
    totals.squares += periods * periods * static_cast<double>(state.customers[i]);
  }
  return totals;
}

void Stickiness::add_distribution(const State& state, int64_t last, Rows& rows) const {
  const int64_t n = totals(state).customers;
  int64_t at_least = n;
  for (int64_t periods = 1; periods <= last; ++periods) {
    const size_t index = static_cast<size_t>(periods) - 1;
    const int64_t customers = index < state.customers.size() ? state.customers[index] : 0;
    std::vector<Value> cells{periods};
    add_share(customers, n, "nobody was active", cells);
    cells.insert(cells.end(), {n, customers, at_least, percent_or_absent(at_least, n), state.periods});
    rows.add(std::move(cells));
    at_least -= customers;
  }
}

void Stickiness::add_summary(const State& state, Rows& rows) const {
  const Totals all = totals(state);
  const auto n = static_cast<double>(all.customers);
  const auto periods = static_cast<double>(state.periods);
  const double mean = all.active / n;
  std::vector<Value> cells{100 * mean / periods};
  std::optional<Interval> interval;
  if (all.customers > 1) {
    const double variance = std::max(0.0, all.squares - n * mean * mean) / (n - 1);
    const double margin = two_sided_t(kConfidence, n - 1) * std::sqrt(variance / n);
    interval = Interval{std::max(0.0, (mean - margin) / periods), std::min(1.0, (mean + margin) / periods)};
  }
  add_interval(interval, 100, "one customer says nothing about how customers differ", cells);
  cells.insert(cells.end(), {all.customers, mean, all.active / periods, state.periods});
  rows.add(std::move(cells));
}

void Stickiness::save(const State& state, ByteWriter& out) const {
  out.i64(state.periods);
  out.u64(state.customers.size());
  for (const int64_t count : state.customers) out.i64(count);
}

Result<Stickiness::State> Stickiness::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.periods, load_count(in));
  const bool known = std::any_of(windows_.begin(), windows_.end(),
                                 [&](const Window& window) { return window.periods() == state.periods; });
  if (state.periods != 0 && !known) return in.corrupt("no window has so many periods");
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(int64_t)));
  if (count > static_cast<uint64_t>(state.periods)) return in.corrupt("more active periods than there are");
  int64_t customers = 0;
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const int64_t each, load_count(in));
    customers += each;
    if (customers > kSavedCountMax) return in.corrupt("there cannot be so many customers");
    state.customers.push_back(each);
  }
  if ((state.periods == 0) != (customers == 0) || (count > 0 && state.customers.back() == 0)) {
    return in.corrupt("no customers have these counts");
  }
  return state;
}

MeasureDefinition stickiness_definition() {
  MeasureDefinition definition;
  definition.id = "stickiness";
  definition.title = "Stickiness";
  definition.question = "On how many days of a month, or weeks of a quarter, do our customers use us?";
  definition.definition =
      "A customer is active in a period (every = day, week, month, quarter or year in the question's zone) by at "
      "least one event in it that passes activity; n are the customers active in at least one period of the window. "
      "show = distribution: value is the share, in percent, of n who were active on exactly so many periods (the "
      "column days, whatever the period), at_least counts those active on as many or more, periods is the length of "
      "the window, at most 4,000. show = summary: value = 100 * mean_periods / periods, where mean_periods is the "
      "average number of active periods of a customer; the same number is 100 * active_per_period / n, average daily "
      "over monthly active users (DAU/MAU) when periods are days and the window is a month. The window is all whole "
      "periods of the range; without a beginning of the range, the last `window` whole periods before its end or the "
      "newest event, none before the first event of all. With --over each of its periods is a window of its own. "
      "Activity in a period that an edge cuts, or that is still running, is not counted. Only customers with an "
      "identifier are counted. A split puts a customer into the group of the first event in the window. Shares have "
      "Wilson's interval, the ratio a t-interval over customers.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson; t over customers for the ratio";
  definition.inputs = "time, an identifier; what the filter activity names";
  definition.source =
      "The ratio of daily to monthly active users (DAU/MAU), a common figure without one author; Wilson, Journal of "
      "the "
      "American Statistical Association 22, 1927";
  definition.since = "0.2";
  definition.parameters = {
      choice("show", {"distribution", "summary"},
             "distribution: customers by number of active periods; summary: the mean and the ratio."),
      every_parameter("day", "Length of a period."),
      integer("window", 28, 1, 4000,
              "How many whole periods back the window goes, where no beginning of the range is given."),
      activity_parameter(), week_start_parameter()};
  definition.bind = bind_fold<Stickiness>;
  return definition;
}

}  // namespace sojourn
