#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>

#include "base/calendar.h"
#include "base/disk.h"
#include "base/text.h"
#include "cli/commands.h"
#include "collect/importer.h"
#include "intake/format_import.h"
#include "intake/source_book.h"
#include "simulate/company.h"

namespace sojourn {
namespace {

constexpr size_t kRejectsShown = 10;

// Takes in nothing: what a dry run writes to.
class NoSink final : public EventSink {
 public:
  Result<AppendReceipt> append(const EventBatch&) override { return AppendReceipt{}; }
};

std::string counts_text(const IntakeCounts& counts, bool dry_run) {
  std::string text =
      with_groups(counts.rows) + " rows, " + with_groups(counts.events) + (dry_run ? " events" : " new events");
  if (counts.repeats > 0) text += ", " + with_groups(counts.repeats) + " known already";
  if (counts.without_id > 0) text += ", " + with_groups(counts.without_id) + " without a customer";
  if (counts.rejected > 0) text += ", " + with_groups(counts.rejected) + " refused";
  return text;
}

void print_report(const ImportReport& report, bool dry_run) {
  int64_t rows = 0;
  int64_t refused = 0;
  for (const SourceReport& source : report.sources) {
    const std::string anew = source.replaced > 0 ? ", " + with_groups(source.replaced) + " told anew" : "";
    print_line(source.source + ": " + counts_text(source.counts, dry_run) + anew);
    for (const Reject& reject : source.rejects) {
      print_line("  " + file_name(reject.file) + ":" + std::to_string(reject.line) +
                 (reject.field.empty() ? "" : " " + reject.field) + ": " + reject.reason);
    }
    rows += source.counts.rows;
    refused += source.counts.rejected;
  }
  for (const std::string& skipped : report.skipped) {
    print_line(file_name(skipped) + ": no entry of the map reads it (it may serve a join)");
  }
  if (dry_run) {
    for (const std::string& sample : report.samples) print_line("  " + sample);
    print_line("Nothing was stored (--dry-run).");
  } else if (refused > 0) {
    print_line("Refused rows are kept with their reasons: sojourn rejects");
  }
  char seconds[64];
  std::snprintf(seconds, sizeof seconds, "%.1f s, %.0f rows/s", report.seconds,
                report.seconds > 0 ? static_cast<double>(rows) / report.seconds : 0.0);
  print_notice(seconds);
}

Status bring_up_to_date(Workplace& place) {
  ProgressBar bar("Timelines");
  SOJOURN_CHECK(place.timelines
                    ->current([&bar](int64_t done, int64_t total) {
                      bar.update(static_cast<double>(done), static_cast<double>(total));
                    })
                    .status());
  return {};
}

// Files that are read in one way.
struct Portion {
  const Format* format = nullptr;  // Null: rows of named columns.
  std::vector<std::string> files;
};

constexpr const char* kRows = "rows";

// The source as it is set up, if it is. A dry run does without where the folder cannot be opened.
Result<std::optional<SourceSpec>> source_of(const ImportWords& words, const std::string& folder,
                                            const std::optional<Workplace>& place) {
  if (words.source.empty()) return std::optional<SourceSpec>();
  std::unique_ptr<Store> own;
  Store* store = place ? place->store.get() : nullptr;
  if (store == nullptr) {
    StoreOptions options;
    options.create = false;
    options.owner = "sojourn import --dry-run";
    Result<std::unique_ptr<Store>> opened = Store::open(folder, options);
    if (!opened) return std::optional<SourceSpec>();
    own = std::move(opened).value();
    store = own.get();
  }
  SOJOURN_TRY(const std::unique_ptr<SourceBook> book, SourceBook::open(*store));
  Result<SourceSpec> found = book->find(words.source);
  return found ? std::optional(std::move(found).value()) : std::nullopt;
}

// How each file is to be read: as told, as its source is set up, as it looks, or by its column names.
Result<std::vector<Portion>> portions_of(const ImportWords& words, const std::optional<SourceSpec>& known) {
  std::string id = words.format;
  if (id.empty() && words.map.empty() && known && known->format != "tracking") id = known->format;
  if (!words.map.empty() || id == kRows) return std::vector<Portion>{{nullptr, words.files}};
  if (!id.empty()) {
    SOJOURN_TRY(const Format* const format, find_format(id));
    return std::vector<Portion>{{format, words.files}};
  }
  std::vector<Portion> portions;
  for (const std::string& file : words.files) {
    SOJOURN_TRY(const Format* const format, format_of_file(file));
    const auto same = std::find_if(portions.begin(), portions.end(),
                                   [format](const Portion& portion) { return portion.format == format; });
    if (same != portions.end()) {
      same->files.push_back(file);
      continue;
    }
    portions.push_back({format, {file}});
    if (format != nullptr) {
      print_notice(file_name(file) + " is read as " + format->id + " (--format rows reads its columns by name)");
    }
  }
  return portions;
}

// What can be known to be wrong before a folder is made.
Status check_words(const ImportWords& words) {
  if (!words.map.empty() && !words.format.empty()) {
    return Status::invalid("a file is read by a map or by a format, not by both", "format");
  }
  if (!words.map.empty()) SOJOURN_CHECK(read_map(words.map).status());
  if (!words.format.empty() && words.format != kRows) SOJOURN_CHECK(find_format(words.format).status());
  return words.zone.empty() ? Status() : Zone::find(words.zone).status();
}

using Progress = std::function<void(const ImportProgress&)>;

Result<ImportReport> import_format(const ImportWords& words, const Portion& portion,
                                   const std::optional<SourceSpec>& known, EventSink& sink, const Progress& progress) {
  SourceSpec spec;
  if (known) spec = *known;
  if (!words.zone.empty()) spec.zone = words.zone;
  if (!words.country.empty()) spec.country = words.country;
  if (!words.currency.empty()) spec.currency = words.currency;
  if (spec.format != portion.format->id) spec.settings.clear();
  SOJOURN_CHECK(read_settings(words.set, spec.settings));
  // Checked as a source that is set up would be.
  spec.name = words.source.empty() ? portion.format->id : words.source;
  spec.format = portion.format->id;
  if (!portion.format->signing) spec.signing_secret.clear();
  SOJOURN_CHECK(check_source(spec));
  FormatImport import;
  import.files = portion.files;
  import.side_files = words.side_files;
  import.format = portion.format;
  import.settings = spec.settings;
  import.source = spec.name;
  SOJOURN_TRY(import.writer, writer_options(spec));
  import.dry_run = words.dry_run;
  import.strict = words.strict;
  import.progress = progress;
  import.rejects_shown_max = kRejectsShown;
  return import_as_format(import, sink);
}

// Words that only formats understand must not be lost in silence.
Status check_row_words(const ImportWords& words) {
  const char* const word = !words.set.empty()          ? "set"
                           : !words.side_files.empty() ? "with"
                           : !words.country.empty()    ? "country"
                           : !words.currency.empty()   ? "currency"
                                                       : nullptr;
  if (word == nullptr) return {};
  return Status::invalid("is for files of known formats (sojourn formats); say which with --format", word);
}

Result<ImportReport> import_rows(const ImportWords& words, const std::vector<std::string>& files, EventSink& sink,
                                 const Progress& progress) {
  SOJOURN_CHECK(check_row_words(words));
  ImportOptions options;
  options.files = files;
  options.source = words.source;
  options.dry_run = words.dry_run;
  options.strict = words.strict;
  options.rejects_shown_max = kRejectsShown;
  options.open_parquet = open_parquet;
  options.progress = progress;
  if (!words.zone.empty()) {
    SOJOURN_TRY(options.zone, Zone::find(words.zone));
  }
  if (!words.map.empty()) {
    SOJOURN_TRY(options.map, read_map(words.map));
    // Words of the command line come before those of the map.
    for (FileSpec& file : options.map->files) {
      if (!words.zone.empty()) file.zone = options.zone;
    }
  }
  return import_files(options, sink);
}

}  // namespace

Status run_import(const std::string& folder, const ImportWords& words) {
  SOJOURN_CHECK(check_words(words));
  std::optional<Workplace> place;
  if (!words.dry_run) {
    SOJOURN_TRY(place, open_workplace(folder, "sojourn import", true));
  }
  SOJOURN_TRY(const std::optional<SourceSpec> known, source_of(words, folder, place));
  SOJOURN_TRY(const std::vector<Portion> portions, portions_of(words, known));
  NoSink nowhere;
  EventSink& sink = place ? static_cast<EventSink&>(*place->store) : nowhere;
  for (const Portion& portion : portions) {
    ProgressBar bar("Import");
    const auto progress = [&bar](const ImportProgress& at) {
      bar.update(static_cast<double>(at.bytes_read), static_cast<double>(at.bytes_total),
                 file_name(at.file) + "  " + with_groups(at.rows) + " rows");
    };
    const Result<ImportReport> report = portion.format != nullptr ? import_format(words, portion, known, sink, progress)
                                                                  : import_rows(words, portion.files, sink, progress);
    bar.finish();
    if (!report) return report.error();
    print_report(*report, words.dry_run);
  }
  return place ? bring_up_to_date(*place) : Status();
}

Status run_simulate(const SimulateWords& words) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(words.out.c_str(), "wb"), std::fclose);
  if (file == nullptr) return Status::unavailable("cannot be written", words.out);
  CompanyOptions options;
  options.customers = words.customers;
  options.seed = words.seed;
  bool written = true;
  ProgressBar bar("Simulate");
  const CompanyCounts counts = simulate_company(
      options,
      [&](std::string_view line) {
        written =
            std::fwrite(line.data(), 1, line.size(), file.get()) == line.size() && std::fputc('\n', file.get()) != EOF;
        return written;
      },
      [&](int64_t done) { bar.update(static_cast<double>(done), static_cast<double>(words.customers)); });
  bar.finish();
  if (!written || std::fflush(file.get()) != 0)
    return Status::unavailable("cannot be written; is the disk full?", words.out);
  if (!words.truth.empty()) SOJOURN_CHECK(write_file_atomic(words.truth, company_truth_json(options)));
  print_line(with_groups(counts.events) + " events of " + with_groups(counts.customers) + " customers written to " +
             words.out);
  return {};
}

}  // namespace sojourn
