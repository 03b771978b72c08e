// The parts of a time while its text is being read, for parse_time and TimePattern; and how long a month is.
#pragma once

#include <string_view>

#include "base/calendar.h"

namespace sojourn {

// Digits as a number. The bytes must be there; `bad` is set when one of them is no digit.
inline int read_two_digits(const char* at, unsigned& bad) {
  const unsigned tens = static_cast<unsigned char>(at[0]) - static_cast<unsigned>('0');
  const unsigned ones = static_cast<unsigned char>(at[1]) - static_cast<unsigned>('0');
  bad |= static_cast<unsigned>(tens > 9) | static_cast<unsigned>(ones > 9);
  return static_cast<int>(tens * 10 + ones);
}

// A date, a time of day, and how far that clock was ahead of UTC if the text says so.
struct TimeFields {
  CivilTime civil;
  bool has_offset = false;
  int offset_minutes = 0;
};

// `month` from 1 to 12.
int days_in_month(int year, int month);

// What is wrong with the fields, or null. Hour 24 and second 60 are wrong.
const char* find_field_fault(const CivilTime& civil);

// The instant of checked fields; null and `out` filled, or what is wrong.
const char* resolve_fields(const TimeFields& fields, const Zone& zone, ParsedTime& out);

// "Z", "z", "UTC", "GMT", "+02:00", "+0200" or "+02" at the beginning of `text`: its length, or 0 when there is none.
size_t read_offset(std::string_view text, int& offset_minutes);

// Digits of a fraction of a second at the beginning of `text`, as microseconds (more digits are dropped): their count.
size_t read_fraction(std::string_view text, int& micros);

}  // namespace sojourn
