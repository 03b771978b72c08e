#include "collect/importer.h"

#include <algorithm>
#include <chrono>
#include <memory>

#include "base/disk.h"
#include "base/text.h"
#include "collect/batch_delivery.h"
#include "collect/byte_stream.h"
#include "collect/file_pattern.h"
#include "collect/row_feed.h"

namespace sojourn {
namespace {

constexpr uint64_t kProgressRows = 16'384;

// The file that a join means: among those given, else in the folder of the file it joins.
Result<std::string> find_joined(const JoinSpec& join, const std::string& file, const std::vector<std::string>& given) {
  for (const std::string& other : given) {
    if (matches_pattern(other, join.file)) return other;
  }
  const size_t slash = file.find_last_of('/');
  const std::string folder = slash == std::string::npos ? "." : file.substr(0, slash + 1);
  SOJOURN_TRY(const std::vector<std::string> names, list_folder(folder));
  for (const std::string& name : names) {
    if (matches_pattern(name, join.file)) return slash == std::string::npos ? name : folder + name;
  }
  return Status::not_found("the map joins a file '" + join.file + "': name it too, or put it beside this one", file);
}

Result<std::vector<Join>> load_joins(const FileSpec& spec, const std::string& file, const ImportOptions& options) {
  std::vector<Join> joins;
  for (const JoinSpec& join : spec.joins) {
    Result<std::string> path = find_joined(join, file, options.files);
    if (!path && join.optional && path.error().code() == StatusCode::kNotFound) {
      joins.push_back(Join::empty(join));
      continue;
    }
    if (!path) return std::move(path).error();
    SOJOURN_TRY(Join loaded, Join::load(join, *path, spec, options.open_parquet));
    joins.push_back(std::move(loaded));
  }
  return joins;
}

class Import {
 public:
  Import(const ImportOptions& options, EventSink& sink)
      : options_(options), delivery_(sink, options.dry_run, options.rejects_shown_max) {}

  Result<ImportReport> run() {
    const auto start = std::chrono::steady_clock::now();
    if (options_.files.empty()) return Status::invalid("name at least one file to import");
    for (const std::string& file : options_.files) SOJOURN_CHECK(import_file(file));
    SOJOURN_CHECK(delivery_.settle());
    ImportReport& report = delivery_.report();
    if (report.sources.empty()) {
      return Status::invalid("the map reads none of these files; its [[file]] entries name " + patterns());
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(report);
  }

 private:
  std::string patterns() const {
    std::string names;
    for (const FileSpec& spec : options_.map->files) {
      for (const std::string& pattern : spec.patterns) names += (names.empty() ? "" : ", ") + pattern;
    }
    return names;
  }

  // A file may be read by several entries of the map, each giving its own events, in one run.
  Status import_file(const std::string& file) {
    run_ = now();
    Reread known;
    if (!options_.map) return import_as(file, nullptr, known, false);
    std::vector<const FileSpec*> entries;
    for (const FileSpec& spec : options_.map->files) {
      const bool meant = std::any_of(spec.patterns.begin(), spec.patterns.end(),
                                     [&](const std::string& pattern) { return matches_pattern(file, pattern); });
      if (meant) entries.push_back(&spec);
    }
    if (entries.empty()) delivery_.report().skipped.push_back(file);
    if (entries.empty()) return {};
    known.several = entries.size() > 1;
    for (const FileSpec* entry : entries) SOJOURN_CHECK(import_as(file, entry, known, entry != entries.front()));
    const size_t place = delivery_.report_of(source_of(file), file);
    delivery_.report().sources[place].without_event += known.silent();
    return {};
  }

  // Of rows that name none.
  std::string source_of(const std::string& file) const {
    if (!options_.source.empty()) return options_.source;
    return options_.map && !options_.map->source.empty() ? options_.map->source : file_stem(file);
  }

  Status import_as(const std::string& file, const FileSpec* spec, Reread& known, bool again) {
    SOJOURN_TRY(OpenedRows opened,
                open_rows(file, spec != nullptr ? spec->format : TextFormat{}, options_.open_parquet));
    WriterOptions settings;
    if (options_.settings) {
      SOJOURN_TRY(settings, options_.settings(source_of(file)));
    }
    std::unique_ptr<RowMapper> mapper;
    if (spec != nullptr) {
      SOJOURN_TRY(std::vector<Join> joins, load_joins(*spec, file, options_));
      mapper = std::make_unique<RowMapper>(*spec, std::move(joins), settings);
    } else {
      mapper = std::make_unique<RowMapper>(settings);
    }
    std::string source = options_.source;
    if (source.empty() && options_.map) source = options_.map->source;
    RowFeed feed(std::move(opened), *mapper, {std::move(source), file_stem(file)}, known, again);
    return pump(feed, file);
  }

  Status pump(RowFeed& feed, const std::string& file) {
    bool handed_over = false;
    uint64_t until_progress = 0;
    label(feed, file);
    for (;;) {
      if (until_progress-- == 0) {
        if (options_.cancelled != nullptr && *options_.cancelled)
          return {StatusCode::kCancelled, "it was stopped", file};
        tell(feed, file);
        until_progress = kProgressRows;
      }
      const Result<Fed> fed = feed.next(batch_);
      if (options_.strict && !batch_.rejects.empty()) return strict_error(batch_.rejects.front(), file);
      // What was read before the trouble is kept.
      const bool last = !fed || *fed == Fed::kEnd;
      if ((last && has_matter(batch_)) || (!last && *fed == Fed::kHandOver) || is_full(batch_)) {
        rows_ += batch_.counts.rows;
        events_ += static_cast<int64_t>(batch_.events.size());
        SOJOURN_CHECK(delivery_.hand_over(batch_, file));
        handed_over = true;
        label(feed, file);
      }
      if (!fed) {
        SOJOURN_CHECK(delivery_.settle());
        Status status = fed.error();
        return status.where().starts_with(file) ? status : std::move(status).within(file);
      }
      if (last) break;
    }
    if (!handed_over) delivery_.report_of(batch_.source, file);
    tell(feed, file);
    return {};
  }

  void label(const RowFeed& feed, const std::string& file) {
    batch_.source = feed.usual_source();
    batch_.input = file_name(file);
    batch_.import_run = run_;
  }

  static Status strict_error(const Reject& reject, const std::string& file) {
    const std::string field = reject.field.empty() ? "" : reject.field + ": ";
    return Status::invalid(field + reject.reason, file + ":" + std::to_string(reject.line));
  }

  void tell(const RowFeed& feed, const std::string& file) const {
    if (!options_.progress) return;
    options_.progress({file, feed.opened().rows->bytes_read(), feed.opened().file_bytes, rows_ + batch_.counts.rows,
                       events_ + static_cast<int64_t>(batch_.events.size())});
  }

  const ImportOptions& options_;
  BatchDelivery delivery_;
  EventBatch batch_;
  Micros run_ = 0;  // The present file's.
  int64_t rows_ = 0;
  int64_t events_ = 0;
};

}  // namespace

Result<ImportReport> import_files(const ImportOptions& options, EventSink& sink) { return Import(options, sink).run(); }

}  // namespace sojourn
