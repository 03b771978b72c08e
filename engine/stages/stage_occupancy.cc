#include "stages/stage_occupancy.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "measure/cells.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

// Those periods in which anything changes, in order of time.
std::vector<std::pair<uint32_t, StageOccupancy::Counts>> sorted(const StageOccupancy::State& state) {
  std::vector<std::pair<uint32_t, StageOccupancy::Counts>> periods = state.changes.entries();
  std::erase_if(periods, [](const auto& each) { return each.second == StageOccupancy::Counts{}; });
  std::sort(periods.begin(), periods.end());
  return periods;
}

}  // namespace

Result<StageOccupancy> StageOccupancy::bind(BindContext& context) {
  StageOccupancy measure;
  measure.column_ = StageColumn::bind(context);
  measure.every_ = context.text("every");
  SOJOURN_TRY(const Period period, parse_period(measure.every_));
  PeriodCutter cutter(period, context.zone());
  measure.known_until_ = context.known_until();
  const Micros first = std::max(context.range().from, context.snapshot().time_span().from);
  for (Micros start = cutter.start(first); measure.starts_.empty() || start < measure.known_until_;
       start = cutter.next(start)) {
    if (measure.starts_.size() == kPeriodsMax) {
      return Status::limit(
          "there are more than " + std::to_string(kPeriodsMax) + " periods: ask for longer ones, or for a range",
          "every");
    }
    measure.starts_.push_back(start);
    measure.labels_.push_back(cutter.label(start));
  }
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> StageOccupancy::columns() const {
  return {{"at", ColumnRole::kKey, every_},
          {"stage", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, "customers"},
          {"customers", ColumnRole::kCount, "customers"},
          {"share", ColumnRole::kDetail, "%"}};
}

// The last period that begins at or before the time; the first one for times before all.
size_t StageOccupancy::period_of(Micros time) const {
  const auto after = std::upper_bound(starts_.begin() + 1, starts_.end(), time);
  return static_cast<size_t>(after - starts_.begin()) - 1;
}

void StageOccupancy::fold(const Slice& slice, Groups<State>& groups) const {
  State* state = nullptr;
  size_t counted = StageColumn::kNoStage;  // The stage of the last period that was written down.
  size_t current = StageColumn::kNoStage;
  size_t period = 0;
  const auto write = [&] {
    if (counted == current) return;
    Counts& changes = state->changes.at(static_cast<uint32_t>(period));
    if (counted != StageColumn::kNoStage) --changes[counted];
    ++changes[current];
    counted = current;
  };
  column_.for_each_stay(slice, [&](uint32_t event, size_t next) {
    const Micros time = slice.block.times[event];
    if (time >= known_until_) return;
    if (state == nullptr) {
      state = &groups.at(event);
      period = period_of(time);
    } else if (period + 1 < starts_.size() && time >= starts_[period + 1]) {
      write();
      period = period_of(time);
    }
    current = next;
  });
  if (state != nullptr) write();
}

void StageOccupancy::merge(State& into, const State& from) const {
  for (const auto& [period, changes] : from.changes.entries()) {
    Counts& target = into.changes.at(period);
    for (size_t stage = 0; stage < StageColumn::kStages; ++stage) target[stage] += changes[stage];
  }
}

void StageOccupancy::finish(const State& state, Rows& rows) const {
  std::array<bool, StageColumn::kStages> ever{};
  const auto periods = sorted(state);
  for (const auto& [period, changes] : periods) {
    for (size_t stage = 0; stage < StageColumn::kStages; ++stage) ever[stage] = ever[stage] || changes[stage] != 0;
  }
  Counts now{};
  auto next = periods.begin();
  for (size_t i = 0; i < starts_.size() && !rows.full(); ++i) {
    const bool changes = next != periods.end() && next->first == i;
    int64_t all = 0;
    for (size_t stage = 0; stage < StageColumn::kStages; ++stage) {
      if (changes) now[stage] += next->second[stage];
      all += now[stage];
    }
    if (changes) ++next;
    if (all == 0) continue;  // Nobody has begun yet.
    for (size_t stage = 0; stage < StageColumn::kStages; ++stage) {
      if (!ever[stage]) continue;
      rows.add({labels_[i], StageColumn::name(stage), now[stage], now[stage], percent(now[stage], all)});
    }
  }
}

// Periods by their first moment, so that a state can be merged with one that began at another time.
void StageOccupancy::save(const State& state, ByteWriter& out) const {
  const auto periods = sorted(state);
  out.u64(periods.size());
  for (const auto& [period, changes] : periods) {
    out.i64(starts_[period]);
    for (const int64_t change : changes) out.i64(change);
  }
}

Result<StageOccupancy::State> StageOccupancy::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(const uint64_t used, in.count((1 + StageColumn::kStages) * sizeof(int64_t)));
  Counts now{};
  std::optional<Micros> before;
  for (uint64_t i = 0; i < used; ++i) {
    SOJOURN_TRY(const Micros start, in.i64());
    const auto found = std::lower_bound(starts_.begin(), starts_.end(), start);
    if (found == starts_.end() || *found != start) return in.corrupt("there is no such period");
    if (before && start <= *before) return in.corrupt("the periods are not in order");
    before = start;
    Counts& changes = state.changes.at(static_cast<uint32_t>(found - starts_.begin()));
    int64_t gain = 0;
    for (size_t stage = 0; stage < StageColumn::kStages; ++stage) {
      SOJOURN_TRY(const int64_t change, load_count(in, -kSavedCountMax));
      changes[stage] = change;
      now[stage] += change;
      gain += change;
      if (now[stage] < 0 || now[stage] > kSavedCountMax) return in.corrupt("a stage has fewer customers than none");
    }
    if (gain < 0 || changes == Counts{}) return in.corrupt("a period's changes make no sense");
  }
  return state;
}

}  // namespace sojourn
