// What the writer feels, of Ekman's six emotions: by words, idioms, signs and causes of one language, by the sentiment, and by
// a learned model's probabilities where they are given.
//
// Words      data/XX.emotions and data/signs.emotions, in the form of meaning_words.h. Causes ("still waiting for", "charged
//            twice") are told with little weight: alone they are just enough.
// Negations  what is negated is not felt ("not angry"); negated joy is a little sadness.
// Weighing   "very" and "a bit" before a word; emotions against the sentiment count half; a clear sentiment speaks for joy or,
//            less, for anger, and against whatever a learned model says that has the other sign.
// None       too few words, no word that feels, and no sentiment either way.
// Confidence the share of all evidence that speaks for what is told, brought to how often such a share was right (docs/guides/
//            voice.md). Below kMeaningConfidence, and for languages without a list, the emotion is unknown.
// Threads    one finder a thread; the lists are shared. Cost: 1 to 2 us a short comment; nothing is allocated a text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "text/meaning.h"
#include "text/meaning_scan.h"

namespace sojourn {

struct EmotionFind {
  Emotion emotion = Emotion::kUnknown;
  double confidence = 0;
  ByteRange range;  // The strongest word for it; empty where the sentiment or the model alone speaks.
};

class EmotionFinder {
 public:
  // Of a language in the program; null where there is none.
  static const MeaningWords* built_in(std::string_view language);

  // `score`, `learned`: as MeaningReader::read().
  EmotionFind find(const Tokenizer& text, std::string_view language, double score, std::span<const double> learned);

 private:
  struct Felt;
  void hear(double score, Felt& felt) const;
  double strength(size_t match) const;

  MeaningScan scan_;
  std::string language_;
  const MeaningWords* words_ = nullptr;  // Of `language_`.
};

}  // namespace sojourn
