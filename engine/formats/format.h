// A format: what one tool writes, read as events. Files of it are imported, webhooks of it arrive live; both come here.
//
// Each format is one `.cc` with one `Format xxx_format()` and is listed in formats.cc.
// Rules     for every format (checked by golden files: input to exact rows):
//           unknown is absent, never 0; durations in the source's unit become exact microseconds; times are UTC with
//           the source's offset kept; phones are E.164; a record told again carries the same id and a newer version;
//           fields we do not know are kept as properties; turns of a conversation are in order, their role is customer,
//           agent, bot or system; redacted text goes before plain text.
// Threads   stateless: any number of reads at once.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "collect/event_writer.h"
#include "formats/signature.h"

namespace sojourn {

// One body or one file, unpacked and in memory.
struct FormatInput {
  std::string_view bytes;
  std::string name;  // Of the file, without folders; "" for webhooks.
  // Of a webhook, names in lower case; empty for files.
  std::map<std::string, std::string> headers;
  // Other files given with this one (agent names, survey details), by name; for formats that look things up.
  std::vector<std::pair<std::string, std::string_view>> side_files;
  // When a webhook arrived: the time of what names no time of its own. Files have none.
  std::optional<Micros> received;
};

// What the owner of a source may set, by name: "role.spk_0" = "agent", "locale" = "nl" ...
using FormatSettings = std::map<std::string, std::string>;

struct Format {
  std::string id;       // "amazon-connect": in commands, settings and docs.
  std::string title;    // "Amazon Connect contact records"
  std::string family;   // "contact centre", "survey", "shop", "crm", "reviews", "transcript", "event log"
  std::string channel;  // Usual channel of its events; for the docs.
  std::string about;    // One or two sentences: what it reads, and where one gets it.
  std::vector<std::pair<std::string, std::string>> settings;  // Names and meanings of what FormatSettings may hold.
  std::optional<SigningScheme> signing;                       // How its webhooks are signed, if they are.
  bool webhooks = false;                                      // Can it arrive live?
  // Is it this format for sure? Looks at the beginning of the bytes (up to 64 KiB) and the file's name. Null: must be
  // named by the user.
  bool (*recognises)(std::string_view head, std::string_view name) = nullptr;
  // Reads all of it. Bad records become rejects of the writer; only what is not the format at all is an error
  // (kInvalidArgument, `where` names line, byte or path). Called by read_format().
  Status (*read)(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) = nullptr;
};

// All formats, by id.
std::span<const Format> formats();
// Errors: kNotFound, with near names.
Result<const Format*> find_format(std::string_view id);
// Reads a file or body with its side files, whose text may be UTF-16 where a byte-order mark says so. Errors: those of
// Format::read.
Status read_format(const Format& format, const FormatInput& input, const FormatSettings& settings, EventWriter& writer);
// The one that recognises it; null when none or several do. UTF-16 as above.
const Format* recognise_format(std::string_view head, std::string_view name);
// Errors: kInvalidArgument for a setting that the format does not have.
Status check_settings(const Format& format, const FormatSettings& settings);

}  // namespace sojourn
