// Live intake: batches of many connections go into the record in few transactions, and timelines follow at once.
//
// Durable   `done` is told after the commit that holds the batch: what was acknowledged survives kill -9 and power
//           loss. A batch is in the record whole, once, or not at all.
// Groups    one thread commits; what comes while it is at it forms the next transaction (group commit).
// Overload  what waits is bounded in bytes and batches; beyond it submit() refuses at once (kLimit), and the sender is
//           told to come again later. Memory stays flat whatever comes.
// Failure   a disk that is full or read-only makes submit()'s `done` say kUnavailable; the next commit tries again, so
//           that nothing must be restarted when the disk is well. A batch that the record refuses for what it holds
//           fails alone: those that shared its transaction are then stored one by one.
// Live      after commits a second thread brings the timelines up to date and counts a change, so that boards follow
//           within two seconds.
// Threads   submit() and changes from any thread; `done` runs on the committing thread and must be short.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/limits.h"
#include "base/status.h"
#include "base/time.h"
#include "event/event.h"
#include "store/store.h"
#include "timelines/timelines.h"

namespace sojourn {

struct IntakeLimits {
  size_t waiting_bytes = limits::kIntakeWaitingBytes;  // Of bodies and batches in memory, until their commit is told.
  size_t waiting_batches = limits::kIntakeWaitingBatches;
  size_t commit_events = limits::kCommitEvents;  // In one transaction.
  Micros linger = 0;                             // Waits so long for company before a commit.
  Micros follow_every = kSecond / 2;             // Timelines are brought up to date at most so often.
};

// What the boards are told.
struct IntakeState {
  uint64_t change = 0;        // Grows whenever the answers may have changed.
  int64_t last_sequence = 0;  // Shown by the timelines.
  Micros at = 0;              // When the last change was shown.
};

struct IntakeCounters {
  int64_t commits = 0;
  int64_t events = 0;
  int64_t repeats = 0;
  int64_t refused_batches = 0;  // For overload.
  int64_t failed_batches = 0;   // Taken, and not stored: the disk, mostly.
  int64_t waiting_bytes = 0;
  double seconds = 0;  // Of all commits.
};

class Intake {
 public:
  using Done = std::function<void(const Result<AppendReceipt>&)>;
  // Called on the committing thread with each batch that was stored, before anybody is told; must be short.
  using Watch = std::function<void(const EventBatch&)>;
  struct Delivery {
    std::unique_ptr<EventBatch> batch;  // May hold no events: then only `raw` is kept.
    std::optional<RawBody> raw;
    size_t bytes = 0;  // Of the body; it or what it has become in memory, the larger, counts as waiting.
    Done done;
  };

  // Store and timelines are borrowed and outlive this, and so does what `watch` uses.
  Intake(Store& store, Timelines& timelines, const IntakeLimits& limits = {}, Watch watch = {});
  // Does stop().
  ~Intake();
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  // Takes no more (kUnavailable), commits what waits and tells it, then ends both threads. Call it once or more, from
  // one thread.
  void stop();

  // Errors: kLimit when too much waits already; `done` is not called then.
  Status submit(Delivery delivery);
  // Waits for its commit. For those who have a thread to spare.
  Result<AppendReceipt> append(std::unique_ptr<EventBatch> batch, std::optional<RawBody> raw, size_t bytes);
  // Something other than intake changed the answers (a link, stages): boards should look.
  void touch();

  IntakeState state() const;
  IntakeCounters counters() const;
  // `tell` is called on the following thread after each change; returns a number for forget(). Must be short, and
  // neither listen nor forget.
  int64_t listen(std::function<void(const IntakeState&)> tell);
  // When this returns, the listener is not called any more.
  void forget(int64_t listener);

 private:
  struct Waiting {
    Delivery delivery;
    size_t weight = 0;
    Result<AppendReceipt> receipt = AppendReceipt{};
  };
  using Group = std::vector<Waiting>;

  void commit_loop();
  // What goes into the next transaction. Empty: stopped, and nothing waits.
  Group next_group();
  void commit(Group& group);
  // One transaction; ok: their receipts stand in them.
  Status store_together(std::span<Waiting> group);
  void settle(Group& group);
  void follow_loop();
  // Waits until there is something to show. False: stopped.
  bool wait_for_news();
  void show();

  Store& store_;
  Timelines& timelines_;
  const IntakeLimits limits_;
  const Watch watch_;

  mutable std::mutex waiting_mutex_;
  std::condition_variable arrived_;
  std::deque<Waiting> waiting_;
  size_t waiting_bytes_ = 0;   // Of those in commit too.
  size_t waiting_count_ = 0;   // The same, in batches.
  size_t waiting_events_ = 0;  // Of those that wait.
  bool stopping_ = false;
  IntakeCounters counters_;

  mutable std::mutex state_mutex_;
  std::condition_variable news_;
  bool stale_ = false;  // Something was stored or touched since the last show().
  bool ending_ = false;
  IntakeState state_;

  std::mutex listeners_mutex_;
  std::map<int64_t, std::function<void(const IntakeState&)>> listeners_;
  int64_t next_listener_ = 1;

  std::thread committing_;
  std::thread following_;
};

}  // namespace sojourn
