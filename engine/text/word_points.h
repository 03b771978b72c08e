// The characters of a word as the tokenizer hashes them: lower case, one apostrophe, a letter at most twice in a row.
// Without a heap. What is not UTF-8 reads as some character. Threads: pure functions. Cost: some ns a character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

inline constexpr size_t kWordPointsMost = 66;  // More are left out.

struct WordPoints {
  uint32_t points[kWordPointsMost];
  size_t size = 0;
  std::span<const uint32_t> view() const { return {points, size}; }
};
WordPoints word_points(std::string_view word);
std::string points_text(std::span<const uint32_t> points);

// Endings of words, to be taken off: the longest first.
using WordEndings = std::vector<std::vector<uint32_t>>;
// The word without the first ending that leaves `least` characters or more; else the word.
std::span<const uint32_t> without_ending(const WordPoints& word, const WordEndings& endings, size_t least);

}  // namespace sojourn
