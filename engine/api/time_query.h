// The times that a request names: `from` and `to`, in `zone` where they name none themselves.
#pragma once

#include "api/router.h"
#include "base/calendar.h"
#include "base/time.h"

namespace sojourn {

struct AskedTimes {
  Zone zone;  // UTC unless told.
  TimeRange range;
};
// Errors: kInvalidArgument, `where` is from, to or zone.
Result<AskedTimes> asked_times(const Call& call);
// For the table of routes.
std::vector<QueryParameter> time_parameters();

}  // namespace sojourn
