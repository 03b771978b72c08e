#include "influence/loyalists.h"

#include <string>

#include "measure/cells.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

constexpr std::array<const char*, Loyalists::kSteps> kStepNames{"bought", "bought again", "advocate"};

// First position from `begin` on whose event is in the set.
std::optional<size_t> find_event(const Slice& slice, const EventBits& set, size_t begin = 0) {
  for (size_t i = begin; i < slice.size(); ++i) {
    if (set.test(slice.events[i])) return i;
  }
  return std::nullopt;
}

}  // namespace

Result<Loyalists> Loyalists::bind(BindContext& context) {
  Loyalists measure;
  const std::string show = context.text("show");
  measure.show_ = show == "advocacy" ? Show::kAdvocacy : show == "progression" ? Show::kProgression : Show::kRatio;
  SOJOURN_TRY(measure.purchase_, context.filter(context.text("purchase"), "purchase"));
  SOJOURN_TRY(measure.advocacy_, context.filter(context.text("advocacy"), "advocacy"));
  SOJOURN_TRY(measure.in_market_, context.filter(context.text("in_market"), "in_market"));
  if (context.given("loyal")) {
    SOJOURN_TRY(measure.loyal_, context.filter(context.text("loyal"), "loyal"));
  }
  SOJOURN_TRY(measure.every_, parse_period(context.text("every")));
  measure.order_ = context.column("order");
  measure.zone_ = context.zone();
  measure.known_until_ = context.known_until();
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> Loyalists::columns() const {
  std::vector<AnswerColumn> columns;
  if (show_ == Show::kRatio) columns = {{"group", ColumnRole::kKey, ""}};
  if (show_ == Show::kAdvocacy) columns = {{"at", ColumnRole::kKey, ""}};
  if (show_ == Show::kProgression) columns = {{"step", ColumnRole::kKey, ""}, {"name", ColumnRole::kKey, ""}};
  for (AnswerColumn& column : value_columns("%")) columns.push_back(std::move(column));
  columns.push_back({"n", ColumnRole::kCount, "customers"});
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  switch (show_) {
    case Show::kRatio:
      columns.push_back({"in_market", ColumnRole::kCount, "customers"});
      for (const char* name : {"ratio", "ratio_low", "ratio_high"}) columns.push_back({name, ColumnRole::kDetail, ""});
      break;
    case Show::kAdvocacy: columns.push_back({"complete", ColumnRole::kDetail, ""}); break;
    case Show::kProgression: columns.push_back({"share_of_previous", ColumnRole::kDetail, "%"}); break;
  }
  return columns;
}

void Loyalists::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  advocacy_->select(block, scratch.advocacy);
  if (show_ == Show::kAdvocacy) {
    if (!scratch.cutter) scratch.cutter.emplace(every_, zone_);
    return;
  }
  purchase_->select(block, scratch.purchase);
  if (show_ == Show::kRatio) in_market_->select(block, scratch.in_market);
  if (loyal_ != nullptr) loyal_->select(block, scratch.loyal);
}

Loyalists::Purchases Loyalists::purchases(const Slice& slice, const Scratch& scratch) const {
  const std::span<const uint64_t> orders = slice.block.column(order_).keys;
  Purchases found;
  for (std::optional<size_t> i = find_event(slice, scratch.purchase); i;
       i = find_event(slice, scratch.purchase, *i + 1)) {
    found.last = i;
    if (!found.first) {
      found.first = i;
    } else if (!found.second_order) {
      const uint64_t order = orders[slice.events[*i]];
      if (order == 0 || order != orders[slice.events[*found.first]]) found.second_order = i;
    }
  }
  return found;
}

void Loyalists::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  switch (show_) {
    case Show::kRatio: return fold_ratio(slice, groups, scratch);
    case Show::kAdvocacy: return fold_advocacy(slice, groups, scratch);
    case Show::kProgression: return fold_progression(slice, groups, scratch);
  }
}

void Loyalists::fold_ratio(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const Purchases bought = purchases(slice, scratch);
  std::optional<size_t> anchor = bought.first;
  if (loyal_ != nullptr) {
    anchor = find_event(slice, scratch.loyal);
  } else if (!bought.second_order) {
    return;
  }
  if (!anchor) return;
  State& state = groups.at(slice.events[*anchor]);
  Group& group = find_event(slice, scratch.advocacy) ? state.active : state.passive;
  ++group.customers;
  for (size_t i = bought.last.value_or(0); i < slice.size(); ++i) {
    const bool later = !bought.last || slice.time(i) > slice.time(*bought.last);
    if (!later || !scratch.in_market.test(slice.events[i])) continue;
    ++group.in_market;
    return;
  }
}

void Loyalists::fold_progression(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const Purchases bought = purchases(slice, scratch);
  if (!bought.first) return;
  State& state = groups.at(slice.events[*bought.first]);
  ++state.steps[0];
  if (!bought.second_order) return;
  ++state.steps[1];
  const Micros since = slice.time(*bought.second_order);
  for (size_t i = slice.size(); i > 0 && slice.time(i - 1) >= since; --i) {
    if (!scratch.advocacy.test(slice.events[i - 1])) continue;
    ++state.steps[2];
    return;
  }
}

void Loyalists::fold_advocacy(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  Voices* before = nullptr;  // Of the period before, where the customer was silent.
  Micros next = 0;           // The period after that one.
  for (size_t i = 0; i < slice.size();) {
    const Micros start = scratch.cutter->start(slice.time(i));
    const size_t first = i;
    bool advocate = false;
    for (; i < slice.size() && scratch.cutter->start(slice.time(i)) == start; ++i) {
      advocate = advocate || scratch.advocacy.test(slice.events[i]);
    }
    if (before != nullptr && next == start && advocate) ++before->found;
    before = nullptr;
    if (advocate) continue;
    before = &groups.at(slice.events[first]).periods[start];
    ++before->silent;
    next = scratch.cutter->next(start);
  }
}

void Loyalists::merge(State& into, const State& from) const {
  for (const auto& [target, source] :
       {std::pair(&into.passive, &from.passive), std::pair(&into.active, &from.active)}) {
    target->customers += source->customers;
    target->in_market += source->in_market;
  }
  for (size_t i = 0; i < kSteps; ++i) into.steps[i] += from.steps[i];
  for (const auto& [start, voices] : from.periods) {
    Voices& target = into.periods[start];
    target.silent += voices.silent;
    target.found += voices.found;
  }
}

void Loyalists::finish(const State& state, Rows& rows) const {
  switch (show_) {
    case Show::kRatio: return add_ratio(state, rows);
    case Show::kAdvocacy: return add_advocacy(state, rows);
    case Show::kProgression: return add_progression(state, rows);
  }
}

void Loyalists::add_ratio(const State& state, Rows& rows) const {
  const int64_t loyal = state.passive.customers + state.active.customers;
  const std::string nobody = "nobody is loyal";
  for (const bool passive : {true, false}) {
    const Group& group = passive ? state.passive : state.active;
    std::vector<Value> cells = {std::string(passive ? "passive" : "active")};
    add_share(group.customers, loyal, nobody, cells);
    cells.insert(cells.end(), {loyal, group.customers, group.in_market});
    if (!passive) {
      cells.insert(cells.end(), 3, std::monostate{});
    } else if (state.active.customers == 0) {
      cells.insert(cells.end(), 3, None{loyal == 0 ? nobody : "there are no active loyalists"});
    } else {
      const auto share = wilson(static_cast<double>(group.customers), static_cast<double>(loyal));
      cells.emplace_back(static_cast<double>(group.customers) / static_cast<double>(state.active.customers));
      for (const double end : {share->low, share->high}) cells.emplace_back(end / (1 - end));
    }
    rows.add(std::move(cells));
  }
}

void Loyalists::add_progression(const State& state, Rows& rows) const {
  for (size_t i = 0; i < kSteps; ++i) {
    std::vector<Value> cells = {static_cast<int64_t>(i + 1), std::string(kStepNames[i])};
    add_share(state.steps[i], state.steps[0], "nobody bought", cells);
    cells.insert(cells.end(), {state.steps[0], state.steps[i],
                               i == 0 ? Value{} : percent_or_absent(state.steps[i], state.steps[i - 1])});
    rows.add(std::move(cells));
  }
}

void Loyalists::add_advocacy(const State& state, Rows& rows) const {
  const PeriodCutter cutter(every_, zone_);
  for (const auto& [start, voices] : state.periods) {
    const Micros next = cutter.next(start);
    std::vector<Value> cells = {cutter.label(start)};
    if (next >= known_until_) {
      cells.insert(cells.end(), 3, None{"the period after has not begun"});
    } else {
      add_share(voices.found, voices.silent, "nobody was silent", cells);
    }
    const bool complete = cutter.next(next) <= known_until_;
    cells.insert(cells.end(), {voices.silent, voices.found, std::string(complete ? "yes" : "no")});
    rows.add(std::move(cells));
  }
}

void Loyalists::save(const State& state, ByteWriter& out) const {
  for (const Group* group : {&state.passive, &state.active}) {
    out.i64(group->customers);
    out.i64(group->in_market);
  }
  for (const int64_t step : state.steps) out.i64(step);
  out.u64(state.periods.size());
  for (const auto& [start, voices] : state.periods) {
    for (const int64_t each : {start, voices.silent, voices.found}) out.i64(each);
  }
}

Result<Loyalists::State> Loyalists::load(ByteReader& in) const {
  State state;
  for (Group* group : {&state.passive, &state.active}) {
    SOJOURN_TRY(group->customers, load_count(in));
    SOJOURN_TRY(group->in_market, load_count(in));
    if (group->in_market > group->customers) return in.corrupt("more are in the market than there are");
  }
  for (size_t i = 0; i < kSteps; ++i) {
    SOJOURN_TRY(state.steps[i], load_count(in));
    if (i > 0 && state.steps[i] > state.steps[i - 1]) return in.corrupt("more took a step than the one before");
  }
  SOJOURN_TRY(const uint64_t periods, in.count(3 * sizeof(int64_t)));
  for (uint64_t i = 0; i < periods; ++i) {
    SOJOURN_TRY(const Micros start, in.i64());
    const bool in_order = state.periods.empty() || start > state.periods.rbegin()->first;
    if (!in_order || start < kTimeMin || start > kTimeMax) return in.corrupt("the periods are not in order");
    Voices& voices = state.periods[start];
    SOJOURN_TRY(voices.silent, load_count(in, 1));
    SOJOURN_TRY(voices.found, load_count(in));
    if (voices.found > voices.silent) return in.corrupt("more found their voice than were silent");
  }
  return state;
}

}  // namespace sojourn
