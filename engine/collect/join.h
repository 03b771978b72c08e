// Columns that rows bring in from another file by a key: a look-up table in memory.
//
// Rows      of the other file with the same key are put together: the first or last value that is not blank, an exact
//           sum, a count, or all values joined. A row without a match keeps its place, with these columns absent.
// Memory    the joined columns of the whole other file.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/decimal.h"
#include "collect/expression.h"
#include "collect/map.h"
#include "collect/open_rows.h"

namespace sojourn {

class Join {
 public:
  // Reads the other file. Errors: those of open_rows(); kInvalidArgument for columns it lacks and sums over what is no
  // number (with file and line).
  static Result<Join> load(const JoinSpec& spec, const std::string& path, const FileSpec& format,
                           const ParquetOpener& parquet);
  // A join whose file may be absent, and is.
  static Join empty(const JoinSpec& spec);

  // Finds the key among the columns before the joined ones.
  Status resolve(const ColumnNames& columns);
  // Appends the joined cells to the row. They live as long as the join.
  void extend(std::vector<Cell>& row) const;
  void append_names(std::vector<std::string>& names) const;

 private:
  struct Group {
    std::vector<std::string> texts;  // By column: what was taken so far.
    std::vector<Decimal> sums;
    int64_t count = 0;
  };

  explicit Join(const JoinSpec& spec) : spec_(spec) {}
  Status take_row(const std::vector<Cell>& row, size_t key, const std::vector<size_t>& sources);
  Status take_cell(size_t column, std::string_view text, Group& group) const;
  void settle();

  JoinSpec spec_;
  size_t left_ = ColumnNames::kNone;
  std::unordered_map<std::string, Group> groups_;
};

}  // namespace sojourn
