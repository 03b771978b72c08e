// What Authorization and Cookie headers offer, and base64 as senders write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/http_message.h"

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

// The first cookie of that name, as browsers send it: "a=1; b=2", in one header or several.
std::optional<std::string> cookie_of(const HttpRequest& request, std::string_view name);

}  // namespace sojourn
