// Codes of currencies, as people set them up.
#pragma once

#include <algorithm>
#include <string_view>

namespace sojourn {

// Three capitals, as all codes of ISO 4217 are.
inline bool is_currency_code(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace sojourn
