// How files are to be read, as people say it: by a map, by a format, or by the names of their columns. One way for the
// terminal and for what is sent to a server.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "collect/importer.h"
#include "event/sink.h"
#include "formats/format.h"
#include "intake/source_book.h"

namespace sojourn {

// The word for "rows of named columns", where a format could stand.
inline constexpr const char* kRowsFormat = "rows";

struct ImportOrder {
  std::vector<std::string> files;
  std::vector<std::string> side_files;  // What a format looks things up in.
  std::optional<Map> map;
  const Format* format = nullptr;       // Null: by the map, else by the names of columns.
  FormatSettings settings;              // Besides those of the source; "" takes one away.
  std::string zone, country, currency;  // "" : as the map has it, else the source.
  std::string source;                   // "" : the map's, the format's, else the file's name.
  bool dry_run = false;
  bool strict = false;
  bool redact = false;  // Personal data in texts is masked before it is stored (redaction.h).
  size_t rejects_shown_max = 10;
};

struct ImportWatch {
  std::function<void(const ImportProgress&)> progress{};
  const std::atomic<bool>* cancelled = nullptr;
};

// A source as it is set up, if it is.
using SourceFinder = std::function<std::optional<SourceSpec>(const std::string& name)>;

// Of the book, which outlives it.
SourceFinder source_finder(const SourceBook& sources);

// The checks of import_by_order() that need no file. Errors: kInvalidArgument, `where` is the word at fault.
Status check_order(const ImportOrder& order, const SourceFinder& find);

// Reads them into the sink, as the sources that they go to are set up. Errors: those of import_files() and
// import_as_format(); kInvalidArgument, `where` is the word at fault.
Result<ImportReport> import_by_order(const ImportOrder& order, const SourceFinder& find, EventSink& sink,
                                     const ImportWatch& watch);

// How rows of a source are read: as the order says, else as the source is set up. `find` is kept.
SourceSettings row_settings(const ImportOrder& order, SourceFinder find);

// How a file is to be read where nobody says: a format, or null for rows whose columns have the names of import files,
// the time among them. Errors: those of opening it; kInvalidArgument, which tells the columns that were found.
Result<const Format*> format_by_content(const std::string& path);

// Has one of the columns the name of the time? Then they need no map.
bool names_time(const std::vector<std::string>& columns);

}  // namespace sojourn
