// One import that a server does in the background, as plain values; and as JSON, the same in the API and in the record.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "collect/importer.h"

namespace sojourn {

enum class ImportState : unsigned char {
  kOpen,     // More files of it are to come.
  kQueued,   // Waits for those before it.
  kRunning,  // Is being read.
  kDone,
  kFailed,   // `error` says why; what was stored before stays.
  kStopped,  // By somebody; what was stored before stays.
};

std::string_view import_state_name(ImportState state);

struct ImportJob {
  int64_t id = 0;
  ImportState state = ImportState::kQueued;

  // What is wanted.
  std::string name;    // Of the file; of several, the first.
  std::string map;     // Name of the saved map, or of the file that holds one; "" : none.
  std::string format;  // The id of a format, "rows", or "" with a map.
  std::string source;
  std::string zone, country, currency;
  std::map<std::string, std::string> settings;
  bool dry_run = false;
  bool strict = false;
  bool redact = false;

  // Kept, but not shown.
  std::string map_toml;  // As it was when the import was asked for.
  std::vector<std::string> files, side_files;
  int64_t attempts = 0;  // To read it that were begun and came to no end, that which runs among them.

  // What came of it so far.
  uint64_t bytes_total = 0, bytes_read = 0;
  int64_t rows = 0;  // Read so far; 0 once it was stopped or failed. Those in the report are stored.
  ImportReport report;
  Status error;  // Why it ended; of one that has not, why it is tried again.
  Micros made_at = 0, started_at = 0, ended_at = 0;

  bool ended() const { return state >= ImportState::kDone; }
};

// A JSON object; `whole`: with what is kept but not shown.
std::string import_job_text(const ImportJob& job, bool whole);
// What import_job_text() wrote. Errors: kCorruption.
Result<ImportJob> parse_import_job(std::string_view text);

}  // namespace sojourn
