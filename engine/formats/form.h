// Bodies and queries as web forms write them: name=value&name=value (application/x-www-form-urlencoded).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn {

// "+" and %41 undone; a "%" that no two hex digits follow stands for itself. In the order of the text, names may repeat.
std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text);
std::string percent_decoded(std::string_view text, bool plus_is_blank);

}  // namespace sojourn
