// Work with passwords, on threads of its own: it takes no worker from questions, and no more memory than a few at a
// time need (password.h).
//
// Threads   push() from any. The queue ends when all that waits is done.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sojourn {

class HashingQueue {
 public:
  explicit HashingQueue(size_t threads = 2, size_t waiting_most = 64);
  ~HashingQueue();
  HashingQueue(const HashingQueue&) = delete;
  HashingQueue& operator=(const HashingQueue&) = delete;

  // False: too many wait already, and the work is not done. It must not throw.
  bool push(std::function<void()> work);

 private:
  void run();

  const size_t waiting_most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool ends_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sojourn
