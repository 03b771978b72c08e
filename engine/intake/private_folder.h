// A new folder that only we may look into, gone again with all that lies in it unless somebody keeps it.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/status.h"

namespace sojourn {

class PrivateFolder {
 public:
  // Takes away a folder with all that lies in it; ok when there is none.
  static void remove(const std::string& path);
  // PARENT/coming-N; makes the parent when it is missing, private too. Errors: kUnavailable.
  static Result<PrivateFolder> make(const std::string& parent);
  PrivateFolder(PrivateFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PrivateFolder& operator=(PrivateFolder&&) = delete;
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder();

  const std::string& path() const { return path_; }  // "" once it is kept.
  // It gets another name, which nothing has yet, and stays. Errors: kUnavailable.
  Status keep_as(const std::string& path);

 private:
  explicit PrivateFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace sojourn
