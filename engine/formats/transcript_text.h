// Subtitles and speech recognition as turns: WebVTT, SubRip, and the files of Whisper and Amazon Transcribe.
//
// Speakers  <v Name> of WebVTT; "Name:" before the words, where it is a known role or comes back; the speaker or channel
//           that recognisers tell apart.
// Source    W3C WebVTT; openai/whisper writers; the output format in the Amazon Transcribe documentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/json_fields.h"
#include "formats/turns.h"

namespace sojourn {

struct Transcript {
  std::string id;           // As the file names itself; "" : it does not.
  std::string language;     // "en"; "" : not told.
  bool redacted = false;    // The file says so.
  std::vector<Turn> turns;  // Names are speakers as the file has them; roles are not given yet.
};

enum class TranscriptKind : unsigned char {
  kUnknown,
  kVtt,
  kSrt,
  kWhisperJson,
  kWhisperCppJson,
  kWhisperTsv,
  kAwsTranscribe
};
TranscriptKind transcript_kind(std::string_view head);

// `text` is UTF-8. Errors: kInvalidArgument when it is none of these, or has no words with times at all.
Result<Transcript> read_transcript(std::string_view text, const FormatSettings& settings);

}  // namespace sojourn
