#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>

#include "base/calendar.h"
#include "base/disk.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/map_desk.h"
#include "cli/remote.h"
#include "cli/remote_import.h"
#include "cli/source_desk.h"
#include "cli/work_bar.h"
#include "collect/importer.h"
#include "intake/format_import.h"
#include "intake/import_order.h"
#include "intake/source_book.h"
#include "simulate/company.h"

namespace sojourn {
namespace {

constexpr size_t kRejectsShown = 10;
constexpr std::chrono::milliseconds kLook{20};  // How often long work is looked at.

// Takes in nothing: what a dry run writes to.
class NoSink final : public EventSink {
 public:
  Result<AppendReceipt> append(const EventBatch&) override { return AppendReceipt{}; }
};

std::string counts_text(const IntakeCounts& counts, int64_t without_event, bool dry_run) {
  std::string text =
      with_groups(counts.rows) + " rows, " + with_groups(counts.events) + (dry_run ? " events" : " new events");
  if (counts.repeats > 0) text += ", " + with_groups(counts.repeats) + " known already";
  if (counts.without_id > 0) text += ", " + with_groups(counts.without_id) + " without a customer";
  if (counts.rejected > 0) text += ", " + with_groups(counts.rejected) + " refused";
  if (without_event > 0) text += ", " + with_groups(without_event) + " that no event of the map is for";
  return text;
}

void print_report(const ImportReport& report, bool dry_run, bool redact) {
  int64_t rows = 0;
  int64_t refused = 0;
  for (const SourceReport& source : report.sources) {
    const std::string anew = source.replaced > 0 ? ", " + with_groups(source.replaced) + " told anew" : "";
    print_line(source.source + ": " + counts_text(source.counts, source.without_event, dry_run) + anew);
    for (const Reject& reject : source.rejects) {
      print_line("  " + file_name(reject.file) + ":" + std::to_string(reject.line) +
                 (reject.field.empty() ? "" : " " + reject.field) + ": " + reject.reason);
    }
    if (source.texts > 0) {
      print_line("  " + with_groups(source.texts) + " texts, " + with_groups(source.personal) +
                 (redact ? " masked" : " with personal data"));
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

// What customers say is judged, and learned from where there is enough of it, before anybody asks.
Status hear_voice(Voice& voice) {
  SOJOURN_CHECK(voice.tend());
  WorkBar bar;
  while (const auto running = voice.status().running) {
    bar.update(running->step, static_cast<double>(running->done), static_cast<double>(running->total));
    std::this_thread::sleep_for(kLook);
  }
  bar.finish();
  SOJOURN_CHECK(voice.wait());
  const auto last = voice.status().last;
  if (last && !last->report.empty()) print_notice("what customers say: " + last->report);
  return {};
}

// Files that are read in one way.
struct Portion {
  const Format* format = nullptr;  // Null: rows of named columns.
  std::vector<std::string> files;
};

// How each file is to be read: as told, as its source is set up, as it looks, or by its column names.
Result<std::vector<Portion>> portions_of(const ImportWords& words, const std::optional<SourceSpec>& known) {
  std::string id = words.format;
  if (id.empty() && words.map.empty() && known && known->format != "tracking") id = known->format;
  if (!words.map.empty() || id == kRowsFormat) return std::vector<Portion>{{nullptr, words.files}};
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

// The map that is meant: a file, else a saved one.
struct ChosenMap {
  std::optional<Map> map;
  bool saved = false;
};

Result<ChosenMap> map_of(const ImportWords& words, const std::string& folder) {
  ChosenMap chosen;
  if (words.map.empty()) return chosen;
  Result<Map> read = read_map(words.map);
  if (!read && read.error().code() == StatusCode::kNotFound) {
    Result<MapDesk> desk = MapDesk::open(folder, "sojourn import", false);
    const Result<SavedMap> saved = desk ? desk->find(words.map) : Result<SavedMap>(desk.error());
    if (!saved) {
      return Status::not_found("is neither a file nor a saved map (sojourn map list); " + saved.error().message(),
                               words.map);
    }
    chosen.saved = true;
    read = parse_map(saved->toml, words.map);
  }
  if (!read) return std::move(read).error();
  chosen.map = std::move(read).value();
  return chosen;
}

// What can be known to be wrong before a folder is made.
Status check_words(const ImportWords& words) {
  if (!words.map.empty() && !words.format.empty()) {
    return Status::invalid("a file is read by a map or by a format, not by both", "format");
  }
  if (!words.format.empty() && words.format != kRowsFormat) SOJOURN_CHECK(find_format(words.format).status());
  ImportOrder order;
  order.zone = words.zone;
  order.country = words.country;
  order.currency = words.currency;
  return check_order(order, nullptr);
}

// Name=value, as many as there are; an empty value takes the source's away.
Result<FormatSettings> settings_of(const ImportWords& words) {
  FormatSettings settings;
  for (const std::string& word : words.set) {
    SOJOURN_TRY(auto setting, split_setting(word));
    settings.insert_or_assign(std::move(setting.first), std::move(setting.second));
  }
  return settings;
}

Result<ImportReport> import_here(const ImportWords& words, const Portion& portion, const std::optional<Map>& map,
                                 const SourceFinder& find, EventSink& sink) {
  ImportOrder order;
  order.files = portion.files;
  order.side_files = words.side_files;
  order.map = map;
  order.format = portion.format;
  SOJOURN_TRY(order.settings, settings_of(words));
  order.country = words.country;
  order.currency = words.currency;
  order.source = words.source;
  order.zone = words.zone;
  order.dry_run = words.dry_run;
  order.strict = words.strict;
  order.redact = words.redact;
  order.rejects_shown_max = kRejectsShown;
  ProgressBar bar("Import");
  ImportWatch watch;
  watch.progress = [&bar](const ImportProgress& at) {
    bar.update(static_cast<double>(at.bytes_read), static_cast<double>(at.bytes_total),
               file_name(at.file) + "  " + with_groups(at.rows) + " rows");
  };
  Result<ImportReport> report = import_by_order(order, find, sink, watch);
  bar.finish();
  return report;
}

Result<ImportReport> import_there(const std::string& server, const ImportWords& words, const Portion& portion,
                                  const ChosenMap& map) {
  RemoteImport import;
  import.files = portion.files;
  import.side_files = words.side_files;
  if (map.map) (map.saved ? import.map_name : import.map_file) = words.map;
  if (!map.map) import.format = portion.format != nullptr ? portion.format->id : kRowsFormat;
  SOJOURN_TRY(import.settings, settings_of(words));
  import.country = words.country;
  import.currency = words.currency;
  import.source = words.source;
  import.zone = words.zone;
  import.strict = words.strict;
  import.redact = words.redact;
  return import_at_server(server, import);
}

// Sources as they are set up: in the record that is open, else wherever it is.
Result<SourceFinder> finder_of(const std::string& folder, const std::optional<Workplace>& place) {
  if (place) {
    SOJOURN_TRY(std::shared_ptr<SourceBook> book, SourceBook::open(*place->store));
    return SourceFinder([book](const std::string& name) { return source_finder(*book)(name); });
  }
  return SourceFinder([folder](const std::string& name) -> std::optional<SourceSpec> {
    if (name.empty()) return std::nullopt;
    // Where there is no record yet, no source is set up.
    Result<SourceDesk> desk = SourceDesk::open(folder, "sojourn import", false);
    Result<SourceSpec> found = desk ? desk->find(name) : Result<SourceSpec>(desk.error());
    if (!found && found.error().code() != StatusCode::kNotFound) {
      print_notice("how source " + name + " is set up cannot be seen: " + found.error().to_string());
    }
    if (!found) return std::nullopt;
    found->signing_secret.clear();  // Whether there is one or not, files need none.
    return std::move(found).value();
  });
}

}  // namespace

Status run_import(const std::string& folder, const ImportWords& words) {
  SOJOURN_CHECK(check_words(words));
  SOJOURN_TRY(const ChosenMap map, map_of(words, folder));
  std::optional<Workplace> place;
  std::optional<std::string> server;
  if (!words.dry_run) {
    Result<Workplace> opened = open_workplace(folder, "sojourn import", true);
    if (!opened) server = server_of(opened.error());
    if (!opened && !server) return std::move(opened).error();
    if (opened) place = std::move(opened).value();
  }
  SOJOURN_TRY(const SourceFinder find, finder_of(folder, place));
  SOJOURN_TRY(const std::vector<Portion> portions, portions_of(words, find(words.source)));
  NoSink nowhere;
  EventSink& sink = place ? static_cast<EventSink&>(*place->store) : nowhere;
  for (const Portion& portion : portions) {
    const Result<ImportReport> report =
        server ? import_there(*server, words, portion, map) : import_here(words, portion, map.map, find, sink);
    if (!report) return report.error();
    print_report(*report, words.dry_run, words.redact);
  }
  if (!place) return {};
  SOJOURN_CHECK(bring_up_to_date(*place));
  return hear_voice(place->timelines->voice());
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
