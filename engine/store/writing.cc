// When the record writes, and when DuckDB's log is folded into its file.
//
// A commit appends to the log and syncs it. Folding the log into the file (a checkpoint) holds all commits up, so it
// must be short. Three things make it so:
//   - it is done by us, each time the log has grown by kLogBytes, not by DuckDB within a commit;
//   - DuckDB would also use the occasion to join small groups of rows to large ones, which means to read, compress and
//     write again up to 120,000 events for each few that came. It leaves that while a transaction is older than the last
//     commit, for it could still need what is thrown away. So while the log is folded there is one such transaction.
//   - a checkpoint waits for everybody who is reading a table, so it is left for later while somebody does, and whoever
//     wants to begin waits until it is done.
// Groups of rows then hold what came between two checkpoints, some ten thousands of events, which costs readers nothing
// that can be measured. They are joined at close when few events came since the record was opened.
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/disk_room.h"
#include "store/private_files.h"
#include "store/record.h"

namespace sojourn {
namespace {

constexpr int kReadersWaits = 100;
constexpr std::chrono::milliseconds kReadersWait{10};
constexpr std::chrono::seconds kReadersRefused{10};        // Longer than senders wait before they try again.
constexpr uint64_t kLogBytesMax = Record::kLogBytes * 64;  // No longer wait for a moment without readers.

Status try_again() { return Status::unavailable("the record is being opened again: try again in a moment"); }

}  // namespace

Status Record::ready_to_write(size_t bytes) {
  // DuckDB undoes a commit that fails in the midst of writing, but not well: it may end the process, and texts that it
  // undid are read as part of the next ones of their column. The log is right. So no commit is begun that finds no
  // room, and after one that failed the record is opened anew, from the log, before anything else is written. DuckDB
  // refuses everything after a checkpoint or a commit that it could not undo, until then.
  if (bytes > 0) SOJOURN_CHECK(find_room(folder_, bytes));
  if (!broken_.ok() || writer_.commit_failed()) broken_ = reopen();
  return broken_;
}

// Nobody begins to read for a while, and those who do are stopped; but not one who has rows and waits for what we hold.
Status Record::send_readers_away() {
  refused_until_ = std::chrono::steady_clock::now() + kReadersRefused;
  for (int wait = 0; readers_.use_count() > 1; ++wait) {
    if (wait == kReadersWaits) return try_again();
    {
      const std::lock_guard gate(gate_);
      for (const auto& reading : reading_) {
        if (const auto handle = reading.lock()) duckdb_interrupt(handle.get());
      }
    }
    std::this_thread::sleep_for(kReadersWait);
  }
  return {};
}

Status Record::reopen() {
  SOJOURN_CHECK(send_readers_away());
  const Knowing knowing(knowing_);
  {
    const std::lock_guard gate(gate_);
    if (readers_.use_count() > 1) return try_again();
    writer_.leave_log();
    writer_.close();
    database_.reset();
    SOJOURN_TRY(database_, DuckDatabase::open(folder_ + "/record.duckdb", settings_));
    keep_private(folder_ + "/record.duckdb");
    SOJOURN_TRY(writer_, DuckConnection::open(database_));
  }
  has_keys_ = false;
  book_ = nullptr;
  SOJOURN_CHECK(load());
  refused_until_ = std::chrono::steady_clock::time_point();
  return {};
}

Result<DuckConnection> Record::reader() const {
  if (std::chrono::steady_clock::now() < refused_until_.load()) return try_again();
  const std::lock_guard gate(gate_);
  if (database_ == nullptr)
    return Status::unavailable("the record could not be opened again after an error of the disk");
  SOJOURN_TRY(DuckConnection connection, DuckConnection::open(database_));
  SOJOURN_CHECK(connection.run("BEGIN TRANSACTION"));
  connection.hold(readers_);
  std::erase_if(reading_, [](const auto& reading) { return reading.expired(); });
  reading_.push_back(connection.weak_handle());
  return connection;
}

void Record::fold_long_log() {
  std::error_code error;
  const std::string log = folder_ + "/record.duckdb.wal";
  const uint64_t bytes = std::filesystem::file_size(log, error);
  if (!error) keep_private(log);  // DuckDB makes it anew now and then.
  if (error || bytes < fold_from_) return;
  // A checkpoint that finds no room makes DuckDB refuse everything; a commit that finds none is just undone.
  const std::filesystem::space_info room = std::filesystem::space(folder_, error);
  if (error || room.available < 4 * bytes) return;
  const std::lock_guard gate(gate_);
  if (readers_.use_count() > 1 && bytes < kLogBytesMax) return;
  // What was committed stays in the log when it fails; what matters is whether DuckDB still answers.
  const bool folded = fold_log(false).ok();
  fold_from_ = folded ? kLogBytes : bytes + kLogBytes;
  if (!folded) broken_ = writer_.number("SELECT count(*) FROM meta").status();
}

Status Record::fold_log(bool join) {
  SOJOURN_TRY(DuckConnection onlooker, DuckConnection::open(database_));
  if (!join) {
    // Its transaction begins when it looks up the table, but must not read it: readers are waited for.
    SOJOURN_CHECK(onlooker.run("BEGIN TRANSACTION; SELECT 1 FROM meta WHERE false"));
    SOJOURN_CHECK(writer_.change("UPDATE meta SET value = value WHERE key = ''").status());
  }
  return writer_.run("CHECKPOINT");
}

}  // namespace sojourn
