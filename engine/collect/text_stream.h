// A window that slides over the text of an input: decompressed, in UTF-8, in bounded memory.
//
// Encoding  as told, else by byte-order mark, else guessed from the first chunk. A file that looked like ASCII and then
//           shows bytes that are not UTF-8 is read as Windows-1252 from there on. Text that has no meaning in its
//           encoding becomes the byte FF, which no UTF-8 holds: readers refuse that row and read on.
// Owner     views into window() live until the next fill().
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/status.h"
#include "collect/byte_stream.h"

namespace sojourn {

class TextStream {
 public:
  TextStream(std::unique_ptr<ByteStream> bytes, std::optional<Encoding> encoding);

  // What was read and not consumed yet.
  std::string_view window() const { return {buffer_.data() + begin_, buffer_.size() - begin_}; }
  void consume(size_t bytes) { begin_ += bytes; }
  // Reads on, at least as much as the window holds, so that growing a window costs linear time in all.
  // False at the end of the input. Errors: those of ByteStream.
  Result<bool> fill();
  uint64_t bytes_read() const { return bytes_->bytes_read(); }

 private:
  void guess();
  void append(std::string_view chunk, bool last);
  void append_utf8(std::string_view chunk);
  void append_utf16(std::string_view chunk, bool last);
  void append_single_bytes(std::string_view chunk);

  std::unique_ptr<ByteStream> bytes_;
  std::optional<Encoding> encoding_;
  bool started_ = false;
  bool certain_ = false;  // UTF-8 was told, marked, or seen.
  std::string raw_;       // The chunk being converted, after what the last one left over.
  std::string buffer_;
  size_t begin_ = 0;
  std::array<std::string, 256> single_bytes_;  // UTF-8 of each byte of a one-byte encoding.
};

}  // namespace sojourn
