// What `sojourn measures loyalists` says.
#include "influence/loyalists.h"
#include "measure/parameters.h"

namespace sojourn {

MeasureDefinition loyalists_definition() {
  MeasureDefinition definition;
  definition.id = "loyalists";
  definition.title = "Loyalists";
  definition.question = "How many loyal customers recommend us, and how many only stay?";
  definition.definition =
      "A loyal customer bought again: has two orders or more, where purchases (events that pass purchase) that share "
      "an "
      "order number are one and a purchase without a number is an order of its own; where loyal is given, a loyal "
      "customer is one with an event that passes it. Loyal customers with an event that passes advocacy are active "
      "loyalists, the others passive ones. value is the share of the n loyal customers, in percent, and ratio = "
      "passive "
      "/ active, with the interval that follows from Wilson's for the share of passive ones. in_market counts those "
      "with an event that passes in_market later than their last purchase: they look around again. show=advocacy gives "
      "for each calendar period (at, as long as every says) the n customers who had events in it and were silent, no "
      "advocacy among them, and how many of these are advocates in the period after (customers, value in percent); "
      "complete tells whether that period is over at the moment that the answer speaks of. show=progression gives the "
      "steps bought, bought again and advocate (not earlier than the second order) in percent of all who bought. Late "
      "buyers had less time to get far. Intervals are Wilson's. In a split, a customer belongs to the group of the "
      "first purchase (of the first loyal event, where loyal is given), in show=advocacy of the first event in the "
      "period.";
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "time, touchpoint, stage, amount, order, an identifier (or what the filters name)";
  definition.source = "D. Court et al., The consumer decision journey, McKinsey Quarterly 3, 2009; Wilson 1927.";
  definition.since = "0.1";
  definition.parameters = {
      choice("show", {"ratio", "advocacy", "progression"},
             "ratio: passive and active loyalists; advocacy: silent customers who speak up in the next period; "
             "progression: from the first purchase to advocacy."),
      parameter("purchase", ParameterType::kFilter, "touchpoint = \"purchase\" or amount > 0",
                "Which events are purchases."),
      parameter("loyal", ParameterType::kFilter, "",
                "Whom to call loyal: customers with such an event; without it those who bought again."),
      parameter("advocacy", ParameterType::kFilter,
                "(touchpoint in (\"referral\", \"review\", \"recommendation\") or stage = \"advocate\" or "
                "exists(properties.referred)) and not exists(properties.referrer)",
                "Which events are advocacy. Coming by a referral oneself is none."),
      parameter("in_market", ParameterType::kFilter, "stage in (\"consider\", \"evaluate\")",
                "Which events show that a customer is looking around again."),
      choice("every", {"quarter", "month", "week", "day", "year"}, "The calendar period of show=advocacy.")};
  definition.bind = bind_fold<Loyalists>;
  return definition;
}

}  // namespace sojourn
