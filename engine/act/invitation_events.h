// Invitations in the record: one event each, told anew as it goes on, so that response and non-response can be measured.
//
//   source "invitations", id = the invitation's, touchpoint "survey invitation", direction out, channel email|sms|survey,
//   outcome sent|answered|failed; kind and question of the first score once it went out (what the response rate counts
//   as asked); language, order; properties invitation, survey, rule, about, about_touchpoint, about_event, reason.
#pragma once

#include <memory>

#include "act/invitation.h"
#include "event/event.h"
#include "surveys/answers.h"
#include "surveys/survey.h"

namespace sojourn {

// `survey` may be null: there is none of that name any more. Null for states that are not told.
std::unique_ptr<EventBatch> invitation_event(const Invitation& invitation, const Survey* survey);

// What an answer to the invitation says of its cause.
void tell_cause(const Invitation& invitation, ResponseFacts& facts);

}  // namespace sojourn
