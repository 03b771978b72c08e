// What a text means beyond good and bad: how the writer feels, what moves them, what they want, and what stood in their way.
//
// Emotion    Ekman's six: emotions.h.
// Motive     the emotional motives of S. Magids, A. Zorfas, D. Leemon, "The New Science of Customer Emotions", HBR 11/2015.
//            A negation keeps the motive and turns its tone: "I do not feel safe" is safety, missed.
// Intent     what the writer would have happen; cues, else the sentiment (praise, complaint), strongest first.
// Wish       the clause with what is wanted, without the cue: "please add [a night theme]".
// Obstacle   a key phrase, the same for different wordings of one thing in a language: "checkout length" for "checkout takes
//            too long", "long checkout", "the checkout was endless".
// Switching  going to a competitor, or finding one better; `rival` is its name as written, "unnamed" where none is told. A
//            competitor that is worse than us, or that the writer came from, is a rival without switching.
// Unknown    where the confidence is below kMeaningConfidence, and for languages without data/XX.meaning.
// Confidence the share of all evidence, between 0 and 1, that speaks for what is told; little evidence keeps it low.
// Threads    one reader a thread. Cost: about 1 us a short comment; nothing is allocated a token.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/sentences.h"
#include "text/tokenizer.h"

namespace sojourn {

enum class Emotion : uint8_t { kUnknown, kJoy, kSadness, kAnger, kFear, kDisgust, kSurprise, kNone };
enum class Motive : uint8_t {
  kUnknown,
  kStandOut,     // Be seen as special.
  kConfidence,   // In the future.
  kWellBeing,    // Balance, calm, no stress.
  kFreedom,      // Act without leave or ties.
  kThrill,       // Excitement, fun.
  kBelonging,    // To people one is like or looks up to.
  kEnvironment,  // Protect it.
  kIdentity,     // Be who I want to be.
  kSafety,       // Feel secure.
  kSuccess       // Get on in life.
};
enum class Intent : uint8_t { kUnknown, kPraise, kComplaint, kQuestion, kRequest, kWish, kCancel, kSwitch, kThanks };

inline constexpr size_t kEmotions = 8, kMotives = 11, kIntents = 9;
// All names in the order of their codes; "unknown" is code 0.
std::span<const std::string_view> emotion_names();
std::span<const std::string_view> motive_names();
std::span<const std::string_view> intent_names();
std::string_view emotion_name(Emotion emotion);
std::string_view motive_name(Motive motive);
std::string_view intent_name(Intent intent);

inline constexpr double kMeaningConfidence = 0.5;
inline constexpr std::string_view kUnnamedRival = "unnamed";

// Ranges are of Tokenizer::text(); empty where nothing was found, or where the sentiment alone speaks for it.
struct TextMeaning {
  Emotion emotion = Emotion::kUnknown;
  double emotion_confidence = 0;
  ByteRange emotion_range;
  Motive motive = Motive::kUnknown;
  double motive_confidence = 0;
  int motive_tone = 0;  // 1: met, -1: missed, 0: no motive.
  ByteRange motive_range;
  Intent intent = Intent::kUnknown;
  double intent_confidence = 0;
  ByteRange intent_range;
  ByteRange wish;
  std::string wish_words;  // The text of `wish`.
  std::string obstacle;
  ByteRange obstacle_range;
  bool switching = false;
  ByteRange switching_range;  // The words that tell it.
  std::string rival;
  ByteRange rival_range;
};

class MeaningReader {
 public:
  MeaningReader();
  ~MeaningReader();
  MeaningReader(MeaningReader&&) noexcept;
  MeaningReader& operator=(MeaningReader&&) noexcept;

  // `score`: the sentiment from -1 to 1; not a number where it is not known.
  // `emotions`: probabilities of a learned model, by code of Emotion (kEmotions of them; [0] is not looked at), or empty.
  TextMeaning read(const Tokenizer& text, std::string_view language,
                   double score = std::numeric_limits<double>::quiet_NaN(), std::span<const double> emotions = {});

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace sojourn
