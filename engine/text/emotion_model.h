// Which of Ekman's emotions a text shows, by a learned model: anger, disgust, fear, joy, sadness, surprise, or neutral.
//
// English only: made from GoEmotions (data/LICENCES.md) by tools/text_models.py and `sojourn text train --compact`. It has
// learned from single comments of a forum; texts of other languages get no answer.
// Threads: a model is read only; a reader is one thread's. Cost: as LinearModel.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "text/linear_model.h"

namespace sojourn {

struct EmotionVerdict {
  std::string_view label;         // "joy" ... "neutral"; "": there is no model. Lives for ever.
  double confidence = 0;          // A calibrated probability.
  std::string_view feeling;       // The likeliest label besides "neutral".
  double feeling_confidence = 0;  // Of it.
};

class EmotionReader {
 public:
  // Null where the program has no model of the language.
  static const LinearModel* built_in(std::string_view language);

  // Of what `text` has read.
  EmotionVerdict read(const Tokenizer& text, std::string_view language);
  // The tokens that made it so, each with what it adds to the margin of `label`, strongest first, `most` of them.
  std::vector<std::pair<ByteRange, double>> explain(const Tokenizer& text, std::string_view language,
                                                    std::string_view label, size_t most = 3);

 private:
  FeatureReader features_;
  std::vector<double> probabilities_;
};

}  // namespace sojourn
