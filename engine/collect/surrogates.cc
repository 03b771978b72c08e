#include "collect/surrogates.h"

#include <optional>
#include <string_view>

#include "base/text.h"

namespace sojourn {
namespace {

constexpr size_t kEscapeBytes = 6;  // \uXXXX

std::optional<int> hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = lower_ascii(c);
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return std::nullopt;
}

// The number of an escape \uXXXX that begins at `at`; 0 : there is none.
int unit_at(std::string_view json, size_t at) {
  const std::string_view escape = json.substr(at, kEscapeBytes);
  if (escape.size() < kEscapeBytes || !escape.starts_with("\\u")) return 0;
  int unit = 0;
  for (const char c : escape.substr(2)) {
    const std::optional<int> digit = hex_value(c);
    if (!digit) return 0;
    unit = unit * 16 + *digit;
  }
  return unit;
}

bool is_first_half(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_second_half(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

bool mend_surrogates(std::string& json) {
  constexpr std::string_view kReplacement = "\\ufffd";
  bool any = false;
  // A backslash and what it escapes are passed together: behind two of them a "u" is a letter.
  for (size_t at = json.find('\\'); at != std::string::npos && at + 1 < json.size(); at = json.find('\\', at)) {
    const int unit = unit_at(json, at);
    if (is_first_half(unit) && is_second_half(unit_at(json, at + kEscapeBytes))) {
      at += 2 * kEscapeBytes;
    } else if (is_first_half(unit) || is_second_half(unit)) {
      json.replace(at, kEscapeBytes, kReplacement);
      at += kEscapeBytes;
      any = true;
    } else {
      at += 2;
    }
  }
  return any;
}

}  // namespace sojourn
