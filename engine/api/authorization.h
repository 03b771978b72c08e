// What an Authorization header offers, and base64 as senders write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

struct Authorization {
  bool basic = false;                  // Else Bearer.
  std::string word;                    // After the scheme, as sent.
  std::optional<std::string> decoded;  // Of Basic: "name:password"; nothing when it is no base64.
};

// Nothing for schemes that we do not know.
std::optional<Authorization> parse_authorization(std::string_view header);

// Standard or for addresses, with or without padding; blanks stand for "+", which forms turn into blanks.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace sojourn
