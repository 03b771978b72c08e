// TOML as the JSON of the same shape, for definitions that people may write in either.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

// Errors: kInvalidArgument; `where` is the file and line. Dates become null: nothing here takes them.
Result<nlohmann::ordered_json> toml_json(std::string_view text, const std::string& file);

}  // namespace sojourn
