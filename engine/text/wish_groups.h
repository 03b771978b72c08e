// Clauses of one language merged into groups: see wishes.h.
// Threads: a pure function.
#pragma once

#include <span>
#include <vector>

#include "text/wishes.h"

namespace sojourn {

// Groups without ids, the most mentioned first. `texts` are of one language, in an order of their own, each text once.
std::vector<WishGroup> group_wishes(std::span<const WishText> texts);

// Groups of several languages that mean the same are one: by the words that languages share (data/shared.meaning, names,
// loan words). It has the name and language of the one with most mentions.
std::vector<WishGroup> join_languages(std::vector<WishGroup> groups);

}  // namespace sojourn
