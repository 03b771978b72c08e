// Everything that the voice says of one text, with the reasons: what POST /v1/voice/explain answers.
// Ranges are bytes of `text`, which is the text in NFC.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "text/aspects.h"
#include "text/personal_data.h"
#include "text/sentiment.h"

namespace sojourn {

// A verdict in words; "" : absent.
struct VoiceWords {
  std::string language;   // "unknown" where it cannot be told.
  std::string sentiment;  // positive, neutral, negative, unknown
  std::optional<double> score;
  std::string emotion, motive, intent, topic, wish, obstacle, rival;
};

struct VoiceFinding {
  std::string name;  // "unknown" where nothing is sure enough.
  double confidence = 0;
  ByteRange evidence;  // Empty where there is none.
};

struct VoiceExplanation {
  std::string text;
  std::string edition;
  VoiceWords words;
  double confidence = 0;  // Of the sentiment.
  std::string by;         // nothing, rules, model
  std::vector<Reason> reasons;
  std::vector<SentenceVerdict> sentences;
  std::vector<AspectVerdict> aspects;
  VoiceFinding emotion, motive, intent;
  uint32_t topic_id = 0;
  double topic_weight = 0;
  std::vector<ByteRange> topic_evidence;
  ByteRange wish_range, obstacle_range, rival_range;
  std::vector<PersonalSpan> personal;
};

}  // namespace sojourn
