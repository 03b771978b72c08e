#include "formats/utf8_text.h"

#include <cstdint>

#include "base/encoding.h"

namespace sojourn {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;

bool is_half(uint32_t unit) { return unit >= 0xD800 && unit <= 0xDFFF; }
bool is_first_half(uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }

// Calls each(code point); halves that stand alone, and an odd byte at the end, are replaced.
template <class Each>
void each_code_point(std::string_view bytes, bool little, Each&& each) {
  const size_t high = little ? 1 : 0;
  const auto unit = [&](size_t at) {
    return static_cast<uint32_t>(static_cast<unsigned char>(bytes[at + high])) << 8 |
           static_cast<unsigned char>(bytes[at + 1 - high]);
  };
  size_t at = 0;
  for (; at + 2 <= bytes.size(); at += 2) {
    const uint32_t first = unit(at);
    const uint32_t second = is_first_half(first) && at + 4 <= bytes.size() ? unit(at + 2) : 0;
    if (!is_half(first)) {
      each(first);
    } else if (is_half(second) && !is_first_half(second)) {
      each(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
      at += 2;
    } else {
      each(kReplacement);
    }
  }
  if (at < bytes.size()) each(kReplacement);
}

size_t utf8_bytes(uint32_t code_point) {
  return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

}  // namespace

Result<std::string_view> utf8_text(std::string_view bytes, std::string& room) {
  constexpr std::string_view kLittle = "\xFF\xFE";
  constexpr std::string_view kBig = "\xFE\xFF";
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  const bool little = bytes.starts_with(kLittle);
  if (!little && !bytes.starts_with(kBig)) return bytes;
  if (bytes.size() > kUtf16BytesMax) {
    return Status::limit("it is UTF-16 and larger than " + std::to_string(kUtf16BytesMax >> 20) +
                         " MiB; save it as UTF-8, or export it in parts");
  }
  bytes.remove_prefix(kLittle.size());
  size_t size = kMark.size();
  each_code_point(bytes, little, [&](uint32_t code_point) { size += utf8_bytes(code_point); });
  room.reserve(size);
  room = kMark;
  each_code_point(bytes, little, [&](uint32_t code_point) { append_code_point(room, code_point); });
  return std::string_view(room);
}

}  // namespace sojourn
