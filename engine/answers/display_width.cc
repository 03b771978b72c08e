#include "answers/display_width.h"

#include <array>
#include <cstdint>
#include <utility>

namespace sojourn {
namespace {

using Span = std::pair<uint32_t, uint32_t>;

// From Unicode's EastAsianWidth (W, F) and general category Mn, in the blocks that names and comments use.
constexpr std::array<Span, 13> kWide{{{0x1100, 0x115F},
                                      {0x231A, 0x231B},
                                      {0x2705, 0x2705},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0xA4CF},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF00, 0xFF60},
                                      {0xFFE0, 0xFFE6},
                                      {0x1F300, 0x1F64F},
                                      {0x1F680, 0x1FAFF},
                                      {0x20000, 0x3FFFD}}};
constexpr std::array<Span, 8> kNone{{{0x0300, 0x036F},
                                     {0x0483, 0x0489},
                                     {0x0591, 0x05BD},
                                     {0x064B, 0x065F},
                                     {0x200B, 0x200F},
                                     {0x20D0, 0x20F0},
                                     {0xFE00, 0xFE0F},
                                     {0x1F3FB, 0x1F3FF}}};

template <size_t N>
bool within(uint32_t character, const std::array<Span, N>& spans) {
  for (const auto& [first, last] : spans) {
    if (character >= first && character <= last) return true;
  }
  return false;
}

struct Character {
  uint32_t code = 0xFFFD;
  size_t bytes = 1;
};

Character read_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {first, 1};
  const size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0;
  if (bytes == 0 || text.size() < bytes) return {};
  uint32_t code = first & (0xFFU >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (next & 0x3FU);
  }
  return {code, bytes};
}

size_t character_width(uint32_t code) {
  if (within(code, kNone)) return 0;
  return within(code, kWide) ? 2 : 1;
}

bool is_control(uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E);
}

}  // namespace

size_t display_width(std::string_view utf8) {
  size_t width = 0;
  while (!utf8.empty()) {
    const Character character = read_character(utf8);
    width += character_width(character.code);
    utf8.remove_prefix(character.bytes);
  }
  return width;
}

std::string display_text(std::string_view utf8, size_t most) {
  std::string out;
  size_t width = 0;
  size_t room_for_mark = 0;  // Bytes of `out` that leave a column for "…".
  while (!utf8.empty()) {
    const Character character = read_character(utf8);
    const bool shown = !is_control(character.code);
    const size_t more = shown ? character_width(character.code) : 1;
    if (width + more > most) return out.substr(0, room_for_mark) + "…";
    out += shown ? utf8.substr(0, character.bytes) : std::string_view(" ");
    width += more;
    if (width < most) room_for_mark = out.size();
    utf8.remove_prefix(character.bytes);
  }
  return out;
}

}  // namespace sojourn
