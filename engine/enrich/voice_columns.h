// The columns that what customers say adds to the timelines: named `voice.` and what they tell.
//
// Absent: where an event has no text of the customer's (code 0, NaN). docs/formats/voice.md lists their values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "timelines/snapshot.h"

namespace sojourn {

enum class VoiceColumn : uint8_t {
  // Of what is written, from VoiceFacts.
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
  // Of a conversation's turns, from ConversationFacts.
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
  kEscalation,
};
inline constexpr size_t kVoiceColumns = 23;
inline constexpr size_t kFirstConversationColumn = static_cast<size_t>(VoiceColumn::kTurns);

struct VoiceColumnInfo {
  VoiceColumn column;
  std::string_view name;  // "voice.sentiment"
  ColumnType type;        // kCode or kNumber.
  std::string_view about;
};
// In the order of the enum.
std::span<const VoiceColumnInfo> voice_columns();

}  // namespace sojourn
