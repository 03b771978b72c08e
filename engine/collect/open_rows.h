// Opens a file of any format that import knows, told apart by its first bytes once unpacked, never by its name.
//
// Workbooks  their sheet is a table of our own: what `format` says of encoding, delimiter and widths is for text alone.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/status.h"
#include "collect/csv_reader.h"
#include "event/row_source.h"

namespace sojourn {

// Parquet is read by the store; the caller hands its opener down.
using ParquetOpener = std::function<Result<std::unique_ptr<RowSource>>(const std::string& path)>;

struct OpenedRows {
  std::unique_ptr<RowSource> rows;
  bool growing = false;     // JSON: columns() grows as names turn up.
  uint64_t file_bytes = 0;  // As it lies on disk.
};

inline constexpr size_t kTextHeadBytes = 4096;

// Can a file that begins like this be text? Errors: kInvalidArgument for pictures, programs and the like.
Status check_text(std::string_view head);

// Errors: those of ByteStream and CsvReader, and of check_text() unless the format tells the columns; kInvalidArgument for
// a Parquet file without an opener. `where` starts with the file.
Result<OpenedRows> open_rows(const std::string& path, const TextFormat& format, const ParquetOpener& parquet);
// The same over text in memory (no Parquet); `name` stands in errors.
Result<OpenedRows> open_rows_over(std::string bytes, const std::string& name, const TextFormat& format);

}  // namespace sojourn
