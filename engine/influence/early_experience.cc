#include "influence/early_experience.h"

#include <string>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "stats/exact_sum.h"
#include "stats/newcombe.h"

namespace sojourn {
namespace {

constexpr std::array<const char*, EarlyExperience::kBands> kBandNames{"good", "mixed", "poor", "none"};

}  // namespace

Result<EarlyExperience> EarlyExperience::bind(BindContext& context) {
  EarlyExperience measure;
  SOJOURN_TRY(measure.experience_, ExperienceRule::bind(context));
  if (context.given("retained")) {
    SOJOURN_TRY(measure.retained_, context.filter(context.text("retained"), "retained"));
  }
  const std::string decide = context.text("decide");
  measure.decide_ = decide == "worst"   ? Decide::kWorst
                    : decide == "first" ? Decide::kFirst
                    : decide == "last"  ? Decide::kLast
                                        : Decide::kBalance;
  measure.range_ = context.range();
  measure.first_ = context.duration("first");
  measure.within_ = context.duration("within");
  if (measure.first_ == 0) return Status::invalid("the first days must be longer than nothing", "first");
  if (measure.within_ == 0) return Status::invalid("the time to come back must be longer than nothing", "within");
  measure.known_until_ = context.known_until();
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> EarlyExperience::columns() const {
  std::vector<AnswerColumn> columns = {{"band", ColumnRole::kKey, ""}};
  for (AnswerColumn& column : value_columns("%")) columns.push_back(std::move(column));
  columns.push_back({"n", ColumnRole::kCount, "customers"});
  columns.push_back({"customers", ColumnRole::kCount, "customers"});
  columns.push_back({"p", ColumnRole::kDetail, ""});
  columns.push_back({"verdict", ColumnRole::kDetail, ""});
  return columns;
}

void EarlyExperience::prepare(const Block& block, EventBits&, Scratch& scratch) const {
  experience_.prepare(block, scratch.experience);
  if (retained_ != nullptr) retained_->select(block, scratch.retained);
}

EarlyExperience::Band EarlyExperience::band(const Beginning& beginning) const {
  if (beginning.good + beginning.poor == 0) return beginning.neutral == 0 ? kNothing : kMixed;
  switch (decide_) {
    case Decide::kWorst: return beginning.poor > 0 ? kPoor : kGood;
    case Decide::kFirst: return beginning.first == Grade::kGood ? kGood : kPoor;
    case Decide::kLast: return beginning.last == Grade::kGood ? kGood : kPoor;
    case Decide::kBalance: break;
  }
  if (beginning.good == beginning.poor) return kMixed;
  return beginning.good > beginning.poor ? kGood : kPoor;
}

void EarlyExperience::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  const Micros begin = slice.time(0);
  if (begin < range_.from) return;
  State& state = groups.at(slice.events[0]);
  // begin + first + within <= known_until, written so that it cannot overflow.
  const bool over = begin < known_until_ && known_until_ - begin >= first_ && known_until_ - begin - first_ >= within_;
  if (!over) {
    ++state.open;
    return;
  }
  Beginning beginning;
  size_t i = 0;
  for (; i < slice.size() && slice.time(i) - begin < first_; ++i) {
    const Grade grade = experience_.grade(slice.block, slice.events[i], scratch.experience);
    state.unrated += grade == Grade::kUnrated ? 1 : 0;
    beginning.good += grade == Grade::kGood ? 1 : 0;
    beginning.neutral += grade == Grade::kNeutral ? 1 : 0;
    beginning.poor += grade == Grade::kPoor ? 1 : 0;
    if (grade != Grade::kGood && grade != Grade::kPoor) continue;
    beginning.last = grade;
    if (beginning.first == Grade::kNone) beginning.first = grade;
  }
  bool retained = false;
  for (; i < slice.size() && slice.time(i) - begin - first_ < within_ && !retained; ++i) {
    retained = retained_ == nullptr || scratch.retained.test(slice.events[i]);
  }
  Tally& tally = state.bands[band(beginning)];
  ++tally.customers;
  tally.retained += retained ? 1 : 0;
}

void EarlyExperience::merge(State& into, const State& from) const {
  for (size_t i = 0; i < kBands; ++i) {
    into.bands[i].customers += from.bands[i].customers;
    into.bands[i].retained += from.bands[i].retained;
  }
  into.open += from.open;
  into.unrated += from.unrated;
}

void EarlyExperience::finish(const State& state, Rows& rows) const {
  for (size_t i = 0; i < kBands; ++i) {
    const Tally& tally = state.bands[i];
    std::vector<Value> cells = {std::string(kBandNames[i])};
    add_share(tally.retained, tally.customers, "nobody is in this band", cells);
    cells.insert(cells.end(), {tally.customers, tally.retained, Value{}, Value{}});
    rows.add(std::move(cells));
  }
  const Tally& good = state.bands[kGood];
  const Tally& poor = state.bands[kPoor];
  std::vector<Value> cells = {std::string("difference")};
  const auto found = difference_of_shares({good.retained, good.customers, poor.retained, poor.customers});
  const None none{good.customers == 0 ? "nobody had a good beginning" : "nobody had a poor beginning"};
  if (found) {
    cells.emplace_back(100 * found->value);
    add_interval(found->interval, 100, "", cells);
  } else {
    cells.insert(cells.end(), 3, none);
  }
  constexpr double kRate = 0.05;
  const bool proven = found && found->p <= kRate;
  cells.insert(cells.end(),
               {good.customers + poor.customers, good.retained + poor.retained, found ? Value(found->p) : Value(none),
                std::string(proven ? "moves the outcome" : "no proven effect")});
  rows.add(std::move(cells));
  rows.note(state.open, "customers left out because the time to come back is not over");
  rows.note(state.unrated, "experiences left out because no threshold is known for their scale (give positive=)");
}

void EarlyExperience::save(const State& state, ByteWriter& out) const {
  for (const Tally& tally : state.bands) {
    out.i64(tally.customers);
    out.i64(tally.retained);
  }
  out.i64(state.open);
  out.i64(state.unrated);
}

Result<EarlyExperience::State> EarlyExperience::load(ByteReader& in) const {
  State state;
  for (Tally& tally : state.bands) {
    SOJOURN_TRY(tally.customers, load_count(in));
    SOJOURN_TRY(tally.retained, load_count(in));
    if (tally.retained > tally.customers) return in.corrupt("more were retained than there are");
  }
  SOJOURN_TRY(state.open, load_count(in));
  SOJOURN_TRY(state.unrated, load_count(in));
  return state;
}

MeasureDefinition early_experience_definition() {
  MeasureDefinition definition;
  definition.id = "early_experience";
  definition.title = "Early experience";
  definition.question = "Do customers who begin well stay longer than customers who begin badly?";
  definition.definition =
      "The share of customers who came back after their first days, by how these days went: value = 100 * customers / "
      "n, and in the row difference the value of good less that of poor, in percentage points. A life begins at the "
      "first event that the question lets through; the first days last first from there, the moment of their end "
      "excluded; customers counts those with an event that passes retained (any event unless given) from then until "
      "within later, that end excluded. Experiences in the first days are the answers of kind, good from positive up "
      "and poor up to negative (on 1-5: 4 and 2, on 0-10: 9 and 6, on 1-7: 5 and 3), or the events that pass the "
      "filters good and poor. The band is good when there are more good than poor ones, poor when there are more poor "
      "ones, mixed when as many or only neutral ones, none without any; decide=worst, first or last lets the worst, "
      "first or last of the good and poor ones decide. With a range, lives that begin in it are counted. Lives too "
      "young for both times to be over are left out. Intervals are Wilson's, that of the difference Newcombe's (hybrid "
      "score); p is Fisher's exact test, and the verdict says whether it is at most 0.05. This is an association, no "
      "proof that the experience made them stay. In a split, a customer belongs to the group of the first event.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson; Newcombe (hybrid score) for the difference";
  definition.inputs = "time, an identifier; kind, answer, scale_min, scale_max (or what the filters name)";
  definition.source = "Wilson, JASA 22, 1927; Newcombe, Statistics in Medicine 17, 873-890, 1998; Fisher 1934.";
  definition.since = "0.1";
  definition.parameters = {
      parameter("first", ParameterType::kDuration, "30d", "How long the first days of a life last."),
      parameter("within", ParameterType::kDuration, "30d", "How long after the first days a customer may come back."),
      parameter("retained", ParameterType::kFilter, "", "Which events are a coming back; any event when not given."),
      choice("decide", {"balance", "worst", "first", "last"},
             "Which of several experiences in the first days decides: the balance of good and poor, the worst, the "
             "first or the last.")};
  for (ParameterInfo& each : ExperienceRule::parameters()) definition.parameters.push_back(std::move(each));
  definition.bind = bind_fold<EarlyExperience>;
  return definition;
}

}  // namespace sojourn
