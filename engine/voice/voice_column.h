// The columns that what customers say adds to the timelines (enrich/voice_columns.h), as measures read them.
//
// Empty     timelines without these columns are those of customers who say nothing: every event is absent from them.
// Cost      O(1) an event. Threads: const.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "measure/definition.h"
#include "timelines/block.h"

namespace sojourn {

struct VoiceCode {
  static constexpr uint32_t kNever = std::numeric_limits<uint32_t>::max();  // The code of what no event has.

  std::optional<ColumnId> column;
  std::shared_ptr<Names> names;  // Never null.

  static VoiceCode bind(BindContext& context, std::string_view name);
  // 0: absent.
  uint32_t at(const Block& block, size_t event) const { return column ? block.column(*column).codes[event] : 0; }
  uint32_t code_of(std::string_view text) const;
};

// How a text of the customer's sounds. kNone: the event is no such text.
enum class Tone : uint8_t { kNone, kUnknown, kNegative, kNeutral, kPositive };

// voice.sentiment and voice.score.
class VoiceTone {
 public:
  // Only events with a text are shown to the fold. Where no event has one, all are, and none counts.
  static VoiceTone bind(BindContext& context, bool only_texts);
  Tone at(const Block& block, size_t event) const {
    const uint32_t code = sentiment_.at(block, event);
    return code < tones_.size() ? tones_[code] : Tone::kUnknown;
  }
  // -1 to 1 in millionths; kNoInteger where there is none.
  int64_t score(const Block& block, size_t event) const;
  static constexpr double kScoreUnit = 1e6;

 private:
  VoiceCode sentiment_;
  std::vector<Tone> tones_;  // By code.
  std::optional<ColumnId> score_;
};

}  // namespace sojourn
