// Literals of a filter as intervals of what columns hold: exact for money and durations, whole doubles for numbers.
#pragma once

#include "base/status.h"
#include "timelines/filter_plan.h"

namespace sojourn {

// A decimal in units of 10^-digits: rounded down, with a mark when something was lost.
struct ScaledLiteral {
  int64_t floor = 0;
  bool exact = true;
};

// "12.50" with 2 digits is 1250. Values beyond int64 become its ends. Errors: kInvalidArgument with the column.
Result<ScaledLiteral> scale_literal(const FilterLiteral& literal, int digits);
// The integers x with `x order literal`.
IntegerInterval integers_that(FilterOrder order, ScaledLiteral literal);
NumberInterval numbers_that(FilterOrder order, double literal);

}  // namespace sojourn
