#include "collect/packed_parquet.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "base/disk_room.h"

namespace sojourn {
namespace {

constexpr uint64_t kRoomLeft = uint64_t{64} << 20;  // For others, such as the record, that share the disk.

// No fault of the record, so nobody tries again by himself: the next copy would fill the disk once more.
Status no_room(const std::string& why) {
  return Status::limit("it cannot be unpacked into a temporary file (where TMPDIR says): " + why +
                       "; make room, or unpack it and import the Parquet file itself");
}

using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

OpenFile open_file(const std::string& path, const char* mode) {
  return {std::fopen(path.c_str(), mode), [](std::FILE* open) { return open == nullptr ? 0 : std::fclose(open); }};
}

// A file of nobody else's and without a name: it goes with this object, and with the program, however that ends.
class TemporaryFile {
 public:
  static Result<TemporaryFile> make() {
    std::error_code trouble;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(trouble);
    if (trouble) return no_room(trouble.message());
    std::string path = (folder / "sojourn-parquet-XXXXXX").string();
    const int made = ::mkostemp(path.data(), O_CLOEXEC);  // Its owner's alone, from the beginning.
    if (made < 0) return no_room(std::generic_category().message(errno));
    TemporaryFile file(made, folder.string());
    if (::unlink(path.c_str()) != 0) return no_room(std::generic_category().message(errno));
    return file;
  }
  ~TemporaryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  TemporaryFile(TemporaryFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), folder_(std::move(other.folder_)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  // Opens it within this program.
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  const std::string& folder() const { return folder_; }

 private:
  TemporaryFile(int descriptor, std::string folder) : descriptor_(descriptor), folder_(std::move(folder)) {}
  int descriptor_;
  std::string folder_;
};

Status copy_all(ByteStream& bytes, const TemporaryFile& to) {
  const auto full = [] { return no_room(std::generic_category().message(errno)); };
  constexpr size_t kChunk = size_t{1} << 20;
  OpenFile file = open_file(to.path(), "wb");
  if (file == nullptr) return full();
  std::vector<char> chunk(kChunk);
  for (size_t written = 0;;) {
    SOJOURN_TRY(const size_t count, bytes.read(chunk.data(), chunk.size()));
    if (count == 0) break;
    written += count;
    if (written > kUnpackedParquetBytesMax) {
      return Status::limit("unpacked it is larger than " + std::to_string(kUnpackedParquetBytesMax >> 30) +
                           " GiB; unpack it and import the Parquet file itself");
    }
    const Status room = find_room(to.folder(), kRoomLeft);
    if (!room.ok()) return no_room(room.message());
    if (std::fwrite(chunk.data(), 1, count, file.get()) != count) return full();
  }
  return std::fclose(file.release()) == 0 ? Status() : full();
}

// Rows of a file that lasts as long as they.
class UnpackedRows final : public RowSource {
 public:
  UnpackedRows(TemporaryFile file, std::unique_ptr<RowSource> rows) : file_(std::move(file)), rows_(std::move(rows)) {}
  const std::vector<std::string>& columns() const override { return rows_->columns(); }
  Result<bool> next(std::vector<Cell>& row) override { return rows_->next(row); }
  uint64_t line() const override { return rows_->line(); }
  std::string raw() const override { return rows_->raw(); }
  uint64_t bytes_read() const override { return rows_->bytes_read(); }

 private:
  TemporaryFile file_;
  std::unique_ptr<RowSource> rows_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_packed_parquet(ByteStream& bytes, const ParquetOpener& parquet) {
  SOJOURN_TRY(TemporaryFile file, TemporaryFile::make());
  SOJOURN_CHECK(copy_all(bytes, file));
  Result<std::unique_ptr<RowSource>> rows = parquet(file.path());
  if (!rows) {
    return Status(rows.error().code(), "the Parquet file inside cannot be read: it is damaged, or no Parquet");
  }
  return std::unique_ptr<RowSource>(std::make_unique<UnpackedRows>(std::move(file), std::move(rows).value()));
}

Result<bool> begins_with(const std::string& path, std::string_view magic) {
  const OpenFile file = open_file(path, "rb");
  if (file == nullptr) {
    return Status::unavailable("cannot be opened: " + std::generic_category().message(errno), path);
  }
  std::string head(magic.size(), '\0');
  head.resize(std::fread(head.data(), 1, head.size(), file.get()));
  return head == magic;
}

}  // namespace sojourn
