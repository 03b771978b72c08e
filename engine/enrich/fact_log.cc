#include "enrich/fact_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/bytes.h"
#include "base/disk.h"
#include "base/hash.h"

namespace sojourn {
namespace {

constexpr std::string_view kMagic = "SJVOICE1";
constexpr size_t kFrameBytes = sizeof(uint32_t) + sizeof(uint64_t);

std::string head_of(uint32_t record_bytes, uint64_t version) {
  ByteWriter head;
  head.raw(kMagic.data(), kMagic.size());
  head.u32(record_bytes);
  head.u64(version);
  return head.take();
}

Status disk_error(const std::string& path) { return Status::unavailable(path + ": " + std::strerror(errno)); }

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// How many bytes of the file are sound.
size_t visit_batches(std::string_view bytes, size_t begin, const FactLog::Visit& visit) {
  size_t at = begin;
  while (bytes.size() - at >= kFrameBytes) {
    uint32_t size = 0;
    uint64_t hash = 0;
    std::memcpy(&size, bytes.data() + at, sizeof size);
    std::memcpy(&hash, bytes.data() + at + sizeof size, sizeof hash);
    if (bytes.size() - at - kFrameBytes < size) break;
    const std::string_view batch = bytes.substr(at + kFrameBytes, size);
    if (hash64(batch) != hash || !visit(batch).ok()) break;
    at += kFrameBytes + size;
  }
  return at;
}

}  // namespace

Result<std::unique_ptr<FactLog>> FactLog::open(const std::string& path, uint32_t record_bytes, uint64_t version,
                                               const Visit& visit) {
  const std::string head = head_of(record_bytes, version);
  size_t sound = 0;
  if (file_exists(path)) {
    SOJOURN_TRY(const std::shared_ptr<const MappedFile> file, MappedFile::open(path));
    if (file->bytes().starts_with(head)) sound = visit_batches(file->bytes(), head.size(), visit);
  }
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return disk_error(path);
  std::unique_ptr<FactLog> log(new FactLog(descriptor));
  if (::ftruncate(descriptor, static_cast<off_t>(sound)) != 0 || ::lseek(descriptor, 0, SEEK_END) < 0) {
    return disk_error(path);
  }
  if (sound == 0 && !write_all(descriptor, head)) return disk_error(path);
  return log;
}

FactLog::~FactLog() { ::close(descriptor_); }

Status FactLog::append(std::string_view batch) {
  ByteWriter frame;
  frame.u32(static_cast<uint32_t>(batch.size()));
  frame.u64(hash64(batch));
  frame.raw(batch.data(), batch.size());
  const off_t before = ::lseek(descriptor_, 0, SEEK_END);
  if (write_all(descriptor_, frame.bytes())) return {};
  const Status status = disk_error("what was judged cannot be kept");
  // Half a batch would hide all that follows.
  if (before < 0 || ::ftruncate(descriptor_, before) != 0) return status;
  return status;
}

}  // namespace sojourn
