#include "attribution/attribution.h"

#include <algorithm>

#include "attribution/attribution_rows.h"
#include "timelines/filter_bits.h"

namespace sojourn {
namespace {

struct NamedModel {
  const char* name;
  CreditModel model;
};
constexpr NamedModel kTouchModels[] = {{"first", CreditModel::kFirst},       {"last", CreditModel::kLast},
                                       {"linear", CreditModel::kLinear},     {"time_decay", CreditModel::kTimeDecay},
                                       {"position", CreditModel::kPosition}, {"shapley", CreditModel::kShapley}};

}  // namespace

std::string_view credit_model_name(CreditModel model) { return kTouchModels[static_cast<size_t>(model)].name; }

Result<Attribution> Attribution::bind(BindContext& context) {
  Attribution bound;
  SOJOURN_TRY(bound.paths_, ConversionPaths::bind(context));
  SOJOURN_TRY(bound.split_, CreditSplit::bind(context));
  const std::string show = context.text("show");
  bound.show_ = show == "revenue"  ? Show::kRevenue
                : show == "stages" ? Show::kStages
                : show == "effort" ? Show::kEffort
                                   : Show::kCredits;
  const std::string model = context.text("model");
  for (const NamedModel& each : kTouchModels) {
    if (model == "all" || model == each.name) bound.models_.push_back(each.model);
  }
  bound.markov_ = model == "all" || model == "markov";
  bound.lost_paths_ = context.flag("lost_paths");
  bound.order_ = static_cast<int>(context.integer("order"));
  bound.nodes_ = bound.paths_.node().names->size();
  bound.node_name_ = context.text("node");
  bound.stage_ = *context.snapshot().find_column("stage");
  if (bound.by_stage()) context.column("stage");
  bound.amount_ = context.column("amount");
  bound.currency_ = context.column("currency");
  bound.cost_ = context.column("cost");
  SOJOURN_TRY(bound.has_cost_, context.filter("exists(cost)", "cost"));
  bound.stages_ = context.snapshot().names(bound.stage_);
  bound.currencies_ = context.snapshot().names(bound.currency_);
  return bound;
}

void Attribution::prepare(const Block& block, EventBits& shown, Scratch& scratch) const {
  paths_.prepare(block, shown, scratch.paths);
  has_cost_->select(block, scratch.costs);
  scratch.asides.reset(block.event_count(), false);
  scratch.wanted.reset(block.event_count(), false);
  uint64_t any = 0;
  for (size_t w = 0; w < shown.words().size(); ++w) {
    scratch.costs.words()[w] &= scratch.paths.candidates.words()[w];
    any |= scratch.asides.words()[w] = scratch.costs.words()[w] | scratch.paths.unperceived.words()[w];
  }
  scratch.any_asides = any != 0;
  // Customers without a conversion have no part in it, unless lost paths have.
  for (size_t w = 0; w < shown.words().size(); ++w) {
    const uint64_t touches = markov_ && lost_paths_ ? scratch.paths.touches.words()[w] : 0;
    scratch.wanted.words()[w] = scratch.paths.conversions.words()[w] | scratch.asides.words()[w] | touches;
  }
  ConversionPaths::show_once(block, scratch.wanted, shown);
}

void Attribution::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  Room& room = scratch.room;
  if (scratch.any_asides) add_asides(slice, groups, scratch);
  if (slice.block.identified[slice.customer] == 0) return;
  const bool lost = markov_ && lost_paths_;
  if (!lost && scratch.any_asides) {
    const size_t begin = slice.block.begins[slice.customer];
    if (!any_bit(scratch.paths.conversions, begin, slice.block.begins[slice.customer + 1])) return;
  }
  if (paths_.read(slice, scratch.paths, room.paths)) {
    room.nodes.clear();
    State* last = nullptr;
    paths_.for_each_conversion(room.paths, [&](const ConversionPath& path) {
      State& state = groups.at(path.event);
      if (last != nullptr && last != &state) flush_steps(*last, room);
      last = &state;
      add_conversion(slice, path, state, room);
    });
    if (last != nullptr) flush_steps(*last, room);
  }
  if (lost) add_lost(slice, groups, room);
}

void Attribution::add_lost(const Slice& slice, Groups<State>& groups, Room& room) const {
  paths_.for_each_lost(room.paths, [&](std::span<const Touch> raw, bool open) {
    State& state = groups.at(raw.back().event);
    ++state.lost;
    state.open += open ? 1 : 0;
    if (by_node()) return state.transitions.add_path(raw, false, paths_.collapses(), order_, nodes_);
    const std::span<const Touch> touches = paths_.tidied(raw, room.paths.path);
    state.transitions.add_path(touches, false, false, order_, nodes_);
    if (!by_stage()) return;
    for (const Touch& touch : touches) state.touches.add_lost(touch.node, stage_of(slice.block, touch.event));
  });
}

// What counts for a touch whatever it led to: its cost, and that it was not perceived.
void Attribution::add_asides(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const Block& block = slice.block;
  for_each_bit(scratch.asides, block.begins[slice.customer], block.begins[slice.customer + 1], [&](size_t event) {
    if (!paths_.range().contains(block.times[event])) return;
    const uint32_t node = paths_.node().at(block, event);
    const bool costs = scratch.costs.test(event);
    if (node == 0 && !costs) return;
    State& state = groups.at(event);
    const bool unperceived = node != 0 && scratch.paths.unperceived.test(event);
    state.unperceived += unperceived && block.identified[slice.customer] != 0 ? 1 : 0;
    if (!costs) return;
    const uint32_t currency = block.column(currency_).codes[event];
    const int64_t cost = block.column(cost_).integers[event];
    if (node == 0) return state.nameless.add(currency, cost);
    state.touches.add_cost(node, stage_of(block, static_cast<uint32_t>(event)), currency, cost);
  });
}

// The amounts of the conversion's lines, one sum a currency.
void Attribution::read_takings(const Block& block, const ConversionPath& path, State& state,
                               std::vector<Takings>& takings) const {
  takings.clear();
  for (const uint32_t line : path.lines) {
    const int64_t amount = block.column(amount_).integers[line];
    if (amount == kNoInteger) continue;
    const uint32_t currency = block.column(currency_).codes[line];
    auto known = std::find_if(takings.begin(), takings.end(), [&](const Takings& t) { return t.currency == currency; });
    if (known == takings.end()) known = takings.insert(takings.end(), {currency, 0});
    const int64_t sum = known->amount + std::clamp(amount, -kAmountMax, kAmountMax);
    if (amount > kAmountMax || amount < -kAmountMax || sum > kAmountMax || sum < -kAmountMax) {
      ++state.large_amounts;
    } else {
      known->amount = sum;
    }
  }
}

void Attribution::add_conversion(const Slice& slice, const ConversionPath& path, State& state, Room& room) const {
  read_takings(slice.block, path, state, room.takings);
  const uint32_t customer = slice.block.customers[slice.customer];
  const uint64_t conversion = (static_cast<uint64_t>(customer) << 32) | path.event;
  if (path.touches.empty()) {
    state.none.add(customer, conversion, room.takings);
    return;
  }
  state.led.add(customer, conversion, room.takings);
  state.shortened += path.shortened ? 1 : 0;
  if (by_node()) {
    room.nodes.move(paths_.line(room.paths), path.begin, path.begin + path.touches.size());
    add_by_node(slice, path, conversion, state, room);
  } else {
    room.nodes.clear();
    room.nodes.move(path.touches, 0, path.touches.size());
    add_by_touch(slice, path, conversion, state, room);
  }
  if (!markov_) return;
  if (by_node() && order_ == 1) {
    keep_steps(path, state, room);
  } else {
    state.transitions.add_path(path.touches, true, false, order_, nodes_);
  }
}

void Attribution::add_by_touch(const Slice& slice, const ConversionPath& path, uint64_t conversion, State& state,
                               Room& room) const {
  const uint32_t customer = slice.block.customers[slice.customer];
  room.places.clear();
  for (const Touch& touch : path.touches) {
    room.places.push_back(state.touches.add_touches(touch.node, stage_of(slice.block, touch.event), 1, customer,
                                                    conversion, room.takings));
  }
  for (const CreditModel model : models_) {
    split_.split(model, path.touches, room.nodes, room.split);
    add_credits(model, state, room);
  }
}

void Attribution::add_by_node(const Slice& slice, const ConversionPath& path, uint64_t conversion, State& state,
                              Room& room) const {
  const uint32_t customer = slice.block.customers[slice.customer];
  room.places.clear();
  for (const NodeWindow::Node& each : room.nodes.nodes()) {
    room.places.push_back(state.touches.add_touches(each.node, 0, each.times, customer, conversion, room.takings));
  }
  for (const CreditModel model : models_) {
    split_.split_by_node(model, path.touches, room.nodes, room.split);
    add_credits(model, state, room);
  }
}

void Attribution::add_credits(CreditModel model, State& state, const Room& room) const {
  for (size_t i = 0; i < room.places.size(); ++i) {
    const int64_t parts = room.split.parts[i];
    if (parts != 0) state.touches.add_credit(room.places[i], model, parts, room.takings);
  }
}

void Attribution::keep_steps(const ConversionPath& path, State& state, Room& room) const {
  const size_t end = path.begin + path.touches.size();
  state.transitions.add_steps(0, path.touches.front().node, 1, nodes_);
  state.transitions.add_steps(path.touches.back().node, PathTransitions::kConverted, 1, nodes_);
  if (room.starts.size() <= end) room.starts.resize(end + 1, 0);
  if (room.starts_begin == room.starts_end) room.starts_begin = path.begin;
  room.starts_end = end;
  ++room.starts[path.begin];
  --room.starts[end - 1];
}

void Attribution::flush_steps(State& state, Room& room) const {
  const std::span<const Touch> line = paths_.line(room.paths);
  int64_t paths = 0;  // Those that go on from here to the next touch.
  for (size_t i = room.starts_begin; i < room.starts_end; ++i) {
    paths += room.starts[i];
    room.starts[i] = 0;
    if (i + 1 < room.starts_end) state.transitions.add_steps(line[i].node, line[i + 1].node, paths, nodes_);
  }
  room.starts_begin = room.starts_end = 0;
}

void Attribution::merge(State& into, const State& from) const {
  into.led.merge(from.led);
  into.none.merge(from.none);
  into.touches.merge(from.touches);
  into.transitions.merge(from.transitions, order_, nodes_);
  into.lost += from.lost;
  into.open += from.open;
  into.unperceived += from.unperceived;
  into.shortened += from.shortened;
  into.large_amounts += from.large_amounts;
  into.nameless.merge(from.nameless);
}

std::string Attribution::too_many_steps() const {
  return "the paths have more than " + std::to_string(PathTransitions::kStepsMax) + " different steps of order " +
         std::to_string(order_) +
         ": ask with a lower order, lost_paths=false, a node with fewer values, or a filter of touches";
}

// The other models have figures all the same.
Status Attribution::check(const State& state) const {
  if (!state.transitions.too_many() || !models_.empty()) return {};
  return Status::limit(too_many_steps(), "order");
}

std::vector<AnswerColumn> Attribution::columns() const { return AttributionRows::columns(*this); }

void Attribution::finish(const State& state, Rows& rows) const { AttributionRows(*this, state, true).add_to(rows); }

void Attribution::finish_all(const State& state, Rows& rows) const {
  AttributionRows(*this, state, false).add_to(rows);
}

void Attribution::save(const State& state, ByteWriter& out) const {
  state.led.save(*currencies_, out);
  state.none.save(*currencies_, out);
  state.touches.save({*paths_.node().names, *stages_, *currencies_}, out);
  state.transitions.save(*paths_.node().names, nodes_, out);
  for (const int64_t count : {state.lost, state.open, state.unperceived, state.shortened, state.large_amounts}) {
    out.i64(count);
  }
  state.nameless.save(*currencies_, out);
}

Result<Attribution::State> Attribution::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.led, ConversionTotals::load(*currencies_, in));
  SOJOURN_TRY(state.none, ConversionTotals::load(*currencies_, in));
  SOJOURN_TRY(state.touches,
              TouchCredits::load({*paths_.node().names, *stages_, *currencies_}, state.led, models_, in));
  const int64_t converted = markov_ ? state.led.conversions() : 0;
  SOJOURN_TRY(state.transitions, PathTransitions::load(*paths_.node().names, order_, nodes_, converted, in));
  for (int64_t* count : {&state.lost, &state.open, &state.unperceived, &state.shortened, &state.large_amounts}) {
    SOJOURN_TRY(*count, load_count(in));
  }
  SOJOURN_TRY(state.nameless, NamelessCosts::load(*currencies_, in));
  if (state.open > state.lost || state.shortened > state.led.conversions()) return in.corrupt("counts that do not fit");
  return state;
}

}  // namespace sojourn
