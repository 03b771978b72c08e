// The files inside a zip archive that is held in memory: what .xlsx workbooks are, and what tools pack exports into.
//
// Reads     stored and deflated entries, Zip64; each as a stream, whose checksum is verified at its end.
// Refuses   (kInvalidArgument) encrypted entries and other packings; (kCorruption) what is cut off or points outside of
//           the archive; (kLimit) more than kZipEntriesMax entries.
// Bombs     nothing is unpacked ahead; who reads an entry bounds how much of it.
// Owner     streams share the archive's bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "collect/byte_stream.h"

namespace sojourn {

inline constexpr size_t kZipEntriesMax = 10'000;

struct ZipEntry {
  std::string name;  // With its folders.
  uint64_t packed = 0;
  uint64_t unpacked = 0;
  uint64_t header = 0;  // Where its local header begins.
  uint32_t checksum = 0;
  uint16_t method = 0;
  bool encrypted = false;
};

class ZipArchive {
 public:
  // `name` stands in errors.
  static Result<ZipArchive> open(std::string bytes, const std::string& name);

  const std::vector<ZipEntry>& entries() const { return entries_; }
  // Compared without case. Null when there is none.
  const ZipEntry* find(std::string_view name) const;
  Result<std::unique_ptr<ByteStream>> open(const ZipEntry& entry) const;
  const std::string& name() const { return name_; }

 private:
  Status read_directory();
  Status read_entry(size_t& at);

  std::shared_ptr<const std::string> bytes_;
  std::string name_;
  std::vector<ZipEntry> entries_;
};

}  // namespace sojourn
