// What a sentence speaks of, and where its parts begin: by lists of small words, without a grammar.
//
// Things    told ones: the words and phrases of a list, as they are written, capitals or not. Found ones: words that are no
//           function word, no feeling and no number, and stand where a noun may: behind an article or a feeling, before "was" or a
//           feeling; in German those with a capital; in Chinese words of two characters beside a feeling. Words that adjoin are
//           one thing ("room service").
// Parts     begin behind a comma, a semicolon or a dash and at a word of the lexicon's kind "but" (clauses), and at an "and".
// Threads   pure functions; lists of words are made once a language.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/tokenizer.h"

namespace sojourn {

// Tokens, both of them of the thing.
struct Thing {
  size_t first = 0, last = 0;
};

// In the order of the text, none within another.
std::vector<Thing> told_things(const Tokenizer& text, std::span<const std::string> targets);
std::vector<Thing> find_things(const Tokenizer& text, std::string_view language);

inline constexpr uint8_t kPartEdge = 1, kClauseEdge = 2;
// Of each token: what begins at it, 0 for nothing.
void find_edges(const Tokenizer& text, std::string_view language, std::vector<uint8_t>& edges);

}  // namespace sojourn
