// TOML of what people write as JSON of the same shape, and back. Errors name the file and the line.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "boards/json_fields.h"

namespace sojourn::boards {

struct TomlDefinition {
  Json json;
  std::map<std::string, uint32_t> lines;  // By place: "tiles[2].question".
  std::string file;

  // `where` gets the file and the line of the place that it names: "care.toml:12: tiles[2].question: where: column 4".
  Status located(Status status) const;
};

// Errors: kInvalidArgument; `where` is the file and line. Dates become texts.
Result<TomlDefinition> parse_definition_toml(std::string_view text, const std::string& file, std::string_view what,
                                             size_t bytes_max);

// An object as TOML: its values first, then its objects as tables, lists of objects as [[name]]. Empty texts and lists
// are left out.
std::string definition_toml(const Json& json);

}  // namespace sojourn::boards
