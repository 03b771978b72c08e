// Personal data that has a form: addresses of mail and machines, telling links, and numbers that check themselves or that a
// word beside them names. All languages.
// Threads: none of it is shared. Cost: nothing without digits, "@" and links; some µs for what may be a phone number.
#pragma once

#include <string_view>
#include <vector>

#include "text/personal_data.h"
#include "text/personal_tokens.h"

namespace sojourn {

// Added in no order; they may overlap, the one found first is meant.
// `language`: which country's numbers without + are tried; "" : those of all five.
void find_personal_patterns(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found);

// personal_numbers.cc: the numbers among them. What overlaps a span that is found already is left.
void find_personal_numbers(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found);
// personal_phone.cc: is it a phone number? `cued`: a word beside it says so, and then its form is enough.
bool is_phone_number(std::string_view written, std::string_view language, bool cued);

}  // namespace sojourn
