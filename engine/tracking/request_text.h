// What requests carry beside JSON: queries, headers, forms and base64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tracking/tracking.h"

namespace sojourn {

// "" when there is none.
std::string_view query_value(const TrackingRequest& request, std::string_view name);
// `name` in lower case.
std::string_view header_value(const TrackingRequest& request, std::string_view name);
// "track" of "/v1/track" and "/v1/track/".
std::string_view last_word(std::string_view path);

// %41 as A; a percent sign without two digits behind it stays. `form`: + is a blank.
std::string unescaped(std::string_view text, bool form);
// Both alphabets, with or without padding, blanks for + as forms make them. Nothing for what is no base64.
std::optional<std::string> base64_decoded(std::string_view text);
// The JSON of the old form "data=...": percent-encoded base64, or JSON as it is. Nothing: the body is no such form.
std::optional<std::string> form_data(std::string_view body);
// The same of a value that has been percent-decoded.
std::string json_of_data(std::string data);

}  // namespace sojourn
