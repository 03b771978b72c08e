#include <cstdio>
#include <memory>

#include "base/calendar.h"
#include "base/disk.h"
#include "base/text.h"
#include "cli/commands.h"
#include "collect/importer.h"
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
    print_line(source.source + ": " + counts_text(source.counts, dry_run));
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

}  // namespace

Status run_import(const std::string& folder, const ImportWords& words) {
  ImportOptions options;
  options.files = words.files;
  options.source = words.source;
  options.dry_run = words.dry_run;
  options.strict = words.strict;
  options.rejects_shown_max = kRejectsShown;
  options.open_parquet = open_parquet;
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
  ProgressBar bar("Import");
  options.progress = [&bar](const ImportProgress& progress) {
    bar.update(static_cast<double>(progress.bytes_read), static_cast<double>(progress.bytes_total),
               file_name(progress.file) + "  " + with_groups(progress.rows) + " rows");
  };
  if (words.dry_run) {
    NoSink nowhere;
    SOJOURN_TRY(const ImportReport report, import_files(options, nowhere));
    bar.finish();
    print_report(report, true);
    return {};
  }
  SOJOURN_TRY(Workplace place, open_workplace(folder, "sojourn import", true));
  SOJOURN_TRY(const ImportReport report, import_files(options, *place.store));
  bar.finish();
  print_report(report, false);
  return bring_up_to_date(place);
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
