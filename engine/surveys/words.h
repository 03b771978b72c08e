// The words of survey pages that no survey tells itself, in English, Dutch, German, Russian and Chinese.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

enum class SurveyWord : unsigned char {
  kSend,         // On the button.
  kContinue,     // The same, when more questions may follow.
  kSendScore,    // On the one button of a one-click link; {} is the score.
  kSentSoon,     // Under it: what else sends the answer, where scripts run.
  kChangeScore,  // Beside it: another answer.
  kOptional,
  kSeveral,     // Of a choice.
  kOf,          // "3 of 5"; {} and {}.
  kNeedAnswer,  // Of one question.
  kNeedAny,     // Of the whole page.
  kNotPossible,
  kTooLong,
  kCheckAnswers,  // Above the faults.
  kStored,        // After one click; {} is the score.
  kThanks,
  kInvalidLink,
  kExpired,
  kLocked,
  kNotOpen,
  kUnknownSurvey,
  kTooOften,
  kFailed,
  kLanguages,
  kClose,
};

// In that language; in English where it is none of the five.
std::string_view survey_word(SurveyWord word, std::string_view language);
// The same with {} replaced, in their order.
std::string survey_word(SurveyWord word, std::string_view language, std::string_view first,
                        std::string_view second = {});
// What a language calls itself ("Nederlands"), or its code.
std::string_view language_name(std::string_view language);
// Does its writing run from right to left?
bool runs_from_right(std::string_view language);

}  // namespace sojourn
