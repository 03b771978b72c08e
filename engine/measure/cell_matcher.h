// Finds the row that a drill-down names, and whether its count is above zero.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "measure/answer.h"

namespace sojourn {

// What customers are asked for: those who are counted in `column` of the row with these key cells.
struct CellRef {
  std::vector<std::pair<std::string, std::string>> keys;  // Column name and its value as text; "" matches absent.
  std::string column;                                     // A kCount column; "" : the first one.
};

// For the key cells of a row of one customer whose counts stand in every row of the group, whatever its key: the
// customers who were asked, beside each of the answers. Only for drill-down (fold.h, finish_all and finish_one).
inline Value every_row() { return None{"every row"}; }

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
