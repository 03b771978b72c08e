// Typeform's own exports of responses: CSV or Excel, one row a response, questions as headers.
#pragma once

#include <string_view>

#include "formats/format.h"
#include "formats/survey_response.h"

namespace sojourn {

bool is_typeform_table(std::string_view head);
// What a question asks, settings say, by its text or its column's number. Times are UTC, as the headers say.
// Errors: kInvalidArgument when it is no such table.
Status read_typeform_table(const FormatInput& input, const FormatSettings& settings, const QuestionRules& rules,
                           EventWriter& writer);

}  // namespace sojourn
