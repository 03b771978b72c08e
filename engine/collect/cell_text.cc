#include "collect/cell_text.h"

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "base/text.h"

namespace sojourn {
namespace {

bool equals_word(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) { return lower_ascii(a) == b; });
}

// Seconds with a fraction of up to six digits as microseconds.
std::optional<int64_t> seconds_to_micros(std::string_view text) {
  Result<Decimal> seconds = parse_decimal(text);
  // Some microseconds, as programs write them.
  if (!seconds && (text.ends_with("e-05") || text.ends_with("e-06"))) seconds = read_rounded(text);
  if (!seconds || seconds->scale > 6) return std::nullopt;
  int64_t micros = seconds->units;
  for (int i = seconds->scale; i < 6; ++i) {
    if (__builtin_mul_overflow(micros, int64_t{10}, &micros)) return std::nullopt;
  }
  return micros;
}

}  // namespace

std::string quoted(std::string_view text) { return "'" + std::string(text.substr(0, 80)) + "'"; }

std::optional<bool> read_bool(std::string_view text) {
  for (const std::string_view word : {"true", "yes", "1", "y", "t"}) {
    if (equals_word(text, word)) return true;
  }
  for (const std::string_view word : {"false", "no", "0", "n", "f"}) {
    if (equals_word(text, word)) return false;
  }
  return std::nullopt;
}

Result<Decimal> read_rounded(std::string_view text) {
  constexpr int kDigits = 6;
  constexpr double kUnits = 1e6;
  constexpr double kMost = 1e11;
  SOJOURN_TRY(const double number, parse_number(text));
  if (number > kMost || number < -kMost) return Status::invalid(quoted(text) + " is too large a number to round");
  return Decimal{std::llround(number * kUnits), kDigits};
}

std::optional<int64_t> read_duration(std::string_view text) {
  int64_t total = 0;
  int parts = 0;
  for (size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':')) {
    const Result<int64_t> part = parse_integer(text.substr(0, colon));
    if (!part || *part < 0 || *part > 1'000'000'000 || ++parts > 2) return std::nullopt;
    total = (total + *part) * 60;
    text.remove_prefix(colon + 1);
  }
  const auto seconds = seconds_to_micros(text);
  if (!seconds || total == 0) return seconds;
  if (*seconds < 0) return std::nullopt;
  return total * kSecond + *seconds;
}

bool has_decimal_comma(std::string_view text) {
  const size_t comma = text.find(',');
  if (comma == std::string_view::npos || comma != text.rfind(',')) return false;
  const std::string_view behind = text.substr(comma + 1);
  return (behind.size() == 1 || behind.size() == 2) && behind.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<double> read_number(std::string_view text) {
  if (!has_decimal_comma(text)) return parse_number(text);
  SOJOURN_TRY(const Decimal decimal, parse_decimal(text, true));
  return static_cast<double>(decimal.units) / std::pow(10.0, decimal.scale);
}

}  // namespace sojourn
