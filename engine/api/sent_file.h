// A file that is the body of a reply, and is removed with its folder when it has been sent.
// Threads   one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/status.h"
#include "intake/private_folder.h"

namespace sojourn {

class SentFile {
 public:
  // A file in that folder. Errors: kUnavailable.
  static Result<std::shared_ptr<SentFile>> open(PrivateFolder folder, const std::string& name);
  ~SentFile();
  SentFile(const SentFile&) = delete;
  SentFile& operator=(const SentFile&) = delete;

  uint64_t bytes() const { return bytes_; }
  // How many bytes from `at` on were read; 0: the end, or the disk failed.
  size_t read(uint64_t at, char* into, size_t most) const;

 private:
  SentFile(PrivateFolder folder, int descriptor, uint64_t bytes)
      : folder_(std::move(folder)), descriptor_(descriptor), bytes_(bytes) {}

  PrivateFolder folder_;
  int descriptor_;
  uint64_t bytes_;
};

}  // namespace sojourn
