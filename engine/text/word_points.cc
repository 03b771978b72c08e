#include "text/word_points.h"

#include <algorithm>

#include "text/characters.h"

namespace sojourn {
namespace {

// REQUIRES: UTF-8, as the tokenizer's words are; what is not reads as some character.
uint32_t next_point(std::string_view text, size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  uint32_t point = bytes == 1 ? first : first & (0xFFU >> (bytes + 1));
  for (size_t more = 1; more < bytes && at + more < text.size(); ++more) {
    point = point << 6 | (static_cast<unsigned char>(text[at + more]) & 0x3FU);
  }
  at += bytes;
  return point;
}

}  // namespace

WordPoints word_points(std::string_view word) {
  const CharTable& table = CharTable::get();
  WordPoints read;
  for (size_t at = 0; at < word.size() && read.size < kWordPointsMost;) {
    const uint32_t point = next_point(word, at);
    const uint32_t lower = point == 0x2019 ? '\'' : table.lower(point);
    const bool third = read.size >= 2 && read.points[read.size - 1] == lower && read.points[read.size - 2] == lower;
    if (!third || table.traits(point).kind != CharKind::kLetter) read.points[read.size++] = lower;
  }
  return read;
}

std::string points_text(std::span<const uint32_t> points) {
  std::string text;
  const auto follow = [&](uint32_t point, int shift) { text += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
  for (const uint32_t point : points) {
    if (point < 0x80) {
      text += static_cast<char>(point);
    } else if (point < 0x800) {
      text += static_cast<char>(0xC0U | point >> 6);
      follow(point, 0);
    } else if (point < 0x10000) {
      text += static_cast<char>(0xE0U | point >> 12);
      follow(point, 6);
      follow(point, 0);
    } else {
      text += static_cast<char>(0xF0U | (point >> 18 & 7U));
      follow(point, 12);
      follow(point, 6);
      follow(point, 0);
    }
  }
  return text;
}

std::span<const uint32_t> without_ending(const WordPoints& word, const WordEndings& endings, size_t least) {
  for (const std::vector<uint32_t>& ending : endings) {
    if (word.size < ending.size() + least) continue;
    const size_t left = word.size - ending.size();
    if (std::equal(ending.begin(), ending.end(), word.points + left)) return word.view().first(left);
  }
  return word.view();
}

}  // namespace sojourn
