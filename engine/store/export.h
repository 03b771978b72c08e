// Reading much of the record, for as long as it takes: files for analysts, and rows in an order, as a stream.
//
// Moment    all of it is of the moment at which it began, whatever comes into the record meanwhile.
// Memory    a chunk of rows, and what an ORDER BY holds: up to DuckDB's limit, the rest beside the record's file.
// Stopping  a StopReason is asked ten times a second by a thread of its own, and at each chunk of rows; what is not ok
//           ends the reading wherever it is, and is its outcome. As long as one reads, the log is not folded.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "store/store.h"

namespace sojourn {

// Asked by two threads; null: never.
using StopReason = std::function<Status()>;

// Threads: one at a time.
class RowStream {
 public:
  virtual ~RowStream() = default;
  virtual const std::vector<SqlTable::Column>& columns() const = 0;
  // False at the end. Errors: those of the store, and the reason to stop.
  virtual Result<bool> next() = 0;
  // As text; nothing where it is null. Borrowed until next().
  virtual std::optional<std::string_view> cell(size_t column) const = 0;
};

// What a store can do besides (store.h). Errors: kInvalidArgument, those of the store, and the reason to stop.
class LongReader {
 public:
  virtual ~LongReader() = default;
  // The rows of a SELECT over the views, which is our own and so not checked; `order`: "" or names of its columns.
  // Ends before the store.
  virtual Result<std::unique_ptr<RowStream>> stream_rows(const std::string& select, const std::string& order,
                                                         StopReason stop) = 0;
  // Store::export_to() that can be stopped; nothing is left of the file then.
  virtual Result<int64_t> export_rows(const std::string& path, const std::string& query, StopReason stop) = 0;
};

// The same of any store. Errors: also kInternal, of one that cannot.
Result<LongReader*> long_reader(Store& store);

}  // namespace sojourn
