// Imports files: reads, maps, checks and hands over batches, while the sink stores the batch before.
//
// Batches   up to kImportBatchEvents events of one file each; each is stored whole or not at all.
// Repeats   importing a file twice stores nothing new: the sink knows every event by its key.
// Rows      of a file that several entries of a map read are counted once, and the same fault is told once.
// Bad rows  go with their batch as rejects and never stop the good ones, unless `strict`.
// Memory    two batches, a window of the file, and the joined files of a map.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collect/batch_room.h"
#include "collect/event_writer.h"
#include "collect/map.h"
#include "collect/open_rows.h"
#include "event/sink.h"

namespace sojourn {

struct ImportProgress {
  std::string file;
  uint64_t bytes_read = 0;  // Of the file, as it lies on disk.
  uint64_t bytes_total = 0;
  int64_t rows = 0;    // Of this import so far.
  int64_t events = 0;  // Made of them.
};

// What is set up for a source: how its files are read where neither they nor the map say otherwise.
using SourceSettings = std::function<Result<WriterOptions>(const std::string& source)>;

struct ImportOptions {
  std::vector<std::string> files;
  std::optional<Map> map;
  std::string source;  // "" : the map's, else what the rows of an export say, else the file's name without endings.
  SourceSettings settings;  // Null: UTC, and no country and currency.
  bool dry_run = false;
  bool strict = false;
  ParquetOpener open_parquet;
  std::function<void(const ImportProgress&)> progress;
  const std::atomic<bool>* cancelled = nullptr;  // Becomes true when nobody wants it any more; null: never.
  size_t rejects_shown_max = 10;
};

struct SourceReport {
  std::string source;
  std::vector<std::string> files;
  IntakeCounts counts;          // In a dry run events are those that would be handed over.
  std::vector<Reject> rejects;  // The first rejects_shown_max.
  int64_t replaced = 0;         // Known, and told anew: a newer version is in force now.
  int64_t without_event = 0;    // Rows that are well, and to which no event of the map applies.
  int64_t texts = 0;            // Events with a text, those known already among them.
  int64_t personal = 0;         // Of them, with personal data; masked, where the import was told to.
};

struct ImportReport {
  std::vector<SourceReport> sources;  // In the order of the files.
  std::vector<std::string> skipped;   // Files that no entry of the map reads (they may serve its joins).
  std::vector<std::string> samples;   // Dry run: the first events as they would be stored, one line each.
  double seconds = 0;
};

// Errors: those of open_rows() and of the sink; kInvalidArgument when a map does not fit, no file is given, or, with
// `strict`, at the first bad row (`where` is file:line; the batches before it are stored); kCancelled.
Result<ImportReport> import_files(const ImportOptions& options, EventSink& sink);

// One event as one line for people: "2017-10-02T10:56:33-03:00 customer=7 touchpoint=purchase amount=12.50 ...".
std::string describe_event(const Event& event);
// A field that it has, as the record shows it: money "12.50", durations in seconds, "true" and "false".
std::string field_text(const Event& event, const FieldInfo& info);

}  // namespace sojourn
