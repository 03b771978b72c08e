#include "intake/import_order.h"

#include <algorithm>

#include "base/calendar.h"
#include "base/text.h"
#include "collect/exported.h"
#include "collect/target.h"
#include "intake/format_import.h"
#include "intake/redaction.h"
#include "store/store.h"

namespace sojourn {
namespace {

constexpr size_t kColumnsTold = 12;

// What is said of the files goes before what is set up for their source.
void take_words(const ImportOrder& order, SourceSpec& spec) {
  if (!order.zone.empty()) spec.zone = order.zone;
  if (!order.country.empty()) spec.country = order.country;
  if (!order.currency.empty()) spec.currency = order.currency;
}

// What the order makes of the source, checked as a source that is set up would be.
Result<SourceSpec> spec_of(const ImportOrder& order, const SourceFinder& find) {
  const std::string name = order.source.empty() ? order.format->id : order.source;
  SourceSpec spec = find(name).value_or(SourceSpec());
  take_words(order, spec);
  if (spec.format != order.format->id) spec.settings.clear();
  for (const auto& [key, value] : order.settings) {
    if (value.empty()) {
      spec.settings.erase(key);
    } else {
      spec.settings[key] = value;
    }
  }
  spec.name = name;
  spec.format = order.format->id;
  if (!order.format->signing) spec.signing_secret.clear();
  SOJOURN_CHECK(check_source(spec));
  return spec;
}

Result<ImportReport> import_format(const ImportOrder& order, const SourceFinder& find, EventSink& sink,
                                   const ImportWatch& watch) {
  SOJOURN_TRY(const SourceSpec spec, spec_of(order, find));
  FormatImport import;
  import.files = order.files;
  import.side_files = order.side_files;
  import.format = order.format;
  import.settings = spec.settings;
  import.source = spec.name;
  SOJOURN_TRY(import.writer, writer_options(spec));
  import.dry_run = order.dry_run;
  import.strict = order.strict;
  import.progress = watch.progress;
  import.cancelled = watch.cancelled;
  import.rejects_shown_max = order.rejects_shown_max;
  return import_as_format(import, sink);
}

// Words that only formats understand must not be lost in silence.
Status check_row_words(const ImportOrder& order) {
  const char* const word = !order.settings.empty() ? "set" : !order.side_files.empty() ? "with" : nullptr;
  if (word == nullptr) return {};
  return Status::invalid("is for files of known formats (sojourn formats); say which with --format", word);
}

// Of a source as it is set up, checked as that would be.
Result<WriterOptions> settings_of(const ImportOrder& order, const SourceSpec& known) {
  SourceSpec spec;
  spec.name = spec.format = "tracking";
  spec.zone = known.zone;
  spec.country = known.country;
  spec.currency = known.currency;
  take_words(order, spec);
  SOJOURN_CHECK(check_source(spec));
  return writer_options(spec);
}

// What is said of these files goes before what the map says.
void take_words(const ImportOrder& order, const WriterOptions& settings, Map& map) {
  for (FileSpec& file : map.files) {
    if (!order.zone.empty()) file.zone = settings.zone;
    if (!order.country.empty()) file.country = order.country;
    if (!order.currency.empty()) file.currency = order.currency;
  }
}

Result<ImportReport> import_rows(const ImportOrder& order, const SourceFinder& find, EventSink& sink,
                                 const ImportWatch& watch) {
  SOJOURN_CHECK(check_row_words(order));
  ImportOptions options;
  options.files = order.files;
  options.map = order.map;
  options.source = order.source;
  options.dry_run = order.dry_run;
  options.strict = order.strict;
  options.rejects_shown_max = order.rejects_shown_max;
  options.open_parquet = open_parquet;
  options.progress = watch.progress;
  options.cancelled = watch.cancelled;
  options.settings = row_settings(order, find);
  SOJOURN_TRY(const WriterOptions told, settings_of(order, SourceSpec()));
  if (options.map) take_words(order, told, *options.map);
  return import_files(options, sink);
}

std::string told(const std::vector<std::string>& columns) {
  std::string text;
  for (size_t i = 0; i < columns.size() && i < kColumnsTold; ++i) text += (i == 0 ? "" : ", ") + columns[i];
  return columns.size() > kColumnsTold ? text + " ..." : text;
}

}  // namespace

SourceFinder source_finder(const SourceBook& sources) {
  return [&sources](const std::string& name) {
    Result<SourceSpec> known = sources.find(name);
    return known ? std::optional(std::move(known).value()) : std::nullopt;
  };
}

SourceSettings row_settings(const ImportOrder& order, SourceFinder find) {
  return [order, find = std::move(find)](const std::string& source) {
    return settings_of(order, find(source).value_or(SourceSpec()));
  };
}

Status check_order(const ImportOrder& order, const SourceFinder& find) {
  if (order.map && order.format != nullptr) {
    return Status::invalid("a file is read by a map or by a format, not by both", "format");
  }
  if (order.format != nullptr) return spec_of(order, find).status();
  SOJOURN_CHECK(check_row_words(order));
  return settings_of(order, SourceSpec()).status();
}

Result<ImportReport> import_by_order(const ImportOrder& order, const SourceFinder& find, EventSink& sink,
                                     const ImportWatch& watch) {
  RedactingSink redacting(sink, order.redact);
  Result<ImportReport> report = order.format != nullptr ? import_format(order, find, redacting, watch)
                                                        : import_rows(order, find, redacting, watch);
  if (!report) return report;
  for (SourceReport& source : report->sources) {
    const auto found = redacting.counts().find(source.source);
    if (found == redacting.counts().end()) continue;
    source.texts = found->second.texts;
    source.personal = found->second.personal;
  }
  return report;
}

bool names_time(const std::vector<std::string>& columns) {
  return is_exported(columns) || std::any_of(columns.begin(), columns.end(), [](const std::string& column) {
           return find_target(column).kind == Target::Kind::kTime;
         });
}

Result<const Format*> format_by_content(const std::string& path) {
  SOJOURN_TRY(const Format* const format, format_of_file(path));
  if (format != nullptr) return format;
  SOJOURN_TRY(const OpenedRows opened, open_rows(path, TextFormat{}, open_parquet));
  // Of JSON, columns turn up with the rows.
  std::vector<Cell> row;
  const Result<bool> any = opened.rows->next(row);
  if (!any && any.error().code() != StatusCode::kInvalidArgument) return any.error();
  const std::vector<std::string>& columns = opened.rows->columns();
  if (names_time(columns)) return nullptr;
  return Status::invalid("no format recognises " + file_name(path) +
                             ", and none of its columns is named time, so it needs a map (POST /v1/maps/propose, or "
                             "sojourn map); its columns are: " +
                             told(columns),
                         "map");
}

}  // namespace sojourn
