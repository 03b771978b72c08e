// What one set of texts says more than another: phrases of one to three words, by the log-odds ratio with an informative
// Dirichlet prior (Monroe, Colaresi & Quinn 2008).
//
// Phrases    of words side by side that neither begin nor end with a stop word; forms with one stem are one, shown as mostly
//            written. Han and kana: runs of two to four characters that are words of ICU, or two words.
// Counts     of texts. A phrase that is nearly always part of a longer one is left out (C-value, Frantzi & Ananiadou 1999).
// Language   phrases of different languages are compared each with the texts of their own language.
// Repeats    do not depend on the order of the texts.  Cost: about 2 µs a word.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

struct KeyPhraseText {
  std::string_view text;
  std::string_view language;  // "": no stop words, nothing folded.
  bool inside = false;        // Of the set asked about; else of the one it is compared with.
  uint32_t count = 1;
};

struct KeyPhraseOptions {
  uint64_t texts_least = 3;  // In both sets together.
  size_t most = 50;          // Of each side.
  bool both_sides = false;   // Also what is said less.
};

struct KeyPhrase {
  std::string text;
  std::string language;
  double z = 0;  // > 0: said more inside; beyond 1.96 hardly by chance.
  uint64_t inside = 0, outside = 0;
};

// The most telling first: by z from the largest, then, with both_sides, those said less from the smallest.
std::vector<KeyPhrase> key_phrases(std::span<const KeyPhraseText> texts, const KeyPhraseOptions& options);

}  // namespace sojourn
