#include "access/hashing_queue.h"

#include <utility>

namespace sojourn {

HashingQueue::HashingQueue(size_t threads, size_t waiting_most) : waiting_most_(waiting_most) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

HashingQueue::~HashingQueue() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  for (std::thread& each : threads_) each.join();
}

bool HashingQueue::push(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= waiting_most_) return false;
    waiting_.push_back(std::move(work));
  }
  changed_.notify_one();
  return true;
}

void HashingQueue::run() {
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace sojourn
