// Files of words: `kind: entry, entry, ...`, a line a kind, `#` begins a comment line. What lexicons, meanings, lists of
// words and corrections have in common.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/text.h"

namespace sojourn {

// What stands before the separator, without blanks around it; `rest` is what follows it, "" where there is no separator.
inline std::string_view cut_to(std::string_view& rest, char separator) {
  const size_t at = rest.find(separator);
  const std::string_view part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return trim(part);
}

// visit(line) for each line that says something, without blanks around it. The first error ends it; `name` and the line
// stand in it.
template <class Visit>
Status read_word_lines(std::string_view text, std::string_view name, Visit&& visit) {
  for (size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = cut_to(text, '\n');
    if (line.empty() || line[0] == '#') continue;
    Status status = visit(line);
    if (!status.ok()) return std::move(status).within(std::string(name) + " line " + std::to_string(number));
  }
  return {};
}

// Errors: kInvalidArgument with the byte.
Status check_word_file(std::string_view text, std::string_view name);

}  // namespace sojourn
