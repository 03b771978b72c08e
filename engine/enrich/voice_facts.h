// What is kept of one comment's verdict: a few numbers, so that millions of them fit into memory.
//
// Codes of kinds that are fixed (emotion, motive, intent) are those of text/meaning.h; topics and wishes are ids of the
// edition's models; obstacles and rivals are words in the verdict book's own vocabulary. 0 is "none" for the latter four.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace sojourn {

enum class Mood : uint8_t { kUnknown, kNegative, kNeutral, kPositive };

struct VoiceFacts {
  uint16_t language = 0;  // In the book's vocabulary; 0: unknown.
  Mood mood = Mood::kUnknown;
  uint8_t emotion = 0;
  uint8_t motive = 0;
  uint8_t intent = 0;
  int16_t score = kNoScore;  // Of 10,000: -10,000 to 10,000.
  uint32_t topic = 0;
  uint32_t wish = 0;
  uint32_t obstacle = 0;
  uint32_t rival = 0;

  static constexpr int16_t kNoScore = std::numeric_limits<int16_t>::min();
  double score_value() const {
    return score == kNoScore ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(score) / 10'000;
  }
  bool operator==(const VoiceFacts&) const = default;
};
static_assert(sizeof(VoiceFacts) == 24);

}  // namespace sojourn
