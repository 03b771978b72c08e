#include "base/disk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace sojourn {

namespace {

// Closes a descriptor when it goes.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  int release() { return std::exchange(number_, -1); }
  // The error of closing, which some file systems use to tell of writes that failed; 0 when all is well.
  int close() { return ::close(release()) == 0 ? 0 : errno; }

 private:
  int number_;
};

Status disk_error(std::string_view doing, int error, const std::string& path) {
  std::string message = std::string(doing) + ": " + std::generic_category().message(error);
  if (error == ENOENT || error == ENOTDIR) return Status::not_found(std::move(message), path);
  return Status::unavailable(std::move(message), path);
}

int open_retrying(const std::string& path, int flags) {
  int number = 0;
  do {
    number = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
  } while (number < 0 && errno == EINTR);
  return number;
}

// Writes all of `bytes`; the answer is 0 or the error number.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

// Opens a regular file for reading and says how large it is.
Status open_regular(const std::string& path, Descriptor& file, size_t& size) {
  if (!file.open()) return disk_error("the file cannot be opened", errno, path);
  struct stat facts {};
  if (::fstat(file.number(), &facts) != 0) return disk_error("the file cannot be read", errno, path);
  if (S_ISDIR(facts.st_mode)) return Status::unavailable("it is a folder, not a file", path);
  size = static_cast<size_t>(facts.st_size);
  return {};
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

Status write_and_sync(const std::string& path, std::string_view bytes) {
  Descriptor file(open_retrying(path, O_WRONLY | O_CREAT | O_EXCL));
  if (!file.open()) return disk_error("the file cannot be made", errno, path);
  int error = write_all(file.number(), bytes);
  if (error == 0 && ::fsync(file.number()) != 0) error = errno;
  const int closing = file.close();
  if (error == 0) error = closing;
  return error == 0 ? Status() : disk_error("the file cannot be written", error, path);
}

Status sync_folder(const std::string& path) {
  const Descriptor folder(open_retrying(path, O_RDONLY | O_DIRECTORY));
  if (!folder.open() || ::fsync(folder.number()) != 0) {
    return disk_error("the folder cannot be synced", errno, path);
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string& path) {
  Descriptor file(open_retrying(path, O_RDONLY));
  size_t size = 0;
  SOJOURN_CHECK(open_regular(path, file, size));
  if (size == 0) return std::shared_ptr<const MappedFile>(new MappedFile("", 0));
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.number(), 0);
  if (start == MAP_FAILED) return disk_error("the file cannot be mapped", errno, path);
  return std::shared_ptr<const MappedFile>(new MappedFile(static_cast<const char*>(start), size));
}

MappedFile::~MappedFile() {
  if (size_ > 0) ::munmap(const_cast<char*>(data_), size_);
}

Status write_file_atomic(const std::string& path, std::string_view bytes) {
  static std::atomic<uint64_t> counter{0};
  const std::string temporary =
      path + ".writing-" + std::to_string(::getpid()) + "-" + std::to_string(counter.fetch_add(1));
  // A writer that died with our number may have left one behind.
  ::unlink(temporary.c_str());
  if (Status written = write_and_sync(temporary, bytes); !written.ok()) {
    ::unlink(temporary.c_str());
    return written;
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return disk_error("the file cannot be put in its place", error, path);
  }
  return sync_folder(folder_of(path));
}

Result<std::string> make_unfinished_file(const std::string& path) {
  const std::string stem = path + ".unfinished-" + std::to_string(::getpid()) + "-";
  for (int number = 0;; ++number) {
    std::string name = stem + std::to_string(number);
    const Descriptor file(open_retrying(name, O_WRONLY | O_CREAT | O_EXCL));
    if (file.open()) return name;
    if (errno != EEXIST) return disk_error("the file cannot be made", errno, path);
  }
}

Status finish_new_file(const std::string& unfinished, const std::string& path) {
  Status status = [&]() -> Status {
    const Descriptor file(open_retrying(unfinished, O_RDONLY));
    if (!file.open() || ::fsync(file.number()) != 0) return disk_error("the file cannot be synced", errno, path);
    int moved = ::renameat2(AT_FDCWD, unfinished.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE);
    // Not every file system can; a second name does not replace either.
    if (moved != 0 && errno != EEXIST) moved = ::link(unfinished.c_str(), path.c_str());
    if (moved == 0) return {};
    if (errno == EEXIST) return Status::conflict("the file exists already; name another or remove it", path);
    return disk_error("the finished file cannot be given its name", errno, path);
  }();
  ::unlink(unfinished.c_str());
  return status.ok() ? sync_folder(folder_of(path)) : status;
}

Result<std::string> read_file(const std::string& path) {
  Descriptor file(open_retrying(path, O_RDONLY));
  size_t size = 0;
  SOJOURN_CHECK(open_regular(path, file, size));
  // Files such as those of /proc say that they are empty: read until the end, whatever the size was.
  std::string bytes(size, '\0');
  size_t filled = 0;
  while (true) {
    if (filled == bytes.size()) bytes.resize(filled + 4096);
    const ssize_t got = ::read(file.number(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return disk_error("the file cannot be read", errno, path);
    if (got == 0) break;
    filled += static_cast<size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

Status make_folders(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Status::unavailable("the folder cannot be made: " + error.message(), path);
  return {};
}

Result<std::vector<std::string>> list_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::directory_iterator entry(path, error);
  std::vector<std::string> names;
  while (!error && entry != std::filesystem::directory_iterator()) {
    names.push_back(entry->path().filename().string());
    entry.increment(error);
  }
  if (error) return disk_error("the folder cannot be read", error.value(), path);
  std::sort(names.begin(), names.end());
  return names;
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    return disk_error("the file cannot be removed", errno, path);
  }
  return {};
}

bool file_exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

Result<std::unique_ptr<FileLock>> FileLock::take(const std::string& path, const std::string& owner) {
  Descriptor file(open_retrying(path, O_RDWR | O_CREAT));
  if (!file.open()) return disk_error("the lock cannot be opened", errno, path);
  int locked = 0;
  do {
    locked = ::flock(file.number(), LOCK_EX | LOCK_NB);
  } while (locked != 0 && errno == EINTR);
  if (locked != 0 && errno == EWOULDBLOCK) {
    const Result<std::string> holder = read_file(path);
    const bool known = holder && !holder->empty();
    return Status::conflict("it is in use by " + (known ? *holder : "another process") + "; stop that one first", path);
  }
  if (locked != 0) return disk_error("the lock cannot be taken", errno, path);
  std::unique_ptr<FileLock> lock(new FileLock(file.release()));
  SOJOURN_CHECK(lock->describe(owner).within(path));
  return lock;
}

Status FileLock::describe(const std::string& owner) {
  const bool emptied = ::lseek(descriptor_, 0, SEEK_SET) == 0 && ::ftruncate(descriptor_, 0) == 0;
  const int error = emptied ? write_all(descriptor_, owner) : errno;
  return error == 0 ? Status() : disk_error("the lock cannot be written", error, "");
}

FileLock::~FileLock() {
  // The text goes before the lock does: a holder named in the file is a holder that lives, or that died at once.
  if (::ftruncate(descriptor_, 0) != 0) errno = 0;
  ::close(descriptor_);
}

}  // namespace sojourn
