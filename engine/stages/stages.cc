#include "stages/stages.h"

#include <string>

#include "base/assert.h"
#include "event/fields.h"
#include "measure/cells.h"

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

// Counts that make sense together: what load demands of each stage.
bool adds_up(const Stage& stage) {
  const int64_t entries = stage.dwell.count() + stage.now;
  return stage.now <= stage.customers && stage.loop_backs <= stage.loop_back_moves &&
         stage.loop_back_moves <= stage.exits_back && stage.exits_back <= stage.dwell.count() &&
         stage.exits_forward == stage.dwell.count() - stage.exits_back && stage.loop_backs <= stage.customers &&
         (stage.loop_backs == 0) == (stage.loop_back_moves == 0) && stage.customers <= entries &&
         (stage.customers == 0) == (entries == 0);
}

}  // namespace

Result<Stages> Stages::bind(BindContext& context) {
  SOJOURN_ASSERT(stage_names().size() == kStages, "the stages of the journey and of the measure differ");
  Stages measure;
  measure.column_ = context.column("stage");
  const Names& names = *context.snapshot().names(measure.column_);
  const uint32_t known = names.size();
  for (uint32_t code = 0; code < known; ++code) {
    const int rank = stage_rank(names.text(code));
    measure.ranks_.push_back(rank < 0 ? kNoStage : static_cast<size_t>(rank));
  }
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> Stages::columns() const {
  return {{"stage", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, "customers"},
          {"n", ColumnRole::kCount, "customers"},
          {"now", ColumnRole::kCount, "customers"},
          {"entries", ColumnRole::kDetail, "stays"},
          {"exits_forward", ColumnRole::kDetail, "stays"},
          {"exits_back", ColumnRole::kDetail, "stays"},
          {"dwell_median", ColumnRole::kDetail, "s"},
          {"dwell_p90", ColumnRole::kDetail, "s"},
          {"completed", ColumnRole::kDetail, "stays"},
          {"open", ColumnRole::kDetail, "stays"},
          {"skipped", ColumnRole::kCount, "customers"},
          {"loop_backs", ColumnRole::kCount, "customers"},
          {"loop_back_moves", ColumnRole::kDetail, "moves"},
          {"share_now", ColumnRole::kDetail, "%"},
          {"share_skipped", ColumnRole::kDetail, "%"}};
}

void Stages::fold(const Slice& slice, Groups<State>& groups) const {
  const CodeColumn& codes = slice.block.column(column_).codes;
  const uint64_t customer = slice.block.customers[slice.customer];
  State* state = nullptr;
  size_t current = kNoStage;
  Micros entered = 0;
  for (const uint32_t event : slice.events) {
    const size_t next = rank(codes[event]);
    if (next == kNoStage || next == current) continue;
    const Micros time = slice.block.times[event];
    if (state == nullptr) {
      state = &groups.at(event);
    } else {
      move(*state, current, next, time - entered, customer);
    }
    Stage& stage = state->stages[next];
    stage.customers += stage.entered_by != customer ? 1 : 0;  // Without a branch that would be guessed wrong.
    stage.entered_by = customer;
    current = next;
    entered = time;
  }
  if (state == nullptr) return;
  ++state->stages[current].now;
  ++state->journeys;
}

void Stages::merge(State& into, const State& from) const {
  into.journeys += from.journeys;
  for (size_t i = 0; i < kStages; ++i) {
    Stage& target = into.stages[i];
    const Stage& stage = from.stages[i];
    target.customers += stage.customers;
    target.now += stage.now;
    target.exits_forward += stage.exits_forward;
    target.exits_back += stage.exits_back;
    target.skipped += stage.skipped;
    target.loop_backs += stage.loop_backs;
    target.loop_back_moves += stage.loop_back_moves;
    target.dwell.merge(stage.dwell);
  }
}

void Stages::finish(const State& state, Rows& rows) const {
  for (size_t i = 0; i < kStages; ++i) {
    const Stage& stage = state.stages[i];
    if (stage.customers == 0 && stage.skipped == 0) continue;
    const int64_t completed = stage.exits_forward + stage.exits_back;
    rows.add({std::string(stage_names()[i]), stage.now, stage.customers, stage.now, completed + stage.now,
              stage.exits_forward, stage.exits_back, length_in(stage.dwell.median(), kSecond),
              length_in(stage.dwell.quantile(0.9), kSecond), completed, stage.now, stage.skipped, stage.loop_backs,
              stage.loop_back_moves, percent_or_absent(stage.now, state.journeys),
              percent_or_absent(stage.skipped, state.journeys)});
  }
}

void Stages::save(const State& state, ByteWriter& out) const {
  out.i64(state.journeys);
  for (const Stage& stage : state.stages) {
    for (const int64_t count : {stage.customers, stage.now, stage.exits_forward, stage.exits_back, stage.skipped,
                                stage.loop_backs, stage.loop_back_moves}) {
      out.i64(count);
    }
    stage.dwell.save(out);
  }
}

Result<Stages::State> Stages::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.journeys, load_count(in));
  int64_t now = 0;
  for (Stage& stage : state.stages) {
    for (int64_t* count : {&stage.customers, &stage.now, &stage.exits_forward, &stage.exits_back, &stage.skipped,
                           &stage.loop_backs, &stage.loop_back_moves}) {
      SOJOURN_TRY(*count, load_count(in));
    }
    SOJOURN_TRY(stage.dwell, QuantileSketch::load(in));
    if (!adds_up(stage)) return in.corrupt("a stage's counts do not add up");
    if (stage.customers > state.journeys || stage.skipped > state.journeys || stage.now > state.journeys - now) {
      return in.corrupt("a stage has more customers than there are");
    }
    now += stage.now;
  }
  if (now != state.journeys) return in.corrupt("the journeys do not add up");
  return state;
}

MeasureDefinition stages_definition() {
  MeasureDefinition definition;
  definition.id = "stages";
  definition.title = "Stages of the journey";
  definition.question = "Where in their journey are our customers, how long do they stay, and what do they skip?";
  definition.definition =
      "A journey is a customer's events that have a stage, in order of time and then of arrival. Events in a row in "
      "the "
      "same stage are one stay, entered at its first event and left when a different stage is entered; the last stay "
      "is "
      "open. value and now are the customers whose open stay is in the stage, n those who were ever in it. Stages are "
      "ordered consider, evaluate, buy, enjoy, advocate, bond. entries = "
      "exits_forward + exits_back + open. dwell is the time from one entry to the next, of completed stays; an open "
      "stay "
      "is counted in open and never timed, so while many are open the true dwell is longer (a survival estimate uses "
      "both). skipped counts customers who moved forward over the stage without having been in it before; a journey "
      "that "
      "begins late has skipped nothing. loop_back_moves are moves from the stage back to one in which the customer had "
      "been before, loop_backs the customers who made them. Shares are of all journeys. With a range, journeys are "
      "what "
      "happened within it. A split puts a whole journey into the group of its first event that has a stage.";
  definition.unit = "customers";
  definition.better = Better::kNone;
  definition.shape = Shape::kStages;
  definition.interval = "none: a full count";
  definition.inputs = "time, stage (given, or mapped from the touchpoint by rule), an identifier";
  definition.source = "Stages: D. Court et al., The consumer decision journey, McKinsey Quarterly 3, 2009";
  definition.since = "0.1";
  definition.bind = bind_fold<Stages>;
  return definition;
}

}  // namespace sojourn
