// Answers to a survey that a chatbot or a widget sends as JSON, read from their body.
#pragma once

#include <string_view>

#include "api/json_body.h"
#include "surveys/answers.h"

namespace sojourn {

// By question. Errors: kInvalidArgument, `where` is the member.
Result<SentAnswers> read_sent(const Json& json, const Survey& survey);

// What the body tells beside the answers, else blank; the response still without its beginning, "sent-". `accepted`: the
// sender's Accept-Language. Errors: kInvalidArgument, `where` is the member.
Result<ResponseFacts> read_facts(const Json& json, const Survey& survey, std::string_view accepted);

}  // namespace sojourn
