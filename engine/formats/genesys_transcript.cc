#include "formats/genesys_transcript.h"

#include <map>

#include "base/text.h"
#include "formats/contact.h"

namespace sojourn {
namespace {

// -1 .. 1, as the analysis says it of each phrase; the middle third is neutral.
std::string sentiment_word(double score) {
  constexpr double kNeutral = 1.0 / 3;
  return score > kNeutral ? "positive" : score < -kNeutral ? "negative" : "neutral";
}

std::map<int64_t, std::string> sentiments(const Json& transcript) {
  std::map<int64_t, std::string> found;
  for (const Json& item : items_at(transcript, "analytics.sentiment")) {
    const auto phrase = integer_at(item, "phraseIndex");
    const auto score = number_at(item, "sentiment");
    if (phrase && score) found[*phrase] = sentiment_word(*score);
  }
  return found;
}

// Phrases tell epoch milliseconds; turns count from the beginning.
void read_phrases(const Json& transcript, const FormatSettings& settings, std::vector<Turn>& turns) {
  const auto felt = sentiments(transcript);
  int64_t place = 0;
  for (const Json& phrase : items_at(transcript, "phrases")) {
    Turn turn;
    const auto felt_here = felt.find(integer_at(phrase, "phraseIndex").value_or(place++));
    if (felt_here != felt.end()) turn.sentiment = felt_here->second;
    const std::string purpose = text_at(phrase, "participantPurpose");
    turn.role = role_of(settings, purpose == "acd" || purpose == "ivr" || purpose == "voicemail" ? "ivr" : purpose);
    turn.text = text_at(phrase, {"decoratedText", "text"});
    turn.from_ms = integer_at(phrase, "startTimeMs");
    if (!turn.from_ms) turn.from_ms = integer_at(phrase, "offset.offsetMillis");
    const auto length = integer_at(phrase, "duration.milliseconds");
    if (turn.from_ms && length && *length >= 0) turn.to_ms = *turn.from_ms + *length;
    turns.push_back(std::move(turn));
  }
}

}  // namespace

const Json& genesys_body(const Json& json) {
  for (const char* path : {"detail.eventBody", "eventBody"}) {
    const Json& body = object_at(json, path);
    if (!body.empty()) return body;
  }
  return json;
}

bool is_genesys_transcript(const Json& json) {
  const Json* transcripts = json_at(json, "transcripts");
  return transcripts != nullptr && transcripts->is_array() && json_at(json, "participants.0.sessions") == nullptr;
}

GenesysTranscript read_genesys_transcript(const Json& json, std::string_view file_name,
                                          const FormatSettings& settings) {
  GenesysTranscript read;
  read.conversation = text_at(json, "conversationId");
  if (read.conversation.empty()) read.conversation = std::string(file_name.substr(0, file_name.find_first_of("._")));
  read.channel = genesys_channel(text_at(json, "mediaType"));
  for (const Json& transcript : items_at(json, "transcripts")) {
    if (read.language.empty()) read.language = language_of(text_at(transcript, "language"));
    read_phrases(transcript, settings, read.turns);
  }
  if (json_at(json, "participants") != nullptr) read.participants = items_at(json, "participants");
  read.time = time_at(json, "conversationStartTime");
  if (!read.time) read.time = time_at(json, "startTime");
  std::optional<int64_t> first;
  for (const Turn& turn : read.turns) {
    if (turn.from_ms && (!first || *turn.from_ms < *first)) first = turn.from_ms;
  }
  constexpr int64_t kEpoch = 100'000'000'000;  // Larger are points in time, not lengths.
  if (!first || *first < kEpoch || *first > kTimeMax / 1000) return read;
  if (!read.time) read.time = ParsedTime{*first * 1000, 0};
  const int64_t zero = std::min(*first, milliseconds(read.time->utc));
  for (Turn& turn : read.turns) {
    if (turn.from_ms) *turn.from_ms -= zero;
    if (turn.to_ms) *turn.to_ms -= zero;
  }
  return read;
}

std::string genesys_channel(std::string_view media) {
  if (media == "voice" || media == "call" || media == "callback") return "call";
  if (media == "chat" || media == "message" || media == "webchat") return "chat";
  return media == "email" ? "email" : "";
}

}  // namespace sojourn
