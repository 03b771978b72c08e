// Personal data in what an import brings: counted always, and taken out before it is stored where that is wished.
//
// Looked at   the text of an event, and the texts of its turns. Counted as one text an event.
// Taken out   becomes a mask, "[name]"; of turns also the name, unless its role says that it is ours
//             (text/speaker_role.h). Refused rows and their reasons are masked too.
// Kept        identifiers, by which events find their customer, and all other fields.
// Repeats     an event without an id is known by what it says: read once with and once without, it is two events.
// Threads     none: as the sink. Cost: text/personal_data.h, a text.
#pragma once

#include <map>
#include <string>

#include "event/sink.h"
#include "text/personal_data.h"

namespace sojourn {

class RedactingSink final : public EventSink {
 public:
  struct Counts {
    int64_t texts = 0;     // Events with a text.
    int64_t personal = 0;  // Of them, with personal data.
  };
  // `sink` is borrowed. `redact`: false: only counts.
  RedactingSink(EventSink& sink, bool redact) : sink_(sink), redact_(redact) {}
  // Errors: those of the sink.
  Result<AppendReceipt> append(const EventBatch& batch) override;
  // By source.
  const std::map<std::string, Counts>& counts() const { return counts_; }

 private:
  bool look_at(Event& event, TextArena& arena);
  bool look_at_turns(Event& event, TextArena& arena);
  std::string masked(std::string_view text) { return mask(text, finder_.find(text)); }

  EventSink& sink_;
  const bool redact_;
  PersonalDataFinder finder_;
  std::map<std::string, Counts> counts_;
};

}  // namespace sojourn
