// Is there room on the disk for what is to be written? Nothing is begun that finds none.
//
// DiskRoom  for files that come in at once: what is set aside for one is not found for another.
// Threads   any.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/status.h"

namespace sojourn {

// Room for so many bytes in the folder, and some to spare; ok where the file system does not say. Errors: kUnavailable.
Status find_room(const std::string& folder, uint64_t bytes);

class DiskRoom {
 public:
  // So many bytes are free; nothing when the disk does not tell.
  using Free = std::function<std::optional<uint64_t>(const std::string& folder)>;

  // `free`: empty is as the disk says. `besides`: bytes that must stay free for others.
  explicit DiskRoom(std::string folder, uint64_t besides, Free free = {});

  // Sets so much aside. Errors: kUnavailable when the disk has no room.
  Status reserve(uint64_t bytes);
  // Of what was set aside, this is written, or is not wanted any more.
  void release(uint64_t bytes);
  // Is there still room for all that is set aside? Others fill the disk too. Errors: kUnavailable.
  Status check() { return reserve(0); }

 private:
  const std::string folder_;
  const uint64_t besides_;
  const Free free_;
  std::mutex mutex_;
  uint64_t reserved_ = 0;
};

}  // namespace sojourn
