// What measures of periods share: the parameters every, week_start and activity, and up to when events are known.
#pragma once

#include <string>

#include "measure/definition.h"
#include "retention/period_table.h"

namespace sojourn {

// day, week, month, quarter or year.
ParameterInfo every_parameter(std::string preset, std::string about);
ParameterInfo week_start_parameter();
// Events by which a customer is active.
ParameterInfo activity_parameter();
// Shows the measure those events only. Errors: those of the filter, `where` is "activity".
Status only_activity(BindContext& context);

// Everything before this moment is known; what comes from it on is not. The end of the range where that is past, else
// just after the moment the answer speaks of.
Micros known_until(const BindContext& context);
// The same for a measure that follows customers beyond the end of the range, up to the newest event.
Micros followed_until(const BindContext& context);

// The periods of `every` in the question's zone: enough for every event, for `until`, and for the range's beginning.
PeriodTable bind_periods(const BindContext& context, Micros until);

}  // namespace sojourn
