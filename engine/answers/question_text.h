// Questions and answers as JSON and as text: the shapes that the CLI, the API and the web share.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "measure/answer.h"
#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

// {"measure":"nps","parameters":{"count":"all","step":["a","b"]},"where":"...","by":["channel"],"over":"month",
//  "from":"2026-01-01","to":"2026-04-01","zone":"Europe/Amsterdam"}. All but measure may be absent; numbers and
//  booleans
// are taken as their text. Errors: kInvalidArgument, `where` names the key; unknown keys are refused with near names.
Result<Question> parse_question(std::string_view json);
std::string question_json(const Question& question);

// {"measure","question","unit","definition","convention","as_of","events","columns":[{"name","role","unit"}],
//  "rows":[{...}],"notes":[...]} or, when there are no rows at all, "none":"reason" and empty rows. A cell without a
//  value
// is left out of its row, and "none":"reason" stands in the row in its place; an absent split is null.
std::string answer_json(const Answer& answer);
// A table for people, numbers aligned, intervals beside values. `width` 0: as wide as it needs.
std::string answer_table(const Answer& answer);
// RFC 4180 with a header row; formula-safe (a text that starts with = + - @ gets a leading quote).
std::string answer_csv(const Answer& answer);

// {"keys":{"channel":"web","step":"2"},"column":"customers"}
Result<CellRef> parse_cell(std::string_view json);

std::string definition_json(const MeasureDefinition& definition);      // For GET /v1/measures.
std::string definition_text(const MeasureDefinition& definition);      // For `sojourn measures ID`.
std::string definition_markdown(const MeasureDefinition& definition);  // For docs/measures/ID.md.

// The same question as a command line: sojourn ask nps --by channel ...
std::string question_command(const Question& question);

}  // namespace sojourn
