// A value of a map, ready to be computed row by row.
// Threads: one a thread (times and running numbers remember the last row).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "collect/map.h"
#include "collect/time_reader.h"
#include "event/event.h"
#include "event/row_source.h"

namespace sojourn {

// The columns of a row as an expression sees them.
struct ColumnNames {
  std::span<const std::string> names;
  bool growing = false;  // JSON: a name that is not there yet may still come.

  // Errors: kInvalidArgument, with near names, where the file cannot have the column. kNone: not yet, or optional.
  Result<size_t> find(const std::string& name, bool optional = false) const;
  static constexpr size_t kNone = static_cast<size_t>(-1);
};

struct RowView {
  std::span<const Cell> cells;
  uint64_t number = 0;  // Of the row in its file, from 1.
};

class Expression {
 public:
  // `times`: how times are read where the value does not say so itself.
  Expression(const ValueSpec& spec, const TimeReader& times);
  // Looks the columns up; again whenever the names have grown.
  Status resolve(const ColumnNames& columns);
  // Computed text is kept in `arena`. Errors: kInvalidArgument (not a number, not a time).
  Result<Cell> evaluate(const RowView& row, TextArena& arena);
  // How the value is to be read as a time.
  TimeReader& times() { return times_; }

 private:
  Result<Cell> source(const RowView& row, TextArena& arena);
  Result<Cell> joined(const RowView& row, TextArena& arena);
  Result<Cell> computed(const RowView& row, TextArena& arena);
  Result<Cell> compared(const RowView& row, TextArena& arena);
  Result<Cell> months_before(const RowView& row, TextArena& arena);
  Result<Cell> numbered(const RowView& row, TextArena& arena);
  Cell treated(Cell cell) const;
  bool is_constant() const { return spec_.kind == ValueSpec::Kind::kConstant; }

  ValueSpec spec_;
  TimeReader times_;
  bool treats_ = false;
  size_t column_ = ColumnNames::kNone;
  std::vector<Expression> parts_;
  // kNumberWithin: rows so far by the hash of their value. Values that share a hash skip numbers, which does no harm:
  // no number comes twice for one value.
  std::unordered_map<uint64_t, uint32_t> counts_;
};

// A condition of a map, ready to be tested.
class Test {
 public:
  explicit Test(Condition condition) : condition_(std::move(condition)) {}
  Status resolve(const ColumnNames& columns);
  bool holds(const RowView& row) const;

 private:
  Condition condition_;
  size_t column_ = ColumnNames::kNone;
};

// A decimal number as text, e.g. {1250, 2} as "12.50".
std::string decimal_text(int64_t units, int scale);

}  // namespace sojourn
