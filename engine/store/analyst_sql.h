// Is this SQL a harmless question? The database itself cannot reach files (enable_external_access=false), and questions
// run in read-only transactions; this closes what is left: statements and functions with effects on the process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/duckdb_session.h"
#include "store/store.h"

namespace sojourn {

// Errors: kInvalidArgument: not one SELECT (or EXPLAIN, DESCRIBE, SHOW, SUMMARIZE, VALUES), or with a function that
// questions may not use.
Status check_question(DuckConnection& connection, const std::string& text);

bool is_explanation(std::string_view text);

// Names and types of the answer's columns. REQUIRES: checked.
Result<std::vector<SqlTable::Column>> question_columns(DuckConnection& connection, const std::string& text);

}  // namespace sojourn
