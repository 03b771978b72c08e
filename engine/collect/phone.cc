#include "collect/phone.h"

#include <phonenumbers/phonenumberutil.h>

#include <set>

#include "base/text.h"

namespace sojourn {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr size_t kPhoneBytesMax = 64;  // Longer texts name nobody; the library would search them.

std::string_view without_scheme(std::string_view text) {
  for (const std::string_view scheme : {"tel:", "sms:", "whatsapp:"}) {
    if (text.starts_with(scheme)) return text.substr(scheme.size());
  }
  return text;
}

}  // namespace

std::optional<std::string> phone_e164(std::string_view text, std::string_view country) {
  text = without_scheme(trim(text));
  if (text.empty() || text.size() > kPhoneBytesMax) return std::nullopt;
  std::string written(text);
  if (written.starts_with("00")) written = "+" + written.substr(2);  // Means the same in nearly all of the world.
  if (country.empty() && !written.starts_with('+')) return std::nullopt;
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  const std::string region(country.empty() ? std::string_view("ZZ") : country);
  if (util.Parse(written, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  if (!util.IsPossibleNumber(number) || number.has_extension()) return std::nullopt;
  std::string e164;
  util.Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
}

bool is_phone_country(std::string_view country) {
  std::set<std::string> known;
  PhoneNumberUtil::GetInstance()->GetSupportedRegions(&known);
  return known.contains(std::string(country));
}

}  // namespace sojourn
