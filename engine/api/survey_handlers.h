// What the files of survey handlers share.
#pragma once

#include <vector>

#include "act/invitation_events.h"
#include "api/handlers.h"
#include "surveys/response_pace.h"

namespace sojourn {

// One response may be sent so often.
inline constexpr int kResponsesMost = 20;
inline constexpr Micros kResponsesWithin = 10 * kMinute;

// What is known of the cause, where the answer names an invitation to this survey.
inline void tell_cause_of(const Engine& engine, const Survey& survey, ResponseFacts& facts) {
  if (engine.invitations == nullptr || facts.invitation.empty()) return;
  const std::optional<Invitation> known = engine.invitations->book().find(facts.invitation);
  if (known && known->survey == survey.name) tell_cause(*known, facts);
}

// GET /v1/surveys/{name}/questions, POST /v1/surveys/{name}/answers.
void add_survey_answer_routes(const Engine& engine, const OwnerRefusal& owner, std::vector<Route>& routes);
// POST /v1/survey-drafts, GET /v1/survey-drafts/{id}.
void add_survey_draft_routes(std::vector<Route>& routes);
// GET and POST /s/{survey}.
void add_survey_page_routes(const Engine& engine, std::vector<Route>& routes);

}  // namespace sojourn
