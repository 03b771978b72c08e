// Rows of Asterisk's tables as they lie in the text, so that a reader may remember where a row stands instead of the row.
#pragma once

#include <string_view>
#include <vector>

#include "collect/row_splitter.h"

namespace sojourn::asterisk {

// Without the byte-order mark of UTF-8.
std::string_view without_mark(std::string_view text);
// Master.csv has commas; tables of a database may be written with others.
char delimiter_of(std::string_view text);

// One row after another, with their lines; blank ones are passed over. The text is lent.
class RowWalk {
 public:
  explicit RowWalk(std::string_view text, char delimiter = ',');
  // False at the end. Cells are lent until the next call.
  bool next(std::vector<Cell>& cells);
  uint64_t line() const { return line_; }
  std::string_view raw() const { return raw_; }
  // A quote does not close, or it is not UTF-8.
  bool broken() const { return broken_; }

 private:
  std::string_view text_;
  RowSplitter splitter_;
  std::string_view raw_;
  uint64_t line_ = 1;
  uint64_t newlines_ = 0;
  bool broken_ = false;
};

}  // namespace sojourn::asterisk
