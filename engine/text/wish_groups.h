// Clauses of one language merged into groups: see wishes.h.
// Threads: a pure function.
#pragma once

#include <span>
#include <vector>

#include "text/wishes.h"

namespace sojourn {

// Groups without ids, the most mentioned first. `texts` are of one language, in an order of their own, each text once.
std::vector<WishGroup> group_wishes(std::span<const WishText> texts);

}  // namespace sojourn
