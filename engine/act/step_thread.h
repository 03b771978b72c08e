// A thread that steps again and again: at once while there is more to do, else when woken or after a pause.
//
// Threads   all from any thread; start() and stop() once each, by the owner. The owner's other members must outlive stop().
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/status.h"

namespace sojourn {

class StepThread {
 public:
  using Pause = std::chrono::microseconds;
  // `step`: whether more could go at once. `pause`: how long to wait at most, where no more could.
  StepThread(std::function<Result<bool>()> step, std::function<Pause()> pause);
  // Does stop().
  ~StepThread();
  StepThread(const StepThread&) = delete;
  StepThread& operator=(const StepThread&) = delete;

  void start();
  void stop();
  // Something is new: step now. Never waits.
  void wake();
  // True from stop() on: a long step ends early.
  const std::atomic<bool>& ending() const { return ending_; }
  bool running() const { return running_; }
  // What the last step failed at; ok: nothing.
  Status trouble() const;

 private:
  void run();

  const std::function<Result<bool>()> step_;
  const std::function<Pause()> pause_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  std::atomic<bool> ending_ = false;
  std::atomic<bool> running_ = false;
  Status trouble_;
  std::thread thread_;
};

}  // namespace sojourn
