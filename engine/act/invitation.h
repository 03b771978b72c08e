// One invitation on its way: to whom, because of what, by which rule, and how far it has come.
//
// States    planned -> sending -> sent -> answered
//           planned -> planned (tried again later, quiet hours) | failed | skipped;  sending -> failed
//           A planned one whose time has come is shown as due.
// Once      the id is a hash of rule and cause: whatever is read again, replayed or restarted, there is one. It is kept
//           as "sending" before it is handed over. Whoever finds it so after a crash cannot know whether it went out:
//           it counts as failed for the reason kInterrupted, is not sent again, and starts the cool-down all the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "act/rule.h"
#include "base/status.h"
#include "base/time.h"

namespace sojourn {

enum class InvitationState : unsigned char { kPlanned, kSending, kSent, kAnswered, kFailed, kSkipped };

// Reasons that others compare with.
inline constexpr std::string_view kCooledDown = "cool-down";
inline constexpr std::string_view kUnsubscribed = "unsubscribed";
inline constexpr std::string_view kNoAddress = "no address";
inline constexpr std::string_view kDayIsFull = "day limit";
inline constexpr std::string_view kRuleChanged = "rule changed";  // From a survey to a letter, or back.
inline constexpr std::string_view kTooLate = "too late";
inline constexpr std::string_view kRuleGone = "rule removed";
inline constexpr std::string_view kRuleOff = "rule disabled";
inline constexpr std::string_view kInterrupted = "interrupted: it may have been sent, and is not sent again";

struct Invitation {
  std::string id;
  std::string rule;
  std::string survey;  // "" : a letter that asks nothing.
  InviteBy by = InviteBy::kEmail;
  std::string who;  // The customer's name when it was planned: "c-17".
  std::string about;
  std::string touchpoint;  // Of the event that caused it.
  std::string event;       // Its id; "" : none.
  int64_t cause = 0;       // Number of the event.
  Micros cause_time = 0;
  InvitationState state = InvitationState::kPlanned;
  std::string reason;  // Of failed and skipped, and of a try that is to be repeated.
  Micros made = 0;
  Micros due = 0;
  Micros sent = 0;  // 0: not yet.
  Micros answered = 0;
  Micros changed = 0;
  int64_t tries = 0;
  std::string to;        // The address, once it was chosen.
  std::string language;  // In which it was sent.

  // Does it count as an asking: may somebody have got it?
  bool may_have_reached() const {
    return state == InvitationState::kSending || state == InvitationState::kSent ||
           state == InvitationState::kAnswered || (state == InvitationState::kFailed && sent != 0);
  }
  bool operator==(const Invitation&) const = default;
};

std::string invitation_id(std::string_view rule, std::string_view cause);

// "planned", "due", "sending", "sent", "answered", "failed", "skipped".
std::string_view state_name(const Invitation& invitation, Micros now);
bool is_state_name(std::string_view name);

// The document that keeps it, and its reading. Errors: kCorruption.
std::string invitation_text(const Invitation& invitation);
Result<Invitation> parse_invitation(const std::string& id, std::string_view text);

}  // namespace sojourn
