// Rows of named text cells: what CSV and Parquet files look like to the importer. JSON keeps its nesting elsewhere.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sojourn {

enum class CellType : unsigned char {
  kUntyped,  // Text that may mean a number or a boolean, as in CSV.
  kString,   // Text, even where it looks like a number.
  kJson,     // A number, boolean or array, written as JSON.
};

struct Cell {
  std::string_view text;  // Borrowed until the next call of next().
  bool null = false;      // A missing value of a typed file; blank cells of a CSV are "" and not null.
  CellType type = CellType::kUntyped;
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // Names of the columns; known after open.
  virtual const std::vector<std::string>& columns() const = 0;
  // The next row (one cell a column), or nothing at the end. A row that cannot be read is an error of its own
  // (kInvalidArgument; `line()` tells where) after which reading goes on; any other error ends the file.
  virtual Result<bool> next(std::vector<Cell>& row) = 0;
  // Line (text files) or row number (others) of the row last returned, from 1.
  virtual uint64_t line() const = 0;
  // The row as it stood in the file, for the rejects table.
  virtual std::string raw() const = 0;
  // How far we are, in bytes of the file (compressed or not), for progress bars.
  virtual uint64_t bytes_read() const = 0;
};

}  // namespace sojourn
