// Phone numbers as E.164, so that a caller, a billing number and a sender are one identifier.
//
// Source    Google's libphonenumber: its metadata says what a number of each country looks like.
// Threads   any number at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

// "+31201234567" of "020 123 4567", "tel:+31-20-1234567", "0031 20 1234567" ... `country` (ISO 3166-1, "NL") says what
// a number without + means; "" : such numbers are not read. Nothing for what is no possible number: short codes,
// "anonymous", extensions of a switchboard.
std::optional<std::string> phone_e164(std::string_view text, std::string_view country);

// Is it a country whose numbers are known? ("NL"; two capitals)
bool is_phone_country(std::string_view country);

}  // namespace sojourn
