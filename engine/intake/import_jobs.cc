#include "intake/import_jobs.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "base/decimal.h"
#include "base/disk.h"
#include "base/text.h"
#include "collect/map.h"
#include "intake/map_book.h"

namespace sojourn {
namespace {

constexpr size_t kRejectsShown = 10;
constexpr std::chrono::seconds kStopTime{5};

Status no_such(int64_t id) {
  return Status::not_found(
      "there is no import " + std::to_string(id) + "; the newest " + std::to_string(kImportsKept) + " are remembered",
      "id");
}

}  // namespace

// --- opening and closing

Result<std::unique_ptr<ImportJobs>> ImportJobs::open(Store& store, const SourceBook& sources, Options options) {
  std::unique_ptr<ImportJobs> jobs(new ImportJobs(store, sources, std::move(options)));
  SOJOURN_CHECK(jobs->load());
  return jobs;
}

ImportJobs::~ImportJobs() { stop(); }

Status ImportJobs::load() {
  SOJOURN_TRY(const std::vector<Document> documents, store_.documents(kDocumentKind));
  std::set<std::string> needed;
  for (const Document& document : documents) {
    Result<ImportJob> read = parse_import_job(document.text);
    ImportJob job = read ? *std::move(read) : unreadable(document, read.error());
    // Whoever mends the document finds the files.
    if (!read) needed.insert(document.name);
    if (job.id <= 0) continue;
    next_id_ = std::max(next_id_, job.id + 1);
    if (!job.ended()) take_up(job);
    if (!job.ended()) needed.insert(std::to_string(job.id));
    jobs_[job.id] = std::make_shared<ImportJob>(std::move(job));
  }
  const Result<std::vector<std::string>> names = list_folder(options_.folder);
  for (const std::string& name : names ? *names : std::vector<std::string>()) {
    if (!needed.contains(name)) PrivateFolder::remove(options_.folder + "/" + name);
  }
  return {};
}

ImportJob ImportJobs::unreadable(const Document& document, const Status& why) {
  ImportJob job;
  job.id = parse_integer(document.name).has_value() ? *parse_integer(document.name) : 0;
  job.name = "import " + document.name;
  job.state = ImportState::kFailed;
  job.made_at = job.ended_at = document.changed_at;
  job.error = Status::corruption("the record does not tell what it was (" + why.message() + "); bring its files again");
  return job;
}

// What becomes of one that had not ended when the server did; ok: it is read.
Status ImportJobs::trouble_since(const ImportJob& job) const {
  if (job.state == ImportState::kOpen) {
    return Status::conflict("the server was started again before all of its files had come");
  }
  if (job.attempts >= kAttemptsMax) {
    return Status::internal("the server came to a bad end " + std::to_string(job.attempts) +
                            " times while it read this; bring it in parts, and please report it");
  }
  return file_exists(folder_of(job.id)) ? Status() : Status::not_found("its file is gone; bring it again");
}

// One that had not ended when the server did.
void ImportJobs::take_up(ImportJob& job) {
  const Status trouble = trouble_since(job);
  const bool open = job.state == ImportState::kOpen;
  begin_again(job);
  job.state = ImportState::kQueued;
  if (trouble.ok()) return;
  job.state = open ? ImportState::kStopped : ImportState::kFailed;
  job.ended_at = now();
  job.error = trouble;
  // Where this is not kept, it is found again at the next start.
  static_cast<void>(keep(job).ok());
}

void ImportJobs::start() {
  if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
}

void ImportJobs::stop() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    cancelled_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// --- what is wanted

Result<std::unique_ptr<UploadFile>> ImportJobs::make_file(std::string_view name, std::optional<uint64_t> bytes,
                                                          int64_t of) const {
  SOJOURN_TRY(const std::string plain, upload_name(name));
  if (bytes.value_or(0) > kImportBytesMax) {
    return Status::limit("a file may have " + std::to_string(kImportBytesMax >> 30) + " GiB; bring it in parts",
                         "body");
  }
  SOJOURN_CHECK(make_folders(options_.folder));
  SOJOURN_TRY(std::unique_ptr<UploadFile> file, UploadFile::make(options_.folder, plain, room_, bytes));
  const std::lock_guard lock(mutex_);
  if (const auto open = waiting_.find(of); open != waiting_.end()) file->hold(open->second.coming);
  return file;
}

Result<ImportOrder> ImportJobs::order_of(const ImportJob& job, const std::string& folder) const {
  ImportOrder order;
  for (const std::string& name : job.files) order.files.push_back(folder + "/" + name);
  for (const std::string& name : job.side_files) order.side_files.push_back(folder + "/" + name);
  if (!job.map_toml.empty()) {
    SOJOURN_TRY(order.map, parse_map(job.map_toml, job.map));
  }
  if (!job.format.empty() && job.format != kRowsFormat) {
    SOJOURN_TRY(order.format, find_format(job.format));
  }
  order.settings = job.settings;
  order.country = job.country;
  order.currency = job.currency;
  order.source = job.source;
  order.zone = job.zone;
  order.strict = job.strict;
  order.redact = job.redact;
  order.rejects_shown_max = kRejectsShown;
  return order;
}

// How it is to be read, where nobody said; and whether that can be.
Status ImportJobs::settle(ImportJob& job, const std::string& folder) const {
  const SourceFinder find = source_finder(sources_);
  const std::optional<SourceSpec> known = find(job.source);
  if (!job.map_toml.empty() && !job.format.empty()) {
    return Status::invalid("a file is read by a map or by a format, not by both", "format");
  }
  if (job.map_toml.empty() && job.format.empty() && known && known->format != "tracking") job.format = known->format;
  if (job.map_toml.empty() && job.format.empty()) {
    Result<const Format*> format = format_by_content(folder + "/" + job.files.front());
    if (!format) return as_sender_sees(format.error(), folder);
    job.format = *format != nullptr ? (*format)->id : kRowsFormat;
  }
  const Result<ImportOrder> order = order_of(job, folder);
  return order ? check_order(*order, find) : Status::invalid(order.error().message(), order.error().where());
}

Status ImportJobs::keep(const ImportJob& job) {
  const Document document{std::string(kDocumentKind), std::to_string(job.id), import_job_text(job, true)};
  return store_.put_documents({&document, 1});
}

Result<ImportJob> ImportJobs::add(ImportJob wish, UploadFile& file, bool more) {
  const std::lock_guard changing(changing_);
  wish.name = file.name();
  wish.files = {file.name()};
  wish.bytes_total = file.bytes();
  wish.made_at = now();
  wish.state = more ? ImportState::kOpen : ImportState::kQueued;
  if (!more) SOJOURN_CHECK(settle(wish, file.folder()));
  {
    const std::lock_guard lock(mutex_);
    const auto waiting =
        std::count_if(jobs_.begin(), jobs_.end(), [](const auto& job) { return !job.second->ended(); });
    if (static_cast<size_t>(waiting) >= kImportsWaitingMax) {
      return Status::limit(std::to_string(kImportsWaitingMax) + " imports wait already; try again later");
    }
    wish.id = next_id_++;
  }
  SOJOURN_CHECK(file.keep_as(folder_of(wish.id)));
  if (Status kept = keep(wish); !kept.ok()) {
    PrivateFolder::remove(folder_of(wish.id));
    return kept;
  }
  {
    const std::lock_guard lock(mutex_);
    jobs_[wish.id] = std::make_shared<ImportJob>(wish);
    if (more) waiting_[wish.id] = Waiting();
  }
  wake_.notify_all();
  return wish;
}

Result<ImportJobs::JobPtr> ImportJobs::open_job(int64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return no_such(id);
  if (found->second->state == ImportState::kOpen) return found->second;
  return Status::conflict(
      "the import is " + std::string(import_state_name(found->second->state)) + ": it takes no more files", "id");
}

Result<ImportJob> ImportJobs::add_file(int64_t id, UploadFile& file, As as) {
  const std::lock_guard changing(changing_);
  SOJOURN_TRY(const JobPtr job, open_job(id));
  ImportJob grown = *job;
  if (grown.files.size() + grown.side_files.size() >= kImportFilesMax) {
    return Status::limit("an import may have " + std::to_string(kImportFilesMax) + " files");
  }
  if (as == As::kMap) {
    SOJOURN_CHECK(check_map_bytes(file.bytes()));
    SOJOURN_TRY(grown.map_toml, read_file(file.path()));
    SOJOURN_CHECK(parse_map(grown.map_toml, file.name()).status());
    grown.map = file.name();
  } else {
    (as == As::kFile ? grown.files : grown.side_files).push_back(file.name());
    grown.bytes_total += as == As::kFile ? file.bytes() : 0;
    SOJOURN_CHECK(file.keep_in(folder_of(id)));
  }
  if (Status kept = keep(grown); !kept.ok()) {
    // So that the same may be sent again.
    if (as != As::kMap) static_cast<void>(remove_file(folder_of(id) + "/" + file.name()).ok());
    return kept;
  }
  const std::lock_guard lock(mutex_);
  *job = grown;
  waiting_[id].since = Clock::now();
  return grown;
}

Result<ImportJob> ImportJobs::close(int64_t id) {
  const std::lock_guard changing(changing_);
  SOJOURN_TRY(const JobPtr job, open_job(id));
  ImportJob whole = *job;
  SOJOURN_CHECK(settle(whole, folder_of(id)));
  whole.state = ImportState::kQueued;
  SOJOURN_CHECK(keep(whole));
  {
    const std::lock_guard lock(mutex_);
    *job = whole;
    waiting_.erase(id);
  }
  wake_.notify_all();
  return whole;
}

std::vector<ImportJob> ImportJobs::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<ImportJob> all;
  for (auto job = jobs_.rbegin(); job != jobs_.rend() && all.size() < kImportsKept; ++job) all.push_back(*job->second);
  return all;
}

Result<ImportJob> ImportJobs::find(int64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return no_such(id);
  return *found->second;
}

Result<ImportJob> ImportJobs::stop_job(int64_t id) {
  std::unique_lock changing(changing_);
  std::unique_lock lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return no_such(id);
  const JobPtr job = found->second;
  if (job->ended()) return *job;
  if (running_ == id) {
    cancelled_ = true;
    changing.unlock();
    // It may be at a commit; whoever asks again later sees it stopped.
    wake_.wait_for(lock, kStopTime, [&job] { return job->ended(); });
    return *job;
  }
  return stop_waiting(std::move(lock), job, {});
}

Result<ImportJob> ImportJobs::stop_waiting(std::unique_lock<std::mutex> lock, const JobPtr& job, Status why) {
  // Out of the queue first, so that it is not begun meanwhile.
  const ImportJob before = *job;
  job->state = ImportState::kStopped;
  job->ended_at = now();
  job->error = std::move(why);
  const ImportJob stopped = *job;
  lock.unlock();
  const Status kept = keep(stopped);
  lock.lock();
  if (!kept.ok()) {
    *job = before;
    return kept;
  }
  waiting_.erase(stopped.id);
  resting_.erase(stopped.id);
  PrivateFolder::remove(folder_of(stopped.id));
  return stopped;
}

}  // namespace sojourn
