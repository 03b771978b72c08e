// The columns that what customers say adds to the timelines: named `voice.` and what they tell.
//
// They have their place among the columns but are never written: parts leave them absent, and enrich/voiced_timelines.h
// fills them as blocks are read, so that a verdict that changes touches no file. Absent where an event has no text of the
// customer's (code 0, NaN). docs/formats/voice.md lists their values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "timelines/snapshot.h"

namespace sojourn {

enum class VoiceColumn : uint8_t {
  // Of what is written.
  kLanguage,
  kSentiment,
  kScore,
  kEmotion,
  kMotive,
  kIntent,
  kTopic,
  kWish,
  kObstacle,
  kRival,
  // Of a conversation's turns.
  kTurns,
  kToneFirst,
  kToneLast,
  kToneChange,
  kAgentWords,
  kCustomerWords,
  kInterruptions,
  kAgentTalk,
  kCustomerTalk,
  kSilence,
  kResponse,
  kCues,
  kHesitations,
  kApologies,
  kCourtesies,
  kPromises,
  kEscalation,
};
inline constexpr size_t kVoiceColumns = 27;

struct VoiceColumnInfo {
  VoiceColumn column;
  std::string_view name;  // "voice.sentiment"
  ColumnType type;        // kCode or kNumber.
  std::string_view about;
};
// In the order of the enum.
std::span<const VoiceColumnInfo> voice_columns();

}  // namespace sojourn
