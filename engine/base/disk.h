// The one door to the file system under files of our own (the record itself is DuckDB's).
// Writing is whole-file and atomic: a reader sees the old file or the new one, also after a power cut.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace sojourn {

// A file mapped read-only into memory. Lives as long as the object; the bytes never change under it.
class MappedFile {
 public:
  // Errors: kNotFound, kUnavailable. An empty file maps to an empty view.
  static Result<std::shared_ptr<const MappedFile>> open(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}
  const char* data_;
  size_t size_;
};

// Writes to a temporary name, syncs, renames, syncs the folder. Errors: kUnavailable (disk full, rights ...).
Status write_file_atomic(const std::string& path, std::string_view bytes);
// For files that others write piece by piece: makes an empty file beside `path` that is nobody else's, to be filled and
// handed to finish_new_file(). Errors: kNotFound (the folder), kUnavailable.
Result<std::string> make_unfinished_file(const std::string& path);
// Syncs it and gives it its name; what has that name already is never replaced. Errors: kConflict, kUnavailable; the
// unfinished file is gone then.
Status finish_new_file(const std::string& unfinished, const std::string& path);
Result<std::string> read_file(const std::string& path);
Status make_folders(const std::string& path);
// Names in the folder, sorted. Errors: kNotFound.
Result<std::vector<std::string>> list_folder(const std::string& path);
// Ok also when it is not there.
Status remove_file(const std::string& path);
bool file_exists(const std::string& path);

// An exclusive lock on a file for this process; released when the object goes, or the process does.
class FileLock {
 public:
  // Errors: kConflict, with what the holder wrote about itself (`owner`, e.g. "process 12 (sojourn serve)").
  static Result<std::unique_ptr<FileLock>> take(const std::string& path, const std::string& owner);
  ~FileLock();
  // Writes anew what the holder says about itself. Errors: kUnavailable.
  Status describe(const std::string& owner);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace sojourn
