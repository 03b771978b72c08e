#include "simulate/comments.h"

#include <array>

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 5> kCodes{"en", "nl", "de", "ru", "zh"};

bool ends_well(Matter matter) { return matter == Matter::kPraise || matter == Matter::kFeeling; }

bool ends_badly(Matter matter) {
  return matter == Matter::kLate || matter == Matter::kService || matter == Matter::kQuality ||
         matter == Matter::kCheckout || matter == Matter::kReturns;
}

std::string_view any_of(std::span<const std::string_view> all, Random& random) { return all[random.below(all.size())]; }

std::string fill(std::string_view slot, const LanguageWords& words, Random& random, std::string_view digits) {
  if (slot == "days") return std::string(any_of(words.days, random));
  if (slot == "weekday") return std::string(any_of(words.weekdays, random));
  if (slot == "thing") return std::string(any_of(words.things, random));
  if (slot == "name") return std::string(any_of(words.names, random));
  if (slot == "times") return std::to_string(2 + random.below(5));
  if (slot == "phone") return "555-01" + std::to_string(10 + random.below(90));
  if (slot == "mail") return "customer" + std::string(digits) + "@example.com";
  if (slot == "order") return "o-" + std::string(digits);
  return std::string(slot);
}

// A capital where a slot begins the sentence, in Latin and Cyrillic letters.
void begin_large(std::string& text) {
  if (text.size() < 2) return;
  const auto first = static_cast<unsigned char>(text[0]);
  const auto second = static_cast<unsigned char>(text[1]);
  if (first >= 'a' && first <= 'z') text[0] = static_cast<char>(first - 'a' + 'A');
  if (first == 0xD0 && second >= 0xB0 && second <= 0xBF) text[1] = static_cast<char>(second - 0x20);
  if (first == 0xD1 && second >= 0x80 && second <= 0x8F) {
    text[0] = static_cast<char>(0xD0);
    text[1] = static_cast<char>(second + 0x20);
  }
}

}  // namespace

std::span<const std::string_view> company_languages() { return kCodes; }

const LanguageWords& words_of(std::string_view language) {
  for (const LanguageWords* each : {&kEnglish, &kDutch, &kGerman, &kRussian, &kChinese}) {
    if (each->code == language) return *each;
  }
  return kEnglish;
}

std::string sentence(const LanguageWords& words, Matter matter, Random& random, std::string_view digits) {
  const std::string_view pattern = any_of(words.matters[static_cast<size_t>(matter)], random);
  std::string text;
  for (size_t begin = 0; begin < pattern.size();) {
    const size_t open = pattern.find('{', begin);
    text += pattern.substr(begin, open - begin);
    if (open == std::string_view::npos) break;
    const size_t close = pattern.find('}', open);
    text += fill(pattern.substr(open + 1, close - open - 1), words, random, digits);
    begin = close + 1;
  }
  begin_large(text);
  return text;
}

std::string comment(const LanguageWords& words, Matter matter, Random& random, std::string_view digits) {
  std::string text = sentence(words, matter, random, digits);
  const auto add = [&](Matter more) {
    text += words.between;
    text += sentence(words, more, random, digits);
  };
  if (ends_well(matter) && random.chance(0.4)) add(Matter::kNiceEnd);
  if (ends_badly(matter) && random.chance(0.4)) add(Matter::kBadEnd);
  if (ends_badly(matter) && random.chance(0.05)) add(Matter::kPersonal);
  return text;
}

}  // namespace sojourn
