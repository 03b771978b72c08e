// Which terms are nouns, by the small words they stand behind: "the delivery" and "of delivery" speak for one, "to deliver" and
// "very late" against. German nouns are told by their capitals. For names of topics, where a wrong guess costs little.
// Languages without a list (en, nl, de, ru, zh, es, fr, it and pt have one) tell nothing: every term may be a noun.
// Threads   one counter a thread. Cost: two look-ups a use of a term.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "text/topic_vocabulary.h"

namespace sojourn {

// Hashes of words that stand before nouns, before what is no noun, and behind what is no noun.
struct NounWords {
  static const NounWords& of(std::string_view language);
  std::unordered_set<uint64_t> noun, other, behind_other;
};

class NounCounter {
 public:
  explicit NounCounter(std::string_view language);
  // What TopicVocabulary::find found in one text.
  void add(const Tokenizer& text, const std::vector<TermUse>& uses);
  // 0 to 1: how much speaks for a noun; 0.5 where nothing tells.
  double share(uint32_t term) const;

 private:
  struct Seen {
    double noun = 0, other = 0;
  };
  bool capitals_;
  std::unordered_set<uint64_t> noun_, other_, behind_other_;
  std::vector<Seen> seen_;
};

// Does the word stand as a noun here? Behind a small word that leads one, at most one word between them ("the new coat");
// German: with a capital within a sentence; Russian: with no ending of verbs, adjectives and adverbs. True of languages
// without a list.
bool stands_as_noun(const Tokenizer& text, uint32_t token, std::string_view language);

}  // namespace sojourn
