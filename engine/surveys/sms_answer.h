// An answer as people write it in a text message: "9", "10!", "9, quick help", "8/10 top", "Cijfer: 7"; or that they want
// no more of them: "STOP".
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

// The number with which the message begins, or that follows one word that announces it ("score: 9", "cijfer 7"). It must
// be alone, or be followed by a line break or one of , . ! : ; - before any text; "9/10", "9 van 10" and "9 out of 10"
// are a 9 on a scale that ends at 10, whatever follows. Nothing when the number is outside the scale or part of something
// else ("10 minutes late", "2x", "24/7", "7.5", "-3", "10:30"): a wrong score is worse than none.
std::optional<SmsAnswer> parse_sms_answer(std::string_view text, const Scale& scale);

// Is it STOP, UNSUBSCRIBE, AFMELDEN, ABMELDEN, СТОП, 退订 or the like, and nothing else?
bool is_stop_message(std::string_view text);

}  // namespace sojourn
