// The first table of an Excel workbook (.xlsx) as CSV, so that whatever reads CSV reads workbooks too.
//
// Sheet     the first one that is visible and not blank. Rows keep their numbers as lines, so long as no cell holds a
//           line end. All rows have the widest row's cells.
// Dates     are numbers with a format of dates: they come as 2026-03-01, 2026-03-01 14:05:09 or 14:05:09, by the epoch
//           of the workbook (1900, with its 29 February that never was, or 1904). Elapsed times come as 36:05:09.
// Numbers   as Excel shows them with 15 digits, never with an exponent below 1e21; TRUE and FALSE; formulas by the
//           value they last had; errors (#N/A) are blank.
// Also      any zip archive that holds one file only is that file, since tools pack their CSV exports so.
// Refuses   (kInvalidArgument, saying what to do) .xls, .xlsb, .ods, workbooks with a password, archives of many files
//           (naming them: which of them are meant, and as what, is not ours to guess), what is no XML;
//           (kLimit) parts that unpack beyond kPartBytesMax, sheets beyond kSheetBytesMax (all blank ones together),
//           tables beyond that as text, rows, columns and texts beyond those of Excel, rows beyond limits::kRowBytesMax;
//           (kCorruption) what is cut off. Declarations of document types are refused.
// Memory    the file, its shared strings, and a row. The sheet itself streams, twice.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "collect/byte_stream.h"

namespace sojourn {

inline constexpr size_t kWorkbookBytesMax = size_t{512} << 20;  // The file as it lies on disk.
inline constexpr size_t kPartBytesMax = size_t{256} << 20;      // Shared strings, styles ..., unpacked.
inline constexpr size_t kSheetBytesMax = size_t{2} << 30;       // The table itself, unpacked.

// Is it a zip archive, or what old and locked workbooks begin with?
bool may_be_workbook(std::string_view magic);
// `packed` is read to its end; `name` stands in errors.
Result<std::unique_ptr<ByteStream>> open_workbook(ByteStream& packed, const std::string& name);

}  // namespace sojourn
