// Definitions that people write, surveys and rules, as JSON: from JSON or from TOML of the same shape.
//
// Bounds    of bytes and nesting, so that no text costs more than it is worth; `DefinitionKind` says which.
// Threads   any number at once.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

struct DefinitionKind {
  std::string_view what;  // "a survey": for errors.
  size_t bytes_max = 0;
  int depth_max = 0;  // Of brackets, in JSON.
};

// Errors: kInvalidArgument; `where` is the byte.
Result<nlohmann::ordered_json> definition_from_json(std::string_view text, const DefinitionKind& kind);
// Errors: kInvalidArgument; `where` is the file and line. Dates become null: nothing here takes them.
Result<nlohmann::ordered_json> definition_from_toml(std::string_view text, const std::string& file,
                                                    const DefinitionKind& kind);

}  // namespace sojourn
