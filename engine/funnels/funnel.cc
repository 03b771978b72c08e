#include "funnels/funnel.h"

#include "measure/cells.h"
#include "measure/parameters.h"
#include "timelines/filter_bits.h"

namespace sojourn {
namespace {

static_assert(limits::kFunnelStepsMax < 32, "the steps an event meets are the bits of a StepSet");

std::vector<ParameterInfo> funnel_parameters() {
  ParameterInfo step = parameter("step", ParameterType::kFilter, "",
                                 "A filter per step, in order, e.g. touchpoint = \"purchase\". Up to 16.");
  step.repeated = true;
  step.required = true;
  ParameterInfo attempt = parameter("attempt", ParameterType::kChoice, "best",
                                    "best: the attempt that comes furthest; first: the one that begins first.");
  attempt.choices = {"best", "first"};
  ParameterInfo order = parameter("order", ParameterType::kChoice, "ordered",
                                  "ordered: as the steps are given; any: whichever comes first. Other events may come "
                                  "in between either way.");
  order.choices = {"ordered", "any"};
  return {step,
          parameter("within", ParameterType::kDuration, "30d", "From the first step to the last, inclusive."),
          attempt,
          order,
          parameter("strictly_later", ParameterType::kBool, "false", "Each step must come later than the one before."),
          parameter("no_repeats", ParameterType::kBool, "false",
                    "An attempt ends when a step that it has reached comes again; a later first step starts anew.")};
}

}  // namespace

Result<Funnel> Funnel::bind(BindContext& context) {
  Funnel funnel;
  funnel.names_ = context.texts("step");
  if (funnel.names_.empty()) return Status::invalid("a funnel needs at least one step", "step");
  if (funnel.names_.size() > limits::kFunnelStepsMax) {
    return Status::limit("a funnel has at most " + std::to_string(limits::kFunnelStepsMax) + " steps", "step");
  }
  for (size_t i = 0; i < funnel.names_.size(); ++i) {
    SOJOURN_TRY(auto step, context.filter(funnel.names_[i], "step " + std::to_string(i + 1)));
    funnel.steps_.push_back(std::move(step));
  }
  FunnelRules& rules = funnel.rules_;
  rules.steps = funnel.steps_.size();
  rules.window = context.duration("within");
  rules.range = context.range();
  rules.first_attempt = context.text("attempt") == "first";
  rules.any_order = context.text("order") == "any";
  rules.strictly_later = context.flag("strictly_later");
  rules.no_repeats = context.flag("no_repeats");
  for (const char* name : {"strictly_later", "no_repeats"}) {
    if (rules.any_order && context.flag(name)) return Status::invalid("makes no sense with order=any", name);
  }
  context.only_identified();
  return funnel;
}

std::vector<AnswerColumn> Funnel::columns() const {
  return {{"step", ColumnRole::kKey, ""},
          {"name", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, "%"},
          {"low", ColumnRole::kLow, "%"},
          {"high", ColumnRole::kHigh, "%"},
          {"n", ColumnRole::kDetail, "customers"},
          {"customers", ColumnRole::kCount, "customers"},
          {"share_of_first", ColumnRole::kDetail, "%"},
          {"share_of_previous", ColumnRole::kDetail, "%"},
          {"dropped", ColumnRole::kCount, "customers"},
          {"median_seconds", ColumnRole::kDetail, "s"}};
}

void Funnel::prepare(const Block& block, EventBits& shown, Scratch& scratch) const {
  scratch.met.resize(steps_.size());
  for (size_t step = 0; step < steps_.size(); ++step) steps_[step]->select(block, scratch.met[step]);
  const std::span<uint64_t> words = shown.words();
  for (size_t w = 0; w < words.size(); ++w) {
    uint64_t any = 0;
    for (const EventBits& met : scratch.met) any |= met.words()[w];
    words[w] &= any;
  }
  if (rules_.any_order) return;
  // Where the first step is rare, this passes over most customers.
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const size_t begin = block.begins[customer];
    const size_t end = block.begins[customer + 1];
    if (!any_bit(scratch.met.front(), begin, end)) clear_bits(shown, begin, end);
  }
}

void Funnel::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  std::vector<StepEvent>& room = scratch.matches;
  if (room.size() < slice.size()) room.resize(slice.size());
  for (size_t i = 0; i < slice.size(); ++i) {
    const uint32_t event = slice.events[i];
    StepSet met = 0;
    for (size_t step = 0; step < scratch.met.size(); ++step) {
      met |= static_cast<StepSet>(scratch.met[step].test(event)) << step;
    }
    room[i] = {slice.block.times[event], met, event};
  }
  const Attempt attempt = find_attempt(rules_, std::span<const StepEvent>(room).first(slice.size()));
  if (attempt.level == 0) return;
  State& state = groups.at(attempt.first);
  state.steps.resize(steps_.size());
  for (size_t i = 0; i < attempt.level; ++i) {
    ++state.steps[i].customers;
    if (i > 0) state.steps[i].since_previous.add(attempt.times[i] - attempt.times[i - 1]);
  }
}

void Funnel::merge(State& into, const State& from) const {
  if (into.steps.size() < from.steps.size()) into.steps.resize(from.steps.size());
  for (size_t i = 0; i < from.steps.size(); ++i) {
    into.steps[i].customers += from.steps[i].customers;
    into.steps[i].since_previous.merge(from.steps[i].since_previous);
  }
}

std::string Funnel::step_name(size_t step) const {
  if (!rules_.any_order) return names_[step];
  return step == 0 ? "any step" : "any " + std::to_string(step + 1) + " steps";
}

void Funnel::finish(const State& state, Rows& rows) const {
  const auto customers = [&](size_t step) { return state.steps.empty() ? int64_t{0} : state.steps[step].customers; };
  const int64_t entered = customers(0);
  for (size_t i = 0; i < steps_.size(); ++i) {
    std::vector<Value> cells{static_cast<int64_t>(i + 1), step_name(i)};
    add_share(customers(i), entered, "nobody reached the first step", cells);
    if (i == 0 && entered > 0) cells[3] = cells[4] = std::monostate{};
    const int64_t before = i == 0 ? entered : customers(i - 1);
    const std::optional<double> median = state.steps.empty() ? std::nullopt : state.steps[i].since_previous.median();
    cells.insert(cells.end(),
                 {entered, customers(i), percent_or_absent(customers(i), entered),
                  percent_or_absent(customers(i), before), before - customers(i), length_in(median, kSecond)});
    rows.add(std::move(cells));
  }
}

void Funnel::save(const State& state, ByteWriter& out) const {
  out.u64(state.steps.size());
  for (const Step& step : state.steps) {
    out.i64(step.customers);
    step.since_previous.save(out);
  }
}

Result<Funnel::State> Funnel::load(ByteReader& in) const {
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(int64_t)));
  if (count != 0 && count != steps_.size()) return in.corrupt("the funnel has another number of steps");
  State state;
  state.steps.resize(count);
  int64_t before = kSavedCountMax;
  for (Step& step : state.steps) {
    SOJOURN_TRY(step.customers, load_count(in));
    SOJOURN_TRY(step.since_previous, QuantileSketch::load(in));
    const int64_t lengths = &step == &state.steps.front() ? 0 : step.customers;
    if (step.customers > before || step.since_previous.count() != lengths) {
      return in.corrupt("a step's counts do not add up");
    }
    before = step.customers;
  }
  return state;
}

MeasureDefinition funnel_definition() {
  MeasureDefinition definition;
  definition.id = "funnel";
  definition.title = "Funnel";
  definition.question = "How many customers get from the first step to the last, and where do we lose them?";
  definition.definition =
      "A customer reaches step k if there are k different events, one for each of the steps 1 to k, in order of time, "
      "the last at most `within` after the first (inclusive). Events of equal time stand in either order; one event "
      "serves one step; other events and repeats may come in between. Step 1 must lie in the range; later steps may "
      "come until its end plus the window. A customer counts once, by the attempt that comes furthest; of several by "
      "the one that completes earliest, then by the one that starts latest. value is the share, in percent, of the "
      "customers at step 1 who reached the step; dropped are those who reached the step before but not this one; "
      "median_seconds is the time from the step before. attempt=first looks only at the attempt that starts with the "
      "customer's first step 1 in the range. strictly_later asks that each step comes later than the one before. "
      "no_repeats ends an attempt when a step that it has reached comes again, at an instant of its own; a later step "
      "1 "
      "starts another. order=any counts how many different steps fall into one window, whatever their order: row k is "
      "the customers with at least k. A split counts an attempt in the group of its first event.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kFunnel;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "time, the fields of the steps, an identifier";
  definition.source = "Wilson, JASA 22, 1927 (interval); H. W. Kuhn, Naval Res. Logist. Q. 2, 1955 (equal times)";
  definition.since = "0.1";
  definition.parameters = funnel_parameters();
  definition.bind = bind_fold<Funnel>;
  return definition;
}

}  // namespace sojourn
