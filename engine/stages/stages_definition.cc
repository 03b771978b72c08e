#include "measure/parameters.h"
#include "stages/stage_moves.h"
#include "stages/stage_occupancy.h"
#include "stages/stages.h"

namespace sojourn {
namespace {

constexpr const char* kDefinition =
    "A journey is a customer's events that have a stage, in order of time and then of arrival. Events in a row in the "
    "same stage are one stay, entered at its first event and left when a different stage is entered; the last stay is "
    "open. value and now are the customers whose open stay is in the stage, n those who were ever in it. Stages are "
    "ordered consider, evaluate, buy, enjoy, advocate, bond. entries = exits_forward + exits_back + open. dwell is the "
    "time from one entry to the next, of completed stays only. survival_median and survival_p90 use the open stays "
    "too, which are known only to have lasted until now (censored): the smallest time by which half, or nine tenths, "
    "of the stays have ended by the estimate of Kaplan and Meier, absent while fewer have; survival_median_low and "
    "_high are its 95 % interval (Brookmeyer and Crowley). Stays are taken as independent of one another. skipped "
    "counts customers who moved forward over the stage without having been in it before; a journey that begins late "
    "has skipped nothing. loop_back_moves are moves from the stage back to one in which the customer had been before, "
    "loop_backs the customers who made them. first_entry and last_entry are when the earliest and the latest stay "
    "began. Shares are of all journeys. With show=dwell, value is the share of stays that last longer than so many "
    "days, by Kaplan and Meier with Greenwood's variance and the log-log interval; n are the stays known to have "
    "lasted longer, left those that ended by then, still_open those that are open and no older: together all stays. "
    "With show=moves, each way from one stage to another: forward to the next stage, skip over others, jump back into "
    "evaluate, back to another earlier stage, and (start) and (end) for where journeys begin and stand now; "
    "share_of_from is of all stays in the stage that is left. With show=occupancy, how many customers are in each "
    "stage at the end of each calendar period, which `at` names by its first moment; the last one ends now. With a "
    "range, journeys are what happened within it. A split puts a whole journey into the group of its first event that "
    "has a stage.";

Result<std::unique_ptr<Fold>> bind_shown(BindContext& context) {
  const std::string show = context.text("show");
  if (show == "moves") return bind_fold<StageMoves>(context);
  if (show == "occupancy") return bind_fold<StageOccupancy>(context);
  return bind_fold<Stages>(context);
}

}  // namespace

MeasureDefinition stages_definition() {
  MeasureDefinition definition;
  definition.id = "stages";
  definition.title = "Stages of the journey";
  definition.question = "Where in their journey are our customers, how long do they stay, and what do they skip?";
  definition.definition = kDefinition;
  definition.unit = "customers";
  definition.better = Better::kNone;
  definition.shape = Shape::kStages;
  definition.interval =
      "log-log with Greenwood's variance, where a share of stays is estimated; else none: a full count";
  definition.inputs = "time, stage (given, or mapped from the touchpoint by rule), an identifier";
  definition.source =
      "Stages: D. Court et al., The consumer decision journey, McKinsey Quarterly 3, 2009; Kaplan and Meier, JASA 53, "
      "1958; Brookmeyer and Crowley, Biometrics 38, 1982 (interval of the median)";
  definition.since = "0.1";
  ParameterInfo at = parameter("at", ParameterType::kDuration, "",
                               "With show=dwell, lengths at which to read the curve, e.g. at=12h at=3d; without any, "
                               "from 0 days to ten years.");
  at.repeated = true;
  definition.parameters = {
      choice("show", {"stages", "dwell", "moves", "occupancy"},
             "The stages, how long stays last, the moves between stages, or who was where at the end of each period."),
      choice("every", {"month", "day", "week", "quarter", "year"}, "With show=occupancy, the periods."), at};
  definition.bind = bind_shown;
  return definition;
}

}  // namespace sojourn
