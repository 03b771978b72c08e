// What stands at the end of a column's name, in brackets or not: "(0-10)", "EUR", "(min)".
// `words` are those of header_words().
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "event/fields.h"

namespace sojourn {

// "satisfaction 1 10" -> 1 to 10. Scales begin at 0 or 1 and end at 10 at most.
std::optional<Scale> noted_scale(std::string_view words);

// "bestellwert eur" -> "EUR"; "" : none.
std::string noted_currency(std::string_view words);

// The words before it: "wait time seconds" -> "wait time". A name that is nothing else stays.
std::string_view without_note(std::string_view words);

}  // namespace sojourn
