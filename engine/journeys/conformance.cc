#include "journeys/conformance.h"

#include <algorithm>
#include <cmath>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "timelines/filter_bits.h"

namespace sojourn {
namespace {

constexpr const char* kNoJourneys = "no journeys";

// Calls visit(a count of the first, that of the second) for each count.
template <class D, class E, class Visit>
void for_each_count(D& a, E& b, Visit visit) {
  visit(a.done, b.done);
  visit(a.skipped, b.skipped);
  visit(a.out_of_order, b.out_of_order);
  visit(a.repeated, b.repeated);
  visit(a.missing, b.missing);
}

void add(Conformance::Deviations& into, const Conformance::Deviations& from) {
  for_each_count(into, from, [](int64_t& to, int64_t count) { to += count; });
}

// The steps of a life that one bit stands for: a step, or the whole plan.
Conformance::Deviations deviations(const Conformance::Life& life, PlanSteps of) {
  const auto any = [of](PlanSteps steps) { return int64_t{(steps & of) != 0}; };
  return {any(life.done), any(life.skipped), any(life.out_of_order), any(life.repeated), any(life.missing)};
}

}  // namespace

Result<Conformance> Conformance::bind(BindContext& context) {
  Conformance bound;
  bound.names_ = context.texts("step");
  if (bound.names_.empty()) return Status::invalid("a plan needs at least one step", "step");
  if (bound.names_.size() > limits::kFunnelStepsMax) {
    return Status::limit("a plan has at most " + std::to_string(limits::kFunnelStepsMax) + " steps", "step");
  }
  for (size_t i = 0; i < bound.names_.size(); ++i) {
    SOJOURN_TRY(auto step, context.filter(bound.names_[i], "step " + std::to_string(i + 1)));
    bound.steps_.push_back(std::move(step));
  }
  SOJOURN_TRY(bound.node_, bind_node_column(context, "node"));
  SOJOURN_TRY(bound.cut_, SessionCut::bind(context));
  const std::string show = context.text("show");
  bound.show_ = show == "steps"     ? Show::kSteps
                : show == "added"   ? Show::kAdded
                : show == "fitness" ? Show::kFitness
                                    : Show::kSummary;
  bound.planned_only_ = context.text("events") == "planned";
  bound.collapse_ = context.text("repeats") == "collapse";
  context.only_identified();
  return bound;
}

// --- folding

void Conformance::prepare(const Block& block, EventBits& shown, Scratch& scratch) const {
  cut_.prepare(block, scratch.cut);
  scratch.masks.assign(block.event_count(), 0);
  for (size_t step = 0; step < steps_.size(); ++step) {
    steps_[step]->select(block, scratch.met);
    for_each_bit(scratch.met, 0, scratch.met.count(),
                 [&](size_t event) { scratch.masks[event] |= PlanSteps{1} << step; });
  }
  // Sessions are cut from all events, as everywhere: those that do not count are passed over only then.
  if (!cut_.cuts()) keep_events(shown, [&](size_t event) { return matters(block, event, scratch); });
}

bool Conformance::matters(const Block& block, size_t event, const Scratch& scratch) const {
  return scratch.masks[event] != 0 || (!planned_only_ && node_.at(block, event) != 0);
}

void Conformance::read_journey(const Block& block, std::span<const uint32_t> events, const Scratch& scratch) const {
  scratch.journey.clear();
  scratch.nodes.clear();
  for (const uint32_t event : events) {
    if (!matters(block, event, scratch)) continue;
    const PlanSteps met = scratch.masks[event];
    const uint32_t node = met != 0 ? 0 : node_.at(block, event);  // Steps tell events apart that meet any.
    if (collapse_ && !scratch.journey.empty() && scratch.journey.back() == met && scratch.nodes.back() == node)
      continue;
    scratch.journey.push_back(met);
    scratch.nodes.push_back(node);
  }
}

void Conformance::add_journey(State& state, Life& life, uint64_t customer, const Scratch& scratch) const {
  PlanAlignment& alignment = scratch.alignment;
  alignment.align(scratch.journey);
  ++life.journeys;
  life.fitness += std::llround(alignment.fitness() * static_cast<double>(kFitnessOne));
  life.done |= alignment.done();
  life.skipped |= alignment.skipped();
  life.out_of_order |= alignment.out_of_order();
  life.repeated |= alignment.repeated();
  life.missing |= alignment.missing();
  for (size_t i = 0; i < scratch.journey.size(); ++i) {
    if (scratch.journey[i] != 0) continue;
    life.adds = true;
    Added& added = state.added.at(scratch.nodes[i]);
    ++added.times;
    added.customers += added.last_customer != customer ? 1 : 0;
    added.last_customer = customer;
  }
}

void Conformance::add_life(State& state, const Life& life) const {
  state.fitness.add(life.journeys, life.fitness);
  state.conforming += life.fitness == life.journeys * kFitnessOne ? 1 : 0;
  state.adding += life.adds ? 1 : 0;
  // Rounded up: the mean of rounded thirds may lie a hair below the tenth that it is.
  const int64_t mean = (life.fitness + life.journeys - 1) / life.journeys;
  ++state.bins[static_cast<size_t>(mean * 10 / kFitnessOne)];
  sojourn::add(state.plan, deviations(life, ~PlanSteps{0}));
  for (size_t step = 0; step < steps_.size(); ++step) {
    sojourn::add(state.steps[step], deviations(life, PlanSteps{1} << step));
  }
}

void Conformance::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const uint64_t customer = slice.block.customers[slice.customer];
  scratch.alignment.plan(steps_.size());
  scratch.lives.clear();
  cut_.for_each(slice, scratch.cut, [&](std::span<const uint32_t> events) {
    const auto first = std::find_if(events.begin(), events.end(),
                                    [&](uint32_t event) { return matters(slice.block, event, scratch); });
    if (first == events.end()) return;
    State* const state = &groups.at(*first);
    auto life = std::find_if(scratch.lives.begin(), scratch.lives.end(),
                             [state](const auto& each) { return each.first == state; });
    if (life == scratch.lives.end()) life = scratch.lives.insert(life, {state, Life{}});
    read_journey(slice.block, events, scratch);
    add_journey(*state, life->second, customer, scratch);
  });
  for (const auto& [state, life] : scratch.lives) add_life(*state, life);
}

void Conformance::merge(State& into, const State& from) const {
  into.fitness.merge(from.fitness);
  into.conforming += from.conforming;
  into.adding += from.adding;
  sojourn::add(into.plan, from.plan);
  for (size_t i = 0; i < steps_.size(); ++i) sojourn::add(into.steps[i], from.steps[i]);
  for (size_t i = 0; i < kBins; ++i) into.bins[i] += from.bins[i];
  for (const auto& [code, added] : from.added.entries()) {
    Added& to = into.added.at(code);
    to.times += added.times;
    to.customers += added.customers;
  }
}

// --- rows

std::vector<AnswerColumn> Conformance::columns() const {
  const auto counts = [](std::vector<AnswerColumn> columns, std::initializer_list<const char*> names) {
    for (const char* name : names) columns.push_back({name, ColumnRole::kCount, "customers"});
    return columns;
  };
  switch (show_) {
    case Show::kSummary: {
      std::vector<AnswerColumn> columns = value_columns("fitness");
      columns.push_back({"n", ColumnRole::kDetail, "journeys"});
      columns = counts(std::move(columns), {"customers", "conforming"});
      columns.push_back({"conforming_share", ColumnRole::kDetail, "%"});
      return counts(std::move(columns), {"skipped_customers", "out_of_order_customers", "repeated_customers",
                                         "added_customers", "missing_customers"});
    }
    case Show::kSteps: {
      std::vector<AnswerColumn> columns{{"step", ColumnRole::kKey, ""}, {"name", ColumnRole::kKey, ""}};
      for (AnswerColumn& column : value_columns("%")) columns.push_back(std::move(column));
      columns.push_back({"n", ColumnRole::kDetail, "customers"});
      return counts(std::move(columns), {"customers", "skipped", "out_of_order", "repeated", "missing"});
    }
    case Show::kAdded:
      return {{"node", ColumnRole::kKey, ""},
              {"value", ColumnRole::kValue, "times"},
              {"customers", ColumnRole::kCount, "customers"},
              {"share", ColumnRole::kDetail, "%"}};
    case Show::kFitness: break;
  }
  return {{"from", ColumnRole::kKey, "fitness"},
          {"to", ColumnRole::kDetail, "fitness"},
          {"customers", ColumnRole::kCount, "customers"},
          {"share", ColumnRole::kDetail, "%"}};
}

void Conformance::add_summary(const State& state, Rows& rows) const {
  const int64_t customers = state.fitness.persons();
  std::vector<Value> cells;
  if (customers == 0) {
    cells.assign(3, None{kNoJourneys});
  } else {
    constexpr auto kOne = static_cast<double>(kFitnessOne);
    cells.emplace_back(*state.fitness.mean() / kOne);
    std::optional<Interval> interval = state.fitness.interval();
    if (interval) interval = Interval{std::max(0.0, interval->low / kOne), std::min(1.0, interval->high / kOne)};
    add_interval(interval, 1, "one customer says nothing about how customers differ", cells);
  }
  cells.insert(cells.end(), {state.fitness.ratings(), customers, state.conforming});
  cells.push_back(customers == 0 ? Value(None{kNoJourneys}) : Value(percent(state.conforming, customers)));
  cells.insert(cells.end(),
               {state.plan.skipped, state.plan.out_of_order, state.plan.repeated, state.adding, state.plan.missing});
  rows.add(std::move(cells));
}

void Conformance::add_steps(const State& state, Rows& rows) const {
  const int64_t customers = state.fitness.persons();
  for (size_t i = 0; i < steps_.size(); ++i) {
    const Deviations& step = state.steps[i];
    std::vector<Value> cells{static_cast<int64_t>(i + 1), names_[i]};
    add_share(step.done, customers, kNoJourneys, cells);
    cells.insert(cells.end(), {customers, step.done, step.skipped, step.out_of_order, step.repeated, step.missing});
    rows.add(std::move(cells));
  }
}

void Conformance::add_added(const State& state, Rows& rows) const {
  std::vector<std::pair<std::string_view, Added>> sorted;
  for (const auto& [code, added] : state.added.entries()) sorted.emplace_back(node_.names->text(code), added);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.times != b.second.times ? a.second.times > b.second.times : a.first < b.first;
  });
  for (const auto& [name, added] : sorted) {
    rows.add({std::string(name), added.times, added.customers, percent(added.customers, state.fitness.persons())});
  }
}

void Conformance::add_fitness(const State& state, Rows& rows) const {
  if (state.fitness.persons() == 0) return;
  for (size_t i = 0; i < kBins; ++i) {
    const Value to = i + 1 < kBins ? Value(static_cast<double>(i + 1) / 10) : Value(std::monostate{});
    rows.add({static_cast<double>(i) / 10, to, state.bins[i], percent(state.bins[i], state.fitness.persons())});
  }
}

void Conformance::finish(const State& state, Rows& rows) const {
  switch (show_) {
    case Show::kSummary: return add_summary(state, rows);
    case Show::kSteps: return add_steps(state, rows);
    case Show::kAdded: return add_added(state, rows);
    case Show::kFitness: return add_fitness(state, rows);
  }
}

// --- saving

void Conformance::save(const State& state, ByteWriter& out) const {
  const auto write = [&](int64_t count, int64_t) { out.i64(count); };
  state.fitness.save(out);
  out.i64(state.conforming);
  out.i64(state.adding);
  for_each_count(state.plan, state.plan, write);
  for (size_t i = 0; i < steps_.size(); ++i) for_each_count(state.steps[i], state.steps[i], write);
  for (const int64_t bin : state.bins) out.i64(bin);
  std::vector<std::pair<std::string_view, Added>> sorted;
  for (const auto& [code, added] : state.added.entries()) sorted.emplace_back(node_.names->text(code), added);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  out.u64(sorted.size());
  for (const auto& [name, added] : sorted) {
    out.text(name);
    out.i64(added.times);
    out.i64(added.customers);
  }
}

Status Conformance::load_added(State& state, ByteReader& in) const {
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + 2 * sizeof(int64_t)));
  int64_t left = kSavedCountMax;
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const std::string name, in.text());
    Added added;
    SOJOURN_TRY(added.times, load_count(in, 1));
    SOJOURN_TRY(added.customers, load_count(in, 1));
    if (name.empty() || added.customers > added.times || added.customers > state.adding || added.times > left) {
      return in.corrupt("no events are added so");
    }
    left -= added.times;
    Added& into = state.added.at(node_.names->intern(name));
    if (into.times != 0) return in.corrupt("a node stands there twice");
    into = added;
  }
  if ((count == 0) != (state.adding == 0)) return in.corrupt("customers add nothing, or nobody adds");
  return {};
}

Result<Conformance::State> Conformance::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.fitness, ClusteredMean::load(in));
  const int64_t customers = state.fitness.persons();
  if (const double mean = state.fitness.mean().value_or(0); mean < 0 || mean > static_cast<double>(kFitnessOne)) {
    return in.corrupt("no fitness is so");
  }
  const auto read = [&](int64_t& count) -> Status {
    SOJOURN_TRY(count, load_count(in));
    return count > customers ? in.corrupt("more customers than there are") : Status();
  };
  SOJOURN_CHECK(read(state.conforming));
  SOJOURN_CHECK(read(state.adding));
  const auto read_all = [&](Deviations& deviations) -> Status {
    for (int64_t* count :
         {&deviations.done, &deviations.skipped, &deviations.out_of_order, &deviations.repeated, &deviations.missing}) {
      SOJOURN_CHECK(read(*count));
    }
    return {};
  };
  SOJOURN_CHECK(read_all(state.plan));
  for (size_t i = 0; i < steps_.size(); ++i) SOJOURN_CHECK(read_all(state.steps[i]));
  int64_t binned = 0;
  for (int64_t& bin : state.bins) {
    SOJOURN_CHECK(read(bin));
    binned += bin;
  }
  if (binned != customers || state.bins[kBins - 1] != state.conforming) return in.corrupt("fitness does not add up");
  SOJOURN_CHECK(load_added(state, in));
  return state;
}

MeasureDefinition conformance_definition() {
  MeasureDefinition definition;
  definition.id = "conformance";
  definition.title = "Conformance";
  definition.question = "Do customers go the way that we have drawn, and where do they leave it?";
  definition.definition =
      "Each journey is laid beside the plan, the steps in order. Matches are the most events and steps that can be "
      "paired so that each event meets its step and both go up; an event serves one step at most. fitness = 1 - "
      "(events "
      "+ steps - 2 * matches) / (events + steps), so that 1 is a journey exactly as planned; value is the mean over "
      "journeys, with the interval of a mean over customers. Of the pairings with the most matches that one counts "
      "which takes step 1 if any does, then step 2, and so on. A step is out of order when it was done, but not in its "
      "place; repeated when it was done in its place and again; skipped when it was not done though a later step was; "
      "missing when neither it nor a later one was done. Added are events that meet no step; those without the node "
      "field are passed over, and with events=planned all of them are. With repeats=collapse, events in a row that "
      "meet the same steps, or no step and have the same node, are one. A journey is all that a customer did, in order "
      "of time and then of arrival, or, with a gap or filters for its first or last event, each session, cut from "
      "all events before those that do not count are passed over. All columns but n count customers, each once, if one "
      "of their journeys is so; a customer conforms if all of theirs have "
      "fitness 1. Only customers with an identifier and an event that counts are in the answer. show=fitness tells the "
      "customers by the mean fitness of their journeys, from <= fitness < to. A split puts a journey into the group of "
      "its first event.";
  definition.unit = "fitness";
  definition.range_min = 0;
  definition.range_max = 1;
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.interval = "of the mean fitness: Student's t over customers; of shares: Wilson";
  definition.inputs = "time, the fields of the steps, the node field (touchpoint by default), an identifier";
  definition.source =
      "Alignments with unit costs: A. Adriansyah, B. van Dongen, W. van der Aalst, Conformance Checking Using "
      "Cost-Based "
      "Fitness Analysis, IEEE EDOC 2011; W. van der Aalst, Process Mining, Springer 2016, section 8.3";
  definition.since = "0.2";
  ParameterInfo step = parameter("step", ParameterType::kFilter, "",
                                 "A filter per step of the plan, in order, e.g. touchpoint = \"visit\". Up to 16.");
  step.repeated = true;
  step.required = true;
  definition.parameters = {
      choice("show", {"summary", "steps", "added", "fitness"},
             "summary: one row; steps: a row a step; added: what happened besides; fitness: how many customers fit how "
             "well."),
      step, choice("events", {"all", "planned"}, "planned: events that meet no step are passed over."),
      choice("repeats", {"collapse", "count"}, "count: each of several like events in a row is an event of its own."),
      node_parameter()};
  for (ParameterInfo& each : SessionCut::parameters("")) definition.parameters.push_back(std::move(each));
  definition.bind = bind_fold<Conformance>;
  return definition;
}

}  // namespace sojourn
