#include "collect/xlsx_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr double kMillisADay = 86'400'000;
constexpr double kDaysMax = 2'958'466;  // 10000-01-01

// What a format says besides its quoted texts, colours and fillers: "[$-409]d\-mmm" -> "d-mmm", "[h]:mm" -> "h:mm".
struct PlainCode {
  std::string text;
  bool elapsed = false;
};

bool is_elapsed(std::string_view bracket) {
  return !bracket.empty() && bracket.find_first_not_of("hms") == std::string_view::npos;
}

PlainCode plain_code(std::string_view code) {
  PlainCode plain;
  const std::string lower = lower_ascii(code);
  for (size_t at = 0; at < lower.size() && lower[at] != ';'; ++at) {
    const char c = lower[at];
    if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (c == '"') {
      at = std::min(lower.find('"', at + 1), lower.size());
    } else if (c == '[') {
      const size_t end = std::min(lower.find(']', at), lower.size());
      const std::string bracket = lower.substr(at + 1, end - at - 1);
      plain.elapsed = plain.elapsed || is_elapsed(bracket);
      if (is_elapsed(bracket)) plain.text += bracket;
      at = end;
    } else {
      plain.text += c;
    }
  }
  return plain;
}

// "1.5e-07" -> "0.00000015", "-2.5e+03" -> "-2500".
std::string without_exponent(std::string_view text) {
  const size_t e = text.find('e');
  if (e == std::string_view::npos) return std::string(text);
  const auto exponent = parse_integer(text[e + 1] == '+' ? text.substr(e + 2) : text.substr(e + 1));
  const bool negative = text.front() == '-';
  std::string digits(text.substr(negative ? 1 : 0, e - (negative ? 1 : 0)));
  const size_t point = std::min(digits.find('.'), digits.size());
  if (point < digits.size()) digits.erase(point, 1);
  auto place = static_cast<int64_t>(point) + (exponent ? *exponent : 0);
  if (place <= 0) {
    digits.insert(0, static_cast<size_t>(1 - place), '0');
    place = 1;
  }
  if (static_cast<size_t>(place) > digits.size()) digits.append(static_cast<size_t>(place) - digits.size(), '0');
  if (static_cast<size_t>(place) < digits.size()) digits.insert(static_cast<size_t>(place), 1, '.');
  return (negative ? "-" : "") + digits;
}

// Excel shows 15 digits; files hold 17, with an exponent where a number is large or small.
std::string plain_number(double number, std::string_view text) {
  constexpr double kLargest = 1e21;
  constexpr double kSmallest = 1e-21;
  const bool exponent = text.find_first_of("eE") != std::string_view::npos;
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!exponent && (digits <= 15 || text.find('.') == std::string_view::npos)) return std::string(text);
  const std::string shown = fmt::format("{:.15g}", number);
  const double size = std::abs(number);
  return size < kLargest && size > kSmallest ? without_exponent(shown) : shown;
}

std::string clock_text(int64_t millis) {
  std::string text = fmt::format("{:02}:{:02}:{:02}", millis / 3'600'000, millis / 60'000 % 60, millis / 1000 % 60);
  return millis % 1000 == 0 ? text : text + fmt::format(".{:03}", millis % 1000);
}

}  // namespace

NumberLook look_of_builtin(int format) {
  const auto within = [&](int from, int to) { return format >= from && format <= to; };
  if (within(14, 17) || format == 22 || within(27, 31) || within(34, 36) || within(50, 58)) return NumberLook::kDate;
  if (within(18, 21) || within(32, 33) || format == 45 || format == 47) return NumberLook::kTime;
  return format == 46 ? NumberLook::kElapsed : NumberLook::kNumber;
}

NumberLook look_of_code(std::string_view code) {
  const PlainCode plain = plain_code(code);
  if (plain.text.find("general") != std::string::npos) return NumberLook::kNumber;
  const auto has = [&](std::string_view letters) { return plain.text.find_first_of(letters) != std::string::npos; };
  if (plain.elapsed) return NumberLook::kElapsed;
  if (has("yd")) return NumberLook::kDate;
  if (has("hs")) return NumberLook::kTime;
  // A month by itself; digits beside an m are no date.
  return has("m") && !has("0#?") ? NumberLook::kDate : NumberLook::kNumber;
}

std::string number_text(std::string_view text, NumberLook look, bool epoch_1904) {
  text = trim(text);
  const auto parsed = parse_number(text);
  if (!parsed) return std::string(text);
  const double number = *parsed;
  if (look == NumberLook::kNumber || !(number >= 0) || number >= kDaysMax) return plain_number(number, text);
  const auto all = static_cast<int64_t>(std::llround(number * kMillisADay));
  const int64_t a_day = static_cast<int64_t>(kMillisADay);
  if (look == NumberLook::kElapsed) return clock_text(all);
  if (look == NumberLook::kTime && number < 1) return clock_text(std::min(all, a_day - 1));
  const int64_t day = all / a_day;
  const int64_t millis = all % a_day;
  if (day == 0 && !epoch_1904) return clock_text(millis);
  // Excel has a 29 February 1900; days before it are one nearer to the epoch.
  const int64_t epoch = epoch_1904 ? days_from_civil(1904, 1, 1) : days_from_civil(1899, 12, day < 60 ? 31 : 30);
  const CivilTime civil = micros_to_civil((epoch + day) * a_day * 1000);
  const std::string date = fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
  return millis == 0 ? date : date + " " + clock_text(millis);
}

}  // namespace sojourn
