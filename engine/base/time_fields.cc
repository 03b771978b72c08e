#include "base/time_fields.h"

#include <array>

namespace sojourn {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_leap_year(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

}  // namespace

int days_in_month(int year, int month) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<size_t>(month - 1)] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

const char* find_field_fault(const CivilTime& civil) {
  if (civil.year < 1 || civil.year > 9999) return "the year is not 1 to 9999";
  if (civil.month < 1 || civil.month > 12) return "the month is not 1 to 12";
  if (civil.day < 1 || civil.day > 31) return "the day is not 1 to 31";
  if (civil.day > 28 && civil.day > days_in_month(civil.year, civil.month)) {
    return "that month has no such day";
  }
  if (civil.hour < 0 || civil.hour > 23) return "the hour is not 0 to 23";
  if (civil.minute < 0 || civil.minute > 59) return "the minute is not 0 to 59";
  if (civil.second < 0 || civil.second > 59) return "the second is not 0 to 59";
  return nullptr;
}

const char* resolve_fields(const TimeFields& fields, const Zone& zone, ParsedTime& out) {
  const Micros wall = civil_to_micros(fields.civil);
  if (fields.has_offset) {
    out.offset_minutes = fields.offset_minutes;
    out.utc = wall - fields.offset_minutes * kMinute;
  } else {
    out.utc = zone.to_utc(wall);
    out.offset_minutes = zone.offset_minutes(out.utc);
  }
  if (out.utc < kTimeMin || out.utc > kTimeMax) return "it is not in the years 1 to 9999";
  return nullptr;
}

size_t read_offset(std::string_view text, int& offset_minutes) {
  offset_minutes = 0;
  if (text.empty()) return 0;
  if (text[0] == 'Z' || text[0] == 'z') return 1;
  if (text.starts_with("UTC") || text.starts_with("GMT")) return 3;
  if ((text[0] != '+' && text[0] != '-') || text.size() < 3) return 0;
  unsigned bad = 0;
  const int hours = read_two_digits(text.data() + 1, bad);
  size_t size = 3;
  int minutes = 0;
  const size_t at = size < text.size() && text[size] == ':' ? size + 1 : size;
  if (at > size || (at < text.size() && is_digit(text[at]))) {
    if (at + 2 > text.size()) return 0;
    minutes = read_two_digits(text.data() + at, bad);
    size = at + 2;
  }
  if (bad != 0 || hours > 23 || minutes > 59) return 0;
  offset_minutes = hours * 60 + minutes;
  if (text[0] == '-') offset_minutes = -offset_minutes;
  return size;
}

size_t read_fraction(std::string_view text, int& micros) {
  micros = 0;
  int worth = 100'000;
  size_t count = 0;
  for (; count < text.size() && is_digit(text[count]); ++count) {
    micros += (text[count] - '0') * worth;
    worth /= 10;
  }
  return count;
}

}  // namespace sojourn
