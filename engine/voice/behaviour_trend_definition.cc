#include "measure/parameters.h"
#include "voice/behaviour_trend.h"
#include "voice/money_behind.h"

namespace sojourn {

MeasureDefinition behaviour_trend_definition() {
  MeasureDefinition definition;
  definition.id = "behaviour_trend";
  definition.title = "Trend of a behaviour";
  definition.question = "Do customers do something more or less than before, and what does that go with in revenue?";
  definition.definition =
      "How fast a behaviour grows: a straight line through the logarithms of its rate, period by period; value = 100 * "
      "(exp(slope) - 1) is its growth in percent a period, yearly the same over a year. There are three rates: the "
      "events that pass behaviour, the customers who did it, and the events a customer: those of customers we can name "
      "by the number of them who were active in the period. "
      "Periods (every) are whole ones: one of which less than nine tenths is known is left out, and the figures of one "
      "that is known in part are divided by what that part has of the whole ones; from and to say which they are. "
      "at_first and at_last are the ends of the line. trend is rising or falling where the interval does not "
      "hold 0. Each rate is as sure as a Poisson count; where they stray further from the line the interval is wider "
      "(Birge). revenue_effect is what the change from the first period to the last goes with: that change times the "
      "slope of revenue by the rate over the same periods, in money a period, in one currency: that of currency=, else "
      "the one with most payments. It is an association, not a proof that the one brings the other. The intervals are "
      "at 95 %.";
  definition.unit = "%";
  definition.better = Better::kNone;
  definition.shape = Shape::kTable;
  definition.least_n = 0;
  definition.interval = "weighted least squares of logarithms (Birge); delta method for the effect";
  definition.inputs = "time, direction, amount, currency, an identifier; what behaviour= asks for";
  definition.source =
      "Bevington and Robinson, Data Reduction and Error Analysis, 3rd ed., 2003; Birge, Physical Review 40, 1932.";
  definition.since = "0.1";
  definition.parameters = {parameter("behaviour", ParameterType::kFilter, "not direction = \"out\"",
                                     "The events that are the behaviour; by itself all that customers do."),
                           choice("every", {"month", "week", "day", "quarter"}, "How long a period is."),
                           currency_parameter()};
  definition.bind = bind_fold<BehaviourTrend>;
  return definition;
}

}  // namespace sojourn
