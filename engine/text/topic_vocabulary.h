// Which words and phrases of one language are terms, and where they stand in a text. The same code reads the texts that
// topics are found in and those that are told their topic, so both see the same terms.
//
// Words    by the tokenizer's hash; a word that was never seen is folded by its endings first. Words of Han and kana: the
//          longest known one from the left.
// Phrases  two terms side by side, or a phrase and a term; they stand beside their words.
// Threads  read only once made. Cost: about 15 ns a token.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "text/tokenizer.h"
#include "text/word_list.h"

namespace sojourn {

inline constexpr uint32_t kNoTerm = UINT32_MAX;
inline constexpr size_t kIdeographsMost = 8;  // Of one word.

// Where one term stands. Single words first met, a phrase after its last word.
struct TermUse {
  uint32_t term = 0;
  uint32_t first_token = 0;
  uint32_t end_token = 0;
};

// Numbers by hashes: open addressing, grows only.
class HashTable {
 public:
  static constexpr uint32_t kMissing = UINT32_MAX - 1;
  void put(uint64_t key, uint32_t value);
  uint32_t find(uint64_t key) const {
    if (slots_.empty()) return kMissing;
    const size_t mask = slots_.size() - 1;
    for (size_t at = (key ^ key >> 32) & mask;; at = (at + 1) & mask) {
      if (slots_[at].value == kMissing) return kMissing;
      if (slots_[at].key == key) return slots_[at].value;
    }
  }
  size_t size() const { return size_; }
  // Sorted by key.
  std::vector<std::pair<uint64_t, uint32_t>> entries() const;

 private:
  struct Slot {
    uint64_t key = 0;
    uint32_t value = kMissing;
  };
  std::vector<Slot> slots_;
  size_t size_ = 0;
};

struct Term {
  std::string text;   // As it is mostly written.
  double rarity = 1;  // Inverse document frequency.
  uint32_t words = 1;
  uint32_t texts = 0;  // That it stood in at fit.
  // Known at fit only, for names: with the capitals it is mostly written with, and how much speaks for a noun (noun_cues.h).
  std::string written{};
  double noun = 0.5;
};

class TopicVocabulary {
 public:
  explicit TopicVocabulary(std::string_view language = {});

  size_t size() const { return terms_.size(); }
  const Term& term(uint32_t id) const { return terms_[id]; }
  Term& term(uint32_t id) { return terms_[id]; }

  uint32_t add_term(Term term);
  // A written form of a term; kNoTerm: known, and no term (stop words).
  void add_word(uint64_t hash, uint32_t term) { words_.put(hash, term); }
  void add_folded(uint64_t hash, uint32_t term) { folded_.put(hash, term); }
  // Joined hashes of `count` ideographs, of which the first is `first`.
  void add_ideographs(uint64_t first, uint64_t joined, size_t count, uint32_t term);
  void add_phrase(uint32_t left, uint32_t right, uint32_t term) { phrases_.put(phrase_key(left, right), term); }
  uint32_t phrase(uint32_t left, uint32_t right) const {
    const uint32_t found = phrases_.find(phrase_key(left, right));
    return found == HashTable::kMissing ? kNoTerm : found;
  }
  uint32_t word(uint64_t hash) const {
    const uint32_t found = words_.find(hash);
    return found == HashTable::kMissing ? kNoTerm : found;
  }
  uint32_t folded(uint64_t hash) const {
    const uint32_t found = folded_.find(hash);
    return found == HashTable::kMissing ? kNoTerm : found;
  }
  const HashTable& words() const { return words_; }
  bool knows(uint64_t hash) const { return words_.find(hash) != HashTable::kMissing; }

  // Replaces `uses` by the terms of the text, in order.
  void find(const Tokenizer& text, std::vector<TermUse>& uses) const;
  // What stands in the text between blanks and marks, as one word each: true for words and ideographs.
  const WordList& list() const { return *list_; }
  const std::string& language() const { return language_; }

  void save(ByteWriter& writer) const;
  // Errors: kCorruption.
  static Result<TopicVocabulary> load(std::string_view language, ByteReader& reader);

 private:
  static uint64_t phrase_key(uint32_t left, uint32_t right) {
    return join_hashes(static_cast<uint64_t>(left) << 32 | right, 0x70687261);
  }
  uint32_t find_word(std::string_view word, uint64_t hash) const;
  size_t find_ideographs(std::span<const Token> tokens, size_t at, uint32_t& term) const;

  std::string language_;
  const WordList* list_;
  std::vector<Term> terms_;
  HashTable words_, folded_, phrases_;
  HashTable longest_;  // Of words that begin with this ideograph.
};

}  // namespace sojourn
