// parse_time of calendar.h. Millions of texts a second pass here, so the usual form is read by position, and text is
// built for errors only.
#include "base/calendar.h"
#include "base/time_fields.h"

namespace sojourn {

namespace {

constexpr const char* kShape = "it has another form";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_separator(char c) { return c == 'T' || c == ' ' || c == 't'; }

// Reads what may follow the seconds: a fraction, then an offset, then nothing.
const char* read_tail(std::string_view text, TimeFields& fields) {
  size_t at = 0;
  if (!text.empty() && (text[0] == '.' || text[0] == ',')) {
    const size_t digits = read_fraction(text.substr(1), fields.civil.micros);
    if (digits == 0) return "the fraction of a second has no digits";
    at = 1 + digits;
  }
  if (at == text.size()) return nullptr;
  if (text[at] == ' ') ++at;
  const size_t size = read_offset(text.substr(at), fields.offset_minutes);
  if (size == 0 || at + size != text.size()) return "the offset is not Z or like +02:00";
  fields.has_offset = true;
  return nullptr;
}

// "YYYY-MM-DD" or "YYYY/MM/DD", then nothing, or a separator and "HH:MM" or "HH:MM:SS" and a tail.
const char* read_extended(std::string_view text, TimeFields& fields) {
  const char* at = text.data();
  CivilTime& civil = fields.civil;
  if (text.size() < 10 || at[4] != at[7] || (at[4] != '-' && at[4] != '/')) return kShape;
  unsigned bad = 0;
  civil.year = read_two_digits(at, bad) * 100 + read_two_digits(at + 2, bad);
  civil.month = read_two_digits(at + 5, bad);
  civil.day = read_two_digits(at + 8, bad);
  if (bad != 0) return kShape;
  if (text.size() == 10) return nullptr;
  if (text.size() < 16 || !is_separator(at[10]) || at[13] != ':') return kShape;
  civil.hour = read_two_digits(at + 11, bad);
  civil.minute = read_two_digits(at + 14, bad);
  if (text.size() >= 19 && at[16] == ':') {
    civil.second = read_two_digits(at + 17, bad);
    return bad != 0 ? kShape : text.size() == 19 ? nullptr : read_tail(text.substr(19), fields);
  }
  if (bad != 0 || (text.size() > 16 && (at[16] == ':' || at[16] == '.' || at[16] == ','))) return kShape;
  return read_tail(text.substr(16), fields);
}

// "YYYYMMDD", then nothing, or an optional separator and "HHMM" or "HHMMSS" and a tail.
const char* read_basic(std::string_view text, TimeFields& fields) {
  const char* at = text.data();
  CivilTime& civil = fields.civil;
  if (text.size() < 8) return kShape;
  unsigned bad = 0;
  civil.year = read_two_digits(at, bad) * 100 + read_two_digits(at + 2, bad);
  civil.month = read_two_digits(at + 4, bad);
  civil.day = read_two_digits(at + 6, bad);
  if (bad != 0) return kShape;
  if (text.size() == 8) return nullptr;
  const size_t begin = is_separator(at[8]) ? 9 : 8;
  if (text.size() < begin + 4) return kShape;
  civil.hour = read_two_digits(at + begin, bad);
  civil.minute = read_two_digits(at + begin + 2, bad);
  size_t end = begin + 4;
  if (text.size() >= end + 2 && is_digit(at[end])) {
    civil.second = read_two_digits(at + end, bad);
    end += 2;
  }
  return bad != 0 ? kShape : read_tail(text.substr(end), fields);
}

// A number of seconds (also with a fraction), milliseconds or microseconds since 1970.
bool read_epoch(std::string_view text, Micros& utc, const char*& fault) {
  const bool negative = !text.empty() && text[0] == '-';
  const std::string_view number = text.substr(negative ? 1 : 0);
  size_t digits = 0;
  Micros value = 0;
  for (; digits < number.size() && is_digit(number[digits]); ++digits) {
    if (digits < 18) value = value * 10 + (number[digits] - '0');
  }
  if (digits == 0) return false;
  int micros = 0;
  if (digits < number.size()) {
    if (digits > 11 || number[digits] != '.') return false;
    const size_t size = read_fraction(number.substr(digits + 1), micros);
    if (size == 0 || digits + 1 + size != number.size()) return false;
  }
  const Micros unit = digits <= 11 ? kSecond : digits <= 14 ? 1000 : 1;
  utc = value * unit + micros;  // At most 10^11 seconds: fits.
  if (negative) utc = -utc;
  if (digits > 18 || utc < kTimeMin || utc > kTimeMax) fault = "it is not in the years 1 to 9999";
  return true;
}

// Eight or fourteen digits are a date where they can be one: as a number of seconds they would be a day of 1970, as
// milliseconds one of the year 2570 or later.
bool is_date_in_digits(std::string_view text) {
  if (text.size() != 8 && text.size() != 14) return false;
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  TimeFields fields;
  if (read_basic(text, fields) != nullptr || find_field_fault(fields.civil) != nullptr) return false;
  return fields.civil.year >= 1900 && fields.civil.year < 2200;
}

Status not_a_time(std::string_view text, const char* fault) {
  return Status::invalid("\"" + std::string(text.substr(0, 40)) + "\" is not a time: " + fault +
                         "; write 2026-03-01, 2026-03-01T12:00:00Z, 2026-03-01T12:00:00.5+02:00 or a number of"
                         " seconds, milliseconds or microseconds since 1970");
}

}  // namespace

Result<ParsedTime> parse_time(std::string_view text, const Zone& zone) {
  ParsedTime out;
  TimeFields fields;
  const char* fault = read_extended(text, fields);
  if (fault == kShape) {
    const char* epoch_fault = nullptr;
    if (!is_date_in_digits(text) && read_epoch(text, out.utc, epoch_fault)) {
      if (epoch_fault != nullptr) return not_a_time(text, epoch_fault);
      out.offset_minutes = zone.offset_minutes(out.utc);
      return out;
    }
    fields = {};
    fault = read_basic(text, fields);
  }
  if (fault == nullptr) fault = find_field_fault(fields.civil);
  if (fault == nullptr) fault = resolve_fields(fields, zone, out);
  if (fault != nullptr) return not_a_time(text, fault);
  return out;
}

}  // namespace sojourn
