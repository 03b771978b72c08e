#include "stages/stage_conversion.h"

#include <limits>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "stats/exact_sum.h"

namespace sojourn {

Result<StageConversion> StageConversion::bind(BindContext& context) {
  StageConversion measure;
  measure.column_ = StageColumn::bind(context);
  SOJOURN_TRY(measure.bands_, ExperienceBands::bind(context));
  const std::string measured = context.text("measured");
  measure.measured_ = measured == "before" ? Measured::kBefore
                      : measured == "any"  ? Measured::kAny
                                           : Measured::kInStage;
  measure.limited_ = context.given("within");
  measure.within_ = measure.limited_ ? context.duration("within") : std::numeric_limits<Micros>::max();
  measure.known_until_ = context.known_until();
  context.only_identified();
  return measure;
}

std::vector<AnswerColumn> StageConversion::columns() const {
  return {{"stage", ColumnRole::kKey, ""},
          {"band", ColumnRole::kKey, ""},
          {"value", ColumnRole::kValue, "%"},
          {"low", ColumnRole::kLow, "%"},
          {"high", ColumnRole::kHigh, "%"},
          {"n", ColumnRole::kCount, "customers"},
          {"customers", ColumnRole::kCount, "customers"},
          {"ratio", ColumnRole::kDetail, "times"},
          {"ratio_low", ColumnRole::kDetail, "times"},
          {"ratio_high", ColumnRole::kDetail, "times"}};
}

Band StageConversion::band_of(const Stay& stay) const {
  if (measured_ == Measured::kBefore) return stay.before.value_or(Band::kNone);
  if (measured_ == Measured::kInStage) return stay.in_stage.value_or(Band::kNone);
  return stay.in_stage.value_or(stay.before.value_or(Band::kNone));
}

void StageConversion::fold(const Slice& slice, Groups<State>& groups) const {
  std::array<Stay, StageColumn::kStages> stays;
  std::optional<Band> latest;
  for (const uint32_t event : slice.events) {
    const size_t rank = column_.rank(slice.block, event);
    const Micros time = slice.block.times[event];
    if (rank != StageColumn::kNoStage) {
      for (size_t stage = 0; stage < rank; ++stage) {
        Stay& stay = stays[stage];
        if (!stay.in || stay.closed) continue;
        stay.closed = true;
        stay.moved = time - stay.entered <= within_;
      }
      if (!stays[rank].in) stays[rank] = {event, time, true, false, false, std::nullopt, latest};
    }
    const std::optional<Band> band = bands_.at(slice.block, event);
    if (!band) continue;
    latest = band;
    for (Stay& stay : stays) {
      if (stay.in && !stay.closed && time - stay.entered <= within_) stay.in_stage = band;
    }
  }
  for (size_t stage = 0; stage < kStages; ++stage) {
    const Stay& stay = stays[stage];
    if (!stay.in) continue;
    State& state = groups.at(stay.event);
    Proportion& part = state.parts[stage][static_cast<size_t>(band_of(stay))];
    ++part.total;
    part.positive += stay.moved ? 1 : 0;
    state.waiting += limited_ && !stay.moved && !stay.closed && known_until_ - stay.entered <= within_ ? 1 : 0;
  }
}

void StageConversion::merge(State& into, const State& from) const {
  for (size_t stage = 0; stage < kStages; ++stage) {
    for (size_t band = 0; band < kBands; ++band) {
      into.parts[stage][band].positive += from.parts[stage][band].positive;
      into.parts[stage][band].total += from.parts[stage][band].total;
    }
  }
  into.waiting += from.waiting;
}

void StageConversion::finish(const State& state, Rows& rows) const {
  for (size_t stage = 0; stage < kStages; ++stage) {
    const std::array<Proportion, kBands>& parts = state.parts[stage];
    const auto add = [&](const char* band, const Proportion& part, bool best) {
      if (part.total == 0) return;
      std::vector<Value> cells{StageColumn::name(stage), std::string(band)};
      add_share(part.positive, part.total, "nobody came into the stage", cells);
      cells.insert(cells.end(), {part.total, part.positive});
      const Proportion& worst = parts[static_cast<size_t>(Band::kWorst)];
      const std::optional<double> ratio = risk_ratio(part, worst);
      if (!best || !ratio) {
        cells.insert(cells.end(), 3, std::monostate{});
      } else {
        cells.emplace_back(*ratio);
        add_interval(risk_ratio_interval(part, worst), 1, "nobody of the best band moved on", cells);
      }
      rows.add(std::move(cells));
    };
    Proportion all;
    for (size_t band = 0; band < kBands; ++band) {
      add(band_name(static_cast<Band>(band)), parts[band], static_cast<Band>(band) == Band::kBest);
      all.positive += parts[band].positive;
      all.total += parts[band].total;
    }
    add("all", all, false);
  }
  rows.note(state.waiting, "stays counted as not moved on, though their time was not over yet");
}

void StageConversion::save(const State& state, ByteWriter& out) const {
  for (const auto& bands : state.parts) {
    for (const Proportion& part : bands) {
      out.i64(part.positive);
      out.i64(part.total);
    }
  }
  out.i64(state.waiting);
}

Result<StageConversion::State> StageConversion::load(ByteReader& in) const {
  State state;
  int64_t stayed = 0;
  for (auto& bands : state.parts) {
    for (Proportion& part : bands) {
      SOJOURN_TRY(part.positive, load_count(in));
      SOJOURN_TRY(part.total, load_count(in));
      if (part.positive > part.total) return in.corrupt("more customers moved on than came in");
      stayed += part.total - part.positive;
    }
  }
  SOJOURN_TRY(state.waiting, load_count(in));
  if (state.waiting > stayed) return in.corrupt("more customers wait than stayed");
  return state;
}

MeasureDefinition stage_conversion_definition() {
  MeasureDefinition definition;
  definition.id = "stage_conversion";
  definition.title = "Stage conversion by experience";
  definition.question = "Do customers whom we serve well move on to the next stage more often?";
  definition.definition =
      "The share, in percent, of the customers who came into a stage and moved on: value = 100 * customers / n. A "
      "customer comes into a stage with the first event in it, and moves on with the first later event in any later "
      "stage; with within, only a move within so long after coming in counts (one after exactly so long does). Rows "
      "are by the band of the customer's last answer of the kind: best, middle or worst, by thirds of its scale (on 1 "
      "to 5 that is 4 and 5, 3, 1 and 2) unless best_from and worst_to say otherwise; none had no answer, or none on a "
      "known scale; all is everybody. measured=in_stage takes the answers given from coming in until moving on, or "
      "until the time of within is over, so that the experience precedes the move; before takes those from before "
      "coming in; any takes the former and, failing these, the latter. ratio, in the row of the best band, is its "
      "value divided by that of the worst band, with the interval on the scale of logarithms (Katz). A difference "
      "between bands is an association: those who are served well may differ in other ways. Only customers with an "
      "identifier are counted. A split puts each stay into the group of the event with which the customer came in.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson; of the ratio: log (Katz 1978)";
  definition.inputs = "time, stage, kind, answer, scale_min, scale_max, an identifier";
  definition.source = "Wilson, JASA 22, 1927; Katz, Baptista, Azen and Pike, Biometrics 34, 1978";
  definition.since = "0.1";
  definition.parameters = ExperienceBands::parameters();
  definition.parameters.push_back(choice("measured", {"in_stage", "before", "any"},
                                         "Which answers tell the experience: those in the stage, before it, or both."));
  definition.parameters.push_back(parameter("within", ParameterType::kDuration, "",
                                            "How long after coming in a move still counts; by itself any time."));
  definition.bind = bind_fold<StageConversion>;
  return definition;
}

}  // namespace sojourn
