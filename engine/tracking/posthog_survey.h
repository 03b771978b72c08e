// PostHog's "survey sent" as feedback: one event a question that was answered.
//
//   $survey_response, $survey_response_1 ...       by place, or
//   $survey_response_<question id>                 by the id of the question in $survey_questions
//
// Scores    a number is an answer. Its kind is nps, csat or ces where the question or the survey says so ("recommend",
//           "satisfied", "easy", or the word itself) and the answer is on that scale; else "rating", without a scale.
// Words     the only comment beside the only score stands on the score's event; others are events of kind "text".
// Ids       submission (or event) id + ":" + question; told again with more answers, the newest version holds.
#pragma once

#include "tracking/tracked_call.h"

namespace sojourn {

// `survey` are the members of properties that begin with $survey_. Counts one row.
Status write_posthog_survey(const TrackedCall& call, const NamedValues& survey, CallWriter& calls);

}  // namespace sojourn
