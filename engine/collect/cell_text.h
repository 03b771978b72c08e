// What the text of a cell says, as people and programs write it: yes and no, durations, numbers with a comma.
//
// Threads   any text at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"
#include "base/status.h"

namespace sojourn {

// For errors: 'its beginning'.
std::string quoted(std::string_view text);
// yes, no, true, false, y, n, t, f, 1, 0; capitals or not.
std::optional<bool> read_bool(std::string_view text);
// A number as a program wrote it in floating point ("4.44e-16", "29.990000000000002341"), to six digits. Errors:
// kInvalidArgument.
Result<Decimal> read_rounded(std::string_view text);
// Microseconds of "153", "12.5", "3:09", "0:03:09".
std::optional<int64_t> read_duration(std::string_view text);
// "12,50", "1.234,5": one comma with one or two digits behind it can only be a decimal comma. "12,500" stays 12500.
bool has_decimal_comma(std::string_view text);
// Errors: kInvalidArgument.
Result<double> read_number(std::string_view text);

}  // namespace sojourn
