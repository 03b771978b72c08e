#include "api/sent_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sojourn {

Result<std::shared_ptr<SentFile>> SentFile::open(PrivateFolder folder, const std::string& name) {
  const int descriptor = ::open((folder.path() + "/" + name).c_str(), O_RDONLY | O_CLOEXEC);
  struct stat facts {};
  if (descriptor >= 0 && ::fstat(descriptor, &facts) == 0) {
    return std::shared_ptr<SentFile>(new SentFile(std::move(folder), descriptor, static_cast<uint64_t>(facts.st_size)));
  }
  const Status status = Status::unavailable("the file cannot be read: " + std::generic_category().message(errno));
  if (descriptor >= 0) ::close(descriptor);
  return status;
}

SentFile::~SentFile() { ::close(descriptor_); }

size_t SentFile::read(uint64_t at, char* into, size_t most) const {
  for (;;) {
    const ssize_t got = ::pread(descriptor_, into, most, static_cast<off_t>(at));
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR) return 0;
  }
}

}  // namespace sojourn
