// What every saved state begins with, and the cells that name its groups, as bytes.
//
// Form      a mark, the version of the measure's state, whether groups were lost to the limit, the number of groups;
//           then each group's cells and its state (fold_of.h).
// Errors    kCorruption for bytes that were never written; kConflict for another version.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "measure/value.h"

namespace sojourn {

struct StateHeader {
  uint64_t groups = 0;
  bool overflow = false;  // There were more groups than limits::kGroupsMax: no answer can be made of the state.
};
void write_state_header(int version, const StateHeader& header, ByteWriter& out);
Result<StateHeader> read_state_header(int version, ByteReader& in);

void write_cells(const std::vector<Value>& cells, ByteWriter& out);
Result<std::vector<Value>> read_cells(ByteReader& in);

}  // namespace sojourn
