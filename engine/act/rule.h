// A rule of invitations: after what is asked, when, how, and when rather not. Or, without a survey, what is written.
//
// Format    docs/formats/rule.md: JSON, and TOML of the same shape. Every fault names its place: "quiet.from".
// Kept      as documents of the record, kind "rule" (rule_book.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "act/quiet_hours.h"
#include "base/calendar.h"
#include "base/status.h"
#include "base/time.h"
#include "surveys/survey.h"
#include "timelines/filter.h"

namespace sojourn {

inline constexpr size_t kRuleBytesMax = 64 * 1024;
inline constexpr Micros kRuleLengthMax = 400 * kDay;  // Of every length of time in a rule.
inline constexpr Micros kUsualCoolDown = 30 * kDay;
inline constexpr Micros kUsualAnswerWithin = 30 * kDay;
inline constexpr Micros kUsualLate = 7 * kDay;  // How late a cause may come after its wait, unless told.

enum class InviteBy : unsigned char { kEmail, kSms, kWebhook };
std::string_view invite_by_name(InviteBy by);
std::optional<InviteBy> find_invite_by(std::string_view name);

struct InvitationRule {
  std::string name;
  bool enabled = true;
  std::string on;  // A filter: the events that cause an invitation.
  Micros wait = 0;
  std::string survey;  // "" : a letter that asks nothing, of `text` alone.
  InviteBy by = InviteBy::kEmail;
  LocalText subject;    // Empty: a usual one in the customer's language.
  LocalText text;       // "{link}" stands for the address of the survey.
  double sample = 100;  // Percent of the causes.
  Micros cool_down = kUsualCoolDown;
  std::optional<QuietHours> quiet;
  std::string zone = "UTC";
  Micros max_age = kUsualLate;  // Of a cause when it becomes known: older ones cause nothing.
  int64_t per_day = 0;          // 0: any number.
  Micros answer_within = kUsualAnswerWithin;
  bool asks() const { return !survey.empty(); }
  bool operator==(const InvitationRule&) const = default;
};

// Errors: kInvalidArgument, `where` is the place in the rule. `otherwise`: the name of a rule that tells none.
Result<InvitationRule> parse_rule_json(std::string_view text, std::string_view otherwise = {});
Result<InvitationRule> parse_rule_toml(std::string_view text, const std::string& file, std::string_view otherwise = {});
// As JSON that reads back as the same.
std::string rule_text(const InvitationRule& rule);

// REQUIRES: a rule that was parsed.
Filter rule_filter(const InvitationRule& rule);
Zone rule_zone(const InvitationRule& rule);

// Does the rule take this cause? Decided by a hash of both: the same after every restart, and in every replay.
bool takes_sample(const InvitationRule& rule, std::string_view cause);

}  // namespace sojourn
