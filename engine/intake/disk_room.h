// The room of the disk for files that come in at once: what is set aside for one is not found for another.
//
// Threads   any.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/status.h"

namespace sojourn {

// So many bytes of the folder's disk are free; nothing when the disk does not tell.
std::optional<uint64_t> free_bytes(const std::string& folder);

class DiskRoom {
 public:
  using Free = std::function<std::optional<uint64_t>(const std::string& folder)>;

  // `free`: empty is free_bytes().
  explicit DiskRoom(std::string folder, Free free = {});

  // Sets so much aside, besides what the record needs. Errors: kUnavailable when the disk has no room.
  Status reserve(uint64_t bytes);
  // Of what was set aside, this is written, or is not wanted any more.
  void release(uint64_t bytes);
  // Is there still room for all that is set aside? Others fill the disk too. Errors: kUnavailable.
  Status check() { return reserve(0); }

 private:
  const std::string folder_;
  const Free free_;
  std::mutex mutex_;
  uint64_t reserved_ = 0;
};

}  // namespace sojourn
