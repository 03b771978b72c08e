// What the parts of the tokenizer share: how characters are read and hashes are made. Nobody else includes this.
#pragma once

#include "text/tokenizer.h"

namespace sojourn::token_parts {

inline constexpr uint32_t kBad = 0x110001;  // Not UTF-8; beyond every character.
inline constexpr uint64_t kSeed = 0xCBF29CE484222325ULL;

constexpr uint32_t fold(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0x9FB21C651E98DF25ULL;
  return static_cast<uint32_t>(hash >> 32);
}
constexpr uint64_t grow(uint64_t hash, uint32_t point) { return (hash ^ point) * 0x100000001B3ULL; }

inline bool is_follow(std::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

}  // namespace sojourn::token_parts

namespace sojourn {

// Well-formed UTF-8 only: no overlong forms, no surrogates, nothing beyond 0x10FFFF; else one bad byte.
inline Tokenizer::Character Tokenizer::at(size_t position) const {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text_[i])); };
  const uint32_t first = byte(position);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first < 0xE0 && token_parts::is_follow(text_, position + 1)) {
    return {(first & 0x1FU) << 6 | (byte(position + 1) & 0x3FU), 2};
  }
  if (first >= 0xE0 && first < 0xF0 && token_parts::is_follow(text_, position + 1) &&
      token_parts::is_follow(text_, position + 2)) {
    const uint32_t point = (first & 0x0FU) << 12 | (byte(position + 1) & 0x3FU) << 6 | (byte(position + 2) & 0x3FU);
    if (point >= 0x800 && (point < 0xD800 || point > 0xDFFF)) return {point, 3};
  }
  if (first >= 0xF0 && first < 0xF5 && token_parts::is_follow(text_, position + 1) &&
      token_parts::is_follow(text_, position + 2) && token_parts::is_follow(text_, position + 3)) {
    const uint32_t point = (first & 7U) << 18 | (byte(position + 1) & 0x3FU) << 12 | (byte(position + 2) & 0x3FU) << 6 |
                           (byte(position + 3) & 0x3FU);
    if (point >= 0x10000 && point <= 0x10FFFF) return {point, 4};
  }
  return {token_parts::kBad, 1};
}

}  // namespace sojourn
