// What the API replies, in the terminal: as JSON, or a row for each of a list.
#pragma once

#include <string>
#include <vector>

#include "cli/api_desk.h"
#include "cli/terminal.h"
#include "measure/value.h"

namespace sojourn {

// A member as a cell: yes or no, a list with commas; absent where there is none.
Value cell(const ApiDesk::Json& json, const char* key);
// The same as text.
std::string text_at(const ApiDesk::Json& json, const char* key);

// A comment on one line, and not longer than a table bears.
std::string brief(const std::string& text);

void print_json(const ApiDesk::Json& json);

// In the following `owner` stands in the error that others get while the folder is open: "sojourn goal list".
using RowOf = std::vector<Value> (*)(const ApiDesk::Json&);
// Asks, and prints the whole reply as JSON, or a row for each of the list `key`.
Status print_list(const std::string& folder, const char* owner, const std::string& path, const char* key, Output format,
                  const std::vector<std::string>& columns, RowOf row);
// Asks, and prints the reply as JSON.
Status print_reply(const std::string& folder, const char* owner, const std::string& path);
// Removes /v1/{noun}s/{name}, and says so.
Status remove_named(const std::string& folder, const std::string& noun, const std::string& name);

}  // namespace sojourn
