// Files of customers are their owner's alone: a folder gets mode 0700, a file 0600.
//
// Errors    none: what is not there is passed over, and where a file system knows no modes or refuses them, its own
//           rules hold.
#pragma once

#include <filesystem>
#include <string>

namespace sojourn {

inline void keep_private(const std::string& path) {
  using std::filesystem::perms;
  std::error_code error;
  const std::filesystem::file_status found = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(found)) return;
  constexpr perms kOthers = perms::group_all | perms::others_all;
  if ((found.permissions() & kOthers) == perms::none) return;
  const perms owner = std::filesystem::is_directory(found) ? perms::owner_all : perms::owner_read | perms::owner_write;
  std::filesystem::permissions(path, owner, error);
}

}  // namespace sojourn
