// Scores and words as sentiments: what people wrote beside their comment becomes something to learn from.
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "text/rules.h"

namespace sojourn {

// How the column of labels is to be read.
enum class LabelScale : uint8_t {
  kGuess,
  kWords,    // positive, neutral, negative and their short forms, also in other languages
  kStars,    // 0-2, 3, 4-5
  kNps,      // 0-6, 7-8, 9-10
  kSigned,   // below, at, above zero
  kClasses,  // 0, 1, 2: negative, neutral, positive, as sets for learning number them
  kAsIs,     // any labels: intents, topics
};
// Errors: kInvalidArgument with the names there are.
Result<LabelScale> read_label_scale(std::string_view name);

// The scale that nine tenths of these fit. Numbers up to 5 with some above 2 are stars, up to 10 with some above 5 a recommendation,
// nothing but 0, 1 and 2 are classes, others are signed; 0 and 1 alone are negative and positive (which is kWords). Errors: kInvalidArgument, with the first
// label that does not fit.
Result<LabelScale> guess_label_scale(const std::vector<std::string>& labels);
// None where the label does not fit the scale. REQUIRES: not kGuess, not kAsIs.
std::optional<Sentiment> read_sentiment(std::string_view label, LabelScale scale);

}  // namespace sojourn
