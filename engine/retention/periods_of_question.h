// What measures of periods share: the parameters every, week_start and activity, and the periods themselves.
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

// The periods of `every` in the question's zone: enough for every event, for `until`, and for the range's beginning.
PeriodTable bind_periods(const BindContext& context, Micros until);

}  // namespace sojourn
