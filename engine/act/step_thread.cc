#include "act/step_thread.h"

#include <utility>

namespace sojourn {
namespace {

constexpr std::chrono::seconds kAfterTrouble{5};

}  // namespace

StepThread::StepThread(std::function<Result<bool>()> step, std::function<Pause()> pause)
    : step_(std::move(step)), pause_(std::move(pause)) {}

StepThread::~StepThread() { stop(); }

void StepThread::start() {
  running_ = true;
  thread_ = std::thread([this] { run(); });
}

void StepThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  running_ = false;
}

void StepThread::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  wake_.notify_all();
}

Status StepThread::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void StepThread::run() {
  while (!ending_) {
    const Result<bool> stepped = step_();
    const Pause pause = stepped ? pause_() : Pause(kAfterTrouble);
    std::unique_lock lock(mutex_);
    trouble_ = stepped.status();
    if (stepped && *stepped) continue;
    wake_.wait_for(lock, pause, [this] { return woken_ || ending_; });
    woken_ = false;
  }
}

}  // namespace sojourn
