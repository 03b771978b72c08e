#include "stages/stages.h"

#include <algorithm>
#include <string>

#include "measure/cells.h"
#include "stats/kaplan_meier.h"

namespace sojourn {
namespace {

using State = Stages::State;
using Stage = Stages::Stage;

// The customer goes from one stage to another, `dwell` after having entered the first.
void move(State& state, size_t from, size_t to, Micros dwell, uint64_t customer) {
  Stage& left = state.stages[from];
  left.dwell.add(dwell);
  if (from < to) {
    ++left.exits_forward;
    for (size_t between = from + 1; between < to; ++between) {
      Stage& stage = state.stages[between];
      if (stage.entered_by == customer || stage.skipped_by == customer) continue;
      stage.skipped_by = customer;
      ++stage.skipped;
    }
    return;
  }
  ++left.exits_back;
  if (state.stages[to].entered_by != customer) return;
  ++left.loop_back_moves;
  if (left.looped_by == customer) return;
  left.looped_by = customer;
  ++left.loop_backs;
}

void enter(Stage& stage, Micros time, uint64_t customer) {
  stage.customers += stage.entered_by != customer ? 1 : 0;  // Without a branch that would be guessed wrong.
  stage.entered_by = customer;
  stage.first_entry = std::min(stage.first_entry, time);
  stage.last_entry = std::max(stage.last_entry, time);
}

// Counts that make sense together: what load demands of each stage.
bool adds_up(const Stage& stage) {
  return stage.now() <= stage.customers && stage.loop_backs <= stage.loop_back_moves &&
         stage.loop_back_moves <= stage.exits_back && stage.exits_back <= stage.dwell.count() &&
         stage.exits_forward == stage.dwell.count() - stage.exits_back && stage.loop_backs <= stage.customers &&
         (stage.loop_backs == 0) == (stage.loop_back_moves == 0) && stage.customers <= stage.entries() &&
         (stage.customers == 0) == (stage.entries() == 0) &&
         (stage.customers == 0
              ? stage.first_entry == Stage().first_entry && stage.last_entry == Stage().last_entry
              : stage.first_entry <= stage.last_entry && stage.first_entry >= kTimeMin && stage.last_entry <= kTimeMax);
}

// Days, when none are asked for.
constexpr std::array<int, 27> kDays{0,  1,  2,   3,   4,   5,   6,   7,   10,  14,   21,   30,   45,  60,
                                    75, 90, 120, 150, 180, 270, 365, 540, 730, 1095, 1460, 1825, 3650};

}  // namespace

Result<Stages> Stages::bind(BindContext& context) {
  Stages measure;
  measure.column_ = StageColumn::bind(context);
  measure.as_of_ = context.as_of();
  measure.show_dwell_ = context.text("show") == "dwell";
  for (const std::string& length : context.texts("at")) {
    SOJOURN_TRY(const Micros micros, parse_duration(length));
    measure.lengths_.push_back(micros);
  }
  if (measure.lengths_.empty()) {
    for (const int days : kDays) measure.lengths_.push_back(days * kDay);
  }
  std::sort(measure.lengths_.begin(), measure.lengths_.end());
  measure.lengths_.erase(std::unique(measure.lengths_.begin(), measure.lengths_.end()), measure.lengths_.end());
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> Stages::columns() const {
  if (show_dwell_) {
    return {{"stage", ColumnRole::kKey, ""},       {"days", ColumnRole::kKey, "days"},
            {"value", ColumnRole::kValue, "%"},    {"low", ColumnRole::kLow, "%"},
            {"high", ColumnRole::kHigh, "%"},      {"n", ColumnRole::kCount, "stays"},
            {"left", ColumnRole::kCount, "stays"}, {"still_open", ColumnRole::kCount, "stays"}};
  }
  return {{"stage", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, "customers"},
          {"n", ColumnRole::kCount, "customers"},
          {"now", ColumnRole::kCount, "customers"},
          {"entries", ColumnRole::kDetail, "stays"},
          {"exits_forward", ColumnRole::kDetail, "stays"},
          {"exits_back", ColumnRole::kDetail, "stays"},
          {"dwell_median", ColumnRole::kDetail, "s"},
          {"dwell_p90", ColumnRole::kDetail, "s"},
          {"survival_median", ColumnRole::kDetail, "s"},
          {"survival_median_low", ColumnRole::kDetail, "s"},
          {"survival_median_high", ColumnRole::kDetail, "s"},
          {"survival_p90", ColumnRole::kDetail, "s"},
          {"completed", ColumnRole::kDetail, "stays"},
          {"open", ColumnRole::kDetail, "stays"},
          {"skipped", ColumnRole::kCount, "customers"},
          {"loop_backs", ColumnRole::kCount, "customers"},
          {"loop_back_moves", ColumnRole::kDetail, "moves"},
          {"first_entry", ColumnRole::kDetail, ""},
          {"last_entry", ColumnRole::kDetail, ""},
          {"share_now", ColumnRole::kDetail, "%"},
          {"share_skipped", ColumnRole::kDetail, "%"}};
}

void Stages::fold(const Slice& slice, Groups<State>& groups) const {
  const uint64_t customer = slice.block.customers[slice.customer];
  State* state = nullptr;
  size_t current = StageColumn::kNoStage;
  Micros entered = 0;
  column_.for_each_stay(slice, [&](uint32_t event, size_t next) {
    const Micros time = slice.block.times[event];
    if (state == nullptr) {
      state = &groups.at(event);
    } else {
      move(*state, current, next, time - entered, customer);
    }
    enter(state->stages[next], time, customer);
    current = next;
    entered = time;
  });
  if (state == nullptr) return;
  state->stages[current].open.add(std::max<Micros>(0, as_of_ - entered));
  ++state->journeys;
}

void Stages::merge(State& into, const State& from) const {
  into.journeys += from.journeys;
  for (size_t i = 0; i < kStages; ++i) {
    Stage& target = into.stages[i];
    const Stage& stage = from.stages[i];
    target.customers += stage.customers;
    target.exits_forward += stage.exits_forward;
    target.exits_back += stage.exits_back;
    target.skipped += stage.skipped;
    target.loop_backs += stage.loop_backs;
    target.loop_back_moves += stage.loop_back_moves;
    target.first_entry = std::min(target.first_entry, stage.first_entry);
    target.last_entry = std::max(target.last_entry, stage.last_entry);
    target.dwell.merge(stage.dwell);
    target.open.merge(stage.open);
  }
}

void Stages::add_stage_row(const State& state, size_t rank, Rows& rows) const {
  const Stage& stage = state.stages[rank];
  if (stage.customers == 0 && stage.skipped == 0) return;
  const KaplanMeier survival(stage.dwell, stage.open);
  const KaplanMeier::Quantile median = survival.quantile(0.5);
  const auto time = [&](Micros entry) { return stage.customers == 0 ? Value{} : Value(TimeValue{entry}); };
  rows.add({StageColumn::name(rank),
            stage.now(),
            stage.customers,
            stage.now(),
            stage.entries(),
            stage.exits_forward,
            stage.exits_back,
            length_in(stage.dwell.median(), kSecond),
            length_in(stage.dwell.quantile(0.9), kSecond),
            length_in(median.length, kSecond),
            length_in(median.low, kSecond),
            length_in(median.high, kSecond),
            length_in(survival.quantile(0.9).length, kSecond),
            stage.dwell.count(),
            stage.now(),
            stage.skipped,
            stage.loop_backs,
            stage.loop_back_moves,
            time(stage.first_entry),
            time(stage.last_entry),
            percent_or_absent(stage.now(), state.journeys),
            percent_or_absent(stage.skipped, state.journeys)});
}

void Stages::add_dwell_rows(const Stage& stage, size_t rank, bool all, Rows& rows) const {
  const KaplanMeier survival(stage.dwell, stage.open);
  for (const Micros length : lengths_) {
    const auto at = static_cast<double>(length);
    if (!all && at > survival.longest()) break;
    const KaplanMeier::Point last{0, {}, stage.dwell.count(), stage.now(), 0};  // Beyond the longest stay.
    const KaplanMeier::Point point = survival.at(at).value_or(last);
    std::vector<Value> cells{StageColumn::name(rank), at / static_cast<double>(kDay), 100 * point.survival};
    add_interval(point.interval, 100, point.survival > 0 ? "nobody has left yet" : "everybody has left", cells);
    cells.insert(cells.end(), {point.longer, point.ended, point.open});
    rows.add(std::move(cells));
  }
}

void Stages::finish(const State& state, Rows& rows) const {
  for (size_t i = 0; i < kStages; ++i) {
    if (!show_dwell_) {
      add_stage_row(state, i, rows);
    } else if (state.stages[i].customers > 0) {
      add_dwell_rows(state.stages[i], i, false, rows);
    }
  }
}

void Stages::finish_all(const State& state, Rows& rows) const {
  if (!show_dwell_) return finish(state, rows);
  for (size_t i = 0; i < kStages; ++i) add_dwell_rows(state.stages[i], i, true, rows);
}

void Stages::save(const State& state, ByteWriter& out) const {
  out.i64(state.journeys);
  for (const Stage& stage : state.stages) {
    for (const int64_t count : {stage.customers, stage.exits_forward, stage.exits_back, stage.skipped, stage.loop_backs,
                                stage.loop_back_moves, stage.first_entry, stage.last_entry}) {
      out.i64(count);
    }
    stage.dwell.save(out);
    stage.open.save(out);
  }
}

Result<Stages::State> Stages::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.journeys, load_count(in));
  int64_t now = 0;
  for (Stage& stage : state.stages) {
    for (int64_t* count : {&stage.customers, &stage.exits_forward, &stage.exits_back, &stage.skipped, &stage.loop_backs,
                           &stage.loop_back_moves}) {
      SOJOURN_TRY(*count, load_count(in));
    }
    SOJOURN_TRY(stage.first_entry, in.i64());
    SOJOURN_TRY(stage.last_entry, in.i64());
    SOJOURN_TRY(stage.dwell, QuantileSketch::load(in));
    SOJOURN_TRY(stage.open, QuantileSketch::load(in));
    if (!adds_up(stage)) return in.corrupt("a stage's counts do not add up");
    if (stage.customers > state.journeys || stage.skipped > state.journeys || stage.now() > state.journeys - now) {
      return in.corrupt("a stage has more customers than there are");
    }
    now += stage.now();
  }
  if (now != state.journeys) return in.corrupt("the journeys do not add up");
  return state;
}

}  // namespace sojourn
