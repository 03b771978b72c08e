// An import at the server that holds the data folder: its files are sent, the server reads them, we look on.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "collect/importer.h"
#include "formats/format.h"

namespace sojourn {

struct RemoteImport {
  std::vector<std::string> files;
  std::vector<std::string> side_files;
  std::string map_file;     // A map that is a file here,
  std::string map_name;     // or one that is saved there.
  std::string format;       // Of formats/format.h, or "rows"; "" with a map.
  FormatSettings settings;  // "" takes one away.
  std::string country, currency, source, zone;
  bool strict = false;
  bool redact = false;
};

// Blocks until the server has read them; shows two bars, the sending and the reading.
// Errors: what the server says; kConflict when somebody stopped it.
Result<ImportReport> import_at_server(const std::string& address, const RemoteImport& import);

}  // namespace sojourn
