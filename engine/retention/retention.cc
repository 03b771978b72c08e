#include "retention/retention.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "measure/cells.h"
#include "retention/periods_of_question.h"
#include "retention/whole_life.h"

namespace sojourn {
namespace {

constexpr size_t kMaskIntervalsMax = 62;  // Bit 0 is the cohort itself, bit 63 all that comes later.

// The intervals in which the events from `first` on lie, as bits; number(time) says which one.
template <class Events, class Number>
uint64_t intervals_met(const Block& block, const Events& events, size_t first, const EventBits* only, Number number) {
  uint64_t met = 0;
  const size_t count = events.size();
  if (only == nullptr) {
    for (size_t i = first; i < count; ++i) {
      met |= uint64_t{1} << std::min<uint64_t>(63, static_cast<uint64_t>(number(block.times[events[i]])));
    }
    return met;
  }
  for (size_t i = first; i < count; ++i) {
    const uint64_t counts = only->test(events[i]) ? 1 : 0;
    met |= counts << std::min<uint64_t>(63, static_cast<uint64_t>(number(block.times[events[i]])));
  }
  return met;
}

Result<std::shared_ptr<const Predicate>> filter_or_any(BindContext& context, const char* name) {
  if (!context.given(name)) return std::shared_ptr<const Predicate>();
  return context.filter(context.text(name), name);
}

}  // namespace

Result<Retention> Retention::bind(BindContext& context) {
  Retention retention;
  SOJOURN_TRY(retention.start_, filter_or_any(context, "start"));
  SOJOURN_TRY(retention.return_, filter_or_any(context, "return"));
  retention.until_ = context.followed_until();
  retention.periods_ = bind_periods(context, retention.until_);
  retention.clock_ = RollingClock(*parse_period(context.text("every")), context.zone());
  retention.range_ = context.range();
  retention.intervals_ = static_cast<size_t>(context.integer("intervals"));
  retention.rolling_ = context.text("clock") == "rolling";
  retention.recurring_ = context.text("cohort") == "recurring";
  retention.unbounded_ = context.text("count") == "on_or_after";
  retention.curve_ = context.text("show") == "curve";
  retention.by_mask_ = !retention.recurring_ && retention.intervals_ <= kMaskIntervalsMax &&
                       (!retention.rolling_ || retention.clock_.even());
  retention.last_complete_ = retention.last_complete();
  context.only_identified();
  return retention;
}

std::vector<AnswerColumn> Retention::columns() const {
  std::vector<AnswerColumn> columns;
  if (!curve_) columns.push_back({"cohort", ColumnRole::kKey, ""});
  columns.push_back({"interval", ColumnRole::kKey, ""});
  for (AnswerColumn& column : value_columns("%")) columns.push_back(std::move(column));
  const std::string unit = curve_ && recurring_ ? "joins" : "customers";
  columns.push_back({"n", ColumnRole::kDetail, unit});
  columns.push_back({"customers", ColumnRole::kCount, unit});
  columns.push_back(curve_ ? AnswerColumn{"cohorts", ColumnRole::kDetail, "cohorts"}
                           : AnswerColumn{"complete", ColumnRole::kDetail, ""});
  return columns;
}

void Retention::select_filters(const Block& block, Scratch& scratch) const {
  if (start_ != nullptr) start_->select(block, scratch.starts);
  if (return_ != nullptr) return_->select(block, scratch.returns);
}

void Retention::prepare(const Block& block, EventBits& shown, Scratch& scratch) const {
  select_filters(block, scratch);
  if (start_ == nullptr || return_ == nullptr) return;
  const std::span<uint64_t> words = shown.words();
  for (size_t w = 0; w < words.size(); ++w) words[w] &= scratch.starts.words()[w] | scratch.returns.words()[w];
}

void Retention::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  fold_customer(slice.block, slice.events, scratch, [&](uint32_t event) -> State& { return groups.at(event); });
}

void Retention::fold_dense(State& state, const Block& block, Scratch& scratch) const {
  select_filters(block, scratch);
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const WholeLife events(block.begins[customer], block.begins[customer + 1]);
    fold_customer(block, events, scratch, [&](uint32_t) -> State& { return state; });
  }
}

template <class Events, class StateAt>
void Retention::fold_customer(const Block& block, const Events& events, const Scratch& scratch,
                              StateAt state_at) const {
  if (by_mask_) {
    fold_by_mask(block, events, scratch, state_at);
    return;
  }
  find_places(block, events, scratch, state_at);
  count_places(scratch);
}

template <class Events, class StateAt>
void Retention::fold_by_mask(const Block& block, const Events& events, const Scratch& scratch, StateAt state_at) const {
  size_t first = 0;
  if (start_ != nullptr) {
    while (first < events.size() && !scratch.starts.test(events[first])) ++first;
  }
  if (first == events.size()) return;
  const Micros joined = block.times[events[first]];
  if (!range_.contains(joined)) return;
  const uint32_t cohort = periods_.index(joined);
  const EventBits* only = return_ == nullptr ? nullptr : &scratch.returns;
  const uint64_t met =
      rolling_
          ? intervals_met(block, events, first + 1, only, [&](Micros time) { return clock_.even_number(joined, time); })
          : intervals_met(block, events, first + 1, only, [&](Micros time) { return periods_.index(time) - cohort; });
  count_mask(met, state_at(events[first]).at(cohort, intervals_));
}

void Retention::count_mask(uint64_t met, CohortCounts::Row& row) const {
  ++row[0];
  if (unbounded_) {
    const size_t last = std::min<size_t>(intervals_, static_cast<size_t>(std::bit_width(met | 1)) - 1);
    for (size_t n = 1; n <= last; ++n) ++row[n];
    return;
  }
  const uint64_t followed = ((uint64_t{1} << (intervals_ + 1)) - 1) & ~uint64_t{1};
  for (uint64_t left = met & followed; left != 0; left &= left - 1) ++row[static_cast<size_t>(std::countr_zero(left))];
}

template <class Events, class StateAt>
void Retention::find_places(const Block& block, const Events& events, const Scratch& scratch, StateAt state_at) const {
  scratch.places.clear();
  scratch.returned.clear();
  for (size_t i = 0; i < events.size(); ++i) {
    const uint32_t event = events[i];
    const Micros time = block.times[event];
    const uint32_t period = periods_.index(time);
    if (start_ == nullptr || scratch.starts.test(event)) {
      const bool joins = scratch.places.empty() || (recurring_ && scratch.places.back().cohort != period);
      if (joins && range_.contains(time)) {
        scratch.places.push_back({&state_at(event), period, time});
      } else if (joins && !recurring_) {
        return;  // The first one ever lies outside the range.
      }
    }
    if (return_ != nullptr && !scratch.returns.test(event)) continue;
    const int64_t at = rolling_ ? time : int64_t{period};
    if (scratch.returned.empty() || scratch.returned.back() != at) scratch.returned.push_back(at);
  }
}

// Calls visit(n) for each interval that counts as returned to.
template <class Visit>
void Retention::for_each_return(const Place& place, const std::vector<int64_t>& returned, Visit visit) const {
  const auto number = [&](int64_t at) { return rolling_ ? clock_.number(place.joined, at) : at - place.cohort; };
  const int64_t joined_at = rolling_ ? place.joined : int64_t{place.cohort};
  const auto followed = static_cast<int64_t>(intervals_);
  if (returned.empty() || returned.back() < joined_at) return;
  if (unbounded_) {
    const int64_t last = std::min(followed, number(returned.back()));
    for (int64_t n = 1; n <= last; ++n) visit(static_cast<size_t>(n));
    return;
  }
  for (auto at = std::upper_bound(returned.begin(), returned.end(), joined_at); at != returned.end();) {
    const int64_t n = number(*at);
    if (n > followed) return;
    if (n > 0) visit(static_cast<size_t>(n));
    // The first return in a later interval.
    at = rolling_ ? std::lower_bound(at + 1, returned.end(), clock_.begin(place.joined, n + 1)) : at + 1;
  }
}

void Retention::count_places(const Scratch& scratch) const {
  const bool persons = curve_ && recurring_;
  std::vector<Place>& places = scratch.places;
  if (persons) {
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
      return a.state == b.state ? a.cohort < b.cohort : std::less<>()(a.state, b.state);
    });
  }
  for (size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    if (persons && (i == 0 || places[i - 1].state != place.state)) {
      scratch.joins.assign(intervals_ + 1, 0);
      scratch.kept.assign(intervals_ + 1, 0);
    }
    CohortCounts::Row& row = place.state->at(place.cohort, intervals_);
    ++row[0];
    for_each_return(place, scratch.returned, [&](size_t n) {
      ++row[n];
      if (persons) scratch.kept[n] += complete(place.cohort, n) ? 1 : 0;
    });
    if (!persons) continue;
    for (size_t n = 0; n <= intervals_ && complete(place.cohort, n); ++n) ++scratch.joins[n];
    if (i + 1 == places.size() || places[i + 1].state != place.state) count_person(scratch, *place.state);
  }
}

void Retention::count_person(const Scratch& scratch, State& state) const {
  std::vector<ClusterSums>& persons = state.persons(intervals_);
  for (size_t n = 0; n <= intervals_ && scratch.joins[n] > 0; ++n) persons[n].add(scratch.joins[n], scratch.kept[n]);
}

std::vector<int64_t> Retention::last_complete() const {
  const uint32_t ended = periods_.ended(until_);
  std::vector<int64_t> last(periods_.size(), -1);
  for (uint32_t cohort = 0; cohort < ended; ++cohort) {
    // Two steps must have gone by for interval 1 of the last one to join, three for interval 2 ... Interval 0 is the
    // joining itself. The last one joins just before the period ends: a month after that moment is over sooner than one
    // after the end, where the next month is shorter.
    const Micros last_join = periods_.end(cohort) - 1;
    const int64_t whole = rolling_ ? clock_.number(last_join, until_) - 1 : int64_t{ended} - 1 - cohort;
    last[cohort] = std::clamp<int64_t>(whole, 0, static_cast<int64_t>(intervals_));
  }
  return last;
}

Status Retention::check(const State& state) const {
  if (curve_ || state.cohorts() * (intervals_ + 1) <= kCellsMax) return {};
  return Status::limit("the heat map has more than " + std::to_string(kCellsMax) +
                           " cells: ask for longer periods, fewer intervals, a shorter range, or show = curve",
                       "intervals");
}

bool Retention::begun(uint32_t cohort, size_t interval) const {
  if (rolling_) return clock_.begin(periods_.start(cohort), static_cast<int64_t>(interval)) < until_;
  return cohort + interval < periods_.size() && periods_.start(cohort + static_cast<uint32_t>(interval)) < until_;
}

void Retention::add_cohorts(const State& state, bool all, Rows& rows) const {
  int64_t incomplete = 0;
  for (const auto& [cohort, row] : state.sorted()) {
    const std::string label = periods_.label(cohort);
    const int64_t joined = (*row)[0];
    for (size_t n = 0; n <= intervals_ && (n == 0 || begun(cohort, n)); ++n) {
      const int64_t returned = (*row)[n];
      if (!all && returned == 0) continue;
      std::vector<Value> cells{label, static_cast<int64_t>(n)};
      if (n == 0) {
        cells.insert(cells.end(), {100.0, std::monostate{}, std::monostate{}});
      } else {
        add_share(returned, joined, "", cells);
      }
      const bool done = complete(cohort, n);
      incomplete += done ? 0 : 1;
      cells.insert(cells.end(), {joined, returned, std::string(done ? "yes" : "no")});
      rows.add(std::move(cells));
    }
  }
  rows.note(incomplete, "cells whose interval is not over for everybody (complete = no)");
}

std::vector<Retention::Pooled> Retention::pooled(const State& state) const {
  std::vector<Pooled> sums(intervals_ + 1);
  for (const auto& [cohort, row] : state.sorted()) {
    for (size_t n = 0; n <= intervals_ && complete(cohort, n); ++n) {
      sums[n].joined += (*row)[0];
      sums[n].returned += (*row)[n];
      ++sums[n].cohorts;
    }
  }
  return sums;
}

// Value, low and high.
void Retention::add_pooled_share(const Pooled& pooled, const State& state, size_t interval,
                                 std::vector<Value>& cells) const {
  if (!recurring_ || pooled.joined == 0) {
    add_share(pooled.returned, pooled.joined, "no cohort has lived through this interval yet", cells);
    return;
  }
  cells.emplace_back(percent(pooled.returned, pooled.joined));
  const std::optional<double> worth = state.persons()[interval].effective_n(pooled.returned);
  std::optional<Interval> range;
  if (worth) {
    const double share = static_cast<double>(pooled.returned) / static_cast<double>(pooled.joined);
    range = wilson(std::min(*worth, *worth * share), *worth);
  }
  add_interval(range, 100, "one customer makes all these cohorts, which says nothing about how customers differ",
               cells);
}

void Retention::add_curve(const State& state, bool all, Rows& rows) const {
  if (state.empty()) return;
  const std::vector<Pooled> pooled_by = pooled(state);
  for (size_t n = 0; n <= intervals_; ++n) {
    const Pooled& sums = pooled_by[n];
    if (!all && sums.returned == 0) continue;
    std::vector<Value> cells{static_cast<int64_t>(n)};
    add_pooled_share(sums, state, n, cells);
    if (n == 0 && sums.joined > 0) cells[2] = cells[3] = std::monostate{};
    cells.insert(cells.end(), {sums.joined, sums.returned, sums.cohorts});
    rows.add(std::move(cells));
  }
}

Result<CohortCounts> Retention::load(ByteReader& in) const {
  SOJOURN_TRY(State state, CohortCounts::load(periods_, intervals_, unbounded_, in));
  const bool persons = curve_ && recurring_ && !state.empty();
  if (persons == state.persons().empty()) return in.corrupt("the state is that of another question");
  const std::vector<Pooled> sums = pooled(state);
  for (size_t n = 0; persons && n <= intervals_; ++n) {
    if (state.persons()[n].answers() != sums[n].joined) return in.corrupt("the customers do not add up");
  }
  return state;
}

}  // namespace sojourn
