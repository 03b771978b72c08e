// What was said in a contact: who, when, what; as the property `turns` and as the event's text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "collect/event_writer.h"
#include "formats/format.h"

namespace sojourn {

struct Turn {
  std::string role;  // "customer", "agent", "bot" or "system"; "" : not known.
  std::string name;  // Of the speaker; "" : not known.
  // From the beginning of the contact.
  std::optional<int64_t> from_ms;
  std::optional<int64_t> to_ms;
  std::string text;
  std::string sentiment;  // "positive", "neutral", "negative", "mixed"; "" : not known.
};

// Sorts by the beginning (turns without one stay where they stand among the others) and writes the properties `turns`
// (an array of {role, name, from_ms, to_ms, text, sentiment}) and the event's text: what the customer said, a line a
// turn; where no role is known, all that was said. Turns without text are left out. Beyond 96 KiB of turns the rest is
// counted in `turns_left_out`.
void write_turns(EventWriter& writer, std::vector<Turn> turns);
// `text_of`: the role whose words become the text ("" : none do).
void write_turns(EventWriter& writer, std::vector<Turn> turns, std::string_view text_of);

// The role that a setting "role.NAME" gives to a speaker, or that the name tells by itself ("AGENT", "external",
// "user" ...); "" when neither does.
std::string role_of(const FormatSettings& settings, std::string_view speaker);

}  // namespace sojourn
