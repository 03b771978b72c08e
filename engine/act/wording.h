// What an invitation, or a letter that asks nothing, says: as a letter with one click a score, as a text message, as the body of a webhook.
//
// Words     the rule's own; else the usual ones, in the five languages of survey pages. The customer's language counts
//           where the survey has it.
// Clicks    each score is a signed link of this customer; looking at it counts nothing (surveys/survey_page.h).
#pragma once

#include <string>
#include <string_view>

#include "act/carrier.h"
#include "act/invitation.h"
#include "act/rule.h"
#include "surveys/survey.h"

namespace sojourn {

struct Wording {
  const Survey& survey;
  const InvitationRule& rule;
  const Invitation& invitation;  // With its address and language.
  std::string base_url;          // Without a slash at its end.
  std::string token;             // Of the link to the survey.
  std::string unsubscribe;       // The token of the link that ends it.
  Micros at = 0;

  bool asks() const { return !survey.name.empty(); }
  std::string link() const { return base_url + "/s/" + survey.name + "?t=" + token; }
  std::string link(int score) const { return link() + "&score=" + std::to_string(score); }
  std::string unsubscribe_link() const { return base_url + "/unsubscribe/" + unsubscribe; }
};

OutgoingMessage make_message(const Wording& wording, const OutgoingSettings& settings);

// The page behind the link that ends it: a button, or, when it is done, what was done, now or before.
enum class UnsubscribePage : unsigned char { kAsk, kDone, kAlready, kInvalid };
std::string unsubscribe_page(UnsubscribePage page, std::string_view language, std::string_view token);

}  // namespace sojourn
