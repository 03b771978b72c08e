#include "voice/behaviour_trend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "measure/cells.h"
#include "voice/voice_column.h"

namespace sojourn {
namespace {

constexpr size_t kLeastPeriods = 4;
constexpr size_t kPeriodsMax = 100'000;  // More are no trend, and a line through them no answer.

constexpr const char* kFew = "fewer than four whole periods";

double periods_a_year(Period every) {
  switch (every) {
    case Period::kDay: return 365.2425;
    case Period::kWeek: return 365.2425 / 7;
    case Period::kQuarter: return 4;
    default: return 12;
  }
}

}  // namespace

struct BehaviourTrend::Series {
  std::vector<Micros> starts;
  std::vector<PeriodTally> tallies;
  size_t known = 0;  // How many of the state's periods are among them.
  std::string none;  // Why there is no series, or "".
  std::optional<std::string> currency;
  std::vector<double> revenue;  // In whole units; empty when there is none.
};

// Counts, each by something.
struct BehaviourTrend::Rate {
  const char* name;
  std::vector<int64_t> counts;
  std::vector<double> bases;

  bool known(size_t period) const { return bases[period] > 0; }
  double at(size_t period) const { return static_cast<double>(counts[period]) / bases[period]; }
};

Result<BehaviourTrend> BehaviourTrend::bind(BindContext& context) {
  BehaviourTrend bound;
  SOJOURN_TRY(bound.behaviour_, context.filter(context.text("behaviour"), "behaviour"));
  bound.direction_ = context.column("direction");
  bound.out_ = context.snapshot().names(bound.direction_)->find("out").value_or(VoiceCode::kNever);
  bound.amount_ = context.column("amount");
  bound.currency_ = context.column("currency");
  bound.currencies_ = context.snapshot().names(bound.currency_);
  bound.asked_ = context.text("currency");
  SOJOURN_TRY(bound.every_, parse_period(context.text("every")));
  bound.zone_ = context.zone();
  bound.known_ = {std::max(context.range().from, context.snapshot().time_span().from), context.known_until()};
  if (bound.known_.from >= bound.known_.to) return bound;
  PeriodCutter cutter(bound.every_, bound.zone_);
  bound.late_ = bound.known_.from - cutter.start(bound.known_.from);
  bound.early_ = bound.known_.to - cutter.start(bound.known_.to);
  return bound;
}

std::vector<AnswerColumn> BehaviourTrend::columns() const {
  return {{"rate", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, "%"},
          {"low", ColumnRole::kLow, "%"},
          {"high", ColumnRole::kHigh, "%"},
          {"yearly", ColumnRole::kValue, "%"},
          {"yearly_low", ColumnRole::kLow, "%"},
          {"yearly_high", ColumnRole::kHigh, "%"},
          {"trend", ColumnRole::kDetail, ""},
          {"periods", ColumnRole::kDetail, ""},
          {"from", ColumnRole::kDetail, ""},
          {"to", ColumnRole::kDetail, ""},
          {"at_first", ColumnRole::kDetail, ""},
          {"at_last", ColumnRole::kDetail, ""},
          {"revenue_effect", ColumnRole::kValue, "money"},
          {"revenue_low", ColumnRole::kLow, "money"},
          {"revenue_high", ColumnRole::kHigh, "money"},
          {"currency", ColumnRole::kDetail, ""},
          {"basis", ColumnRole::kDetail, ""}};
}

void BehaviourTrend::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  behaviour_->select(block, scratch.behaviour);
}

void BehaviourTrend::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  PeriodCutter cutter(every_, zone_);
  const Block& block = slice.block;
  const bool identified = block.identified[slice.customer] != 0;
  static thread_local std::vector<int64_t*> once;  // Counts of customers in which this one is.
  once.clear();
  uint32_t last_group = UINT32_MAX;
  Micros last_start = 0;
  PeriodTally* tally = nullptr;  // Of these two.
  struct Seen {
    bool active = false;
    bool shown = false;
  };
  std::array<Seen, 3> seen;  // Of the three parts of that tally, since it is the one at hand.
  for (size_t i = 0; i < slice.size(); ++i) {
    const uint32_t event = slice.events[i];
    const bool ours = block.column(direction_).codes[event] == out_;
    const bool shown = scratch.behaviour.test(event);
    const int64_t amount = block.column(amount_).integers[event];
    if (ours && !shown && amount == kNoInteger) continue;
    const uint32_t group = groups.index(event);
    const Micros start = cutter.start(slice.time(i));
    if (tally == nullptr || group != last_group || start != last_start) {
      tally = &groups.state(group).periods[start];
      seen = {};
    }
    last_group = group;
    last_start = start;
    const auto count = [&](PeriodFigures& figures, Seen& part) {
      figures.events += shown ? 1 : 0;
      figures.named += shown && identified ? 1 : 0;
      if (identified && !ours && !std::exchange(part.active, true)) once.push_back(&figures.active);
      if (identified && shown && !std::exchange(part.shown, true)) once.push_back(&figures.customers);
      if (amount == kNoInteger) return;
      PeriodPayments& paid = figures.paid.at(block.column(currency_).codes[event]);
      paid.sum += amount;
      ++paid.events;
    };
    const Micros since = slice.time(i) - start;
    count(tally->all, seen[0]);
    if (since < early_) count(tally->early, seen[1]);
    if (late_ > 0 && since >= late_) count(tally->late, seen[2]);
  }
  std::sort(once.begin(), once.end());
  once.erase(std::unique(once.begin(), once.end()), once.end());
  for (int64_t* each : once) ++*each;
}

void BehaviourTrend::merge(State& into, const State& from) const {
  for (const auto& [start, tally] : from.periods) into.periods[start].merge(tally);
}

bool BehaviourTrend::whole(Micros start, Micros next) const {
  const Micros known = std::min(next, known_.to) - std::max(start, known_.from);
  return known >= (next - start) / 10 * 9;
}

BehaviourTrend::Series BehaviourTrend::series(const State& state) const {
  Series series;
  std::map<std::string, int64_t> payments;
  if (!state.periods.empty()) {
    const PeriodCutter cutter(every_, zone_);
    const Micros last = state.periods.rbegin()->first;
    for (Micros start = state.periods.begin()->first; start <= last && series.starts.size() < kPeriodsMax;) {
      const Micros next = cutter.next(start);
      if (whole(start, next)) {
        const auto found = state.periods.find(start);
        series.starts.push_back(start);
        series.known += found == state.periods.end() ? 0 : 1;
        series.tallies.push_back(found == state.periods.end() ? PeriodTally{} : found->second);
        for (const auto& [name, paid] : series.tallies.back().all.paid.sorted(*currencies_))
          payments[name] += paid->events;
      }
      if (next <= start) break;
      start = next;
    }
  }
  if (series.starts.size() < kLeastPeriods) series.none = kFew;
  for (const auto& [name, events] : payments) {
    if (!asked_.empty() ? name == asked_ : !series.currency || events > payments[*series.currency])
      series.currency = name;
  }
  if (!series.currency) return series;
  const auto of_currency = [&](const PeriodFigures& figures) {
    PeriodPayments own;
    for (const auto& [name, paid] : figures.paid.sorted(*currencies_)) {
      if (name == *series.currency) own = *paid;
    }
    return own;
  };
  for (size_t i = 0; i < series.tallies.size(); ++i) {
    const double paid = static_cast<double>(of_currency(series.tallies[i].all).sum) / minor_units(*series.currency);
    const auto payments_of = [&](const PeriodFigures& figures) { return of_currency(figures).events; };
    series.revenue.push_back(paid / exposure(series, i, payments_of));
  }
  return series;
}

double BehaviourTrend::exposure(const Series& series, size_t period,
                                const std::function<int64_t(const PeriodFigures&)>& figure) const {
  constexpr double kPrior = 20;  // Counts that the share of time is worth.
  constexpr double kLeast = 0.5;
  constexpr double kWhole = 0.999;
  const PeriodCutter cutter(every_, zone_);
  const auto is_whole = [&](Micros start) { return start >= known_.from && cutter.next(start) <= known_.to; };
  const Micros start = series.starts[period];
  if (is_whole(start)) return 1;
  const Micros next = cutter.next(start);
  const bool begins_late = start < known_.from;
  const double share =
      static_cast<double>(std::min(next, known_.to) - std::max(start, known_.from)) / static_cast<double>(next - start);
  if (share > kWhole) return 1;
  double part = kPrior * share;
  double all = kPrior;
  for (size_t i = 0; i < series.starts.size(); ++i) {
    if (!is_whole(series.starts[i])) continue;
    part += static_cast<double>(figure(begins_late ? series.tallies[i].late : series.tallies[i].early));
    all += static_cast<double>(figure(series.tallies[i].all));
  }
  return std::max(kLeast, part / all);
}

// Of ln rate by period; 0 is the first.
std::optional<Line> BehaviourTrend::log_line(const Rate& rate) {
  double added = 0;
  for (size_t i = 0; i < rate.counts.size(); ++i) {
    if (rate.known(i) && rate.counts[i] == 0) added = 0.5;
  }
  std::vector<LinePoint> points;
  for (size_t i = 0; i < rate.counts.size(); ++i) {
    if (!rate.known(i)) continue;
    const double count = static_cast<double>(rate.counts[i]) + added;
    points.push_back({static_cast<double>(i), std::log(count / rate.bases[i]), 1 / std::sqrt(count)});
  }
  return points.size() < kLeastPeriods ? std::nullopt : weighted_line(points);
}

// What the change along the line goes with in revenue.
void BehaviourTrend::add_effect(const Series& series, const Rate& rate, const Line& line,
                                std::vector<Value>& cells) const {
  std::string why;
  std::vector<LinePoint> points;
  if (series.revenue.empty()) why = "no amounts in these periods";
  for (size_t i = 0; i < series.revenue.size(); ++i) {
    if (rate.known(i)) points.push_back({rate.at(i), series.revenue[i], 0});
  }
  const std::optional<Line> slope = why.empty() ? weighted_line(points) : std::nullopt;
  if (why.empty() && !slope) why = "the rate does not vary";
  if (!why.empty()) {
    cells.insert(cells.end(), 3, None{why});
    return;
  }
  const double last = static_cast<double>(series.starts.size() - 1);
  const double middle = std::exp(line.at(last / 2));
  const auto change = [&](double growth) {
    return middle * (std::exp(growth * last / 2) - std::exp(-growth * last / 2));
  };
  const double effect = slope->slope * change(line.slope);
  const double by_slope = change(line.slope) * (slope->interval.high - slope->interval.low) / 2;
  const double by_change = slope->slope * (change(line.interval.high) - change(line.interval.low)) / 2;
  const double margin = std::hypot(by_slope, by_change);
  if (!std::isfinite(effect) || !std::isfinite(margin)) {
    cells.insert(cells.end(), 3, None{"the trend is too steep to say"});
    return;
  }
  cells.insert(cells.end(), {effect, effect - margin, effect + margin});
}

std::vector<Value> BehaviourTrend::trend_cells(const Series& series, const Rate& rate) const {
  std::vector<Value> cells{std::string(rate.name)};
  const bool nothing = std::all_of(rate.counts.begin(), rate.counts.end(), [](int64_t count) { return count == 0; });
  std::string why = !series.none.empty() ? series.none : nothing ? "nobody shows this behaviour" : "";
  const std::optional<Line> line = why.empty() ? log_line(rate) : std::nullopt;
  if (why.empty() && !line) why = kFew;
  const auto add = [&](double periods) {
    for (const double slope : {line->slope, line->interval.low, line->interval.high}) {
      const double percent = 100 * std::expm1(periods * slope);
      cells.push_back(std::isfinite(percent) ? Value(percent) : Value(None{"the trend is too steep to say"}));
    }
  };
  if (line) {
    add(1);
    add(periods_a_year(every_));
    cells.emplace_back(std::string(line->interval.low > 0 ? "rising" : line->interval.high < 0 ? "falling" : "steady"));
  } else {
    cells.insert(cells.end(), 7, None{why});
  }
  cells.emplace_back(static_cast<int64_t>(series.starts.size()));
  const PeriodCutter cutter(every_, zone_);
  cells.push_back(series.starts.empty() ? Value(None{why}) : Value(cutter.label(series.starts.front())));
  cells.push_back(series.starts.empty() ? Value(None{why}) : Value(cutter.label(cutter.next(series.starts.back()))));
  const double last = series.starts.empty() ? 0 : static_cast<double>(series.starts.size() - 1);
  for (const double place : {0.0, last}) {
    cells.push_back(line ? Value(std::exp(line->at(place))) : Value(None{why}));
  }
  if (line) {
    add_effect(series, rate, *line, cells);
  } else {
    cells.insert(cells.end(), 3, None{why});
  }
  const bool named = series.currency && !series.currency->empty();
  cells.push_back(named ? Value(*series.currency) : Value());
  cells.emplace_back(std::string("association"));
  return cells;
}

void BehaviourTrend::finish(const State& state, Rows& rows) const {
  const Series all = series(state);
  Rate events{"events", {}, {}};
  Rate customers{"customers", {}, {}};
  Rate each{"events a customer", {}, {}};
  for (size_t i = 0; i < all.tallies.size(); ++i) {
    const auto exposed = [&](int64_t PeriodFigures::*figure) {
      return exposure(all, i, [figure](const PeriodFigures& figures) { return figures.*figure; });
    };
    const PeriodFigures& figures = all.tallies[i].all;
    events.counts.push_back(figures.events);
    events.bases.push_back(exposed(&PeriodFigures::events));
    customers.counts.push_back(figures.customers);
    customers.bases.push_back(exposed(&PeriodFigures::customers));
    each.counts.push_back(figures.named);
    each.bases.push_back(static_cast<double>(figures.active) * exposed(&PeriodFigures::named) /
                         exposed(&PeriodFigures::active));
  }
  for (const Rate* rate : {&events, &customers, &each}) rows.add(trend_cells(all, *rate));
  rows.note(static_cast<int64_t>(state.periods.size() - std::min(state.periods.size(), all.known)),
            "periods left out, less than nine tenths of which are known");
}

void BehaviourTrend::save(const State& state, ByteWriter& out) const {
  out.u64(state.periods.size());
  for (const auto& [start, tally] : state.periods) {
    out.i64(start);
    tally.save(*currencies_, out);
  }
}

Result<BehaviourTrend::State> BehaviourTrend::load(ByteReader& in) const {
  State state;
  PeriodCutter cutter(every_, zone_);
  SOJOURN_TRY(const uint64_t count, in.count(13 * sizeof(int64_t) + 3 * sizeof(uint32_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const Micros start, in.i64());
    if (start < kTimeMin || start > kTimeMax || cutter.start(start) != start)
      return in.corrupt("no period begins then");
    if (i > 0 && start <= state.periods.rbegin()->first) return in.corrupt("the periods are not in order");
    SOJOURN_TRY(state.periods[start], PeriodTally::load(*currencies_, in));
  }
  return state;
}

}  // namespace sojourn
