// Which keys a table of the record holds already: exact, in memory that does not grow with the table.
//
//   fresh      the keys of the newest rows, in a set in memory: up to `fresh_max`
//   waiting    sets that were full, until they stand in a file; a few at most
//   runs       sorted files (key_run.h), each of the rows (after, up_to]: together all older rows
//
// Runs      A thread of the index's own writes full sets and merges runs, so that each is at least 5/4 of all newer
//           ones together: some 8 for a billion keys. A merge makes way for sets that wait, and is left for
//           later when the disk has no room to spare. Who inserts waits only when kWaitingMax sets do.
// Truth     The table is the truth and runs are derived. Nothing is written before the rows are committed. open() takes
//           only runs that are whole and whose last row the table knows (KeyMark), so that a folder without runs, with
//           those of another record, or of a record that was put back to an earlier state, is noticed; gaps() says what
//           has to be read from the table again.
// Cost      insert of a new key: the set, and one cache line a run. 2 bytes a key of the kernel's cache are worth
//           having. Written a key: 18 bytes, four to six times in its life.
// Threads   One at a time calls; the index has a thread beside.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store/key_run.h"

namespace sojourn {

class KeyIndex {
 public:
  static constexpr size_t kFreshMax = size_t{1} << 18;
  static constexpr size_t kWaitingMax = 4;

  struct Range {
    int64_t after = 0;
    int64_t up_to = 0;
  };
  // Does the table hold this row?
  using IsOurs = std::function<Result<bool>(const KeyMark&)>;

  // Nothing is read or made before open(). `fresh_max` 0: kFreshMax.
  KeyIndex(std::string folder, size_t fresh_max);
  ~KeyIndex();
  KeyIndex(const KeyIndex&) = delete;
  KeyIndex& operator=(const KeyIndex&) = delete;

  // --- from nothing, or after a failure: open(), then for each gap fill_from() and fill() of its rows, then filled().
  // Forgets all that is in memory, and takes the runs of a table of `last` rows. Runs that do not fit are removed.
  // Errors: kUnavailable, and those of `is_ours`.
  Status open(int64_t last, const IsOurs& is_ours);
  // What the runs do not hold, in order; the last ends at `last`, and may be empty.
  std::vector<Range> gaps() const;
  void fill_from(int64_t after);
  // Rows in order. Waits for the thread now and then.
  Status fill(const KeyMark& row);
  // The rows of a gap are there; those of the last gap stay fresh. Errors: kCorruption when the last is missing.
  Status filled(const Range& gap);

  // --- in use
  // Before a batch: waits while too many full sets do. Errors: kUnavailable: they cannot be written.
  Status wait_for_room();
  // Before a batch: sees what the thread changed. Errors: kCorruption: a run was damaged and is gone; open() again.
  Status ready();
  // True when the key was not there. What is inserted and not committed goes with open().
  bool insert(const EventKey& key);
  bool contains(const EventKey& key);
  // Not ok: a run was found damaged, and what was said since ready() may be wrong. Open again.
  const Status& fault() const { return fault_; }
  // The rows of all that was inserted are in the table for good; the newest is `last`.
  void committed(const KeyMark& last);

  // For tests: waits until nothing is left to write or merge. The number of runs.
  Result<size_t> settle();

 private:
  // The keys of the rows (after, last.number], as a run or as a set that waits for becoming one.
  struct Piece {
    int64_t after = 0;
    KeyMark last;
    std::shared_ptr<KeyRun> run;
    std::shared_ptr<const KeySet> set;
  };
  using Pieces = std::vector<Piece>;  // In order of their rows.
  struct Window {                     // Of pieces: [from, to).
    size_t from = 0;
    size_t to = 0;
  };

  std::string path_of(int64_t after, int64_t up_to) const;
  Result<Pieces> find_runs(int64_t last, const IsOurs& is_ours) const;
  void look();  // Takes over what the thread changed.
  bool is_whole() const;
  void freeze();  // The fresh set begins to wait.
  void stop();

  // --- the thread; `lock` holds mutex_.
  using Lock = std::unique_lock<std::mutex>;
  static std::optional<Window> find_merge(const Pieces& pieces);
  void work();
  bool find_waiting(size_t& place) const;
  Status seal(Lock& lock, size_t place);
  bool has_room(Window window) const;
  Status merge(Lock& lock, Window window);
  Result<bool> write_merged(Lock& lock, const Pieces& parts, const std::string& path);
  void replace(const Pieces& parts, const Piece& whole);
  void remove(const std::string& path);  // A run that is damaged.

  const std::string folder_;
  const size_t fresh_max_;

  KeySet fresh_;
  size_t fresh_count_ = 0;
  int64_t fresh_after_ = 0;
  KeyMark newest_;
  int64_t last_ = 0;  // Rows of the table when it was opened.
  Status fault_;
  Pieces view_;
  uint64_t seen_ = 0;  // The version that view_ shows.

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Pieces pieces_;
  std::atomic<uint64_t> version_ = 1;
  std::atomic<size_t> waiting_ = 0;
  std::atomic<bool> stopping_ = false;
  bool idle_ = true;
  Status trouble_;  // Why the thread could not write what waits.
  std::thread thread_;
};

}  // namespace sojourn
