#include "intake/disk_room.h"

#include <sys/statvfs.h>

#include <utility>

namespace sojourn {
namespace {

constexpr uint64_t kRoomBytes = uint64_t{64} << 20;  // For what the record writes meanwhile.

}  // namespace

std::optional<uint64_t> free_bytes(const std::string& folder) {
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) return std::nullopt;
  return uint64_t{disk.f_bavail} * disk.f_frsize;
}

DiskRoom::DiskRoom(std::string folder, Free free)
    : folder_(std::move(folder)), free_(free ? std::move(free) : Free(free_bytes)) {}

Status DiskRoom::reserve(uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  const std::optional<uint64_t> room = free_(folder_);
  const uint64_t needed = reserved_ + bytes + kRoomBytes;
  if (room && *room < needed) {
    return Status::unavailable("the disk has no room: " + std::to_string(*room >> 20) + " MiB are left where " +
                               std::to_string(needed >> 20) + " are needed for the files that come in");
  }
  reserved_ += bytes;
  return {};
}

void DiskRoom::release(uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  reserved_ -= bytes;
}

}  // namespace sojourn
