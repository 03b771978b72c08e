// What people write in the texts of each topic, for its name: words, and phrases of two or three words that stand side by side,
// as "order number", "money back", "delivery too late".
//
// Phrases   have a telling word of a topic in them, and neither begin nor end with a stop word, but for a few that belong to the
//           word before ("back"); in between one may stand. Forms with one stem are one, written as they mostly are.
// Value     how well it sets the topic's texts apart (class TF-IDF), times how much speaks for a noun in it (noun_cues.h); a
//           phrase says more than a word.
// Threads   one a thread. Repeats: the same texts in the same order give the same.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "text/name_words.h"
#include "text/noun_cues.h"
#include "text/tokenizer.h"
#include "text/word_list.h"
#include "text/word_splitter.h"

namespace sojourn {

struct NamePhrase {
  std::string text;                // As it is mostly written, with its capitals.
  std::vector<std::string> words;  // Lower case, in order.
  double value = 0;
  double texts = 0;   // Of the topic.
  bool noun = false;  // Has a noun.
  size_t size() const { return words.size(); }
};

class NamePhrases {
 public:
  NamePhrases(std::string_view language, size_t topics);
  // The words of `text` are telling ones: all before the first add().
  void watch(std::string_view text);
  // `topic`: its row, or beyond them for none.
  void add(size_t topic, const Tokenizer& text, double times);
  // Those of the topic, the most valuable first.
  std::vector<NamePhrase> of(size_t topic) const;

 private:
  static constexpr size_t kWordsMost = 3;
  using Words = std::array<uint32_t, kWordsMost>;  // Of words_; kNone behind the last.
  struct Word {
    std::string text, written;
    uint32_t votes = 0, inside = 0, capital = 0;
    uint64_t stem = 0;
    double noun = 0, other = 0;
    bool stop = false, glue = false, end = false, never = false, letter = false, watched = false;
  };
  struct Phrase {
    Words words{};
    uint32_t votes = 0, size = 0;
    std::vector<std::pair<uint32_t, double>> texts;  // Of each topic that has some.
    double all = 0;
    uint64_t last = 0;  // The text it was counted in.
  };

  // Stems of words that nearly always have one and the same word behind or before them.
  struct Bound {
    std::unordered_set<uint64_t> forward, back;
  };

  uint32_t word_of(const Tokenizer& text, const WordSpan& span);
  void see(const Tokenizer& text, size_t at);
  void see_capitals(const Tokenizer& text, size_t at, Word& word);
  void see_phrases(size_t topic, size_t at, double times);
  void count(size_t topic, const Words& words, uint32_t size, double times);
  double noun_share(const Word& word) const;
  double shape(const Phrase& phrase, bool& noun) const;
  Bound bound_words() const;
  std::string shown(const Word& word) const;

  std::string language_;
  size_t topics_;
  const WordList& list_;
  const NameWords& name_words_;
  const NounWords& cues_;
  WordSplitter splitter_;
  Tokenizer tokenizer_;
  std::vector<WordSpan> spans_;
  std::vector<uint32_t> here_;
  std::unordered_set<uint64_t> watched_;  // Stems.
  std::unordered_map<uint64_t, uint32_t> ids_;
  std::vector<Word> words_;
  std::unordered_map<uint64_t, Phrase> phrases_;
  uint64_t texts_ = 0;
  double all_ = 0;
};

}  // namespace sojourn
