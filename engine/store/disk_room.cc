#include "store/disk_room.h"

#include <sys/statvfs.h>

namespace sojourn {
namespace {

constexpr uint64_t kSpareBytes = uint64_t{8} << 20;

}  // namespace

Status find_room(const std::string& folder, uint64_t bytes) {
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) return {};
  if ((disk.f_flag & ST_RDONLY) != 0) return Status::unavailable("the disk is read-only");
  const uint64_t room = uint64_t{disk.f_bavail} * disk.f_frsize;
  if (room >= bytes + kSpareBytes) return {};
  return Status::unavailable("the disk is full: " + std::to_string(room >> 20) + " MiB are left where " +
                             std::to_string((bytes + kSpareBytes) >> 20) + " are needed");
}

}  // namespace sojourn
