// The thread that reads imports, one after the other.
#include "intake/import_jobs.h"

#include <algorithm>
#include <chrono>

#include "intake/import_sink.h"

namespace sojourn {
namespace {

constexpr size_t kRejectsShown = 10;
constexpr size_t kSamplesShown = 5;
constexpr std::chrono::seconds kTryAgain{1};
constexpr std::chrono::hours kLookAgain{1};

SourceReport& report_of(ImportJob& job, const std::string& source) {
  for (SourceReport& each : job.report.sources) {
    if (each.source == source) return each;
  }
  job.report.sources.push_back({source, {}, {}, {}});
  return job.report.sources.back();
}

void note(ImportJob& job, const EventBatch& batch, const AppendReceipt& receipt) {
  SourceReport& report = report_of(job, batch.source);
  report.counts += batch.counts;
  report.counts.events += receipt.stored;
  report.counts.repeats += receipt.repeats;
  report.replaced += receipt.replaced;
  for (const Reject& reject : batch.rejects) {
    if (report.rejects.size() < kRejectsShown) report.rejects.push_back(reject);
  }
  for (const Event& event : batch.events) {
    if (!job.dry_run || job.report.samples.size() >= kSamplesShown) break;
    job.report.samples.push_back(describe_event(event));
  }
}

// How far several files are, as one.
class BytesRead {
 public:
  uint64_t after(const ImportProgress& at) {
    if (at.file != file_) {
      before_ += total_;
      file_ = at.file;
    }
    total_ = at.bytes_total;
    return before_ + at.bytes_read;
  }

 private:
  std::string file_;
  uint64_t before_ = 0, total_ = 0;
};

}  // namespace

void ImportJobs::begin_again(ImportJob& job) {
  job.bytes_read = 0;
  job.rows = 0;
  job.report = {};
  job.error = {};
  job.started_at = job.ended_at = 0;
}

void ImportJobs::loop() {
  while (const JobPtr job = next_job()) end(job, read(job));
}

// --- what is next

ImportJobs::JobPtr ImportJobs::due_job(Clock::time_point& look_again) const {
  for (const auto& [id, job] : jobs_) {
    if (job->state != ImportState::kQueued) continue;
    const auto rests = resting_.find(id);
    if (rests == resting_.end() || rests->second <= Clock::now()) return job;
    look_again = std::min(look_again, rests->second);
  }
  return nullptr;
}

// One that is open, and none of its files came for long, nor does one come now.
std::optional<int64_t> ImportJobs::idle_job(Clock::time_point& look_again) {
  const auto time = std::chrono::microseconds(options_.open_time);
  const Clock::time_point today = Clock::now();
  for (auto& [id, waiting] : waiting_) {
    if (waiting.coming.use_count() > 1) waiting.since = today;
    const bool idle = today - waiting.since >= time;
    // One that cannot be stopped now is looked at again as late as the others.
    if (idle) waiting.since = today;
    if (idle) return id;
    look_again = std::min(look_again, waiting.since + time);
  }
  return std::nullopt;
}

void ImportJobs::stop_idle(int64_t id) {
  const std::lock_guard changing(changing_);
  std::unique_lock lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end() || found->second->state != ImportState::kOpen) return;
  Status why = Status::conflict("its other files did not come; bring all of them again");
  // It is tried again when that fails.
  static_cast<void>(stop_waiting(std::move(lock), found->second, std::move(why)).has_value());
}

ImportJobs::JobPtr ImportJobs::next_job() {
  std::unique_lock lock(mutex_);
  JobPtr next;
  while (!closing_) {
    Clock::time_point look_again = Clock::now() + kLookAgain;
    if (const std::optional<int64_t> idle = idle_job(look_again)) {
      lock.unlock();
      stop_idle(*idle);
      lock.lock();
      continue;
    }
    next = due_job(look_again);
    if (next != nullptr) break;
    wake_.wait_until(lock, look_again);
  }
  if (closing_) return nullptr;
  cancelled_ = false;
  running_ = next->id;
  resting_.erase(next->id);
  Status trouble = next->error;  // It is told until something of it is stored.
  begin_again(*next);
  next->error = std::move(trouble);
  next->state = ImportState::kRunning;
  next->started_at = now();
  ++next->attempts;
  return next;
}

// --- reading it

Result<ImportReport> ImportJobs::read(const JobPtr& job) {
  // Only this thread changes what is wanted of a job that runs, so it may be read without the lock.
  try {
    // Should the server not survive it, the record knows how often it was tried.
    SOJOURN_CHECK(keep(*job));
    return read_files(job);
  } catch (const std::bad_alloc&) {
    return Status::limit("there is no memory left for it; bring it in parts");
  } catch (const std::exception& error) {
    return Status::internal(std::string("please report this: ") + error.what());
  }
}

Result<ImportReport> ImportJobs::read_files(const JobPtr& job) {
  ImportSinkOptions options;
  options.dry_run = job->dry_run;
  options.stored = options_.stored;
  options.busy = options_.busy;
  options.patience = options_.patience;
  options.cancelled = &cancelled_;
  options.tell = [this, &job](const EventBatch& batch, const AppendReceipt& receipt) {
    const std::lock_guard lock(mutex_);
    job->error = {};
    note(*job, batch, receipt);
  };
  ImportSink sink(store_, options);
  BytesRead bytes;
  ImportWatch watch;
  watch.cancelled = &cancelled_;
  watch.progress = [this, &job, &bytes](const ImportProgress& at) {
    const std::lock_guard lock(mutex_);
    job->bytes_read = std::clamp(bytes.after(at), job->bytes_read, std::max(job->bytes_read, job->bytes_total));
    job->rows = std::max(job->rows, at.rows);
  };
  SOJOURN_TRY(const ImportOrder order, order_of(*job, folder_of(job->id)));
  return import_by_order(order, source_finder(sources_), sink, watch);
}

// --- what came of it

// Into the queue again: nothing is wrong with its files. Not when somebody stopped it meanwhile.
bool ImportJobs::put_back(const JobPtr& job, const Status& why) {
  ImportJob again = *job;  // Nobody else changes one that runs.
  begin_again(again);
  again.state = ImportState::kQueued;
  again.error = why;
  --again.attempts;
  // Where the record has it as running still, it begins again all the same.
  static_cast<void>(keep(again).ok());
  const std::lock_guard lock(mutex_);
  if (cancelled_ && !closing_) return false;
  *job = again;
  running_ = 0;
  resting_[job->id] = Clock::now() + std::chrono::microseconds(options_.rest);
  return true;
}

void ImportJobs::end(const JobPtr& job, const Result<ImportReport>& report) {
  bool closing = false;
  ImportJob ended;
  {
    const std::lock_guard lock(mutex_);
    closing = closing_;
    ended = *job;
  }
  const StatusCode code = report ? StatusCode::kOk : report.error().code();
  const bool record_fails = code == StatusCode::kUnavailable;
  // One that was cut off by the end of the server begins again when the record is served again.
  const Status why = record_fails ? as_sender_sees(report.error(), folder_of(ended.id)) : Status();
  if ((closing || record_fails) && put_back(job, why)) return;
  ended.attempts = 0;
  ended.error = {};
  ended.ended_at = now();
  ended.report.seconds = static_cast<double>(ended.ended_at - ended.started_at) / static_cast<double>(kSecond);
  if (report) {
    ended.state = ImportState::kDone;
    ended.bytes_read = ended.bytes_total;
    ended.report.skipped = report->skipped;
    for (const SourceReport& source : report->sources) {
      SourceReport& told = report_of(ended, source.source);
      told.without_event = source.without_event;
      told.texts = source.texts;
      told.personal = source.personal;
    }
  } else {
    ended.rows = 0;  // Those that were stored count; some were read beyond them.
    const bool stopped = record_fails || code == StatusCode::kCancelled;
    ended.state = stopped ? ImportState::kStopped : ImportState::kFailed;
    if (!stopped) ended.error = as_sender_sees(report.error(), folder_of(ended.id));
  }
  keep_ended(job, ended);
  forget_old();
}

// Its files stay until the record knows that they are not needed any more.
void ImportJobs::keep_ended(const JobPtr& job, const ImportJob& ended) {
  std::unique_lock lock(mutex_);
  for (;;) {
    lock.unlock();
    const Status kept = keep(ended);
    if (kept.ok()) PrivateFolder::remove(folder_of(ended.id));
    lock.lock();
    if (kept.ok() || closing_) break;
    wake_.wait_for(lock, kTryAgain, [this] { return closing_; });
  }
  *job = ended;
  running_ = 0;
  lock.unlock();
  wake_.notify_all();
}

void ImportJobs::forget_old() {
  std::vector<int64_t> old;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, job] : jobs_) {
      if (jobs_.size() - old.size() <= kImportsKept) break;
      if (job->ended()) old.push_back(id);
    }
    for (const int64_t id : old) jobs_.erase(id);
  }
  // One that could not be removed is removed when the server is started again and ends another.
  for (const int64_t id : old) static_cast<void>(store_.remove_document(kDocumentKind, std::to_string(id)).ok());
}

}  // namespace sojourn
