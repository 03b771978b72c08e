#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <span>

#include "text/personal_patterns.h"

namespace sojourn {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr size_t kDigitsMin = 7;
constexpr size_t kDigitsMax = 15;

std::span<const char* const> regions_of(std::string_view language) {
  static constexpr const char* kEnglish[] = {"US", "GB", "AU", "IE"};
  static constexpr const char* kDutch[] = {"NL", "BE"};
  static constexpr const char* kGerman[] = {"DE", "AT", "CH"};
  static constexpr const char* kRussian[] = {"RU"};
  static constexpr const char* kChinese[] = {"CN"};
  static constexpr const char* kAll[] = {"US", "GB", "NL", "DE", "RU", "CN"};
  if (language == "en") return kEnglish;
  if (language == "nl") return kDutch;
  if (language == "de") return kGerman;
  if (language == "ru") return kRussian;
  if (language == "zh") return kChinese;
  return kAll;
}

bool is_valid(const std::string& written, const char* region) {
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  return util.Parse(written, region, &number) == PhoneNumberUtil::NO_PARSING_ERROR && util.IsValidNumber(number);
}

}  // namespace

bool is_phone_number(std::string_view written, std::string_view language, bool cued) {
  const auto digits = static_cast<size_t>(std::ranges::count_if(written, [](char c) { return c >= '0' && c <= '9'; }));
  if (digits < kDigitsMin || digits > kDigitsMax) return false;
  std::string text(written);
  if (text.starts_with("00")) text = "+" + text.substr(2);
  if (text[0] == '+') return cued || is_valid(text, "ZZ");
  const size_t groups =
      static_cast<size_t>(std::ranges::count_if(written, [](char c) { return c == ' ' || c == '-'; }));
  if (cued) return true;
  // A row of digits that nothing calls a phone is more often the number of an order: only with the 0 or 8 of its country,
  // or a Chinese mobile.
  const bool plain =
      groups == 0 && written.find('/') == std::string_view::npos && written.find('.') == std::string_view::npos;
  if (plain && text[0] != '0' && !(digits == 11 && (text[0] == '1' || text[0] == '8'))) return false;
  if (digits < 9) return false;
  return std::ranges::any_of(regions_of(language), [&](const char* region) { return is_valid(text, region); });
}

}  // namespace sojourn
