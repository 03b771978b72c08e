#include "journeys/stalled.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "measure/cells.h"
#include "measure/parameters.h"

namespace sojourn {

Result<Stalled> Stalled::bind(BindContext& context) {
  Stalled measure;
  measure.touchpoint_column_ = context.column("touchpoint");
  measure.stage_column_ = context.column("stage");
  measure.touchpoints_ = context.snapshot().names(measure.touchpoint_column_);
  measure.stages_ = context.snapshot().names(measure.stage_column_);
  measure.after_ = context.duration("after");
  if (context.given("since")) measure.since_ = context.duration("since");
  if (context.given("goal")) {
    SOJOURN_TRY(measure.goal_, context.filter(context.text("goal"), "goal"));
  }
  measure.as_of_ = context.as_of();
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> Stalled::columns() const {
  return {{"touchpoint", ColumnRole::kKey, ""},           {"stage", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, "customers"},     {"n", ColumnRole::kCount, "customers"},
          {"customers", ColumnRole::kCount, "customers"}, {"share", ColumnRole::kDetail, "%"},
          {"median_days", ColumnRole::kDetail, "days"},   {"longest_days", ColumnRole::kDetail, "days"}};
}

void Stalled::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  if (goal_ != nullptr) goal_->select(block, scratch.goal);
}

void Stalled::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  size_t begin = slice.size();  // Of the journey that is open: after the last goal.
  if (goal_ == nullptr) begin = 0;
  while (begin > 0 && !scratch.goal.test(slice.events[begin - 1])) --begin;
  if (begin == slice.size() || as_of_ - slice.time(begin) > since_) return;
  const CodeColumn& stages = slice.block.column(stage_column_).codes;
  uint32_t stage = 0;
  for (size_t i = slice.size(); i > 0 && stage == 0; --i) stage = stages[slice.events[i - 1]];
  const uint32_t last = slice.events.back();
  const uint32_t touchpoint = slice.block.column(touchpoint_column_).codes[last];
  Place& place = groups.at(last).places.at(key(touchpoint, stage));
  ++place.open;
  const Micros silence = as_of_ - slice.block.times[last];
  if (silence > after_) place.silences.add(silence);
}

void Stalled::merge(State& into, const State& from) const {
  for (const auto& [row, place] : from.places.entries()) {
    Place& target = into.places.at(row);
    target.open += place.open;
    target.silences.merge(place.silences);
  }
}

Stalled::RowNames Stalled::names_of(uint64_t key) const {
  return {touchpoints_->text(static_cast<uint32_t>(key)), stages_->text(static_cast<uint32_t>(key >> 32))};
}

void Stalled::finish(const State& state, Rows& rows) const {
  std::vector<std::tuple<int64_t, int64_t, RowNames, const Place*>> sorted;
  for (const auto& [row, place] : state.places.entries()) {
    sorted.emplace_back(-place.silences.count(), -place.open, names_of(row), &place);
  }
  std::sort(sorted.begin(), sorted.end());
  const auto name = [](std::string_view text) { return text.empty() ? Value{} : Value{std::string(text)}; };
  const auto days = [](std::optional<int64_t> micros) {
    return length_in(micros ? std::optional(static_cast<double>(*micros)) : std::nullopt, kDay);
  };
  for (const auto& [stalled, open, names, place] : sorted) {
    const int64_t customers = place->silences.count();
    rows.add({name(names.first), name(names.second), customers, place->open, customers,
              percent_or_absent(customers, place->open), length_in(place->silences.median(), kDay),
              days(place->silences.max())});
  }
}

void Stalled::save(const State& state, ByteWriter& out) const {
  std::map<RowNames, const Place*> sorted;
  for (const auto& [row, place] : state.places.entries()) sorted[names_of(row)] = &place;
  out.u64(sorted.size());
  for (const auto& [names, place] : sorted) {
    out.text(names.first);
    out.text(names.second);
    out.i64(place->open);
    place->silences.save(out);
  }
}

Result<Stalled::State> Stalled::load(ByteReader& in) const {
  State state;
  const auto code = [](Names& names, const std::string& text) { return text.empty() ? 0 : names.intern(text); };
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(uint32_t) + 2 * sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string touchpoint, in.text());
    SOJOURN_TRY(const std::string stage, in.text());
    Place place;
    SOJOURN_TRY(place.open, load_count(in, 1));
    SOJOURN_TRY(place.silences, QuantileSketch::load(in));
    if (place.silences.count() > place.open) return in.corrupt("more journeys are stalled than are open");
    Place& into = state.places.at(key(code(*touchpoints_, touchpoint), code(*stages_, stage)));
    if (into.open != 0) return in.corrupt("a place stands there twice");
    into = std::move(place);
  }
  return state;
}

MeasureDefinition stalled_definition() {
  MeasureDefinition definition;
  definition.id = "stalled";
  definition.title = "Stalled journeys";
  definition.question = "Who has fallen silent on the way, and where do they stand?";
  definition.definition =
      "Customers whose last event is longer than `after` ago and whose journey is not complete. A customer's journey "
      "is "
      "what follows the last event that passes goal (without a goal, everything); it is complete when nothing follows. "
      "With since, only journeys that began no longer than that ago are looked at. A row is the touchpoint of the last "
      "event and the stage of the last event that has one; n customers have an open journey that stands there, "
      "customers of them (and value) are stalled, share is customers / n in percent. A silence lasts until the moment "
      "that the answer speaks of; one of exactly `after` has not stalled. median_days and longest_days are those of "
      "the "
      "stalled. Every event that the question lets through is a sign of life: leave out the company's own messages "
      "with "
      "a filter such as not direction = \"out\" if they should not count. Only customers with an identifier are "
      "counted. A split puts a customer into the group of the last event.";
  definition.unit = "customers";
  definition.better = Better::kDown;
  definition.shape = Shape::kTable;
  definition.interval = "none: a full count";
  definition.inputs = "time, touchpoint, stage, an identifier";
  definition.source = "ours";
  definition.since = "0.1";
  definition.parameters = {
      parameter("after", ParameterType::kDuration, "14d", "How long a silence must be; one of exactly this is not."),
      parameter("goal", ParameterType::kFilter, "",
                "Events that complete a journey, e.g. touchpoint = \"delivered\"; what follows is a new one."),
      parameter("since", ParameterType::kDuration, "",
                "Only journeys that began no longer ago than this; by itself all.")};
  definition.bind = bind_fold<Stalled>;
  return definition;
}

}  // namespace sojourn
