// Files that are sent to a server, read in the background: one import at a time, in the order in which they came.
//
// Durable   an import that was acknowledged is a document of the record (kind "import") and its files lie in
//           FOLDER/ID; after a restart it begins again, which is harmless: what is stored already is known by its key.
//           Its files go when it has ended. The newest kImportsKept are remembered. One with which the server came to a bad
//           end kAttemptsMax times fails; so does one whose document cannot be read, and the others are read.
// Open      one whose files are still to come is stopped when none came for `open_time`.
// Shares    batches go into the record in slices, and make room for live intake between them, so that senders are
//           answered meanwhile.
// Disk      a record that cannot be written is tried again for a while (`patience`); then the import goes back into the
//           queue with the reason, to be tried again after `rest`. Others are read meanwhile. The reason is told until
//           something of it is stored.
// Threads   one of our own reads; all methods from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/time.h"
#include "intake/import_job.h"
#include "intake/import_order.h"
#include "intake/source_book.h"
#include "intake/upload_file.h"
#include "store/store.h"

namespace sojourn {

inline constexpr size_t kImportsKept = 100;
inline constexpr size_t kImportsWaitingMax = 100;
inline constexpr size_t kImportFilesMax = 1000;                  // Of one import.
inline constexpr uint64_t kImportBytesMax = uint64_t{64} << 30;  // One file, as it is sent.
inline constexpr int64_t kAttemptsMax = 2;                       // Unclean ends of the server, while it read one.

class ImportJobs {
 public:
  struct Options {
    std::string folder;              // Ours alone.
    std::function<void()> stored{};  // Something was: boards should look.
    std::function<bool()> busy{};    // Does live intake wait for a commit?
    Micros patience = 30 * kSecond;
    Micros rest = 30 * kSecond;
    Micros open_time = kHour;
    DiskRoom::Free free_bytes{};  // How much room the disk has; empty: as it says.
  };
  enum class As : unsigned char { kFile, kSideFile, kMap };

  // Both are borrowed and outlive this. Removes files that belong to no import. Errors: kCorruption, those of the store.
  static Result<std::unique_ptr<ImportJobs>> open(Store& store, const SourceBook& sources, Options options);
  // Does stop().
  ~ImportJobs();
  ImportJobs(const ImportJobs&) = delete;
  ImportJobs& operator=(const ImportJobs&) = delete;

  // Where files that nobody keeps may lie for a while.
  const std::string& folder() const { return options_.folder; }

  void start();
  // The one that is being read ends soon, and begins again when the record is served again.
  void stop();

  // A file for what is going to be sent. `bytes`: how much, if it is known; `of`: the open import that waits for it.
  // Errors: kInvalidArgument for the name, kLimit, kUnavailable when the disk has no room.
  Result<std::unique_ptr<UploadFile>> make_file(std::string_view name, std::optional<uint64_t> bytes,
                                                int64_t of = 0) const;

  // Takes what is wanted and its first file, which is finished. `more`: others are to come; else it is queued.
  // Without map and format the file decides. Errors: kInvalidArgument (`where`: the word), kLimit, kUnavailable.
  Result<ImportJob> add(ImportJob wish, UploadFile& file, bool more);
  // Another file of an import that is open. Errors: kNotFound, kConflict when it is not open, and those of add(); the
  // same may be sent again then.
  Result<ImportJob> add_file(int64_t id, UploadFile& file, As as);
  // No more is to come. Errors: kNotFound, kConflict.
  Result<ImportJob> close(int64_t id);

  // Newest first.
  std::vector<ImportJob> list() const;
  // Errors: kNotFound.
  Result<ImportJob> find(int64_t id) const;
  // One that has ended stays as it is. Errors: kNotFound, kUnavailable.
  Result<ImportJob> stop_job(int64_t id);

 private:
  using JobPtr = std::shared_ptr<ImportJob>;
  using Clock = std::chrono::steady_clock;
  // Of an import that is open.
  struct Waiting {
    Clock::time_point since = Clock::now();                               // The last file.
    std::shared_ptr<const char> coming = std::make_shared<const char>();  // Files that are being sent share it.
  };

  ImportJobs(Store& store, const SourceBook& sources, Options options)
      : store_(store),
        sources_(sources),
        options_(std::move(options)),
        room_(std::make_shared<DiskRoom>(options_.folder, kRoomBytes, options_.free_bytes)) {}
  Status load();
  static ImportJob unreadable(const Document& document, const Status& why);
  Status trouble_since(const ImportJob& job) const;
  void take_up(ImportJob& job);
  std::string folder_of(int64_t id) const { return options_.folder + "/" + std::to_string(id); }
  static constexpr std::string_view kDocumentKind = "import";
  static constexpr uint64_t kRoomBytes = uint64_t{64} << 20;  // For what the record writes meanwhile.
  // As if nothing had been read of it.
  static void begin_again(ImportJob& job);
  Result<JobPtr> open_job(int64_t id) const;
  Status keep(const ImportJob& job);
  Status settle(ImportJob& job, const std::string& folder) const;
  // REQUIRES: `changing_` is held, and `lock` is of `mutex_`; the job does not run.
  Result<ImportJob> stop_waiting(std::unique_lock<std::mutex> lock, const JobPtr& job, Status why);
  Result<ImportOrder> order_of(const ImportJob& job, const std::string& folder) const;
  // The reading thread (import_reading.cc).
  void loop();
  JobPtr next_job();
  JobPtr due_job(Clock::time_point& look_again) const;
  std::optional<int64_t> idle_job(Clock::time_point& look_again);
  void stop_idle(int64_t id);
  Result<ImportReport> read(const JobPtr& job);
  Result<ImportReport> read_files(const JobPtr& job);
  void end(const JobPtr& job, const Result<ImportReport>& report);
  bool put_back(const JobPtr& job, const Status& why);
  void keep_ended(const JobPtr& job, const ImportJob& ended);
  void forget_old();

  Store& store_;
  const SourceBook& sources_;
  const Options options_;
  const std::shared_ptr<DiskRoom> room_;

  std::mutex changing_;  // One change of what is wanted at a time; held while the disk is at it.
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<int64_t, JobPtr> jobs_;
  std::map<int64_t, Waiting> waiting_;            // Those that are open.
  std::map<int64_t, Clock::time_point> resting_;  // Of those in the queue: not to be read before then.
  int64_t next_id_ = 1;
  int64_t running_ = 0;  // The id; 0: none.
  bool closing_ = false;
  std::atomic<bool> cancelled_{false};  // The one that is running.
  std::thread thread_;
};

}  // namespace sojourn
