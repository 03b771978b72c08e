// Exact decimal numbers from text: money and quantities never pass through a double.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

// units * 10^-scale, exactly as written ("12.50" is {1250, 2}).
struct Decimal {
  int64_t units = 0;
  int scale = 0;
};

// An optional sign, digits, one decimal point (or comma when `decimal_comma`), thousands separators where they stand in
// groups of three, and an optional exponent. Errors: kInvalidArgument; kLimit beyond 18 digits.
Result<Decimal> parse_decimal(std::string_view text, bool decimal_comma = false);
Result<Decimal> multiply(const Decimal& a, const Decimal& b);

// Digits after the point that a currency (ISO 4217) has: 2 for most, 0 for JPY, 3 for KWD; 2 when unknown or "".
int currency_digits(std::string_view currency);
// Errors: kInvalidArgument when digits would be lost and !round (rounding is half to even).
Result<int64_t> to_minor_units(const Decimal& amount, std::string_view currency, bool round);
// "12.50".
std::string format_minor_units(int64_t units, std::string_view currency);

// A finite double from text, or an error; the whole text must be read.
Result<double> parse_number(std::string_view text);
Result<int64_t> parse_integer(std::string_view text);
// The shortest text that reads back as the same double ("0.1", "12").
std::string format_number(double value);

}  // namespace sojourn
