// Texts as TOML writes them.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

// A basic string: "a \"word\"\n". Any UTF-8; control characters are escaped.
std::string toml_string(std::string_view text);

}  // namespace sojourn
