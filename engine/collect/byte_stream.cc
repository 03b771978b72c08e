#include "collect/byte_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "base/text.h"
#include "collect/xlsx_reader.h"

namespace sojourn {
namespace {

constexpr size_t kBufferBytes = 256 * 1024;
constexpr size_t kMagicBytes = 4;

class FileStream final : public ByteStream {
 public:
  FileStream(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~FileStream() override { ::close(descriptor_); }
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  Result<size_t> read(char* buffer, size_t size) override {
    size_t done = 0;
    while (done < size) {
      const ssize_t got = ::read(descriptor_, buffer + done, size - done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        return Status::unavailable("cannot be read: " + std::generic_category().message(errno), path_);
      }
      if (got == 0) break;
      done += static_cast<size_t>(got);
    }
    bytes_read_ += done;
    return done;
  }
  uint64_t bytes_read() const override { return bytes_read_; }

 private:
  int descriptor_;
  std::string path_;
  uint64_t bytes_read_ = 0;
};

class LentStream : public ByteStream {
 public:
  explicit LentStream(std::string_view bytes) : bytes_(bytes) {}
  Result<size_t> read(char* buffer, size_t size) override {
    const size_t count = std::min(size, bytes_.size() - position_);
    if (count > 0) std::memcpy(buffer, bytes_.data() + position_, count);
    position_ += count;
    return count;
  }
  uint64_t bytes_read() const override { return position_; }

 protected:
  std::string_view bytes_;

 private:
  size_t position_ = 0;
};

class MemoryStream final : public LentStream {
 public:
  explicit MemoryStream(std::string bytes) : LentStream({}), kept_(std::move(bytes)) { bytes_ = kept_; }

 private:
  std::string kept_;
};

// The compressed bytes of another stream, a buffer at a time.
class PackedInput {
 public:
  PackedInput(std::unique_ptr<ByteStream> inner, std::string name)
      : inner_(std::move(inner)), buffer_(kBufferBytes), name_(std::move(name)) {}
  // Reads on when everything was used. False at the end.
  Result<bool> fill() {
    if (position_ < size_) return true;
    SOJOURN_TRY(size_, inner_->read(buffer_.data(), buffer_.size()));
    position_ = 0;
    return size_ > 0;
  }
  char* next() { return buffer_.data() + position_; }
  size_t left() const { return size_ - position_; }
  void use(size_t count) { position_ += count; }
  uint64_t bytes_read() const { return inner_->bytes_read(); }
  const std::string& name() const { return name_; }

 private:
  std::unique_ptr<ByteStream> inner_;
  std::vector<char> buffer_;
  std::string name_;
  size_t position_ = 0;
  size_t size_ = 0;
};

// Shared by both decompressors: an error is told only after the bytes before it were delivered.
class UnpackingStream : public ByteStream {
 public:
  explicit UnpackingStream(PackedInput input) : input_(std::move(input)) {}
  Result<size_t> read(char* buffer, size_t size) final {
    size_t done = 0;
    while (done < size && trouble_.ok() && !ended_) {
      const Result<bool> more = input_.fill();
      if (!more) {
        trouble_ = more.error();
      } else if (!*more) {
        ended_ = true;
        if (inside_) trouble_ = Status::corruption("the compressed file is cut off before its end", input_.name());
      } else {
        done += unpack(buffer + done, size - done);
      }
    }
    if (done == 0 && !trouble_.ok()) return trouble_;
    return done;
  }
  uint64_t bytes_read() const final { return input_.bytes_read(); }

 protected:
  // Unpacks some of what input_ holds; sets trouble_ when it is damaged, inside_ while a member is unfinished.
  virtual size_t unpack(char* buffer, size_t size) = 0;
  void damaged(const char* why) {
    trouble_ = Status::corruption(std::string("the compressed file is damaged: ") + why, input_.name());
  }

  PackedInput input_;
  bool inside_ = true;

 private:
  bool ended_ = false;
  Status trouble_;
};

class GzipStream final : public UnpackingStream {
 public:
  explicit GzipStream(PackedInput input) : UnpackingStream(std::move(input)) { inflateInit2(&state_, 16 + MAX_WBITS); }
  ~GzipStream() override { inflateEnd(&state_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

 protected:
  size_t unpack(char* buffer, size_t size) override {
    if (!inside_) {  // Files are joined by concatenation, too: another member follows, or padding that ends it all.
      if (*input_.next() != '\x1f') {
        input_.use(input_.left());
        return 0;
      }
      inflateReset(&state_);
      inside_ = true;
    }
    state_.next_in = reinterpret_cast<Bytef*>(input_.next());
    state_.avail_in = static_cast<uInt>(input_.left());
    state_.next_out = reinterpret_cast<Bytef*>(buffer);
    state_.avail_out = static_cast<uInt>(std::min(size, size_t{1} << 30));
    const uInt room = state_.avail_out;
    const int outcome = inflate(&state_, Z_NO_FLUSH);
    input_.use(input_.left() - state_.avail_in);
    if (outcome == Z_STREAM_END) {
      inside_ = false;
    } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
      damaged(state_.msg != nullptr ? state_.msg : "not gzip");
    }
    return room - state_.avail_out;
  }

 private:
  z_stream state_{};
};

class ZstdStream final : public UnpackingStream {
 public:
  explicit ZstdStream(PackedInput input) : UnpackingStream(std::move(input)), state_(ZSTD_createDStream()) {}
  ~ZstdStream() override { ZSTD_freeDStream(state_); }
  ZstdStream(const ZstdStream&) = delete;
  ZstdStream& operator=(const ZstdStream&) = delete;

 protected:
  size_t unpack(char* buffer, size_t size) override {
    ZSTD_inBuffer in{input_.next(), input_.left(), 0};
    ZSTD_outBuffer out{buffer, size, 0};
    const size_t outcome = ZSTD_decompressStream(state_, &out, &in);
    input_.use(in.pos);
    if (ZSTD_isError(outcome)) {
      damaged(ZSTD_getErrorName(outcome));
    } else {
      inside_ = outcome != 0;
    }
    return out.pos;
  }

 private:
  ZSTD_DStream* state_;
};

// Puts bytes that were read to look at them back before the rest.
class PrefixedStream final : public ByteStream {
 public:
  PrefixedStream(std::string head, std::unique_ptr<ByteStream> rest) : head_(std::move(head)), rest_(std::move(rest)) {}
  Result<size_t> read(char* buffer, size_t size) override {
    const size_t count = std::min(size, head_.size() - position_);
    if (count > 0) std::memcpy(buffer, head_.data() + position_, count);
    position_ += count;
    if (count == size) return count;
    const Result<size_t> more = rest_->read(buffer + count, size - count);
    if (!more && count == 0) return more.error();  // Else the next call tells it.
    return count + (more ? *more : 0);
  }
  uint64_t bytes_read() const override { return rest_->bytes_read(); }
  bool is_workbook() const override { return rest_->is_workbook(); }

 private:
  std::string head_;
  std::unique_ptr<ByteStream> rest_;
  size_t position_ = 0;
};

// What is packed inside of something packed: all layers together no larger than a packed file may be, so that a bomb in a
// bomb stays small.
class InnerStream final : public ByteStream {
 public:
  InnerStream(std::unique_ptr<ByteStream> packed, std::string name, std::shared_ptr<size_t> left)
      : packed_(std::move(packed)), name_(std::move(name)), left_(std::move(left)) {}
  Result<size_t> read(char* buffer, size_t size) override {
    SOJOURN_TRY(const size_t count, packed_->read(buffer, size));
    if (count <= *left_) {
      *left_ -= count;
      return count;
    }
    return Status::limit("what is packed inside it is larger than " + std::to_string(kWorkbookBytesMax >> 20) +
                             " MiB; unpack it and import what is inside",
                         name_);
  }
  uint64_t bytes_read() const override { return packed_->bytes_read(); }

 private:
  std::unique_ptr<ByteStream> packed_;
  std::string name_;
  std::shared_ptr<size_t> left_;  // For all layers.
};

enum class Packing : unsigned char { kNone, kGzip, kZstd, kArchive };

Packing packing_of(std::string_view head, bool files) {
  if (head.starts_with("\x1f\x8b")) return Packing::kGzip;
  if (head.starts_with("\x28\xb5\x2f\xfd")) return Packing::kZstd;
  return files && may_be_workbook(head) ? Packing::kArchive : Packing::kNone;
}

Result<std::unique_ptr<ByteStream>> unpacked_once(std::unique_ptr<ByteStream> packed, Packing packing,
                                                  const std::string& name) {
  switch (packing) {
    case Packing::kGzip: return std::unique_ptr<ByteStream>(new GzipStream(PackedInput(std::move(packed), name)));
    case Packing::kZstd: return std::unique_ptr<ByteStream>(new ZstdStream(PackedInput(std::move(packed), name)));
    case Packing::kArchive: return open_workbook(*packed, name);
    case Packing::kNone: break;
  }
  return packed;
}

Result<std::unique_ptr<ByteStream>> unpacked(std::unique_ptr<ByteStream> stream, const std::string& name, bool files) {
  constexpr int kLayersMax = 3;  // An export in an archive that somebody packed once more.
  const auto left = std::make_shared<size_t>(kWorkbookBytesMax);
  for (int layer = 0;; ++layer) {
    SOJOURN_TRY(const std::string head, peek(stream, kMagicBytes));
    const Packing packing = packing_of(head, files);
    if (packing == Packing::kNone) return stream;
    if (layer == kLayersMax) {
      return Status::limit(
          "it is packed more than " + std::to_string(kLayersMax) + " times over; unpack it and import what is inside",
          name);
    }
    if (layer > 0) stream = std::make_unique<InnerStream>(std::move(stream), name, left);
    SOJOURN_TRY(stream, unpacked_once(std::move(stream), packing, name));
    if (!files || stream->is_workbook()) return stream;
  }
}

}  // namespace

Result<std::string> peek(std::unique_ptr<ByteStream>& stream, size_t count) {
  std::string head(count, '\0');
  SOJOURN_TRY(const size_t got, stream->read(head.data(), count));
  head.resize(got);
  const std::string seen = head;
  stream = std::make_unique<PrefixedStream>(std::move(head), std::move(stream));
  return seen;
}

Result<std::unique_ptr<ByteStream>> ByteStream::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int trouble = errno;
    if (trouble == ENOENT) return Status::not_found("there is no such file", path);
    return Status::unavailable("cannot be opened: " + std::generic_category().message(trouble), path);
  }
  auto file = std::make_unique<FileStream>(descriptor, path);
  struct stat about {};
  if (::fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode)) {
    return Status::invalid("is a folder; name its files, e.g. " + path + "/*.csv", path);
  }
  return unpacked(std::move(file), path, true);
}

std::unique_ptr<ByteStream> ByteStream::lent(std::string_view bytes) { return std::make_unique<LentStream>(bytes); }

Result<std::unique_ptr<ByteStream>> ByteStream::over(std::string bytes, const std::string& name) {
  return unpacked(std::make_unique<MemoryStream>(std::move(bytes)), name, false);
}

Result<std::unique_ptr<ByteStream>> ByteStream::over_file(std::string bytes, const std::string& name) {
  return unpacked(std::make_unique<MemoryStream>(std::move(bytes)), name, true);
}

std::string file_stem(const std::string& path) {
  std::string name = file_name(path);
  constexpr std::array<std::string_view, 12> kEndings{".gz",  ".zst",   ".zip",    ".xlsx", ".csv",     ".tsv",
                                                      ".txt", ".jsonl", ".ndjson", ".json", ".parquet", ".tab"};
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view ending : kEndings) {
      if (name.size() > ending.size() && name.ends_with(ending)) {
        name.resize(name.size() - ending.size());
        cut = true;
      }
    }
  }
  return name;
}

}  // namespace sojourn
