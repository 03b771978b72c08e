#include "surveys/sms_answer.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr size_t kShortMessageWords = 4;  // One that may end with its number.
constexpr std::string_view kMarks = " \t\r\n.,;:!?-()[]\"'*#=";
constexpr std::array<std::string_view, 7> kOutOf{"/", "van de", "van", "out of", "of", "von", "из"};
// Words that announce a number, in small letters; any word with a colon does.
constexpr std::array<std::string_view, 9> kLabels{"score",   "cijfer", "answer", "antwoord", "note",
                                                  "wertung", "nps",    "оценка", "评分"};

struct Word {
  size_t from = 0;
  size_t to = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && is_blank(text[at])) ++at;
    const size_t from = at;
    while (at < text.size() && !is_blank(text[at])) ++at;
    if (at > from) words.push_back({from, at});
  }
  return words;
}

// Marks after a number belong to the sentence; a minus before it does not.
std::string_view bare(std::string_view word) {
  while (!word.empty() && std::string_view(".,;:!?)]\"'").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  while (!word.empty() && std::string_view("([\"'#=").find(word.front()) != std::string_view::npos)
    word.remove_prefix(1);
  return word;
}

std::optional<int> score_of(std::string_view digits, const Scale& scale) {
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
  }
  const Result<int64_t> number = parse_integer(digits);
  if (!number.has_value()) return std::nullopt;
  const auto value = static_cast<double>(*number);
  if (value < scale.min || value > scale.max) return std::nullopt;
  return static_cast<int>(*number);
}

// "9", "9/10" of a scale that ends at 10, and what follows such a number.
std::optional<int> score_in(std::string_view word, const Scale& scale) {
  word = bare(word);
  if (word.ends_with("\xe5\x88\x86")) word.remove_suffix(3);  // 9分
  const size_t slash = word.find('/');
  if (slash != std::string_view::npos) {
    if (word.substr(slash + 1) != format_number(scale.max)) return std::nullopt;
    word = word.substr(0, slash);
  }
  return score_of(word, scale);
}

// What follows the number without " van 10" and the like.
std::string_view without_scale(std::string_view rest, const Scale& scale) {
  const std::string end = format_number(scale.max);
  const std::string_view trimmed_rest = trim(rest);
  const auto strip = [&](std::string_view words) -> std::optional<std::string_view> {
    if (lower_ascii(trimmed_rest.substr(0, words.size())) != words) return std::nullopt;
    const std::string_view after = trim(trimmed_rest.substr(words.size()));
    if (!after.starts_with(end)) return std::nullopt;
    const std::string_view tail = after.substr(end.size());
    if (!tail.empty() && is_digit(tail.front())) return std::nullopt;
    return tail;
  };
  for (const std::string_view each : kOutOf) {
    if (const auto tail = strip(each)) return *tail;
  }
  return rest;
}

// Without the marks that stood between the number and the rest.
std::string comment_of(std::string_view rest) {
  const size_t from = rest.find_first_not_of(kMarks);
  return from == std::string_view::npos ? std::string() : std::string(trim_end(rest.substr(from)));
}

bool announces(std::string_view word) {
  if (word.ends_with(':') || word.ends_with('=') || word.ends_with("\xef\xbc\x9a")) return true;
  const std::string small = fold_case(word);
  return std::find(kLabels.begin(), kLabels.end(), small) != kLabels.end();
}

}  // namespace

std::optional<SmsAnswer> parse_sms_answer(std::string_view text, const Scale& scale) {
  text = trim(text);
  const std::vector<Word> words = words_of(text);
  const auto word_at = [&](size_t i) { return text.substr(words[i].from, words[i].to - words[i].from); };
  const auto score_at = [&](size_t i) { return i < words.size() ? score_in(word_at(i), scale) : std::nullopt; };
  const auto rest_after = [&](size_t i) { return comment_of(without_scale(text.substr(words[i].to), scale)); };
  if (const std::optional<int> score = score_at(0)) return SmsAnswer{*score, rest_after(0)};
  if (words.size() < 2) return std::nullopt;
  if (const std::optional<int> score = score_at(1); score && announces(word_at(0))) {
    return SmsAnswer{*score, rest_after(1)};
  }
  if (words.size() > kShortMessageWords) return std::nullopt;
  const std::optional<int> score = score_at(words.size() - 1);
  if (!score) return std::nullopt;
  return SmsAnswer{*score, comment_of(text.substr(0, words.back().from))};
}

}  // namespace sojourn
