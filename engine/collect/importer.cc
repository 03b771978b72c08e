#include "collect/importer.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>

#include "base/disk.h"
#include "base/limits.h"
#include "collect/byte_stream.h"
#include "collect/file_pattern.h"
#include "collect/row_mapper.h"

namespace sojourn {
namespace {

static_assert(kImportBatchEvents <= limits::kBatchEventsMax);
constexpr size_t kBatchArenaBytesMax = 128 * 1024 * 1024;
constexpr size_t kBatchRejectsMax = 10'000;
constexpr size_t kSamplesMax = 5;
constexpr uint64_t kProgressRows = 16'384;

void add_counts(IntakeCounts& into, const IntakeCounts& more) {
  into.rows += more.rows;
  into.events += more.events;
  into.repeats += more.repeats;
  into.without_id += more.without_id;
  into.without_time += more.without_time;
  into.rejected += more.rejected;
}

void empty_batch(EventBatch& batch) {
  batch.events.clear();
  batch.rejects.clear();
  batch.counts = {};
  batch.arena.clear();
}

// Hands batches to the sink on a thread of its own, one at a time, and keeps the report.
class Delivery {
 public:
  Delivery(const ImportOptions& options, EventSink& sink) : options_(options), sink_(sink) {}
  ~Delivery() {
    if (pending_.valid()) pending_.wait();
  }
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  void start_source(const std::string& source, const std::string& file) {
    const auto known = std::find_if(report_.sources.begin(), report_.sources.end(),
                                    [&](const SourceReport& one) { return one.source == source; });
    current_ = static_cast<size_t>(known - report_.sources.begin());
    if (known == report_.sources.end()) report_.sources.push_back({source, {}, {}, {}});
    report_.sources[current_].files.push_back(file);
  }

  // Takes the batch over and gives back an empty one, whose memory is used again.
  Status hand_over(std::unique_ptr<EventBatch>& batch) {
    SOJOURN_CHECK(settle());
    SourceReport& report = report_.sources[current_];
    for (const Reject& reject : batch->rejects) {
      if (report.rejects.size() < options_.rejects_shown_max) report.rejects.push_back(reject);
    }
    for (const Event& event : batch->events) {
      if (!options_.dry_run || report_.samples.size() >= kSamplesMax) break;
      report_.samples.push_back(describe_event(event));
    }
    add_counts(report.counts, batch->counts);
    std::swap(batch, stored_);
    if (!batch) batch = std::make_unique<EventBatch>();
    empty_batch(*batch);
    if (options_.dry_run) {
      report.counts.events += static_cast<int64_t>(stored_->events.size());
      return {};
    }
    delivered_to_ = current_;
    pending_ = std::async(std::launch::async, [this] { return sink_.append(*stored_); });
    return {};
  }

  // Waits for the batch on its way.
  Status settle() {
    if (!pending_.valid()) return {};
    const Result<AppendReceipt> receipt = pending_.get();
    if (!receipt) return receipt.error();
    report_.sources[delivered_to_].counts.events += receipt->stored;
    report_.sources[delivered_to_].counts.repeats += receipt->repeats;
    return {};
  }

  ImportReport& report() { return report_; }

 private:
  const ImportOptions& options_;
  EventSink& sink_;
  ImportReport report_;
  size_t current_ = 0;
  size_t delivered_to_ = 0;
  std::unique_ptr<EventBatch> stored_;
  std::future<Result<AppendReceipt>> pending_;
};

// Reads rows into a batch; stops when the batch is full.
class RowFeed {
 public:
  RowFeed(OpenedRows opened, RowMapper& mapper) : opened_(std::move(opened)), mapper_(mapper) {}

  // False at the end of the file. Errors: those that end the file, and maps that do not fit.
  Result<bool> next(EventBatch& batch) {
    RowSource& rows = *opened_.rows;
    const Result<bool> more = rows.next(row_);
    if (rows.columns().size() != known_columns_) {
      known_columns_ = rows.columns().size();
      SOJOURN_CHECK(mapper_.resolve(rows.columns(), opened_.growing));
    }
    if (more && !*more) return false;
    if (!more && more.error().code() != StatusCode::kInvalidArgument) return more.error();
    ++number_;
    ++batch.counts.rows;
    if (more) {
      mapper_.map(row_, number_, rows, batch);
    } else {
      ++batch.counts.rejected;
      batch.rejects.push_back(make_reject(more.error(), rows, batch.input));
    }
    return true;
  }
  const OpenedRows& opened() const { return opened_; }

 private:
  OpenedRows opened_;
  RowMapper& mapper_;
  std::vector<Cell> row_;
  size_t known_columns_ = static_cast<size_t>(-1);
  uint64_t number_ = 0;
};

bool is_full(const EventBatch& batch) {
  return batch.events.size() >= kImportBatchEvents || batch.arena.bytes() >= kBatchArenaBytesMax ||
         batch.rejects.size() >= kBatchRejectsMax;
}

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
  Import(const ImportOptions& options, EventSink& sink) : options_(options), delivery_(options, sink) {}

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

  // A file may be read by several entries of the map, each giving its own events.
  Status import_file(const std::string& file) {
    if (!options_.map) return import_as(file, nullptr);
    bool read = false;
    for (const FileSpec& spec : options_.map->files) {
      const bool meant = std::any_of(spec.patterns.begin(), spec.patterns.end(),
                                     [&](const std::string& pattern) { return matches_pattern(file, pattern); });
      if (!meant) continue;
      read = true;
      SOJOURN_CHECK(import_as(file, &spec));
    }
    if (!read) delivery_.report().skipped.push_back(file);
    return {};
  }

  Status import_as(const std::string& file, const FileSpec* spec) {
    std::string source = options_.source;
    if (source.empty() && options_.map) source = options_.map->source;
    if (source.empty()) source = file_stem(file);
    SOJOURN_TRY(OpenedRows opened,
                open_rows(file, spec != nullptr ? spec->format : TextFormat{}, options_.open_parquet));
    std::unique_ptr<RowMapper> mapper;
    if (spec != nullptr) {
      SOJOURN_TRY(std::vector<Join> joins, load_joins(*spec, file, options_));
      mapper = std::make_unique<RowMapper>(*spec, std::move(joins), options_.zone);
    } else {
      mapper = std::make_unique<RowMapper>(options_.zone);
    }
    delivery_.start_source(source, file);
    RowFeed feed(std::move(opened), *mapper);
    return pump(feed, file, source);
  }

  Status pump(RowFeed& feed, const std::string& file, const std::string& source) {
    const Micros run = now();
    const auto label = [&] {
      batch_->source = source;
      batch_->input = file_name(file);
      batch_->import_run = run;
    };
    label();
    uint64_t until_progress = 0;
    for (;;) {
      if (until_progress-- == 0) {
        tell(feed, file);
        until_progress = kProgressRows;
      }
      const Result<bool> more = feed.next(*batch_);
      if (options_.strict && !batch_->rejects.empty()) return strict_error(batch_->rejects.front(), file);
      // What was read before the trouble is kept.
      const bool last = !more || !*more;
      if ((last && batch_->counts.rows > 0) || is_full(*batch_)) {
        rows_ += batch_->counts.rows;
        events_ += static_cast<int64_t>(batch_->events.size());
        SOJOURN_CHECK(delivery_.hand_over(batch_));
        label();
      }
      if (!more) {
        SOJOURN_CHECK(delivery_.settle());
        Status status = more.error();
        return status.where().starts_with(file) ? status : std::move(status).within(file);
      }
      if (last) break;
    }
    tell(feed, file);
    return {};
  }

  static Status strict_error(const Reject& reject, const std::string& file) {
    const std::string field = reject.field.empty() ? "" : reject.field + ": ";
    return Status::invalid(field + reject.reason, file + ":" + std::to_string(reject.line));
  }

  void tell(const RowFeed& feed, const std::string& file) const {
    if (!options_.progress) return;
    options_.progress({file, feed.opened().rows->bytes_read(), feed.opened().file_bytes, rows_ + batch_->counts.rows,
                       events_ + static_cast<int64_t>(batch_->events.size())});
  }

  const ImportOptions& options_;
  Delivery delivery_;
  std::unique_ptr<EventBatch> batch_ = std::make_unique<EventBatch>();
  int64_t rows_ = 0;
  int64_t events_ = 0;
};

}  // namespace

Result<ImportReport> import_files(const ImportOptions& options, EventSink& sink) { return Import(options, sink).run(); }

Result<EventBatch> read_events(std::string body, const std::string& source, const std::string& input,
                               const Zone& zone) {
  SOJOURN_TRY(OpenedRows opened, open_rows_over(std::move(body), input, TextFormat{}));
  EventBatch batch;
  batch.source = source;
  batch.input = input;
  RowMapper mapper(zone);
  RowFeed feed(std::move(opened), mapper);
  for (;;) {
    SOJOURN_TRY(const bool more, feed.next(batch));
    if (!more) return batch;
    if (batch.events.size() > limits::kBatchEventsMax) {
      return Status::limit("more than " + std::to_string(limits::kBatchEventsMax) + " events in one request", input);
    }
  }
}

}  // namespace sojourn
