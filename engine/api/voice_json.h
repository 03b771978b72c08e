// What the voice says, as JSON: docs/formats/voice.md.
#pragma once

#include <span>

#include "api/json_body.h"
#include "api/masking.h"
#include "api/text_units.h"
#include "api/voice_comments.h"
#include "enrich/live_tone.h"
#include "enrich/voice.h"

namespace sojourn {

// Null where there is no text.
Json voice_words_json(const VoiceWords& words);
// All but the text and the edition. `shown`: explanation.text as the caller may see it, which offsets are of then.
Json voice_explanation_json(const VoiceExplanation& explanation, TextUnit unit, const MaskedText* shown = nullptr);
// Nobody: a customer without identifiers.
Json live_flag_json(const LiveFlag& flag, const Store::Customer& customer);
// Without its explanation. `customer`: identifiers are empty where nobody is known.
Json voice_comment_json(const VoiceComment& comment, const Store::Customer& customer);

// `counts`: false: how much there is altogether is not told, as to those who see a part of it.
Json voice_status_json(const VoiceStatus& status, bool counts);
Json voice_correction_json(const CorrectionRow& row);
Json voice_preview_json(const Correction& correction, const CorrectionPreview& preview);
// `words`: false: without those of the comments that it was made of.
Json voice_topic_json(const VoiceTopicRow& topic, bool words);

}  // namespace sojourn
