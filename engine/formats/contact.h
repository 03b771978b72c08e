// What contacts of every contact centre have in common: addresses, names behind ids, scores given about a contact.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "collect/event_writer.h"
#include "formats/format.h"
#include "formats/json_fields.h"

namespace sojourn {

// Who stands behind an address: a phone ("+31...", "tel:", "sip:+31...@host", "whatsapp:"), an e-mail address, or a
// name that an app gave ("client:"). Nothing for hidden numbers, extensions and addresses of machines.
std::optional<IdentifierKind> address_kind(std::string_view address);
// The address without its scheme.
std::string_view bare_address(std::string_view address);
void write_address(EventWriter& writer, std::string_view address);
// "anonymous", "Restricted", and the same words typed on a phone's keys (+266696687), as carriers send them.
bool hides_number(std::string_view number);

// Ends the event; whether it became a reject matters to nobody here. Errors: those of the writer's `hand_over`.
Status ended(EventWriter& writer);

// A score that a customer gave about a contact: an event of its own.
struct ContactScore {
  std::string contact;
  std::string name = "csat";  // Its id is "<contact>:<name>".
  std::string kind = "csat";
  std::string question;
  double answer = 0;
  std::optional<Scale> scale;
  std::string text;
  ParsedTime time;
  int64_t version = 0;
};
// Writes the event; `more` adds who gave it, agent and queue.
Status write_score(EventWriter& writer, const ContactScore& score, uint64_t line, std::string_view raw,
                   const std::function<void()>& more);

// Names of what a source knows by ids: agents, queues, codes. From side files: {"entities":[{"id","name"}]}, arrays or
// lines of such objects, {"id":"name"}, or CSV with columns id and name.
class NameBook {
 public:
  void read(std::string_view bytes);
  // The id itself when it has no name.
  std::string name_of(const std::string& id) const;

 private:
  void read_csv(std::string_view bytes);
  std::map<std::string, std::string, std::less<>> names_;
};

// The setting, trimmed; "" when it is not set.
std::string setting(const FormatSettings& settings, const std::string& name);
// "true", "yes", "1", "resolved", "solved" ..., and their opposites.
std::optional<bool> says_yes(std::string_view text);
// Milliseconds since 1970, as versions count.
constexpr int64_t milliseconds(Micros time) { return time / 1000; }
// "en" of "en-US"; "" of what is no language.
std::string language_of(std::string_view locale);

}  // namespace sojourn
