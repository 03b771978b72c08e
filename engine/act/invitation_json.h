// Rules, invitations and trials as the JSON that the API and the terminal show alike.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "act/invitations.h"

namespace sojourn {

using ActJson = nlohmann::ordered_json;

// The rule as it is written, with what it did so far under `counts`.
ActJson rule_json(const InvitationRule& rule, const FollowMark& mark);
ActJson rules_json(const Invitations& invitations);
ActJson invitation_json(const Invitation& invitation, Micros now);
// {"total", "counts" by state, "trouble", "invitations"}
ActJson invitations_json(const Invitations& invitations, const InvitationFilter& filter);
ActJson trial_json(const RuleTrial& trial);
ActJson unsubscribes_json(const Invitations& invitations);
// Secrets as "(set)".
ActJson outgoing_json(const OutgoingSettings& settings);

// {"port": 587, "host": "mail.example.com"}: texts, numbers and true or false. Errors: kInvalidArgument.
Result<std::vector<NamedSetting>> read_outgoing(const ActJson& json);

}  // namespace sojourn
