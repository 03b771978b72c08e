// The phrases of meaning_words.h that stand in a text, its clauses, and what is negated in them.
// Threads: one scan a thread. Memory: buffers are kept from text to text. Cost: about 40 ns a token.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/meaning_words.h"
#include "text/sentences.h"

namespace sojourn {

struct MeaningMatch {
  const MeaningEntry* entry = nullptr;
  uint32_t first = 0, last = 0;  // Tokens.
  uint32_t clause = 0;
  bool turned = false;
  uint32_t gap_first = 1, gap_last = 0;  // The words that no word of the phrase stands for; none: gap_first > gap_last.
};

class MeaningScan {
 public:
  // Both are borrowed until the next call.
  void read(const Tokenizer& text, const MeaningWords& words);

  // By their first tokens. Of those of one kind none lies within another; those that are "off" are left out.
  const std::vector<MeaningMatch>& matches() const { return matches_; }
  // Those that begin at the tokens from `from` to before `to`; and whether one covers a token
  // (phrases of wishes, of switching and brands cover nothing: names stand within them).
  std::span<const MeaningMatch> between(uint32_t from, uint32_t to) const;
  bool is_covered(uint32_t token) const;
  // A phrase of wishes of several words, from `from` to before `to`, covers the token.
  bool is_meant(uint32_t token, uint32_t from, uint32_t to) const;
  const MeaningWords& words() const { return *words_; }
  const Tokenizer& text() const { return *text_; }
  uint32_t clause_of(uint32_t token) const { return tokens_[token].clause; }
  uint32_t sentence_of(uint32_t token) const { return tokens_[token].sentence; }
  uint32_t size() const { return static_cast<uint32_t>(tokens_.size()); }
  // A word or ideograph that is no stop word.
  bool has_content(uint32_t token) const { return tokens_[token].content; }
  bool ends_names(uint32_t token) const { return tokens_[token].ends; }
  bool is_question(uint32_t token) const { return tokens_[token].question; }
  // The first token after `token` that is of another clause; and the first of its own. At most 40 tokens away.
  uint32_t clause_end(uint32_t token) const;
  uint32_t clause_begin(uint32_t token) const;
  ByteRange range(uint32_t first, uint32_t last) const;

 private:
  struct TokenPlace {
    MeaningIds ids;
    uint32_t clause = 0, sentence = 0;
    bool content = false, question = false, skipped = false, ends = false;
    bool edge = false;  // Parts clauses, or is a sign of feeling.
  };
  void place_tokens();
  bool begins_clause(uint32_t token) const;
  bool ends_clause(uint32_t token) const;
  void find_at(uint32_t first);
  struct Gap {
    uint32_t first = 1, last = 0;
  };
  void walk(uint32_t node, uint32_t at, uint32_t first, Gap gap);
  void end_at(uint32_t node, uint32_t first, uint32_t last, Gap gap);
  void keep_found();
  void part_at_buts();
  void turn();
  std::span<MeaningMatch> among(uint32_t from, uint32_t to);
  bool turn_around(const MeaningMatch& turner);
  bool is_sign(const MeaningMatch& match) const;

  const Tokenizer* text_ = nullptr;
  const MeaningWords* words_ = nullptr;
  std::vector<TokenPlace> tokens_;
  std::vector<MeaningMatch> found_;  // That begin at one token.
  std::vector<MeaningMatch> matches_, turners_;
  std::vector<uint32_t> buts_;
  std::array<uint32_t, kMeaningKinds> taken_{};  // One after the last token taken by a kind.
};

}  // namespace sojourn
