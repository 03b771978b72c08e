#include "influence/behaviour_changes.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

constexpr double kMillion = 1e6;
constexpr size_t kLeastSide = 2;  // Periods of either rate: one odd week is no new behaviour.

Value rate(const QuantileSketch& rates) {
  const std::optional<double> median = rates.median();
  return median ? Value(*median / kMillion) : Value{};
}

void add(BehaviourChanges::Tally& into, const BehaviourChanges::Tally& from) {
  if (from.changes == 0) return;
  into.first = into.changes == 0 ? from.first : std::min(into.first, from.first);
  into.last = into.changes == 0 ? from.last : std::max(into.last, from.last);
  into.customers += from.customers;
  into.changes += from.changes;
  into.before.merge(from.before);
  into.after.merge(from.after);
}

}  // namespace

Result<BehaviourChanges> BehaviourChanges::bind(BindContext& context) {
  BehaviourChanges measure;
  SOJOURN_TRY(measure.node_, bind_node_column(context, "node"));
  if (context.given("activity")) {
    SOJOURN_TRY(measure.activity_, context.filter(context.text("activity"), "activity"));
  }
  measure.when_ = context.text("show") == "when";
  measure.all_ = context.text("changes") == "all";
  SOJOURN_TRY(measure.every_, parse_period(context.text("every")));
  measure.zone_ = context.zone();
  measure.period_ = context.duration("period");
  if (measure.period_ < kDay) return Status::invalid("a period lasts at least a day", "period");
  measure.gap_ = context.duration("gap");
  measure.least_ = static_cast<size_t>(context.integer("least"));
  measure.level_ = context.number("level");
  measure.known_until_ = context.known_until();
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> BehaviourChanges::columns() const {
  std::vector<AnswerColumn> columns = {{when_ ? "at" : "touchpoint", ColumnRole::kKey, ""},
                                       {"direction", ColumnRole::kKey, ""}};
  for (AnswerColumn& column : value_columns("%")) columns.push_back(std::move(column));
  columns.push_back({"n", ColumnRole::kCount, "customers"});
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"changes", ColumnRole::kDetail, "changes"});
  for (const char* name : {"rate_before", "rate_after"}) {
    columns.push_back({name, ColumnRole::kDetail, "visits a period"});
  }
  columns.push_back({"first", ColumnRole::kDetail, ""});
  columns.push_back({"last", ColumnRole::kDetail, ""});
  return columns;
}

void BehaviourChanges::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  if (activity_ != nullptr) activity_->select(block, scratch.activity);
  if (!scratch.cutter) scratch.cutter.emplace(every_, zone_);
}

bool BehaviourChanges::count_visits(const Slice& slice, const Scratch& scratch, size_t first,
                                    std::vector<int64_t>& counts) const {
  const Micros begin = slice.time(first);
  counts.clear();
  if (known_until_ <= begin) return false;
  const auto periods = static_cast<size_t>((known_until_ - begin) / period_);
  if (periods < least_) return false;
  counts.assign(periods, 0);
  const Micros end = begin + static_cast<Micros>(periods) * period_;
  Micros last = begin;
  for (size_t i = first; i < slice.size() && slice.time(i) < end; ++i) {
    if (activity_ != nullptr && !scratch.activity.test(slice.events[i])) continue;
    const Micros time = slice.time(i);
    const bool visit = i == first || gap_ == 0 || time - last > gap_;
    last = time;
    if (visit) ++counts[static_cast<size_t>((time - begin) / period_)];
  }
  return true;
}

void BehaviourChanges::take(State& state, const Slice& slice, size_t first, std::span<const RateChange> changes,
                            const Scratch& scratch) const {
  std::vector<Key> seen;
  for (const RateChange& change : changes) {
    const Micros date = slice.time(first) + static_cast<Micros>(change.at) * period_;
    const auto after = std::partition_point(slice.events.begin(), slice.events.end(),
                                            [&](uint32_t event) { return slice.block.times[event] < date; });
    const uint32_t before = *std::prev(after);  // The history began before the date.
    const bool rising = change.rate_after() > change.rate_before();
    const Key key{when_ ? scratch.cutter->start(date) : static_cast<int64_t>(node_.at(slice.block, before)), rising};
    Tally one;
    one.customers = std::find(seen.begin(), seen.end(), key) == seen.end() ? 1 : 0;
    seen.push_back(key);
    one.changes = 1;
    one.before.add(std::llround(kMillion * change.rate_before()));
    one.after.add(std::llround(kMillion * change.rate_after()));
    one.first = one.last = date;
    add(state.rows[key], one);
  }
  state.changed += changes.empty() ? 0 : 1;
}

void BehaviourChanges::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  static thread_local std::vector<int64_t> counts;  // Kept, so that folding does not allocate for each customer.
  size_t first = 0;
  if (activity_ != nullptr) {
    while (first < slice.size() && !scratch.activity.test(slice.events[first])) ++first;
    if (first == slice.size()) return;
  }
  State& state = groups.at(slice.events[first]);
  if (!count_visits(slice, scratch, first, counts)) {
    ++state.short_histories;
    return;
  }
  ++state.tested;
  if (all_) {
    take(state, slice, first, rate_changes(counts, level_, least_, kLeastSide), scratch);
    return;
  }
  const std::optional<RateChange> change = likeliest_rate_change(counts, kLeastSide);
  if (change && change->p <= level_) take(state, slice, first, {&*change, 1}, scratch);
}

void BehaviourChanges::merge(State& into, const State& from) const {
  into.tested += from.tested;
  into.changed += from.changed;
  into.short_histories += from.short_histories;
  for (const auto& [key, tally] : from.rows) add(into.rows[key], tally);
}

std::string BehaviourChanges::name_of(const Key& key) const {
  return key.of == 0 ? "" : std::string(node_.names->text(static_cast<uint32_t>(key.of)));
}

void BehaviourChanges::add_row(Value of, Value direction, const Tally& tally, int64_t tested, Rows& rows) {
  std::vector<Value> cells{std::move(of), std::move(direction)};
  add_share(tally.customers, tested, "nobody was tested", cells);
  const bool some = tally.changes > 0;
  cells.insert(cells.end(),
               {tested, tally.customers, tally.changes, rate(tally.before), rate(tally.after),
                some ? Value(TimeValue{tally.first}) : Value{}, some ? Value(TimeValue{tally.last}) : Value{}});
  rows.add(std::move(cells));
}

void BehaviourChanges::add_row(const Key& key, const Tally& tally, int64_t tested, Rows& rows) const {
  Value of = when_ ? Value(PeriodCutter(every_, zone_).label(key.of)) : key.of == 0 ? Value{} : Value(name_of(key));
  add_row(std::move(of), std::string(key.rising ? "rising" : "falling"), tally, tested, rows);
}

void BehaviourChanges::finish(const State& state, Rows& rows) const {
  std::vector<std::pair<Key, const Tally*>> sorted;
  for (const auto& [key, tally] : state.rows) sorted.emplace_back(key, &tally);
  if (!when_) {
    std::sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) {
      if (a.second->customers != b.second->customers) return a.second->customers > b.second->customers;
      return std::tuple(name_of(a.first), a.first.rising) < std::tuple(name_of(b.first), b.first.rising);
    });
  }
  for (const auto& [key, tally] : sorted) add_row(key, *tally, state.tested, rows);
  rows.note(state.tested, "customers tested for a change (by chance alone, up to level of them would show one)");
  rows.note(state.changed, "customers with a change");
  rows.note(state.short_histories, "customers left out because their history has fewer whole periods than least");
}

void BehaviourChanges::finish_all(const State& state, Rows& rows) const {
  if (state.tested == 0) return;
  add_row(every_row(), every_row(), {}, state.tested, rows);
  for (const auto& [key, tally] : state.rows) add_row(key, tally, state.tested, rows);
}

void BehaviourChanges::save(const State& state, ByteWriter& out) const {
  for (const int64_t count : {state.tested, state.changed, state.short_histories}) out.i64(count);
  std::vector<std::pair<std::string, std::pair<Key, const Tally*>>> sorted;
  for (const auto& [key, tally] : state.rows) sorted.push_back({when_ ? "" : name_of(key), {key, &tally}});
  std::sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) {
    const Key& x = a.second.first;
    const Key& y = b.second.first;
    return when_ ? x < y : std::tie(a.first, x.rising) < std::tie(b.first, y.rising);
  });
  out.u64(sorted.size());
  for (const auto& [name, row] : sorted) {
    const auto& [key, tally] = row;
    out.text(name);
    out.i64(when_ ? key.of : 0);
    out.u8(key.rising ? 1 : 0);
    for (const int64_t each : {tally->customers, tally->first, tally->last}) out.i64(each);
    tally->before.save(out);
    tally->after.save(out);
  }
}

Result<BehaviourChanges::State> BehaviourChanges::load(ByteReader& in) const {
  State state;
  for (int64_t* count : {&state.tested, &state.changed, &state.short_histories}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  SOJOURN_TRY(const uint64_t rows, in.count(sizeof(uint32_t) + sizeof(uint8_t) + 4 * sizeof(int64_t)));
  for (uint64_t i = 0; i < rows; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    Key key;
    SOJOURN_TRY(key.of, in.i64());
    SOJOURN_TRY(const uint8_t rising, in.u8());
    const bool possible = when_ ? name.empty() && key.of >= kTimeMin && key.of <= kTimeMax : key.of == 0;
    if (rising > 1 || !possible) return in.corrupt("no change has such a row");
    key.rising = rising == 1;
    if (!name.empty()) key.of = node_.names->intern(name);
    Tally tally;
    SOJOURN_TRY(tally.customers, load_count(in, 1));
    SOJOURN_TRY(tally.first, in.i64());
    SOJOURN_TRY(tally.last, in.i64());
    SOJOURN_TRY(tally.before, QuantileSketch::load(in));
    SOJOURN_TRY(tally.after, QuantileSketch::load(in));
    tally.changes = tally.before.count();
    if (tally.changes < tally.customers || tally.after.count() != tally.changes || tally.customers > state.changed ||
        tally.first > tally.last || tally.first < kTimeMin || tally.last > kTimeMax) {
      return in.corrupt("the changes of a row do not add up");
    }
    if (!state.rows.emplace(key, std::move(tally)).second) return in.corrupt("a row stands there twice");
  }
  if (state.changed > state.tested) return in.corrupt("more customers changed than were tested");
  return state;
}

MeasureDefinition behaviour_changes_definition() {
  MeasureDefinition definition;
  definition.id = "behaviour_changes";
  definition.title = "Behaviour changes";
  definition.question = "When did customers become more or less active, and what happened just before?";
  definition.definition =
      "Each customer's own activity is searched for a change of its rate. A history begins at the first event that "
      "passes activity (any event unless given) and is cut from there into periods, up to the last one that is over. "
      "Each holds a number of visits: events that pass activity, where one that comes no later than gap after the one "
      "before belongs to the same visit. The change is where the likelihood ratio of two Poisson rates against one is "
      "greatest, two periods at least on either side; it is reported when its p-value is at most level: given the sum, "
      "the visits before it are binomial, and twice the smaller tail is multiplied by the number of places tried "
      "(Bonferroni). With changes=all what lies on either side is searched in the same way (binary segmentation). The "
      "date of a change is the start of the first period of the new rate, so it is as fine as the period; touchpoint "
      "is that of the last event of any kind before that date, absent when it had none. value is the share, in "
      "percent, of the customers tested (n: histories of at least least whole periods) who changed in that direction "
      "after that touchpoint (customers); rate_before and rate_after are medians over the changes, in visits a period; "
      "first and last are the earliest and the latest date. show=when gives calendar periods of the date instead "
      "(at, as long as every says). What came just before is not thereby the cause: compare with how often the "
      "touchpoint stands there by "
      "chance. Up to level of the customers with a steady rate show a change by chance alone, and more where visits "
      "come in bursts. Intervals are Wilson's. In a split, a customer belongs to the group of the first event of the "
      "history.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "time, touchpoint, an identifier";
  definition.source =
      "Worsley, Biometrika 73, 1986; Przyborowski and Wilenski, Biometrika 31, 1940; Scott and Knott, Biometrics 30, "
      "1974.";
  definition.since = "0.1";
  ParameterInfo level = parameter("level", ParameterType::kNumber, "0.05",
                                  "The greatest p-value of a change that is reported, for each customer.");
  level.min = 0;
  level.max = 0.5;
  definition.parameters = {
      choice("show", {"changes", "when"}, "changes: by what came just before; when: by calendar period of the change."),
      node_parameter(),
      parameter("activity", ParameterType::kFilter, "", "Which events are activity; any event when not given."),
      parameter("period", ParameterType::kDuration, "7d", "The length of the periods whose visits are counted."),
      parameter("gap", ParameterType::kDuration, "30m",
                "Events no later than this after the one before are one visit; 0: each is a visit of its own."),
      integer("least", 8, 4, 10'000, "The fewest whole periods of a history that is tested."),
      std::move(level),
      choice("changes", {"strongest", "all"}, "One change a customer, or all that are found."),
      choice("every", {"month", "day", "week", "quarter", "year"}, "The calendar period of show=when.")};
  definition.bind = bind_fold<BehaviourChanges>;
  return definition;
}

}  // namespace sojourn
