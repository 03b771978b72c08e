// Names, places and addresses by lists and by the words beside them, in every language; Chinese ones by their characters.
// Threads: none of it is shared. Cost: a look at each word; addresses only where there are digits.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "text/personal_data.h"
#include "text/personal_gazetteer.h"
#include "text/personal_tokens.h"

namespace sojourn {

// Confidence above kCuedName: a word beside it says that it is a name.
inline constexpr double kCuedName = 0.9;

// Appended; they may overlap, the one of more confidence is meant. Places in Dutch, German and Russian only where somebody lives:
// beside a word that says so, or after one of the addresses `found` has.
void find_personal_names(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found);
void find_personal_addresses(const PersonalTokens& tokens, std::vector<PersonalSpan>& found);
void find_personal_places(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found);
void find_chinese_personal_data(std::string_view text, std::vector<PersonalSpan>& found);

// All of these, and the patterns.
void find_by_rules(const PersonalTokens& tokens, std::string_view language, std::vector<PersonalSpan>& found);
// Of each token what the rules say, for the tagger: 0, or 1 + the kind, with 64 added where a span begins.
void mark_rules(const PersonalTokens& tokens, std::span<const PersonalSpan> found, std::vector<uint8_t>& marks);

}  // namespace sojourn
