#include "influence/outcome.h"

#include <algorithm>

#include "measure/parameters.h"

namespace sojourn {
namespace {

// Is there a time in (moment, moment + within]?
bool any_within(const std::vector<Micros>& times, Micros moment, Micros within) {
  const auto next = std::upper_bound(times.begin(), times.end(), moment);
  return next != times.end() && *next - moment <= within;
}

}  // namespace

std::vector<ParameterInfo> Outcome::parameters() {
  return {choice("outcome", {"retention", "repeat_purchase", "next_stage", "custom"},
                 "What is looked for afterwards: any event, a purchase, a later stage of the journey, or an event that "
                 "passes outcome_filter."),
          parameter("within", ParameterType::kDuration, "30d",
                    "How long after the experience the outcome may come, that moment included."),
          parameter("purchase", ParameterType::kFilter, "touchpoint = \"purchase\" or amount > 0",
                    "Which events are purchases."),
          parameter("outcome_filter", ParameterType::kFilter, "",
                    "Which events are the outcome; given alone it means outcome=custom.")};
}

Result<Outcome> Outcome::bind(BindContext& context) {
  Outcome bound;
  bound.within_ = context.duration("within");
  std::string outcome = context.text("outcome");
  if (context.given("outcome_filter") && outcome != "custom") {
    if (context.question().parameters.count("outcome") != 0) {
      return Status::invalid("goes with outcome=custom, not with outcome=" + outcome, "outcome_filter");
    }
    outcome = "custom";
  }
  if (outcome == "custom") {
    bound.kind_ = Kind::kCustom;
    if (!context.given("outcome_filter")) return Status::invalid("is needed with outcome=custom", "outcome_filter");
    SOJOURN_TRY(bound.filter_, context.filter(context.text("outcome_filter"), "outcome_filter"));
  } else if (outcome == "repeat_purchase") {
    bound.kind_ = Kind::kRepeatPurchase;
    SOJOURN_TRY(bound.filter_, context.filter(context.text("purchase"), "purchase"));
  } else if (outcome == "next_stage") {
    bound.kind_ = Kind::kNextStage;
    bound.stages_ = StageColumn::bind(context);
  }
  return bound;
}

void Outcome::prepare(const Block& block, OutcomeScratch& scratch) const {
  if (filter_ != nullptr) filter_->select(block, scratch.passes);
}

void Outcome::read(const Slice& slice, const OutcomeScratch& scratch, OutcomeTimes& times) const {
  times.all.clear();
  for (std::vector<Micros>& stage : times.by_stage) stage.clear();
  for (const uint32_t event : slice.events) {
    const Micros time = slice.block.times[event];
    if (needs_stage()) {
      const size_t rank = stage(slice.block, event);
      if (rank != StageColumn::kNoStage) times.by_stage[rank].push_back(time);
    } else if (filter_ == nullptr || scratch.passes.test(event)) {
      times.all.push_back(time);
    }
  }
}

bool Outcome::happened(const OutcomeTimes& times, Micros moment, size_t stage) const {
  if (!needs_stage()) return any_within(times.all, moment, within_);
  for (size_t later = stage + 1; later < times.by_stage.size(); ++later) {
    if (any_within(times.by_stage[later], moment, within_)) return true;
  }
  return false;
}

}  // namespace sojourn
