#include "collect/text_stream.h"

#include <algorithm>

namespace sojourn {
namespace {

constexpr size_t kFirstChunkBytes = 16 * 1024;  // Requests with an event or two are small.
constexpr size_t kChunkBytes = 256 * 1024;
constexpr char kNoText = '\xff';

bool is_ascii(std::string_view bytes) {
  unsigned char all = 0;
  for (const char c : bytes) all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
  return all < 0x80;
}

// Length of the text before a character that the chunk's end cuts in two.
size_t whole_utf8(std::string_view bytes) {
  for (size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
    const auto c = static_cast<unsigned char>(bytes[bytes.size() - back]);
    if (c >= 0xc0) {
      const size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
      return length > back ? bytes.size() - back : bytes.size();
    }
    if (c < 0x80) break;
  }
  return bytes.size();
}

}  // namespace

TextStream::TextStream(std::unique_ptr<ByteStream> bytes, std::optional<Encoding> encoding)
    : bytes_(std::move(bytes)), encoding_(encoding), certain_(encoding.has_value()) {}

Result<bool> TextStream::fill() {
  const size_t want = std::max(started_ ? kChunkBytes : kFirstChunkBytes, buffer_.size() - begin_);
  const size_t kept = raw_.size();
  raw_.resize(kept + want);
  const Result<size_t> got = bytes_->read(raw_.data() + kept, want);
  raw_.resize(kept + (got ? *got : 0));
  if (!got) return got.error();
  const bool last = *got < want;
  if (*got == 0 && raw_.empty()) return false;
  buffer_.erase(0, begin_);
  begin_ = 0;
  if (!started_) guess();
  const size_t before = buffer_.size();
  append(raw_, last);
  return buffer_.size() > before || !last;
}

void TextStream::guess() {
  started_ = true;
  const EncodingGuess guess = guess_encoding(raw_);
  if (!encoding_) {
    encoding_ = guess.encoding;
    certain_ = guess.bom_bytes > 0;
    raw_.erase(0, guess.bom_bytes);
  } else if (guess.bom_bytes > 0 && guess.encoding == *encoding_) {
    raw_.erase(0, guess.bom_bytes);
  }
}

void TextStream::append(std::string_view chunk, bool last) {
  const bool wide = *encoding_ == Encoding::kUtf16Le || *encoding_ == Encoding::kUtf16Be;
  if (wide) {
    append_utf16(chunk, last);
    return;
  }
  size_t used = chunk.size();
  if (*encoding_ == Encoding::kUtf8) {
    if (!last) used = whole_utf8(chunk);
    append_utf8(chunk.substr(0, used));
  } else {
    append_single_bytes(chunk);
  }
  raw_.erase(0, used);
}

void TextStream::append_utf8(std::string_view chunk) {
  if (!certain_ && !is_ascii(chunk)) {
    certain_ = true;
    if (!is_utf8(chunk)) {
      encoding_ = Encoding::kWindows1252;
      append_single_bytes(chunk);
      return;
    }
  }
  buffer_.append(chunk);
}

void TextStream::append_single_bytes(std::string_view chunk) {
  if (single_bytes_['A'].empty()) {
    for (size_t i = 0; i < single_bytes_.size(); ++i) {
      const char byte = static_cast<char>(i);
      const Result<std::string> text = to_utf8({&byte, 1}, *encoding_);
      single_bytes_[i] = text ? *text : std::string(1, kNoText);
    }
  }
  for (const char c : chunk) {
    if (static_cast<unsigned char>(c) < 0x80) {
      buffer_ += c;
    } else {
      buffer_ += single_bytes_[static_cast<unsigned char>(c)];
    }
  }
}

void TextStream::append_utf16(std::string_view chunk, bool last) {
  const size_t high = *encoding_ == Encoding::kUtf16Le ? 1 : 0;
  const auto unit = [&](size_t at) {
    return static_cast<uint32_t>(static_cast<unsigned char>(chunk[at + high])) << 8 |
           static_cast<unsigned char>(chunk[at + 1 - high]);
  };
  size_t at = 0;
  while (at + 2 <= chunk.size()) {
    const uint32_t first = unit(at);
    if (first < 0xd800 || first > 0xdfff) {
      append_code_point(buffer_, first);
      at += 2;
    } else if (first > 0xdbff) {
      buffer_ += kNoText;  // The second half of a pair, alone.
      at += 2;
    } else if (at + 4 <= chunk.size()) {
      const uint32_t second = unit(at + 2);
      const bool pair = second >= 0xdc00 && second <= 0xdfff;
      if (pair) append_code_point(buffer_, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
      if (!pair) buffer_ += kNoText;
      at += pair ? 4 : 2;
    } else {
      break;
    }
  }
  if (last && at < chunk.size()) {
    buffer_ += kNoText;
    at = chunk.size();
  }
  raw_.erase(0, at);
}

}  // namespace sojourn
