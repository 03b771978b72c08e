#include "base/time.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/calendar.h"

namespace sojourn {

namespace {

struct Unit {
  std::string_view name;
  Micros length;
};
constexpr std::array<Unit, 7> kUnits = {
    {{"w", 7 * kDay}, {"d", kDay}, {"h", kHour}, {"m", kMinute}, {"s", kSecond}, {"ms", 1000}, {"us", 1}}};

void append_padded(std::string& out, int value, int width) {
  std::array<char, 16> digits{};
  size_t at = digits.size();
  unsigned rest = value < 0 ? 0U - static_cast<unsigned>(value) : static_cast<unsigned>(value);
  for (int written = 0; rest > 0 || written < width; ++written, rest /= 10) {
    digits[--at] = static_cast<char>('0' + rest % 10);
  }
  if (value < 0) out += '-';
  out.append(digits.data() + at, digits.size() - at);
}

// The date and time of a wall clock, without an offset.
std::string format_wall(Micros wall) {
  const CivilTime civil = micros_to_civil(wall);
  std::string out;
  out.reserve(32);
  append_padded(out, civil.year, 4);
  out += '-';
  append_padded(out, civil.month, 2);
  out += '-';
  append_padded(out, civil.day, 2);
  out += 'T';
  append_padded(out, civil.hour, 2);
  out += ':';
  append_padded(out, civil.minute, 2);
  out += ':';
  append_padded(out, civil.second, 2);
  if (civil.micros != 0) {
    const bool whole_milliseconds = civil.micros % 1000 == 0;
    out += '.';
    append_padded(out, whole_milliseconds ? civil.micros / 1000 : civil.micros, whole_milliseconds ? 3 : 6);
  }
  return out;
}

Status not_a_duration(std::string_view text, std::string_view why) {
  return Status::invalid("\"" + std::string(text.substr(0, 40)) + "\" is not a length of time: " + std::string(why) +
                         "; write a number and a unit (us ms s m h d w), e.g. 30d or 1h 30m");
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void skip_spaces(std::string_view text, size_t& at) {
  while (at < text.size() && text[at] == ' ') ++at;
}

// A number with at most six digits after its point, as whole * 10^6 + millionths.
struct Number {
  Micros whole = 0;
  Micros millionths = 0;
};

// Reads a number at `at` and moves past it; the answer is what is wrong, or empty.
std::string_view read_number(std::string_view text, size_t& at, Number& number) {
  if (at < text.size() && text[at] == '-') return "it is negative";
  const size_t begin = at;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    if (__builtin_mul_overflow(number.whole, Micros{10}, &number.whole) ||
        __builtin_add_overflow(number.whole, Micros{text[at] - '0'}, &number.whole)) {
      return "it is too long";
    }
  }
  if (at == begin) return "a number is missing";
  if (at == text.size() || text[at] != '.') return {};
  const size_t point = at++;
  Micros worth = 100'000;
  for (; at < text.size() && is_digit(text[at]); ++at, worth /= 10) {
    if (worth == 0) return "it has more than six digits after the point";
    number.millionths += (text[at] - '0') * worth;
  }
  return at == point + 1 ? "digits after the point are missing" : std::string_view();
}

}  // namespace

Micros now() {
  if (const char* fixed = std::getenv("SOJOURN_NOW"); fixed != nullptr && *fixed != '\0') {
    const Result<ParsedTime> parsed = parse_time(fixed, Zone());
    if (parsed) return parsed->utc;
    std::fprintf(stderr, "sojourn: SOJOURN_NOW: %s\n", parsed.error().message().c_str());
    std::_Exit(2);
  }
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count();
}

std::string format_time(Micros time) { return format_wall(time) + "Z"; }

std::string format_time(Micros time, int offset_minutes) {
  Micros wall = 0;
  if (__builtin_add_overflow(time, offset_minutes * kMinute, &wall)) return format_time(time);
  std::string out = format_wall(wall);
  const int size = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  out += offset_minutes < 0 ? '-' : '+';
  append_padded(out, size / 60, 2);
  out += ':';
  append_padded(out, size % 60, 2);
  return out;
}

Result<Micros> parse_duration(std::string_view text) {
  if (text == "0") return Micros{0};
  Micros total = 0;
  size_t at = 0;
  do {
    Number number;
    if (const std::string_view fault = read_number(text, at, number); !fault.empty()) {
      return not_a_duration(text, fault);
    }
    skip_spaces(text, at);
    const size_t begin = at;
    while (at < text.size() && text[at] >= 'a' && text[at] <= 'z') ++at;
    const std::string_view name = text.substr(begin, at - begin);
    const Unit* unit = nullptr;
    for (const Unit& known : kUnits) {
      if (known.name == name) unit = &known;
    }
    if (unit == nullptr) return not_a_duration(text, name.empty() ? "a unit is missing" : "the unit is not known");
    const Micros fraction = number.millionths * unit->length;  // At most 10^6 weeks: fits.
    if (fraction % 1'000'000 != 0) return not_a_duration(text, "it is not a whole number of microseconds");
    Micros length = 0;
    if (__builtin_mul_overflow(number.whole, unit->length, &length) ||
        __builtin_add_overflow(length, fraction / 1'000'000, &length) ||
        __builtin_add_overflow(total, length, &total)) {
      return not_a_duration(text, "it is too long");
    }
    skip_spaces(text, at);
  } while (at < text.size());
  return total;
}

std::string format_duration(Micros length) {
  if (length == 0) return "0";
  std::string out = length < 0 ? "-" : "";
  uint64_t rest = length < 0 ? 0U - static_cast<uint64_t>(length) : static_cast<uint64_t>(length);
  bool first = true;
  for (const Unit& unit : kUnits) {
    if (unit.length > kDay) continue;  // "30d" says more than "4w 2d".
    const uint64_t count = rest / static_cast<uint64_t>(unit.length);
    if (count == 0) continue;
    rest -= count * static_cast<uint64_t>(unit.length);
    if (!first) out += ' ';
    first = false;
    out += std::to_string(count);
    out += unit.name;
  }
  return out;
}

}  // namespace sojourn
