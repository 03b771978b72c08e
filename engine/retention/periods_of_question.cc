#include "retention/periods_of_question.h"

#include <algorithm>

#include "base/assert.h"
#include "measure/parameters.h"

namespace sojourn {

ParameterInfo every_parameter(std::string preset, std::string about) {
  ParameterInfo every = choice("every", {"day", "week", "month", "quarter", "year"}, std::move(about));
  every.default_value = std::move(preset);
  return every;
}

ParameterInfo week_start_parameter() {
  return choice("week_start", {"monday", "sunday"}, "The first day of a week, where every = week.");
}

ParameterInfo activity_parameter() {
  return parameter("activity", ParameterType::kFilter, "",
                   "Events by which a customer is active. Any event when not given.");
}

Status only_activity(BindContext& context) {
  const std::string activity = context.text("activity");
  SOJOURN_TRY(const Filter filter, Filter::parse(activity));  // It was parsed before, with the parameters.
  if (filter.empty()) return {};
  auto bound = bind_filter(filter, context.snapshot(), FilterContext{context.zone(), context.as_of()});
  if (!bound.has_value()) return std::move(bound).error().within("activity");
  return context.only(activity);
}

PeriodTable bind_periods(const BindContext& context, Micros until) {
  const Result<Period> every = parse_period(context.text("every"));
  SOJOURN_ASSERT(every.has_value(), "the choices of every are periods");
  const int week_start = context.text("week_start") == "sunday" ? 7 : 1;
  TimeRange needed{until, until};
  if (context.snapshot().event_count() > 0) {
    const TimeRange events = context.snapshot().time_span();
    needed = {std::min(until, events.from), std::max(until, events.to)};
  }
  if (!context.question().from.empty()) needed.from = std::min(needed.from, context.range().from);
  return PeriodTable(*every, context.zone(), week_start, needed.from, needed.to);
}

}  // namespace sojourn
