// Cells as bytes, and the matching of cells that a drill-down names. What fold_of.h needs that is not a template.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "measure/answer.h"

namespace sojourn {

struct CellRef;

// Saved states begin with a mark, the version of the measure's state, and the number of groups.
void write_state_header(int version, uint64_t groups, ByteWriter& out);
// Errors: kCorruption; kConflict for another version.
Result<uint64_t> read_state_header(int version, ByteReader& in);

void write_cells(const std::vector<Value>& cells, ByteWriter& out);
Result<std::vector<Value>> read_cells(ByteReader& in);

// Finds the row that a CellRef names, and whether its count is above zero.
class CellMatcher {
 public:
  // Errors: kInvalidArgument: an unknown column (with near names), or one that counts nobody.
  static Result<CellMatcher> make(const CellRef& cell, const std::vector<AnswerColumn>& columns);
  // Does any of the rows match with a count above zero?
  bool any(const std::vector<std::vector<Value>>& rows) const;

 private:
  std::vector<std::pair<size_t, std::string>> keys_;  // Column index, text.
  size_t count_ = 0;
};

}  // namespace sojourn
