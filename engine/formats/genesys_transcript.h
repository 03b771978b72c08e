// Transcripts of Genesys Cloud speech and text analytics.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "formats/format.h"
#include "formats/json_fields.h"
#include "formats/turns.h"

namespace sojourn {

struct GenesysTranscript {
  std::string conversation;
  std::string channel;
  std::string language;
  std::optional<ParsedTime> time;  // When the conversation began.
  std::vector<Turn> turns;
  Json participants = Json::array();  // With their addresses, where the file has them.
};

// The conversation or transcript itself, out of what EventBridge and the notification service wrap it in.
const Json& genesys_body(const Json& json);

bool is_genesys_transcript(const Json& json);
// `file_name` names the conversation where the file does not.
GenesysTranscript read_genesys_transcript(const Json& json, std::string_view file_name, const FormatSettings& settings);
// "call", "chat" or "email" of a media type; "" for others.
std::string genesys_channel(std::string_view media);

}  // namespace sojourn
