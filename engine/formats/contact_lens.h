// Speech and chat analyses of Amazon: what a Contact Lens or Transcribe Call Analytics file says of one contact.
//
// Source    the layout of the output files in the Contact Lens and Amazon Transcribe documentation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "formats/format.h"
#include "formats/json_fields.h"
#include "formats/turns.h"

namespace sojourn {

struct ContactAnalysis {
  std::string contact;  // Of its metadata, else of the file's name.
  std::string channel;  // "call" or "chat".
  std::string language;
  std::string agent;  // As chats name them.
  bool redacted = false;
  std::optional<ParsedTime> time;      // When it was said (chats), else when it was analysed, by the file's name.
  std::optional<ParsedTime> analysed;  // By the file's name.
  std::vector<Turn> turns;
};

// Is it an analysis at all?
bool is_analysis(const Json& json);
ContactAnalysis read_analysis(const Json& json, std::string_view file_name, const FormatSettings& settings);
// The properties that the analysis brings: overall sentiment (-5..5), interruptions, seconds of silence, categories ...
void write_analysis(EventWriter& writer, const Json& json);
// A redacted one goes before any that is not; then the newer. As a number to compare, and never 0.
int64_t analysis_rank(const ContactAnalysis& analysis);

}  // namespace sojourn
