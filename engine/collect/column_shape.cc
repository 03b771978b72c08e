#include "collect/column_shape.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/text.h"

namespace sojourn {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool nine_of_ten(int64_t count, size_t all) { return all > 0 && count * 10 >= static_cast<int64_t>(all) * 9; }

using Values = std::vector<std::string_view>;

bool most(const Values& values, const std::function<bool(std::string_view)>& test) {
  return nine_of_ten(std::count_if(values.begin(), values.end(), test), values.size());
}

bool is_email(std::string_view text) {
  const size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view domain = text.substr(at + 1);
  const size_t dot = domain.find('.');
  return dot != 0 && dot != std::string_view::npos && domain.back() != '.' &&
         std::none_of(text.begin(), text.end(), [](char c) { return is_blank(c) || c == ',' || c == ';'; });
}

size_t phone_digits(std::string_view text) {
  constexpr std::string_view kBetween = "+-() ./";
  size_t digits = 0;
  for (const char c : text) {
    if (is_digit(c))
      ++digits;
    else if (kBetween.find(c) == std::string_view::npos)
      return 0;
  }
  return digits;
}

bool is_bare_phone(std::string_view text) {
  const size_t digits = phone_digits(text);
  return digits >= 7 && digits <= 15 && text.find('.') == std::string_view::npos;
}

bool is_phone(std::string_view text) { return text.front() == '+' && is_bare_phone(text); }

bool is_clocked(std::string_view text) {
  const size_t colons = static_cast<size_t>(std::count(text.begin(), text.end(), ':'));
  return (colons == 1 || colons == 2) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == ':' || c == '.'; }) &&
         is_digit(text.front()) && is_digit(text.back());
}

bool is_yes_no(std::string_view text) {
  const std::string word = lower_ascii(text);
  constexpr std::array<std::string_view, 6> kWords{"yes", "no", "true", "false", "1", "0"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool is_written(std::string_view text) { return text.size() >= 25 && std::count(text.begin(), text.end(), ' ') >= 3; }

bool is_number(std::string_view text) {
  return parse_decimal(text).has_value() || parse_decimal(text, true).has_value();
}

// --- times

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// Bare numbers are times only where they can hardly be anything else: 2001 to 2100 in seconds or finer, or 20260301.
bool is_epoch(std::string_view text) {
  if (!all_digits(text) || (text.size() != 10 && text.size() != 13 && text.size() != 16 && text.size() != 8))
    return false;
  const Result<ParsedTime> time = parse_time(text, Zone());
  return time && time->utc > 978'307'200 * kSecond && time->utc < 4'102'444'800 * kSecond;
}

bool is_iso(std::string_view text) { return !is_number(text) && parse_time(text, Zone()).has_value(); }

// Ways of writing dates that differ in the order of day and month stand next to each other, day first.
constexpr std::array<std::string_view, 17> kDates{
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y",  "%d.%m.%Y",  "%m.%d.%Y", "%d/%m/%y",    "%m/%d/%y", "%Y/%m/%d",
    "%Y.%m.%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%a %b %d %Y", "%Y-%m-%d"};
constexpr size_t kEitherWay = 8;
constexpr std::array<std::string_view, 12> kClocks{"",           " %H:%M",       " %H:%M:%S", " %H:%M:%S.%f",
                                                   " %I:%M %p",  " %I:%M:%S %p", ", %H:%M",   ", %H:%M:%S",
                                                   ", %I:%M %p", " %H:%M:%S %z", "T%H:%M:%S", " %H:%M %z"};

int64_t read_by(const TimePattern& pattern, const Values& values) {
  static const Zone kUtc;
  return std::count_if(values.begin(), values.end(),
                       [&](std::string_view text) { return pattern.parse(text, kUtc).has_value(); });
}

void find_time_format(const Values& values, ColumnShape& shape) {
  // Few of many patterns fit at all, so a few values are tried first.
  const Values first(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(std::min<size_t>(values.size(), 5)));
  int64_t best = 0;
  size_t best_date = 0;
  for (size_t date = 0; date < kDates.size(); ++date) {
    for (const std::string_view clock : kClocks) {
      const std::string text = std::string(kDates[date]) + std::string(clock);
      const Result<TimePattern> pattern = TimePattern::compile(text);
      if (!pattern || read_by(*pattern, first) == 0) continue;
      const int64_t count = read_by(*pattern, values);
      const bool sibling = date < kEitherWay && date % 2 == 1 && best_date + 1 == date;
      if (count == best && sibling) shape.either_way = true;
      if (count <= best) continue;
      best = count;
      best_date = date;
      shape.time_format = text;
      shape.either_way = false;
    }
  }
  shape.times = nine_of_ten(best, values.size());
  if (!shape.times) shape.time_format.clear();
}

void find_times(const Values& values, ColumnShape& shape) {
  shape.epochs = most(values, is_epoch);
  shape.times = shape.epochs || most(values, is_iso);
  if (!shape.times && !shape.numbers && !shape.clocked) find_time_format(values, shape);
  if (!shape.times) return;
  const Result<TimePattern> pattern = TimePattern::compile(shape.time_format);
  shape.old = most(values, [&](std::string_view text) {
    const Result<ParsedTime> time = shape.time_format.empty() ? parse_time(text, Zone()) : pattern->parse(text, Zone());
    return !time || time->utc < 631'152'000 * kSecond;
  });
}

// --- numbers and money

void find_numbers(const Values& values, ColumnShape& shape) {
  int64_t count = 0;
  int64_t whole = 0;
  for (const std::string_view text : values) {
    Result<Decimal> number = parse_decimal(text);
    if (!number) number = parse_decimal(text, true);
    if (!number) continue;
    double value = static_cast<double>(number->units);
    bool is_whole = true;
    for (int64_t i = 0, rest = number->units; i < number->scale; ++i, rest /= 10) {
      is_whole = is_whole && rest % 10 == 0;
      value /= 10;
    }
    shape.min = count == 0 ? value : std::min(shape.min, value);
    shape.max = count == 0 ? value : std::max(shape.max, value);
    ++count;
    whole += is_whole ? 1 : 0;
  }
  shape.numbers = nine_of_ten(count, values.size());
  shape.whole = nine_of_ten(whole, values.size());
}

struct Sign {
  std::string_view text;
  std::string_view currency;
};
constexpr std::array<Sign, 12> kSigns{{{"€", "EUR"},
                                       {"US$", "USD"},
                                       {"$", "USD"},
                                       {"£", "GBP"},
                                       {"¥", "JPY"},
                                       {"₹", "INR"},
                                       {"EUR", "EUR"},
                                       {"USD", "USD"},
                                       {"GBP", "GBP"},
                                       {"CHF", "CHF"},
                                       {"CAD", "CAD"},
                                       {"AUD", "AUD"}}};

void find_money(const Values& values, ColumnShape& shape) {
  for (const Sign& sign : kSigns) {
    const auto behind = [&sign](std::string_view text) {
      return text.starts_with(sign.text) && is_number(trim(text.substr(sign.text.size())));
    };
    const auto before = [&sign](std::string_view text) {
      return text.ends_with(sign.text) && is_number(trim(text.substr(0, text.size() - sign.text.size())));
    };
    const bool prefix = most(values, behind);
    if (!prefix && !most(values, before)) continue;
    shape.money = true;
    (prefix ? shape.strip_prefix : shape.strip_suffix) = std::string(sign.text);
    shape.currency = std::string(sign.currency);
    return;
  }
}

void find_directions(const std::set<std::string_view>& distinct, ColumnShape& shape) {
  if (distinct.empty() || distinct.size() > 8) return;
  constexpr std::array<std::string_view, 4> kIn{"in", "inbound", "incoming", "received"};
  constexpr std::array<std::string_view, 4> kOut{"out", "outbound", "outgoing", "sent"};
  std::vector<std::pair<std::string, std::string>> said;
  for (const std::string_view text : distinct) {
    const std::string word = lower_ascii(text);
    const bool in = std::find(kIn.begin(), kIn.end(), word) != kIn.end();
    const bool out = std::find(kOut.begin(), kOut.end(), word) != kOut.end();
    if (!in && !out) return;
    said.emplace_back(std::string(text), in ? "in" : "out");
  }
  shape.directions = std::move(said);
}

}  // namespace

ColumnShape shape_of(const std::vector<std::string>& values) {
  Values filled;
  for (const std::string& value : values) {
    if (const std::string_view text = trim(value); !text.empty()) filled.push_back(text);
  }
  const std::set<std::string_view> distinct(filled.begin(), filled.end());
  ColumnShape shape;
  shape.filled = static_cast<int64_t>(filled.size());
  shape.distinct = static_cast<int64_t>(distinct.size());
  if (filled.empty()) return shape;
  find_numbers(filled, shape);
  shape.emails = most(filled, is_email);
  shape.phones = most(filled, is_phone);
  shape.digits = most(filled, is_bare_phone);
  shape.clocked = most(filled, is_clocked);
  shape.yes_no = most(filled, is_yes_no);
  shape.written = !shape.numbers && shape.distinct > 1 && shape.distinct * 3 >= shape.filled &&
                  std::count_if(filled.begin(), filled.end(), is_written) * 2 >= shape.filled;
  for (const std::string_view text : filled) shape.mean_bytes += text.size();
  shape.mean_bytes /= filled.size();
  shape.point_zero = shape.whole && most(filled, [](std::string_view text) { return text.ends_with(".0"); });
  find_times(filled, shape);
  if (!shape.numbers) find_money(filled, shape);
  find_directions(distinct, shape);
  return shape;
}

}  // namespace sojourn
