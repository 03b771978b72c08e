#include "collect/column_note.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "collect/column_words.h"

namespace sojourn {
namespace {

// Codes that are no words of their own, and how people write them.
constexpr std::array<std::string_view, 24> kCurrencies{"eur", "usd", "gbp", "chf", "sek", "nok", "dkk", "pln",
                                                       "czk", "huf", "ron", "cad", "aud", "nzd", "jpy", "cny",
                                                       "inr", "brl", "mxn", "rub", "zar", "sgd", "hkd", "aed"};
struct CurrencyWord {
  std::string_view word;
  std::string_view code;
};
constexpr std::array<CurrencyWord, 6> kCurrencyWords{
    {{"€", "EUR"}, {"euro", "EUR"}, {"euros", "EUR"}, {"£", "GBP"}, {"dollars", "USD"}, {"zł", "PLN"}}};

constexpr std::array<std::string_view, 6> kBetween{"to", "bis", "tot", "a", "hasta", "until"};
constexpr std::array<std::string_view, 6> kScaleWords{"scale", "skala", "schaal", "echelle", "escala", "von"};

template <size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Takes the last word off; "" when it is the only one.
std::string_view take_last(std::string_view& words) {
  const size_t blank = words.rfind(' ');
  if (blank == std::string_view::npos) return {};
  const std::string_view last = words.substr(blank + 1);
  words = words.substr(0, blank);
  return last;
}

// Takes a scale off the end. Nothing: there is none.
std::optional<Scale> take_scale(std::string_view& words) {
  std::string_view rest = words;
  const Result<int64_t> most = parse_integer(take_last(rest));
  if (!most || *most < 2 || *most > 10) return std::nullopt;
  std::string_view before = rest;
  if (is_one_of(kBetween, take_last(before))) rest = before;
  const Result<int64_t> least = parse_integer(take_last(rest));
  if (!least || *least < 0 || *least > 1) return std::nullopt;
  before = rest;
  if (is_one_of(kScaleWords, take_last(before))) rest = before;
  words = rest;
  return Scale{static_cast<double>(*least), static_cast<double>(*most)};
}

}  // namespace

std::optional<Scale> noted_scale(std::string_view words) { return take_scale(words); }

std::string noted_currency(std::string_view words) {
  const std::string_view last = take_last(words);
  const auto known = std::find_if(kCurrencyWords.begin(), kCurrencyWords.end(),
                                  [last](const CurrencyWord& each) { return each.word == last; });
  if (known != kCurrencyWords.end()) return std::string(known->code);
  if (!is_one_of(kCurrencies, last)) return {};
  std::string code(last);
  for (char& letter : code) letter = static_cast<char>(letter - 'a' + 'A');
  return code;
}

std::string_view without_note(std::string_view words) {
  std::string_view rest = words;
  if (take_scale(rest)) return rest;
  if (unit_words(words).empty() && noted_currency(words).empty()) return words;
  return take_last(rest).empty() ? words : rest;
}

}  // namespace sojourn
