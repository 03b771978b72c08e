// What a wish is about: what its words mean by meaning_words.h, and the stems of the others; cues and stop words left out.
// Threads: one reader a thread. Cost: about 1 us a clause.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/meaning_scan.h"
#include "text/word_splitter.h"

namespace sojourn {

struct WishTerm {
  uint64_t term = 0;
  double weight = 0;
  bool operator==(const WishTerm&) const = default;
};
// By term, each once, of length one; empty where a wish says nothing.
using WishVector = std::vector<WishTerm>;
double cosine(const WishVector& a, const WishVector& b);
// Adds `factor` times `more`.
void add_to(WishVector& sum, const WishVector& more, double factor);
void make_unit(WishVector& vector);

struct WishPhrase {
  std::string text;
  uint32_t words = 1;
  bool oblique = false;  // Has a word in a case that names do not stand in.
};

class WishTermReader {
 public:
  WishVector read(std::string_view text, std::string_view language);
  // Short phrases of the text last read that might name its wish: of 1 to 4 whole words, in the order of the text.
  std::vector<WishPhrase> phrases();

 private:
  void read_known(WishVector& vector);
  void read_ideographs(WishVector& vector, double weight);
  uint64_t stem_of(std::string_view word) const;
  bool is_edge(uint32_t token, bool last) const;
  bool broken(const WordSpan& before, const WordSpan& after) const;

  Tokenizer tokenizer_;
  MeaningScan scan_;
  std::vector<bool> own_, weak_;  // Content that no phrase covers; that tells little.
  const MeaningWords* words_ = nullptr;
  WordSplitter splitter_{"zh"};
  std::vector<WordSpan> spans_;
};

}  // namespace sojourn
