// Stops what a connection does once there is a reason to. For the .cc files of this folder only.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "store/duckdb_session.h"
#include "store/export.h"

namespace sojourn {

// Threads: one of our own asks; the methods are of one thread at a time.
class ReadingWatch {
 public:
  // The connection is borrowed. Without a reason that could come, nothing is started.
  ReadingWatch(DuckConnection& connection, StopReason stop) : stop_(std::move(stop)) {
    if (stop_) watcher_ = std::thread([this, handle = connection.handle()] { watch(handle); });
  }
  ~ReadingWatch() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    changed_.notify_all();
    if (watcher_.joinable()) watcher_.join();
  }
  ReadingWatch(const ReadingWatch&) = delete;
  ReadingWatch& operator=(const ReadingWatch&) = delete;

  // Asks now.
  Status look() {
    if (!stop_) return {};
    const std::lock_guard lock(mutex_);
    if (reason_.ok()) reason_ = stop_();
    return reason_;
  }
  // Why it failed: the reason to stop if there is one, else what DuckDB says.
  Status why(Status otherwise) {
    const std::lock_guard lock(mutex_);
    return reason_.ok() ? std::move(otherwise) : reason_;
  }

 private:
  void watch(duckdb_connection handle) {
    constexpr std::chrono::milliseconds kPause{100};
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kPause, [this] { return done_; })) {
      if (reason_.ok()) reason_ = stop_();
      // Again and again: a statement that was just about to start would not have noticed.
      if (!reason_.ok()) duckdb_interrupt(handle);
    }
  }

  const StopReason stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  Status reason_;
  std::thread watcher_;
};

}  // namespace sojourn
