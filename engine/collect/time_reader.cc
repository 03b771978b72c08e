#include "collect/time_reader.h"

namespace sojourn {
namespace {

constexpr size_t kMinuteLength = 16;  // "2026-03-01 12:05"
constexpr size_t kSecondLength = 19;  // "2026-03-01 12:05:30"

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Plain wall-clock text to the second, whose minute can be looked up again.
bool is_plain(std::string_view text) {
  return text.size() == kSecondLength && text[4] == '-' && text[7] == '-' && (text[10] == ' ' || text[10] == 'T') &&
         text[13] == ':' && text[16] == ':' && text[17] >= '0' && text[17] <= '5' && is_digit(text[18]);
}

}  // namespace

Result<ParsedTime> TimeReader::read(std::string_view text) {
  if (!patterns_.empty()) {
    Status first;
    for (const TimePattern& pattern : patterns_) {
      Result<ParsedTime> parsed = pattern.parse(text, zone_);
      if (parsed) return parsed;
      if (first.ok()) first = std::move(parsed).error();
    }
    return first;
  }
  const bool plain = is_plain(text);
  if (plain && text.substr(0, kMinuteLength) == minute_) {
    const int seconds = (text[17] - '0') * 10 + (text[18] - '0');
    return ParsedTime{minute_time_.utc + seconds * kSecond, minute_time_.offset_minutes};
  }
  Result<ParsedTime> parsed = parse_time(text, zone_);
  if (parsed && plain) {
    minute_.assign(text.substr(0, kMinuteLength));
    minute_time_ = *parsed;
    minute_time_.utc -= ((text[17] - '0') * 10 + (text[18] - '0')) * kSecond;
  }
  return parsed;
}

}  // namespace sojourn
