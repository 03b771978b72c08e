// Phrases of two or three terms that stand side by side more often than chance has it.
// Counts are of texts. NPMI: Bouma 2009; where a phrase is nearly always part of a longer one, the longer one is meant
// (C-value, Frantzi & Ananiadou 1999).
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "text/topic_vocabulary.h"

namespace sojourn {

inline constexpr double kPhraseNpmiLeast = 0.3;
inline constexpr size_t kPhrasesMost = 2'000;

struct MinedPhrase {
  uint32_t left = 0;  // A term, or a phrase found before.
  uint32_t right = 0;
  uint32_t texts = 0;
  double npmi = 0;
};

class PhraseMiner {
 public:
  // `longer`: pairs of a phrase and a term; otherwise pairs of two terms.
  explicit PhraseMiner(const TopicVocabulary& vocabulary, bool longer) : vocabulary_(vocabulary), longer_(longer) {}
  // What TopicVocabulary::find found in one text.
  void add(std::span<const TermUse> uses);
  // Those in at least `texts_least` texts, by left and right.
  std::vector<MinedPhrase> phrases(uint32_t texts_least) const;

 private:
  const TopicVocabulary& vocabulary_;
  bool longer_;
  uint64_t texts_ = 0;
  std::vector<uint32_t> of_term_;
  std::unordered_map<uint64_t, uint32_t> pairs_;
  std::vector<uint32_t> terms_here_;
  std::vector<uint64_t> pairs_here_;
};

}  // namespace sojourn
