// The bytes of an input, decompressed as they are read: plain, gzip or zstd, told apart by their first bytes. Files may
// also be Excel workbooks, which come as CSV, or zip archives of one file (collect/xlsx_reader.h).
//
// Memory    a fixed buffer, whatever the size of the file; workbooks and archives are held in memory packed.
// Errors    kNotFound, kUnavailable (the disk), kCorruption (a compressed file that is cut or damaged; `where` is the
//           file). Bytes before the damage are delivered first.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Fills `buffer` as far as it can: less than `size` only at the end, 0 after it.
  virtual Result<size_t> read(char* buffer, size_t size) = 0;
  // Bytes of the file read so far, as they lie on disk.
  virtual uint64_t bytes_read() const = 0;

  static Result<std::unique_ptr<ByteStream>> open(const std::string& path);
  // Over bytes in memory, plain or compressed. `bytes` is kept; `name` stands in errors.
  static Result<std::unique_ptr<ByteStream>> over(std::string bytes, const std::string& name);
  // The same, where the bytes are a whole file: workbooks and archives too, as from open().
  static Result<std::unique_ptr<ByteStream>> over_file(std::string bytes, const std::string& name);
};

// "/data/orders_2026.csv.gz" -> "orders_2026": the name without folders, and without endings that tell the format.
std::string file_stem(const std::string& path);

}  // namespace sojourn
