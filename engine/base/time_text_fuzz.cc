// Arbitrary bytes through every reader of times and numbers. Nothing may crash; what is read must be in range and must
// read back after printing. For TimePattern the bytes up to the first line end are the pattern and the rest is the
// text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/calendar.h"
#include "base/decimal.h"

namespace {

using namespace sojourn;

void check_time(const Result<ParsedTime>& parsed) {
  if (!parsed) return;
  SOJOURN_ASSERT(parsed->utc >= kTimeMin && parsed->utc <= kTimeMax, "a time that was read is in range");
  const Result<ParsedTime> again = parse_time(format_time(parsed->utc), Zone());
  SOJOURN_ASSERT(again && again->utc == parsed->utc, "a printed time reads back");
}

void check_decimal(std::string_view text, bool decimal_comma) {
  const Result<Decimal> decimal = parse_decimal(text, decimal_comma);
  if (!decimal) return;
  SOJOURN_ASSERT(decimal->scale >= 0 && decimal->scale <= 18, "a scale is in range");
  const Result<int64_t> rounded = to_minor_units(*decimal, "EUR", true);
  const Result<int64_t> exact = to_minor_units(*decimal, "EUR", false);
  SOJOURN_ASSERT(!exact || (rounded && *rounded == *exact), "what is exact needs no rounding");
  const Result<Decimal> square = multiply(*decimal, *decimal);
  SOJOURN_ASSERT(!square || square->units >= 0, "a square is not negative");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Zone amsterdam = Zone::find("Europe/Amsterdam").value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_time(parse_time(text, Zone()));
  check_time(parse_time(text, amsterdam));
  const size_t line = text.find('\n');
  if (line != std::string_view::npos) {
    if (const Result<TimePattern> pattern = TimePattern::compile(text.substr(0, line))) {
      check_time(pattern->parse(text.substr(line + 1), amsterdam));
    }
  }
  if (const Result<Micros> length = parse_duration(text)) {
    const Result<Micros> again = parse_duration(format_duration(*length));
    SOJOURN_ASSERT(again && *again == *length, "a printed length reads back");
  }
  check_decimal(text, false);
  check_decimal(text, true);
  if (const Result<double> number = parse_number(text)) {
    const Result<double> again = parse_number(format_number(*number));
    SOJOURN_ASSERT(again && *again == *number, "a printed number reads back");
  }
  static_cast<void>(parse_integer(text));
  return 0;
}
