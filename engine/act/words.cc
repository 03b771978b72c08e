#include "act/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sojourn {
namespace {

constexpr std::string_view kMinus = "\u2212";
constexpr std::string_view kFixedSpace = "\u00a0";

struct Numerals {
  std::string_view language;
  std::string_view thousands;
  std::string_view point;
  std::string_view percent;
};
constexpr std::array<Numerals, 5> kNumerals{{{"en", ",", ".", "%"},
                                             {"nl", ".", ",", "%"},
                                             {"de", ".", ",", "\u00a0%"},
                                             {"ru", "\u00a0", ",", "\u00a0%"},
                                             {"zh", ",", ".", "%"}}};

const Numerals& numerals_of(std::string_view language) {
  const auto found = std::ranges::find(kNumerals, language, &Numerals::language);
  return found == kNumerals.end() ? kNumerals.front() : *found;
}

const WordList& list_of(std::string_view language) {
  const std::string_view family = language.substr(0, language.find('-'));
  const std::span<const WordList> all = word_lists();
  const auto found = std::ranges::find(all, family, &WordList::language);
  return found == all.end() ? all.front() : *found;
}

std::string_view look(const WordList& list, std::string_view key) {
  const auto found = std::ranges::lower_bound(list.words, key, {}, &WordText::key);
  return found == list.words.end() || found->key != key ? std::string_view() : found->text;
}

// That of an English text, in the keys of its translations (answers/translations_test.cc).
std::string hash_of(std::string_view text) {
  uint32_t hash = 0x811C9DC5;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x01000193;
  std::array<char, 9> digits{};
  std::snprintf(digits.data(), digits.size(), "%08x", hash);
  return digits.data();
}

std::string with_thousands(const std::string& digits, std::string_view mark) {
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += mark;
    text += digits[i];
  }
  return text;
}

struct Span {
  double seconds;
  std::string_view unit;
};
constexpr std::array<Span, 4> kSpans{{{86'400, "day"}, {3'600, "hour"}, {60, "minute"}, {1, "second"}}};

}  // namespace

Words::Words(std::string_view language) : list_(&list_of(language)) {}

std::string_view Words::find(std::string_view key) const {
  const std::string_view own = look(*list_, key);
  return own.empty() ? look(word_lists().front(), key) : own;
}

std::string Words::say(std::string_view key, std::initializer_list<Part> parts) const {
  std::string text;
  std::string_view rest = find(key);
  while (!rest.empty()) {
    const size_t open = std::min(rest.find('{'), rest.size());
    text += rest.substr(0, open);
    rest.remove_prefix(open);
    const size_t close = rest.find('}');
    if (close == std::string_view::npos) break;
    const std::string_view name = rest.substr(1, close - 1);
    for (const auto& [each, by] : parts) {
      if (each == name) text += by;
    }
    rest.remove_prefix(close + 1);
  }
  return text;
}

std::string Words::measure(const MeasureDefinition& definition) const {
  const std::string_view title = find("measure." + definition.id + ".title");
  return title.empty() ? definition.title : std::string(title);
}

std::string Words::definition(const MeasureDefinition& definition) const {
  const std::string_view text = find(definition.id + ".definition#" + hash_of(definition.definition));
  return text.empty() ? definition.definition : std::string(text);
}

std::string Words::column(std::string_view name) const {
  const std::string_view title = find("column." + std::string(name));
  if (!title.empty()) return std::string(title);
  std::string plain(name);
  std::ranges::replace(plain, '_', ' ');
  return plain;
}

std::string Words::number(double number, int digits) const {
  const Numerals& numerals = numerals_of(list_->language);
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, std::abs(number));
  std::string plain = text.data();
  const size_t point = std::min(plain.find('.'), plain.size());
  std::string out = with_thousands(plain.substr(0, point), numerals.thousands);
  if (point < plain.size()) out += std::string(numerals.point) + plain.substr(point + 1);
  const bool negative = number < 0 && plain.find_first_of("123456789") != std::string::npos;
  return (negative ? std::string(kMinus) : std::string()) + out;
}

std::string Words::number(int64_t number) const { return this->number(static_cast<double>(number), 0); }

std::string Words::figure(double value, std::string_view unit) const {
  if (unit == "%") return number(value, 1) + std::string(numerals_of(list_->language).percent);
  if (unit == "points") {
    const std::string text = number(value, 1);
    return (value > 0 && text.find_first_of("123456789") != std::string::npos ? "+" : "") + text;
  }
  if (unit == "s" || unit == "days") {
    const double seconds = unit == "s" ? value : value * kSpans.front().seconds;
    const auto fits = [seconds](const Span& span) { return std::abs(seconds) >= span.seconds; };
    const auto found = std::ranges::find_if(kSpans, fits);
    const Span& span = found == kSpans.end() ? kSpans.back() : *found;
    return number(seconds / span.seconds, span.seconds > 1 ? 1 : 0) + std::string(kFixedSpace) +
           std::string(find("letter.unit." + std::string(span.unit)));
  }
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool currency = unit.size() == 3 && std::ranges::all_of(unit, capital);
  if (currency) return number(value, 2) + std::string(kFixedSpace) + std::string(unit);
  return number(value, std::floor(value) == value ? 0 : 2);
}

}  // namespace sojourn
