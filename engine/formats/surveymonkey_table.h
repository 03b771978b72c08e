// SurveyMonkey's own exports of all individual responses: CSV, or Excel, with two header rows.
//
// Headers   the questions; below them what a column of a question is: a choice, a row of a matrix, "Response",
//           "Open-Ended Response". A question's further columns have no header of their own.
// Scores    the export does not say what a question asks: settings do, by its text, by text and row ("Text: Row"), or
//           by its number among the questions.
#pragma once

#include <string_view>

#include "formats/format.h"
#include "formats/survey_response.h"

namespace sojourn {

bool is_surveymonkey_table(std::string_view head);
// Errors: kInvalidArgument when it is no such table.
Status read_surveymonkey_table(const FormatInput& input, const FormatSettings& settings, const QuestionRules& rules,
                               EventWriter& writer);

}  // namespace sojourn
