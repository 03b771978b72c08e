// Imports files of known formats (formats/format.h): unpacked, read, and handed over while the batch before is stored.
//
// Source    the name of the format unless told, so that the exports of every month are one source and a record that is
//           told again is known again.
// Repeats   importing a file twice stores nothing new; a newer version of a record takes the place of the older.
// Memory    the file unpacked (limits::kFormatFileBytesMax at most) and two batches.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "collect/importer.h"
#include "event/sink.h"
#include "formats/format.h"

namespace sojourn {

struct FormatImport {
  std::vector<std::string> files;
  std::vector<std::string> side_files;  // What the format looks things up in (FormatInput::side_files).
  const Format* format = nullptr;
  FormatSettings settings;
  std::string source;  // "" : the format's id.
  WriterOptions writer;
  bool dry_run = false;
  bool strict = false;  // Stop at the first record that is refused.
  std::function<void(const ImportProgress&)> progress;
  const std::atomic<bool>* cancelled = nullptr;  // As of ImportOptions; seen once a batch.
  size_t rejects_shown_max = 10;
};

// Errors: those of ByteStream and of the sink; kLimit for a file that is too large; kInvalidArgument when a file is not
// of the format, or for an unknown setting; kCancelled.
Result<ImportReport> import_as_format(const FormatImport& import, EventSink& sink);

// The format that a file shows by its content. Null: none, or several. Errors: those of ByteStream.
Result<const Format*> format_of_file(const std::string& path);

}  // namespace sojourn
