#include "intake/private_folder.h"

#include <sys/stat.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <system_error>

#include "base/disk.h"

namespace sojourn {

Result<PrivateFolder> PrivateFolder::make(const std::string& parent) {
  static std::atomic<uint64_t> counter{0};
  SOJOURN_CHECK(make_folders(parent));
  ::chmod(parent.c_str(), S_IRWXU);
  for (;;) {
    std::string path = parent + "/coming-" + std::to_string(counter.fetch_add(1));
    if (::mkdir(path.c_str(), S_IRWXU) == 0) return PrivateFolder(std::move(path));
    if (errno != EEXIST) {
      return Status::unavailable("no folder can be made in the data folder: " + std::generic_category().message(errno));
    }
  }
}

void PrivateFolder::remove(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

PrivateFolder::~PrivateFolder() {
  if (!path_.empty()) remove(path_);
}

Status PrivateFolder::keep_as(const std::string& path) {
  if (::rename(path_.c_str(), path.c_str()) != 0) {
    return Status::unavailable("the folder cannot be kept: " + std::generic_category().message(errno));
  }
  path_.clear();
  return {};
}

}  // namespace sojourn
