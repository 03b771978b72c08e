// What the made-up customers write and say, in five languages: templates with slots, a few hundred different comments a
// language. All sentences are our own, and nobody in them is real (addresses of example.com, telephone numbers of 555).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/random.h"

namespace sojourn {

// What a comment or a turn is about.
enum class Matter : unsigned char {
  kPraise,
  kLate,
  kCheckout,
  kService,
  kQuality,
  kPrice,
  kReturns,
  kSwitch,   // To a competitor.
  kFeeling,  // Joy, belonging, freedom, safety, the environment.
  kWorry,    // Fear, disgust, sadness.
  kEvening,  // The wishes: delivery in the evening,
  kInstalments,
  kWishList,
  kDarkMode,
  kPersonal,  // A sentence with personal data.
  kNiceEnd,   // Sentences that may follow.
  kBadEnd,
  // Of conversations.
  kHello,
  kSorry,
  kDetail,
  kFix,
  kThanks,
  kNoFix,
  kAnger,
  kManager,
  kBotHello,
  kBotAnswer,
  kBotHandsOver,
};
inline constexpr size_t kMatters = 28;

struct LanguageWords {
  std::string_view code;
  std::string_view between;                    // Sentences.
  std::span<const std::string_view> days;      // {days}: "3 days"
  std::span<const std::string_view> weekdays;  // {weekday}: "on Friday"
  std::span<const std::string_view> things;    // {thing}: "the tent", as a subject in the singular
  std::span<const std::string_view> names;     // {name}
  std::span<const std::string_view> matters[kMatters];
};

// Languages of the company: en nl de ru zh.
std::span<const std::string_view> company_languages();
// "en" where there is none.
const LanguageWords& words_of(std::string_view language);

// One sentence about the matter, its slots filled. {digits}: the customer's number; {order}: an order number.
std::string sentence(const LanguageWords& words, Matter matter, Random& random, std::string_view digits = "000001");
// One or two sentences.
std::string comment(const LanguageWords& words, Matter matter, Random& random, std::string_view digits);

// The data, one file a language.
extern const LanguageWords kEnglish, kDutch, kGerman, kRussian, kChinese;

}  // namespace sojourn
