// What a wish is about: what its words mean by meaning_words.h, and the stems of the others; cues and stop words left out.
// Threads: one reader a thread. Cost: about 1 us a clause.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/meaning_scan.h"

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

class WishTermReader {
 public:
  WishVector read(std::string_view text, std::string_view language);
  // Short phrases of the text last read that might name its wish: of 1 to 4 words, in the order of the text.
  std::vector<std::string> phrases() const;

 private:
  void read_known(WishVector& vector);
  void read_ideographs(WishVector& vector, double weight);
  bool is_own(uint32_t token) const { return own_[token]; }

  Tokenizer tokenizer_;
  MeaningScan scan_;
  std::vector<bool> own_, weak_;  // Content that no phrase covers; that tells little.
  bool known_ = false;
};

}  // namespace sojourn
