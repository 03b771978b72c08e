#include "collect/zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace sojourn {
namespace {

constexpr uint16_t kStored = 0;
constexpr uint16_t kDeflated = 8;
constexpr size_t kEndBytes = 22;
constexpr size_t kEntryBytes = 46;
constexpr size_t kLocalBytes = 30;

// Little-endian numbers; the caller has checked that they are inside.
uint64_t number_at(std::string_view bytes, size_t at, size_t size) {
  uint64_t number = 0;
  for (size_t i = 0; i < size; ++i) number |= static_cast<uint64_t>(static_cast<unsigned char>(bytes[at + i])) << 8 * i;
  return number;
}
uint16_t word_at(std::string_view bytes, size_t at) { return static_cast<uint16_t>(number_at(bytes, at, 2)); }
uint32_t long_at(std::string_view bytes, size_t at) { return static_cast<uint32_t>(number_at(bytes, at, 4)); }

// Sizes and places beyond 32 bits stand in an extra field, in this order, each only where the usual one is all ones.
void read_zip64(std::string_view extra, ZipEntry& entry) {
  constexpr uint16_t kZip64 = 1;
  while (extra.size() >= 4) {
    const uint16_t id = word_at(extra, 0);
    const size_t size = std::min<size_t>(word_at(extra, 2), extra.size() - 4);
    std::string_view field = extra.substr(4, size);
    extra.remove_prefix(4 + size);
    if (id != kZip64) continue;
    for (uint64_t* number : {&entry.unpacked, &entry.packed, &entry.header}) {
      if (*number != 0xFFFFFFFF || field.size() < 8) continue;
      *number = number_at(field, 0, 8);
      field.remove_prefix(8);
    }
  }
}

// One entry's bytes. An error is told only after the bytes before it were delivered.
class EntryStream final : public ByteStream {
 public:
  EntryStream(std::shared_ptr<const std::string> archive, std::string_view packed, const ZipEntry& entry,
              std::string where)
      : archive_(std::move(archive)), packed_(packed), entry_(entry), where_(std::move(where)) {
    if (entry_.method == kDeflated) inflateInit2(&state_, -MAX_WBITS);
  }
  ~EntryStream() override {
    if (entry_.method == kDeflated) inflateEnd(&state_);
  }
  EntryStream(const EntryStream&) = delete;
  EntryStream& operator=(const EntryStream&) = delete;

  Result<size_t> read(char* buffer, size_t size) override {
    size_t done = 0;
    while (done < size && !ended_) {
      const size_t room = std::min(size - done, size_t{1} << 30);
      const size_t count = entry_.method == kDeflated ? inflated(buffer + done, room) : copied(buffer + done, room);
      checksum_ = crc32(checksum_, reinterpret_cast<const Bytef*>(buffer + done), static_cast<uInt>(count));
      done += count;
      written_ += count;
      if (ended_ && trouble_.ok() && (checksum_ != entry_.checksum || written_ != entry_.unpacked)) {
        damaged("its checksum is another one");
      }
    }
    if (done == 0 && !trouble_.ok()) return trouble_;
    return done;
  }
  uint64_t bytes_read() const override { return position_; }

 private:
  void damaged(const std::string& why) {
    ended_ = true;
    trouble_ = Status::corruption("'" + entry_.name.substr(0, 80) + "' inside the archive is damaged: " + why, where_);
  }

  size_t copied(char* buffer, size_t room) {
    const size_t count = std::min(room, packed_.size() - position_);
    std::memcpy(buffer, packed_.data() + position_, count);
    position_ += count;
    ended_ = position_ == packed_.size();
    return count;
  }

  size_t inflated(char* buffer, size_t room) {
    const size_t given = std::min(packed_.size() - position_, size_t{1} << 30);
    // zlib does not write through next_in; it only lacks the const.
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed_.data() + position_));
    state_.avail_in = static_cast<uInt>(given);
    state_.next_out = reinterpret_cast<Bytef*>(buffer);
    state_.avail_out = static_cast<uInt>(room);
    const int outcome = inflate(&state_, Z_NO_FLUSH);
    position_ += given - state_.avail_in;
    const size_t count = room - state_.avail_out;
    if (outcome == Z_STREAM_END) {
      ended_ = true;
    } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
      damaged(state_.msg != nullptr ? state_.msg : "not deflated");
    } else if (position_ == packed_.size() && count == 0) {
      damaged("it is cut off");
    }
    return count;
  }

  std::shared_ptr<const std::string> archive_;
  std::string_view packed_;
  ZipEntry entry_;
  std::string where_;
  z_stream state_{};
  size_t position_ = 0;
  uint64_t written_ = 0;
  uLong checksum_ = 0;
  bool ended_ = false;
  Status trouble_;
};

}  // namespace

Result<ZipArchive> ZipArchive::open(std::string bytes, const std::string& name) {
  ZipArchive archive;
  archive.bytes_ = std::make_shared<const std::string>(std::move(bytes));
  archive.name_ = name;
  SOJOURN_CHECK(archive.read_directory());
  return archive;
}

// The directory stands at the end, behind it a comment of up to 64 KiB.
Status ZipArchive::read_directory() {
  const std::string_view bytes = *bytes_;
  constexpr size_t kCommentMax = 0xFFFF;
  const size_t tail = bytes.size() > kEndBytes + kCommentMax ? bytes.size() - kEndBytes - kCommentMax : 0;
  const size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string_view::npos || end < tail || end + kEndBytes > bytes.size()) {
    return Status::corruption("the archive is cut off: its directory, which stands at its end, is missing", name_);
  }
  uint64_t count = word_at(bytes, end + 10);
  uint64_t at = long_at(bytes, end + 16);
  constexpr size_t kLocatorBytes = 20;
  constexpr size_t kEnd64Bytes = 56;
  if (end >= kLocatorBytes && bytes.substr(end - kLocatorBytes).starts_with(std::string_view("PK\x06\x07", 4))) {
    const uint64_t end64 = number_at(bytes, end - kLocatorBytes + 8, 8);
    if (end64 > bytes.size() || bytes.size() - end64 < kEnd64Bytes) {
      return Status::corruption("the archive's directory points outside of it", name_);
    }
    count = number_at(bytes, end64 + 32, 8);
    at = number_at(bytes, end64 + 48, 8);
  }
  if (count > kZipEntriesMax) {
    return Status::limit("the archive holds more than " + std::to_string(kZipEntriesMax) + " files", name_);
  }
  if (at > bytes.size()) return Status::corruption("the archive's directory points outside of it", name_);
  auto place = static_cast<size_t>(at);
  for (uint64_t i = 0; i < count; ++i) SOJOURN_CHECK(read_entry(place));
  return {};
}

Status ZipArchive::read_entry(size_t& at) {
  const std::string_view bytes = *bytes_;
  if (bytes.size() - at < kEntryBytes || !bytes.substr(at).starts_with(std::string_view("PK\x01\x02", 4))) {
    return Status::corruption("the archive's directory is damaged", name_);
  }
  const size_t name_size = word_at(bytes, at + 28);
  const size_t extra_size = word_at(bytes, at + 30);
  const size_t all = kEntryBytes + name_size + extra_size + word_at(bytes, at + 32);
  if (bytes.size() - at < all) return Status::corruption("the archive's directory is damaged", name_);
  ZipEntry entry;
  entry.name = bytes.substr(at + kEntryBytes, name_size);
  std::replace(entry.name.begin(), entry.name.end(), '\\', '/');  // As some writers on Windows have it.
  entry.encrypted = (word_at(bytes, at + 8) & 1) != 0;
  entry.method = word_at(bytes, at + 10);
  entry.checksum = long_at(bytes, at + 16);
  entry.packed = long_at(bytes, at + 20);
  entry.unpacked = long_at(bytes, at + 24);
  entry.header = long_at(bytes, at + 42);
  read_zip64(bytes.substr(at + kEntryBytes + name_size, extra_size), entry);
  entries_.push_back(std::move(entry));
  at += all;
  return {};
}

const ZipEntry* ZipArchive::find(std::string_view name) const {
  const std::string lower = lower_ascii(name);
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const auto& entry) { return lower_ascii(entry.name) == lower; });
  return found == entries_.end() ? nullptr : &*found;
}

Result<std::unique_ptr<ByteStream>> ZipArchive::open(const ZipEntry& entry) const {
  const std::string_view bytes = *bytes_;
  if (entry.encrypted) return Status::invalid("the archive is locked with a password; unpack it first", name_);
  if (entry.method != kStored && entry.method != kDeflated) {
    return Status::invalid("the archive is packed in a way that cannot be read here; unpack it first", name_);
  }
  const bool inside = entry.header <= bytes.size() && bytes.size() - entry.header >= kLocalBytes;
  if (!inside || !bytes.substr(entry.header).starts_with(std::string_view("PK\x03\x04", 4))) {
    return Status::corruption("the archive's directory points at no file", name_);
  }
  const auto header = static_cast<size_t>(entry.header);
  const size_t start = header + kLocalBytes + word_at(bytes, header + 26) + word_at(bytes, header + 28);
  if (start > bytes.size() || bytes.size() - start < entry.packed) {
    return Status::corruption("the archive is cut off", name_);
  }
  const std::string_view packed = bytes.substr(start, static_cast<size_t>(entry.packed));
  return std::unique_ptr<ByteStream>(std::make_unique<EntryStream>(bytes_, packed, entry, name_));
}

}  // namespace sojourn
