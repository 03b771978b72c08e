#include "voice/voice_column.h"

#include <algorithm>
#include <cmath>

namespace sojourn {

VoiceCode VoiceCode::bind(BindContext& context, std::string_view name) {
  const std::optional<ColumnId> found = context.snapshot().find_column(name);
  if (!found) return {std::nullopt, make_names()};
  return {context.column(name), context.snapshot().names(*found)};
}

uint32_t VoiceCode::code_of(std::string_view text) const {
  const std::optional<uint32_t> code = names->find(text);
  return code && *code != 0 ? *code : kNever;
}

VoiceTone VoiceTone::bind(BindContext& context, bool only_texts) {
  VoiceTone bound;
  bound.sentiment_ = VoiceCode::bind(context, "voice.sentiment");
  bound.tones_.assign(std::max<size_t>(1, bound.sentiment_.names->size()), Tone::kUnknown);
  bound.tones_[0] = Tone::kNone;
  const auto name = [&](std::string_view text, Tone tone) {
    const uint32_t code = bound.sentiment_.code_of(text);
    if (code < bound.tones_.size()) bound.tones_[code] = tone;
  };
  name("positive", Tone::kPositive);
  name("neutral", Tone::kNeutral);
  name("negative", Tone::kNegative);
  if (context.snapshot().find_column("voice.score")) bound.score_ = context.column("voice.score");
  if (only_texts && bound.sentiment_.column) context.only_present(*bound.sentiment_.column);
  return bound;
}

int64_t VoiceTone::score(const Block& block, size_t event) const {
  if (!score_) return kNoInteger;
  const double score = block.column(*score_).numbers[event];
  return std::abs(score) <= 1 ? std::llround(score * kScoreUnit) : kNoInteger;
}

}  // namespace sojourn
