// Arbitrary bytes through every reader of times and numbers. Nothing may crash; what is read must be in range and must
// read back after printing. For TimePattern the bytes up to the first line end are the pattern and the rest is the
// text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/calendar.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

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
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const sojourn::Zone amsterdam = sojourn::Zone::find("Europe/Amsterdam").value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  sojourn::check_time(sojourn::parse_time(text, sojourn::Zone()));
  sojourn::check_time(sojourn::parse_time(text, amsterdam));
  const size_t line = text.find('\n');
  if (line != std::string_view::npos) {
    if (const sojourn::Result<sojourn::TimePattern> pattern = sojourn::TimePattern::compile(text.substr(0, line))) {
      sojourn::check_time(pattern->parse(text.substr(line + 1), amsterdam));
    }
  }
  if (const sojourn::Result<sojourn::Micros> length = sojourn::parse_duration(text)) {
    const sojourn::Result<sojourn::Micros> again = sojourn::parse_duration(sojourn::format_duration(*length));
    SOJOURN_ASSERT(again && *again == *length, "a printed length reads back");
  }
  sojourn::check_decimal(text, false);
  sojourn::check_decimal(text, true);
  if (const sojourn::Result<double> number = sojourn::parse_number(text)) {
    const sojourn::Result<double> again = sojourn::parse_number(sojourn::format_number(*number));
    SOJOURN_ASSERT(again && *again == *number, "a printed number reads back");
  }
  static_cast<void>(sojourn::parse_integer(text));
  return 0;
}
