// An answer as people write it in a text message: "9 snel geholpen", "10!", "Cijfer: 7, ging goed".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "event/fields.h"

namespace sojourn {

struct SmsAnswer {
  int score = 0;
  std::string comment;  // The rest, without the marks around the number; "" : none.
};

// The number with which the message begins, or that follows one word that announces it ("score: 9", "cijfer 7"), or
// with which a message of at most four words ends ("ik geef een 9"). Nothing when there is none, when it is outside the
// scale or part of something else ("2x gebeld", "24/7", "7.5", "-3"): a wrong score is worse than none.
// "9/10", "9 van 10" and "9 out of 10" are a 9 on a scale that ends at 10.
std::optional<SmsAnswer> parse_sms_answer(std::string_view text, const Scale& scale);

}  // namespace sojourn
