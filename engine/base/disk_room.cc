#include "base/disk_room.h"

#include <sys/statvfs.h>

#include <utility>

namespace sojourn {
namespace {

constexpr uint64_t kSpareBytes = uint64_t{8} << 20;

Status find_room_in(uint64_t free, uint64_t bytes) {
  if (free >= bytes) return {};
  return Status::unavailable("the disk has no room: " + std::to_string(free >> 20) + " MiB are left where " +
                             std::to_string(bytes >> 20) + " are needed");
}

}  // namespace

Status find_room(const std::string& folder, uint64_t bytes) {
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) return {};
  if ((disk.f_flag & ST_RDONLY) != 0) return Status::unavailable("the disk is read-only");
  return find_room_in(uint64_t{disk.f_bavail} * disk.f_frsize, bytes + kSpareBytes);
}

DiskRoom::DiskRoom(std::string folder, uint64_t besides, Free free)
    : folder_(std::move(folder)), besides_(besides), free_(std::move(free)) {}

Status DiskRoom::reserve(uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  const uint64_t needed = reserved_ + bytes + besides_;
  if (!free_) {
    SOJOURN_CHECK(find_room(folder_, needed));
  } else if (const std::optional<uint64_t> free = free_(folder_)) {
    SOJOURN_CHECK(find_room_in(*free, needed));
  }
  reserved_ += bytes;
  return {};
}

void DiskRoom::release(uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  reserved_ -= bytes;
}

}  // namespace sojourn
