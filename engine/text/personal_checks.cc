#include "text/personal_checks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace sojourn {
namespace {

int digit(char c) { return c - '0'; }
bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool all_same(std::string_view text) { return text.find_first_not_of(text.front()) == std::string_view::npos; }

template <size_t count>
int weighted(std::string_view digits, const std::array<int, count>& weights) {
  int sum = 0;
  for (size_t i = 0; i < count; ++i) sum += digit(digits[i]) * weights[i];
  return sum;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + digit(c);
  return value;
}

// Letters and digits of an account, by country.
constexpr std::array<std::pair<std::string_view, size_t>, 76> kIbanLengths{{
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22},
    {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"DO", 28},
    {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23},
    {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26},
    {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20},
    {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30},
    {"NL", 18}, {"NO", 15}, {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22},
    {"RU", 33}, {"SA", 24}, {"SC", 31}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"TN", 24}, {"TR", 26},
    {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20},
}};

}  // namespace

bool is_card_number(std::string_view digits) {
  if (digits.size() < 12 || digits.size() > 19 || !all_digits(digits)) return false;
  // Of 3 (American Express, Diners, JCB), 4, 5, 6 (Discover, Maestro, UnionPay), 2 (Mastercard, Mir), and the old 1800 of JCB.
  if ((digits[0] < '2' || digits[0] > '6') && !digits.starts_with("1800")) return false;
  if (all_same(digits)) return false;
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    int value = digit(digits[digits.size() - 1 - i]);
    if (i % 2 == 1) value = value > 4 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

bool is_iban(std::string_view text) {
  if (text.size() < 15 || text.size() > 34) return false;
  const auto country = std::ranges::find(kIbanLengths, text.substr(0, 2), &std::pair<std::string_view, size_t>::first);
  if (country == kIbanLengths.end() || country->second != text.size()) return false;
  int rest = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[(i + 4) % text.size()];
    if (c >= '0' && c <= '9') {
      rest = (rest * 10 + digit(c)) % 97;
    } else if (c >= 'A' && c <= 'Z') {
      rest = (rest * 100 + (c - 'A' + 10)) % 97;
    } else {
      return false;
    }
  }
  return rest == 1;
}

bool is_bsn(std::string_view digits) {
  if ((digits.size() != 8 && digits.size() != 9) || !all_digits(digits) || all_same(digits)) return false;
  int sum = -digit(digits.back());
  for (size_t i = 2; i <= digits.size(); ++i) sum += digit(digits[digits.size() - i]) * static_cast<int>(i);
  return sum % 11 == 0;
}

bool is_german_tax_id(std::string_view digits) {
  if (digits.size() != 11 || !all_digits(digits) || digits[0] == '0') return false;
  std::array<int, 10> counts{};
  for (const char c : digits.substr(0, 10)) ++counts[static_cast<size_t>(digit(c))];
  const auto often = std::ranges::count_if(counts, [](int count) { return count > 1; });
  if (often != 1 || std::ranges::max(counts) > 3) return false;
  int product = 10;
  for (const char c : digits.substr(0, 10)) {
    int sum = (digit(c) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  const int check = 11 - product;
  return (check == 10 ? 0 : check) == digit(digits[10]);
}

bool is_snils(std::string_view digits) {
  if (digits.size() != 11 || !all_digits(digits) || all_same(digits.substr(0, 9))) return false;
  const int sum = weighted<9>(digits, {9, 8, 7, 6, 5, 4, 3, 2, 1}) % 101;
  return (sum == 100 ? 0 : sum) == number(digits.substr(9));
}

bool is_inn(std::string_view digits) {
  if ((digits.size() != 10 && digits.size() != 12) || !all_digits(digits) || all_same(digits)) return false;
  if (digits.size() == 10) return weighted<9>(digits, {2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10 == digit(digits[9]);
  return weighted<10>(digits, {7, 2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10 == digit(digits[10]) &&
         weighted<11>(digits, {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10 == digit(digits[11]);
}

bool is_chinese_id(std::string_view text) {
  if (text.size() != 18 || !all_digits(text.substr(0, 17)) || text[0] == '0') return false;
  const int year = number(text.substr(6, 4));
  const int month = number(text.substr(10, 2));
  const int day = number(text.substr(12, 2));
  if (year < 1850 || year > 2150 || month < 1 || month > 12 || day < 1 || day > 31) return false;
  const int sum = weighted<17>(text, {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2});
  const char check = std::string_view("10X98765432")[static_cast<size_t>(sum % 11)];
  return text[17] == check || (check == 'X' && text[17] == 'x');
}

bool is_nhs_number(std::string_view digits) {
  if (digits.size() != 10 || !all_digits(digits) || all_same(digits)) return false;
  const int check = 11 - weighted<9>(digits, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return check != 10 && check % 11 == digit(digits[9]);
}

bool is_ssn(std::string_view digits) {
  if (digits.size() != 9 || !all_digits(digits)) return false;
  const std::string_view area = digits.substr(0, 3);
  return area != "000" && area != "666" && digits.substr(3, 2) != "00" && digits.substr(5) != "0000";
}

bool is_ip4(std::string_view text) {
  size_t parts = 0;
  for (size_t at = 0; at <= text.size(); ++parts) {
    const size_t end = std::min(text.find('.', at), text.size());
    if (end == at || end - at > 3) return false;
    int value = 0;
    for (const char c : text.substr(at, end - at)) {
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    if (value > 255) return false;
    at = end + 1;
  }
  return parts == 4;
}

bool is_ip6(std::string_view text) {
  size_t groups = 0;
  size_t shortened = 0;
  size_t digits = 0;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("::")) {
      ++shortened;
      at += 2;
      continue;
    }
    if (text[at] == ':') ++at;
    const size_t end = std::min(text.find(':', at), text.size());
    if (end == at || end - at > 4) return false;
    digits += end - at;
    ++groups;
    at = end;
  }
  return shortened <= 1 && digits >= 6 && (groups == 8 || (shortened == 1 && groups >= 3 && groups < 8));
}

}  // namespace sojourn
