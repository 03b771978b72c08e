#include "api/text_units.h"

#include <algorithm>
#include <string>

#include "base/suggest.h"

namespace sojourn {
namespace {

constexpr unsigned char kContinuationMask = 0xC0, kContinuation = 0x80;
constexpr unsigned char kFourBytes = 0xF0;  // Characters that are two units of UTF-16 begin with it or more.

}  // namespace

std::string_view text_unit_name(TextUnit unit) { return unit == TextUnit::kUtf16 ? "utf16" : "bytes"; }

Result<TextUnit> parse_text_unit(std::string_view name) {
  if (name.empty() || name == "utf16") return TextUnit::kUtf16;
  if (name == "bytes") return TextUnit::kBytes;
  return Status::invalid(
      "utf16 or bytes was expected." + did_you_mean(std::string(name), std::vector<std::string>{"utf16", "bytes"}),
      "unit");
}

TextUnits::TextUnits(std::string_view text, TextUnit unit) : bytes_(text.size()) {
  if (unit == TextUnit::kBytes) return;
  places_.reserve(text.size() + 1);
  uint32_t begin = 0, next = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & kContinuationMask) != kContinuation) {
      begin = next;
      next += byte >= kFourBytes ? 2 : 1;
    }
    places_.push_back(begin);
  }
  places_.push_back(next);
}

size_t TextUnits::at(size_t byte) const {
  const size_t within = std::min(byte, bytes_);
  return places_.empty() ? within : places_[within];
}

}  // namespace sojourn
