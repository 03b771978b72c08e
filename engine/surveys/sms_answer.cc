#include "surveys/sms_answer.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr std::string_view kMarks = " \t\r\n.,;:!?-()[]\"'*#=";
constexpr std::array<std::string_view, 7> kOutOf{"/", "van de", "van", "out of", "of", "von", "из"};
// With which a number may end; Chinese has its own.
constexpr std::array<std::string_view, 15> kEnds{",", ".",  "!",  ":",  ";",  ")",  "]", "–",
                                                 "—", "，", "。", "！", "：", "；", "、"};
// Words that announce a number, in small letters.
constexpr std::array<std::string_view, 9> kLabels{"score",   "cijfer", "answer", "antwoord", "note",
                                                  "wertung", "nps",    "оценка", "评分"};
// As phone services know them; then Dutch, German, Russian and Chinese.
constexpr std::array<std::string_view, 27> kStops{
    "stop",     "stopall",     "stop all",  "unsubscribe", "cancel",   "end",        "quit",
    "optout",   "opt out",     "revoke",    "stoppen",     "afmelden", "meld af",    "uitschrijven",
    "abmelden", "abbestellen", "austragen", "stopp",       "стоп",     "отписаться", "отписка",
    "отмена",   "退订",        "td",        "取消订阅",    "取消",     "停止"};
constexpr std::string_view kPoints = "分";         // "9分"
constexpr std::string_view kPicture = "\xf0\x9f";  // Most emoji begin so.

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_with_digit(std::string_view text) { return !text.empty() && is_digit(text.front()); }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

// Does a number end before this? "9", "9, fine", "9 - fine", "9\nfine"; not "9 minutes", "9-minute", "9.5", "9:30".
bool ends_number(std::string_view rest) {
  const std::string_view next = without_blanks(rest);
  const std::string_view blanks = rest.substr(0, rest.size() - next.size());
  if (next.empty() || next.starts_with(kPicture)) return true;
  if (std::any_of(blanks.begin(), blanks.end(), is_line_end)) return true;
  if (next.front() == '-') {
    const std::string_view after = next.substr(1);
    const bool apart = !blanks.empty() || after.empty() || is_blank(after.front());
    return apart && !begins_with_digit(without_blanks(after));
  }
  for (const std::string_view mark : kEnds) {
    if (!next.starts_with(mark)) continue;
    const std::string_view after = next.substr(mark.size());
    const bool joins = mark == "." || mark == ",";  // A fraction; else a time, or from one number to another.
    return !begins_with_digit(joins ? after : without_blanks(after));
  }
  return false;
}

// What follows "/10", " van 10" or "分"; none: no such thing follows.
std::optional<std::string_view> after_scale(std::string_view rest, const Scale& scale) {
  if (rest.starts_with(kPoints)) return rest.substr(kPoints.size());
  const std::string end = format_number(scale.max);
  const std::string_view next = without_blanks(rest);
  for (const std::string_view words : kOutOf) {
    if (fold_case(next.substr(0, words.size())) != words) continue;
    const std::string_view after = without_blanks(next.substr(words.size()));
    if (after.starts_with(end)) return after.substr(end.size());
  }
  return std::nullopt;
}

// Without the marks that stood between the number and the rest.
std::string comment_of(std::string_view rest) {
  rest = without_blanks(rest);
  for (const std::string_view mark : kEnds) {
    if (mark.size() > 1 && rest.starts_with(mark)) rest.remove_prefix(mark.size());
  }
  const size_t from = rest.find_first_not_of(kMarks);
  return from == std::string_view::npos ? std::string() : std::string(trim_end(rest.substr(from)));
}

// What follows the word that announces a number, else all of it.
std::string_view after_label(std::string_view text) {
  for (const std::string_view label : kLabels) {
    if (fold_case(text.substr(0, label.size())) != label) continue;
    std::string_view rest = text.substr(label.size());
    const std::string_view next = without_blanks(rest);
    const bool apart = next.size() < rest.size();
    rest = next;
    for (const std::string_view mark : {":", "=", "："}) {
      if (rest.starts_with(mark)) return without_blanks(rest.substr(mark.size()));
    }
    if (apart) return rest;
  }
  return text;
}

}  // namespace

std::optional<SmsAnswer> parse_sms_answer(std::string_view text, const Scale& scale) {
  text = after_label(trim(text));
  if (!text.empty() && (text.front() == '(' || text.front() == '[')) text.remove_prefix(1);
  size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || digits > 3) return std::nullopt;
  const Result<int64_t> number = parse_integer(text.substr(0, digits));
  if (!number || static_cast<double>(*number) < scale.min || static_cast<double>(*number) > scale.max) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(digits);
  if (const std::optional<std::string_view> after = after_scale(rest, scale)) {
    rest = *after;
    if (!rest.empty() && !is_blank(rest.front()) && !ends_number(rest)) return std::nullopt;
  } else if (!ends_number(rest)) {
    return std::nullopt;
  }
  return SmsAnswer{static_cast<int>(*number), comment_of(rest)};
}

bool is_stop_message(std::string_view text) {
  const std::string small = fold_case(trim(text));
  std::string_view word = small;
  const size_t from = word.find_first_not_of(kMarks);
  if (from == std::string_view::npos) return false;
  word = word.substr(from, word.find_last_not_of(kMarks) + 1 - from);
  for (const std::string_view mark : {"。", "！"}) {
    if (word.ends_with(mark)) word.remove_suffix(mark.size());
  }
  return std::find(kStops.begin(), kStops.end(), word) != kStops.end();
}

}  // namespace sojourn
