// The words of a language that make no topic and no key phrase, and how its endings fold: "deliveries" to "delivery".
//
// File     engine/text/data/XX.words, made by tools/text_words.py. Head as of a lexicon, then
//            letters: ä>a, ...   changed everywhere
//            fold: ies>y, s>     one pass, at most one change: the first ending that fits and leaves kFoldLeast letters;
//                                an ending that folds to itself stays. Passes stand in their order.
//            stop: the, and
//          A language without a file has no stop words and folds nothing.
// Threads  read only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/status.h"
#include "text/word_points.h"

namespace sojourn {

inline constexpr size_t kFoldLeast = 3;
class WordList {
 public:
  // Errors: kInvalidArgument with the line.
  static Result<WordList> read(std::string_view text, std::string_view name);
  static const WordList& built_in(std::string_view language);

  // `hash`: of the token, or joined of several (join_hashes).
  bool is_stop(uint64_t hash) const { return stops_.contains(hash); }
  const std::unordered_set<uint64_t>& stops() const { return stops_; }
  // The hash of the word without its ending; that of words folded is their own.
  uint64_t fold(std::string_view word) const;
  void fold(WordPoints& word) const;

 private:
  using Points = std::vector<uint32_t>;
  using Pass = std::vector<std::pair<Points, Points>>;
  Status read_line(std::string_view kind, std::string_view rest);

  std::vector<std::pair<uint32_t, Points>> letters_;
  std::vector<Pass> passes_;
  std::unordered_set<uint64_t> stops_;
};

}  // namespace sojourn
