// The assignment of rows to columns with the largest sum (Kuhn 1955, Munkres 1957, by shortest augmenting paths).
// Equal sums: the same assignment every time. Cost: O(n³).
#pragma once

#include <cstddef>
#include <vector>

namespace sojourn {

inline constexpr size_t kUnassigned = static_cast<size_t>(-1);

// gains[row][column]; rows of one length. For each row its column; kUnassigned where there are fewer columns than rows.
std::vector<size_t> best_assignment(const std::vector<std::vector<double>>& gains);

}  // namespace sojourn
