// Parquet that came inside gzip, zstd or a zip archive. It is read from its end, so it is unpacked into a temporary file
// (where TMPDIR says), which its owner alone may read, and which has no name and goes with the reader, or with the program.
//
// Errors    kLimit beyond kUnpackedParquetBytesMax and where the disk has no room for it, those of the bytes and of the
//           opener.
#pragma once

#include <memory>
#include <string>

#include "base/limits.h"
#include "collect/open_rows.h"

namespace sojourn {

inline constexpr size_t kUnpackedParquetBytesMax = limits::kFormatFileBytesMax;

// `bytes` is read to its end.
Result<std::unique_ptr<RowSource>> open_packed_parquet(ByteStream& bytes, const ParquetOpener& parquet);
// Does the file as it lies on disk begin so? Errors: kUnavailable.
Result<bool> begins_with(const std::string& path, std::string_view magic);

}  // namespace sojourn
