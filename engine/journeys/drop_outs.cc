#include "journeys/drop_outs.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "measure/cells.h"

namespace sojourn {
namespace {

constexpr const char* kStart = "(start)";

// A touchpoint that is really called so stays apart from ours.
std::string before_text(std::string_view name) {
  return name == kStart ? '"' + std::string(name) + '"' : std::string(name);
}

}  // namespace

Result<DropOuts> DropOuts::bind(BindContext& context) {
  DropOuts measure;
  const std::string show = context.text("show");
  measure.show_ = show == "after_what" ? Show::kAfterWhat : show == "stages" ? Show::kStages : Show::kTouchpoints;
  measure.stage_column_ = context.column("stage");
  measure.stages_ = context.snapshot().names(measure.stage_column_);
  measure.column_ = context.column("touchpoint");
  measure.names_ = context.snapshot().names(measure.column_);
  measure.after_ = context.duration("after");
  measure.as_of_ = context.as_of();
  if (context.given("goal")) {
    SOJOURN_TRY(measure.goal_, context.filter(context.text("goal"), "goal"));
  }
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> DropOuts::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  if (show_ == Show::kAfterWhat) columns.insert(columns.begin(), {"before", ColumnRole::kKey, ""});
  columns.insert(columns.begin(), {show_ == Show::kStages ? "stage" : "touchpoint", ColumnRole::kKey, ""});
  for (const char* name : {"n", "dropped", "returned", "away"}) {
    columns.push_back({name, ColumnRole::kCount, "customers"});
  }
  columns.push_back({"median_days_to_return", ColumnRole::kDetail, "days"});
  columns.push_back({"next", ColumnRole::kDetail, ""});
  return columns;
}

void DropOuts::State::drop() {
  *this = State();
  too_many = true;
}

void DropOuts::State::count_entry() {
  if (++entries > kEntriesMax) drop();
}

DropOuts::Place* DropOuts::State::at(uint64_t row) {
  if (too_many) return nullptr;
  Place& place = places.at(row);
  if (place.customers > 0) return &place;
  count_entry();
  return too_many ? nullptr : &place;
}

void DropOuts::State::add_next(Place& place, uint32_t touchpoint, int64_t times) {
  int64_t& count = place.next[touchpoint];
  const bool known = count > 0;
  count += times;
  if (!known) count_entry();
}

void DropOuts::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  if (goal_ != nullptr) goal_->select(block, scratch.complete);
}

void DropOuts::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const CodeColumn& codes = slice.block.column(column_).codes;
  const CodeColumn& stages = slice.block.column(stage_column_).codes;
  const uint64_t customer = slice.block.customers[slice.customer];
  Micros time = slice.time(0);
  uint32_t stage = 0;
  uint32_t before = 0;
  for (size_t i = 0; i < slice.size(); ++i) {
    const uint32_t event = slice.events[i];
    if (show_ == Show::kStages && stages[event] != 0) stage = stages[event];
    const uint64_t row = show_ == Show::kStages ? key(stage, 0) : key(codes[event], before);
    if (show_ == Show::kAfterWhat) before = codes[event] + 1;
    const bool last = i + 1 == slice.size();
    const Micros until = last ? as_of_ : slice.time(i + 1);
    const Micros silence = until - time;
    time = until;
    State& state = groups.at(event);
    Place* const place = state.at(row);
    if (place == nullptr) continue;
    place->customers += place->seen_by != customer ? 1 : 0;  // Without a branch that would be guessed wrong.
    place->seen_by = customer;
    if (silence <= after_ || (goal_ != nullptr && scratch.complete.test(event))) continue;
    if (place->dropped_by != customer) {
      place->dropped_by = customer;
      ++place->dropped;
    }
    if (last) {
      ++place->away;
      continue;
    }
    place->returns.add(silence);
    const uint32_t next = codes[slice.events[i + 1]];
    if (next != 0) state.add_next(*place, next, 1);
  }
}

void DropOuts::merge(State& into, const State& from) const {
  if (into.too_many || from.too_many) return into.drop();
  for (const auto& [row, place] : from.places.entries()) {
    Place* const target = into.at(row);
    if (target == nullptr) return;
    target->customers += place.customers;
    target->dropped += place.dropped;
    target->away += place.away;
    target->returns.merge(place.returns);
    for (const auto& [next, count] : place.next) {
      into.add_next(*target, next, count);
      if (into.too_many) return;
    }
  }
}

Status DropOuts::check(const State& state) const {
  const size_t rows = state.places.entries().size();
  if (!state.too_many && rows <= limits::kRowsMax) return {};
  return Status::limit(
      "there are more than " + std::to_string(limits::kRowsMax) + " different rows, or more than " +
          std::to_string(kEntriesMax) +
          " of them and of the touchpoints that customers return at. Ask with show=touchpoints or show=stages, a "
          "longer silence (after), or a filter of touchpoints",
      "show");
}

DropOuts::RowNames DropOuts::names_of(uint64_t key) const {
  const Names& names = show_ == Show::kStages ? *stages_ : *names_;
  if (before_of(key) == 0) return {names.text(node_of(key)), true, {}};
  return {names.text(node_of(key)), false, names_->text(before_of(key) - 1)};
}

Value DropOuts::commonest(const Place& place) const {
  int64_t most = 0;
  std::string_view name;
  for (const auto& [code, count] : place.next) {
    const std::string_view text = names_->text(code);
    if (count > most || (count == most && text < name)) {
      most = count;
      name = text;
    }
  }
  if (most == 0) return std::monostate{};
  return std::string(name);
}

void DropOuts::finish(const State& state, Rows& rows) const {
  std::vector<std::pair<RowNames, const Place*>> sorted;
  for (const auto& [row, place] : state.places.entries()) sorted.emplace_back(names_of(row), &place);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    const Place& x = *a.second;
    const Place& y = *b.second;
    if (x.dropped != y.dropped) return x.dropped > y.dropped;
    if (x.customers != y.customers) return x.customers > y.customers;
    return a.first < b.first;
  });
  const auto name = [](std::string_view text) { return text.empty() ? Value{} : Value{std::string(text)}; };
  for (const auto& [names, place] : sorted) {
    std::vector<Value> cells{name(names.node)};
    if (show_ == Show::kAfterWhat)
      cells.push_back(names.begins ? Value{std::string(kStart)} : name(before_text(names.before)));
    add_share(place->dropped, place->customers, "nobody was there", cells);
    cells.insert(cells.end(), {place->customers, place->dropped, place->dropped - place->away, place->away,
                               length_in(place->returns.median(), kDay), commonest(*place)});
    rows.add(std::move(cells));
  }
}

void DropOuts::save_place(const Place& place, ByteWriter& out) const {
  out.i64(place.customers);
  out.i64(place.dropped);
  out.i64(place.away);
  place.returns.save(out);
  std::map<std::string_view, int64_t> next;
  for (const auto& [code, count] : place.next) next[names_->text(code)] = count;
  out.u64(next.size());
  for (const auto& [name, count] : next) {
    out.text(name);
    out.i64(count);
  }
}

void DropOuts::save(const State& state, ByteWriter& out) const {
  std::map<RowNames, const Place*> sorted;
  for (const auto& [row, place] : state.places.entries()) sorted[names_of(row)] = &place;
  out.u8(state.too_many ? 1 : 0);
  out.u64(sorted.size());
  for (const auto& [names, place] : sorted) {
    out.text(names.node);
    out.u8(names.begins ? 1 : 0);
    out.text(names.before);
    save_place(*place, out);
  }
}

Result<DropOuts::Place> DropOuts::load_place(ByteReader& in) const {
  Place place;
  SOJOURN_TRY(place.customers, load_count(in, 1));
  SOJOURN_TRY(place.dropped, load_count(in));
  SOJOURN_TRY(place.away, load_count(in));
  SOJOURN_TRY(place.returns, QuantileSketch::load(in));
  if (place.away > place.dropped || place.dropped > place.customers ||
      place.returns.count() < place.dropped - place.away || (place.dropped == 0 && place.returns.count() > 0)) {
    return in.corrupt("a touchpoint's counts do not add up");
  }
  SOJOURN_TRY(const uint64_t nexts, in.count(sizeof(uint32_t) + sizeof(int64_t)));
  int64_t left = place.returns.count();
  for (uint64_t i = 0; i < nexts; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    SOJOURN_TRY(const int64_t count, load_count(in, 1));
    if (name.empty() || count > left) return in.corrupt("the returns do not add up");
    left -= count;
    const bool added = place.next.emplace(names_->intern(name), count).second;
    if (!added) return in.corrupt("a touchpoint stands there twice");
  }
  return place;
}

Result<DropOuts::State> DropOuts::load(ByteReader& in) const {
  State state;
  Names& names = show_ == Show::kStages ? *stages_ : *names_;
  const auto code = [](Names& of, const std::string& name) { return name.empty() ? 0 : of.intern(name); };
  SOJOURN_TRY(const uint8_t too_many, in.u8());
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(uint32_t) + 1 + 3 * sizeof(int64_t)));
  if (too_many > 1 || (too_many == 1 && count > 0)) return in.corrupt("there are neither too many rows nor not");
  state.too_many = too_many == 1;
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string node, in.text());
    SOJOURN_TRY(const uint8_t begins, in.u8());
    SOJOURN_TRY(const std::string before, in.text());
    if (begins > 1 || (begins == 1 && !before.empty()) || (begins == 0 && show_ != Show::kAfterWhat)) {
      return in.corrupt("a row of no such kind");
    }
    SOJOURN_TRY(Place place, load_place(in));
    Place& into = state.places.at(key(code(names, node), begins == 1 ? 0 : code(*names_, before) + 1));
    if (into.customers != 0) return in.corrupt("a row stands there twice");
    state.entries += 1 + place.next.size();
    if (state.entries > kEntriesMax) return in.corrupt("there are too many rows");
    into = std::move(place);
  }
  return state;
}

MeasureDefinition drop_outs_definition() {
  MeasureDefinition definition;
  definition.id = "drop_outs";
  definition.title = "Drop-outs";
  definition.question = "After which touchpoint do customers fall silent, and who comes back?";
  definition.definition =
      "A silence longer than `after` that follows an event is a drop-out at that event's touchpoint; the last "
      "silence lasts until the moment that the answer speaks of. Silences that follow an event which passes `goal` "
      "are no drop-outs: that journey had come to its end. value is the share, in percent, of the customers who were "
      "at the touchpoint (n) who dropped out there at least once (dropped). dropped = returned + away; away are "
      "those whose silence there is still going on. Every event that the question lets through is a sign of life: "
      "leave out the company's own messages with a filter such as not direction = \"out\" if they should not count. "
      "An event without a touchpoint is a sign of life too, shown in a row without a name. median_days_to_return and "
      "next (the commonest touchpoint on return) are over all returns. Only customers with an identifier are "
      "counted. With a split, a customer was at the touchpoint in the groups of the events there, and dropped out in "
      "the group of the event after which the silence began. show=after_what has a row for each touchpoint and the "
      "one of the event before it, (start) where there was none: n came to it that way. show=stages has a row for "
      "each stage, that of the last event with one: n had an event while in it. More than 1,000,000 rows, or "
      "2,000,000 of them and of touchpoints on return, are refused.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kDown;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "time, touchpoint, stage, an identifier";
  definition.source = "Wilson, JASA 22, 1927 (interval)";
  definition.since = "0.1";
  ParameterInfo show;
  show.name = "show";
  show.type = ParameterType::kChoice;
  show.default_value = "touchpoints";
  show.choices = {"touchpoints", "after_what", "stages"};
  show.about = "By touchpoint, by touchpoint and the one before it, or by the stage that the customer was in.";
  ParameterInfo after;
  after.name = "after";
  after.type = ParameterType::kDuration;
  after.default_value = "30d";
  after.about = "How long a silence must be to count; one of exactly this length does not.";
  ParameterInfo goal;
  goal.name = "goal";
  goal.type = ParameterType::kFilter;
  goal.about = "Events that complete a journey, e.g. touchpoint = \"delivered\": silence after them is no drop-out.";
  definition.parameters = {show, after, goal};
  definition.bind = bind_fold<DropOuts>;
  return definition;
}

}  // namespace sojourn
