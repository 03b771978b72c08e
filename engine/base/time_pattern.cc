// TimePattern of calendar.h: a pattern is checked once, then walked beside each text.
#include <array>

#include "base/calendar.h"
#include "base/text.h"
#include "base/time_fields.h"

namespace sojourn {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kWeekDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};

// Length of the part of `text` that spells `word`, whole or by its first three letters; 0 when it does neither.
size_t match_name(std::string_view text, std::string_view word) {
  size_t same = 0;
  while (same < word.size() && same < text.size() && lower_ascii(text[same]) == word[same]) ++same;
  if (same == word.size()) return same;
  return same >= 3 ? 3 : 0;
}

template <size_t N>
size_t match_any_name(std::string_view text, const std::array<std::string_view, N>& words, int& number) {
  for (size_t i = 0; i < N; ++i) {
    if (const size_t size = match_name(text, words[i]); size > 0) {
      number = static_cast<int>(i) + 1;
      return size;
    }
  }
  return 0;
}

// The part of a time that a field gives; two fields of one part would contradict each other. '\0' is no field of ours.
char part_of(char field) {
  switch (field) {
    case 'Y':
    case 'y': return 'Y';
    case 'm':
    case 'b':
    case 'B': return 'm';
    case 'd':
    case 'e': return 'd';
    case 'H':
    case 'I': return 'H';
    case 'a':
    case 'A': return 'a';
    case 's':
    case 'Q': return 's';
    case 'M':
    case 'S':
    case 'f':
    case 'p':
    case 'z':
    case 'j': return field;
    default: return '\0';
  }
}

// Walks a pattern and a text together.
class PatternReader {
 public:
  PatternReader(std::string_view steps, std::string_view text) : steps_(steps), text_(text) {}

  // What is wrong, or null; the place is at().
  const char* read() {
    for (size_t step = 0; step < steps_.size(); ++step) {
      const char c = steps_[step];
      if (c == ' ') {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
      } else if (c == '%' && steps_[step + 1] != '%') {
        if (const char* fault = read_field(steps_[++step]); fault != nullptr) return fault;
      } else {
        if (c == '%') ++step;
        if (at_ == text_.size() || text_[at_] != c) return "the text is not as the pattern says";
        ++at_;
      }
    }
    if (at_ != text_.size()) return "there is more text than the pattern says";
    return finish();
  }

  const char* resolve(const Zone& zone, ParsedTime& out) const {
    if (!has_epoch_) return resolve_fields(fields_, zone, out);
    out.utc = epoch_ + fields_.civil.micros;
    if (out.utc < kTimeMin || out.utc > kTimeMax) return "it is not in the years 1 to 9999";
    out.offset_minutes = fields_.has_offset ? fields_.offset_minutes : zone.offset_minutes(out.utc);
    return nullptr;
  }

  size_t at() const { return at_; }

 private:
  // One to `most` digits.
  bool read_digits(size_t most, int& value, size_t least = 1) {
    size_t count = 0;
    int read = 0;
    while (count < most && at_ + count < text_.size() && is_digit(text_[at_ + count])) {
      read = read * 10 + (text_[at_ + count++] - '0');
    }
    if (count < least) return false;
    value = read;
    at_ += count;
    return true;
  }

  // A count of `unit`s since 1970.
  bool read_epoch(Micros unit) {
    const bool negative = at_ < text_.size() && text_[at_] == '-';
    size_t end = at_ + (negative ? 1 : 0);
    const size_t begin = end;
    Micros value = 0;
    for (; end < text_.size() && end - begin < 15 && is_digit(text_[end]); ++end) {
      value = value * 10 + (text_[end] - '0');
    }
    if (end == begin || __builtin_mul_overflow(value, negative ? -unit : unit, &epoch_)) return false;
    at_ = end;
    has_epoch_ = true;
    return true;
  }

  const char* advance(size_t size, const char* fault) {
    at_ += size;
    return size > 0 ? nullptr : fault;
  }

  const char* read_field(char field) {
    CivilTime& civil = fields_.civil;
    const std::string_view rest = text_.substr(at_);
    int ignored = 0;
    switch (field) {
      case 'Y': return read_digits(4, civil.year, 4) ? nullptr : "a year of four digits is missing";
      case 'y': return read_short_year();
      case 'm': return read_digits(2, civil.month) ? nullptr : "a month is missing";
      case 'b':
      case 'B': return advance(match_any_name(rest, kMonths, civil.month), "a month's name is missing");
      case 'a':
      case 'A': return advance(match_any_name(rest, kWeekDays, ignored), "a day's name is missing");
      case 'e':
        if (rest.size() > 1 && rest[0] == ' ') ++at_;
        return read_digits(2, civil.day) ? nullptr : "a day is missing";
      case 'd': return read_digits(2, civil.day) ? nullptr : "a day is missing";
      case 'j': return read_digits(3, day_of_year_) ? nullptr : "a day of the year is missing";
      case 'H': return read_digits(2, civil.hour) ? nullptr : "an hour is missing";
      case 'I': return read_half_day_hour();
      case 'M': return read_digits(2, civil.minute) ? nullptr : "a minute is missing";
      case 'S': return read_digits(2, civil.second) ? nullptr : "a second is missing";
      case 'f': return advance(read_fraction(rest, civil.micros), "a fraction is missing");
      case 'p': return read_half_day();
      case 's': return read_epoch(kSecond) ? nullptr : "a number of seconds since 1970 is missing";
      case 'Q': return read_epoch(1000) ? nullptr : "a number of milliseconds since 1970 is missing";
      case 'z':
        fields_.has_offset = true;
        return advance(read_offset(rest, fields_.offset_minutes), "an offset such as Z or +02:00 is missing");
      default: return "the pattern has an unknown field";
    }
  }

  const char* read_short_year() {
    int year = 0;
    if (!read_digits(2, year, 2)) return "a year of two digits is missing";
    fields_.civil.year = year + (year >= 69 ? 1900 : 2000);
    return nullptr;
  }

  const char* read_half_day_hour() {
    if (!read_digits(2, fields_.civil.hour)) return "an hour is missing";
    if (fields_.civil.hour < 1 || fields_.civil.hour > 12) return "the hour is not 1 to 12";
    fields_.civil.hour %= 12;
    return nullptr;
  }

  const char* read_half_day() {
    const bool there = at_ + 2 <= text_.size() && lower_ascii(text_[at_ + 1]) == 'm' &&
                       (lower_ascii(text_[at_]) == 'a' || lower_ascii(text_[at_]) == 'p');
    if (!there) return "AM or PM is missing";
    afternoon_ = lower_ascii(text_[at_]) == 'p';
    at_ += 2;
    return nullptr;
  }

  const char* finish() {
    CivilTime& civil = fields_.civil;
    if (has_epoch_) return nullptr;
    if (day_of_year_ >= 0) {
      const int days_in_year = 337 + days_in_month(civil.year, 2);
      if (day_of_year_ < 1 || day_of_year_ > days_in_year) return "that year has no such day";
      civil.month = 1;
      civil.day = day_of_year_;
      for (; civil.day > days_in_month(civil.year, civil.month); ++civil.month) {
        civil.day -= days_in_month(civil.year, civil.month);
      }
    }
    if (afternoon_) civil.hour += 12;
    return find_field_fault(civil);
  }

  std::string_view steps_;
  std::string_view text_;
  size_t at_ = 0;
  TimeFields fields_;
  Micros epoch_ = 0;
  bool has_epoch_ = false;
  bool afternoon_ = false;
  int day_of_year_ = -1;
};

std::string write_out(std::string_view pattern) {
  std::string steps;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      steps += pattern[i];
      continue;
    }
    switch (pattern[++i]) {
      case 'T': steps += "%H:%M:%S"; break;
      case 'D': steps += "%m/%d/%y"; break;
      case 'F': steps += "%Y-%m-%d"; break;
      default: (steps += '%') += pattern[i];
    }
  }
  return steps;
}

// What is wrong with a pattern as a whole, given the parts that its fields give and the fields themselves.
const char* find_pattern_fault(std::string_view parts, std::string_view fields) {
  const auto gives = [](std::string_view set, char c) { return set.find(c) != std::string_view::npos; };
  const bool civil = parts.find_first_of("YmdjHM") != std::string_view::npos || gives(parts, 'S');
  if (gives(parts, 's')) return civil ? "a time since 1970 (%s, %Q) stands beside parts of a date" : nullptr;
  if (!gives(parts, 'Y')) return "it has no year (%Y or %y)";
  if (gives(parts, 'j') && (gives(parts, 'm') || gives(parts, 'd'))) {
    return "a day of the year (%j) stands beside a month or a day";
  }
  if (gives(parts, 'd') && !gives(parts, 'm')) return "it has a day and no month";
  if (gives(fields, 'I') != gives(parts, 'p')) return "%I and %p need each other";
  return nullptr;
}

}  // namespace

Result<TimePattern> TimePattern::compile(std::string_view pattern) {
  const auto refuse = [pattern](const std::string& why) {
    return Status::invalid("the time pattern \"" + std::string(pattern.substr(0, 60)) + "\" cannot be used: " + why);
  };
  TimePattern compiled;
  compiled.text_ = pattern;
  compiled.steps_ = write_out(pattern);
  std::string parts;
  std::string fields;
  for (size_t i = 0; i < compiled.steps_.size(); ++i) {
    if (compiled.steps_[i] != '%') continue;
    if (++i == compiled.steps_.size()) return refuse("it ends after a %");
    const char field = compiled.steps_[i];
    if (field == '%') continue;
    const char part = part_of(field);
    if (part == '\0') {
      return refuse(std::string("%") + field +
                    " is no field; use %Y %y %m %b %d %e %j %H %I %p %M %S %f %z %a %s %Q"
                    " %T %D %F, and %% for a percent sign");
    }
    if (parts.find(part) != std::string::npos) return refuse(std::string("%") + field + " gives a part a second time");
    parts += part;
    fields += field;
  }
  if (const char* fault = find_pattern_fault(parts, fields); fault != nullptr) return refuse(fault);
  return compiled;
}

Result<ParsedTime> TimePattern::parse(std::string_view text, const Zone& zone) const {
  PatternReader reader(steps_, text);
  ParsedTime out;
  const char* fault = reader.read();
  if (fault == nullptr) fault = reader.resolve(zone, out);
  if (fault == nullptr) return out;
  return Status::invalid(
      "\"" + std::string(text.substr(0, 40)) + "\" is not a time of the pattern \"" + text_ + "\": " + fault,
      "byte " + std::to_string(reader.at()));
}

}  // namespace sojourn
