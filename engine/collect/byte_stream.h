// The bytes of an input, decompressed as they are read: plain, gzip or zstd, told apart by their first bytes. Files may
// also be Excel workbooks, which come as CSV, or zip archives of one file (collect/xlsx_reader.h); and be packed inside
// one another, three times over at the most: a workbook in an archive, an archive under gzip.
//
// Memory    a fixed buffer, whatever the size of the file; workbooks and archives are held in memory packed.
// Limits    (kLimit) what is packed inside of something packed is at most kWorkbookBytesMax, all layers
//           together, as they are packed.
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
  // The table of a workbook: UTF-8, cells between commas, whatever is said of the file.
  virtual bool is_workbook() const { return false; }

  static Result<std::unique_ptr<ByteStream>> open(const std::string& path);
  // Over bytes in memory, plain or compressed. `bytes` is kept; `name` stands in errors.
  static Result<std::unique_ptr<ByteStream>> over(std::string bytes, const std::string& name);
  // Over bytes that the caller keeps, as they are.
  static std::unique_ptr<ByteStream> lent(std::string_view bytes);
  // As over(), where the bytes are a whole file: workbooks and archives too, as from open().
  static Result<std::unique_ptr<ByteStream>> over_file(std::string bytes, const std::string& name);
};

// The first bytes of what is still to be read, `count` or all there are; they are read again afterwards.
Result<std::string> peek(std::unique_ptr<ByteStream>& stream, size_t count);

// "/data/orders_2026.csv.gz" -> "orders_2026": the name without folders, and without endings that tell the format.
std::string file_stem(const std::string& path);

}  // namespace sojourn
