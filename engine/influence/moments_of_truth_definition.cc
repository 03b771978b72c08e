// What `sojourn measures moments_of_truth` says.
#include "influence/moments_of_truth.h"
#include "measure/parameters.h"

namespace sojourn {

MeasureDefinition moments_of_truth_definition() {
  MeasureDefinition definition;
  definition.id = "moments_of_truth";
  definition.title = "Moments of truth";
  definition.question = "At which touchpoints does a good or poor experience go with what customers do next?";
  definition.definition =
      "For each touchpoint, the outcome among customers whose first experience there was good, less that among "
      "customers whose first experience there was poor: value = 100 * (good_reached / good - poor_reached / poor), in "
      "percentage points. Experiences are the answers of kind, good from positive up and poor up to negative (on 1-5: "
      "4 "
      "and 2, on 0-10: 9 and 6, on 1-7: 5 and 3), or the events that pass the filters good and poor; each customer "
      "counts once a touchpoint, with the first experience that was graded, and not at all there if that one was "
      "neutral. The outcome must come strictly later than the experience and no later than within: any event "
      "(retention), a purchase (repeat_purchase; for those who had not bought before it is the first), an event of a "
      "later stage than the customer was in (next_stage), or an event that passes outcome_filter (custom). Experiences "
      "whose time is not over at the moment that the answer speaks of are left out on both sides, since others would "
      "have had less time. The interval is Newcombe's (hybrid score, method 10), the p-value Fisher's exact test; over "
      "all touchpoints of a table p-values are adjusted by Benjamini and Hochberg, and a touchpoint moves the outcome "
      "when its adjusted p is at most rate. All others have no proven effect, which is not proof that they have none. "
      "With stratify the difference is that within the values of a field, as last known at the experience, put "
      "together "
      "by Mantel and Haenszel, with Klingenberg's interval and the Cochran-Mantel-Haenszel test (continuity "
      "corrected); unadjusted is then the plain difference. This is an association: customers were not dealt good and "
      "poor experiences at random, and what makes an experience poor may also make customers leave. Try stratify on "
      "what you suspect, and an experiment before you spend money. In a split, a customer belongs to the group of the "
      "experience, and each group is adjusted by itself.";
  definition.unit = "points";
  definition.range_min = -100;
  definition.range_max = 100;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Newcombe (hybrid score); with stratify Klingenberg (score)";
  definition.inputs = "time, touchpoint, an identifier; kind, answer, scale_min, scale_max (or what the filters name)";
  definition.source =
      "Newcombe, Statistics in Medicine 17, 873-890, 1998; Fisher 1934; Benjamini and Hochberg, Journal of the Royal "
      "Statistical Society B 57, 1995; Mantel and Haenszel, JNCI 22, 1959; Klingenberg, Statistics in Medicine 33, "
      "2014.";
  definition.since = "0.1";
  definition.parameters = {node_parameter()};
  for (ParameterInfo& each : ExperienceRule::parameters()) definition.parameters.push_back(std::move(each));
  for (ParameterInfo& each : Outcome::parameters()) definition.parameters.push_back(std::move(each));
  definition.parameters.push_back(
      parameter("stratify", ParameterType::kField, "",
                "A field that may lie behind both experience and outcome: differences are taken within its values."));
  ParameterInfo rate = parameter("rate", ParameterType::kNumber, "0.05",
                                 "The share of chance findings to put up with among those called proven.");
  rate.min = 0;
  rate.max = 1;
  definition.parameters.push_back(std::move(rate));
  definition.bind = bind_fold<MomentsOfTruth>;
  return definition;
}

}  // namespace sojourn
