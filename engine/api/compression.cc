#include "api/compression.h"

#include <zlib.h>

#include <algorithm>
#include <utility>

#include "api/http_message.h"

namespace sojourn {
namespace {

// zlib's way to ask for a kind of head.
constexpr int kGzipWindow = 15 + 16;
constexpr int kZlibWindow = 15;
constexpr int kBareWindow = -15;
constexpr int kGzipLevel = 4;  // JSON of answers: a third more time at 6 saves a few percent of bytes.
constexpr std::string_view kGzipMagic = "\x1f\x8b";

// zlib's stream, closed however we leave.
class Stream {
 public:
  explicit Stream(bool inflate, int window) : inflate_(inflate) {
    ready_ = inflate ? inflateInit2(&stream_, window) == Z_OK
                     : deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~Stream() {
    if (ready_) inflate_ ? inflateEnd(&stream_) : deflateEnd(&stream_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  bool ready() const { return ready_; }
  z_stream& operator*() { return stream_; }
  z_stream* operator->() { return &stream_; }

 private:
  z_stream stream_{};
  bool inflate_;
  bool ready_ = false;
};

void set_input(z_stream& stream, std::string_view bytes) {
  // zlib does not write to its input, though its type says so.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
}

void set_output(z_stream& stream, char* begin, size_t size) {
  stream.next_out = reinterpret_cast<Bytef*>(begin);
  stream.avail_out = static_cast<uInt>(size);
}

Status too_large(size_t bytes_max) {
  return Status::limit("unpacked it is more than " + std::to_string(bytes_max) + " bytes", "body");
}

bool another_member(z_stream& stream) {
  const std::string_view rest(reinterpret_cast<const char*>(stream.next_in), stream.avail_in);
  return rest.starts_with(kGzipMagic);
}

Result<std::string> inflate_all(std::string_view packed, int window, size_t bytes_max) {
  Stream stream(true, window);
  if (!stream.ready()) return Status::limit("no memory to unpack");
  set_input(*stream, packed);
  std::string out;
  size_t size = 0;
  while (true) {
    if (size == out.size()) {
      // One byte of room beyond the limit tells what is too large from what just fits.
      if (size > bytes_max) return too_large(bytes_max);
      out.resize(std::min(bytes_max + 1, std::max<size_t>(size * 2, packed.size() * 4 + 64)));
    }
    set_output(*stream, out.data() + size, out.size() - size);
    const int done = inflate(&*stream, Z_NO_FLUSH);
    size = out.size() - stream->avail_out;
    if (size > bytes_max) return too_large(bytes_max);
    if (done == Z_OK) continue;
    if (done != Z_STREAM_END) break;
    if (window == kGzipWindow && another_member(*stream) && inflateReset(&*stream) == Z_OK) continue;
    out.resize(size);
    return out;
  }
  return Status::corruption("this is not gzip, or it is cut off", "body");
}

// The head of zlib's own format: method 8, and a check of its two bytes (RFC 1950). Of text, "x\x01" and the like are
// the only ones, which no JSON begins with.
bool like_zlib(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto second = static_cast<unsigned char>(bytes[1]);
  return first == 0x78 && (first * 256 + second) % 31 == 0;
}

}  // namespace

std::string gzip(std::string_view bytes) {
  Stream stream(false, kGzipWindow);
  SOJOURN_ASSERT(stream.ready(), "zlib does not start");
  std::string out(deflateBound(&*stream, static_cast<uLong>(bytes.size())), '\0');
  set_input(*stream, bytes);
  set_output(*stream, out.data(), out.size());
  const int done = deflate(&*stream, Z_FINISH);
  SOJOURN_ASSERT(done == Z_STREAM_END, "deflateBound was not enough");
  out.resize(out.size() - stream->avail_out);
  return out;
}

Result<std::string> gunzip(std::string_view packed, size_t bytes_max) {
  return inflate_all(packed, kGzipWindow, bytes_max);
}

Result<std::string> unpack_body(std::string body, std::string_view content_encoding, size_t bytes_max) {
  if (body.size() > bytes_max) return too_large(bytes_max);
  if (body.starts_with(kGzipMagic)) return inflate_all(body, kGzipWindow, bytes_max);
  const bool deflated = same_word(trimmed(content_encoding), "deflate");
  if (like_zlib(body)) {
    Result<std::string> plain = inflate_all(body, kZlibWindow, bytes_max);
    if (deflated || plain.has_value() || plain.error().code() == StatusCode::kLimit) return plain;
    return body;
  }
  return deflated && !body.empty() && body[0] != '{' && body[0] != '[' ? inflate_all(body, kBareWindow, bytes_max)
                                                                       : Result<std::string>(std::move(body));
}

}  // namespace sojourn
