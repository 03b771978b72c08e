// A file of batches that only grows: what fact books keep on disk. It is a cache: what cannot be read is left out and
// written anew.
//
//   "SJVOICE1" | u32 bytes a record | u64 version | batches: u32 size | u64 hash64 of the bytes | bytes
//
// Errors    kUnavailable (disk). A file of another version or size is begun anew; a batch cut off or damaged, and what
//           follows it, is dropped.
// Threads   one at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

class FactLog {
 public:
  using Visit = std::function<Status(std::string_view batch)>;
  // Calls `visit` with each batch there is; an error of it is a damaged batch.
  static Result<std::unique_ptr<FactLog>> open(const std::string& path, uint32_t record_bytes, uint64_t version,
                                               const Visit& visit);
  ~FactLog();
  FactLog(const FactLog&) = delete;
  FactLog& operator=(const FactLog&) = delete;

  Status append(std::string_view batch);

 private:
  explicit FactLog(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace sojourn
