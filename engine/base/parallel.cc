#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <limits>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace sojourn {

namespace {

constexpr size_t kThreadsMax = 1024;

// The failure with the lowest index, so that what is reported does not depend on which thread was first.
class FirstFailure {
 public:
  void keep(size_t index) {
    const std::lock_guard lock(mutex_);
    if (index < index_) {
      index_ = index;
      failure_ = std::current_exception();
    }
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  size_t index_ = std::numeric_limits<size_t>::max();
  std::exception_ptr failure_;
};

}  // namespace

size_t thread_count() {
  if (const char* text = std::getenv("SOJOURN_THREADS"); text != nullptr) {
    size_t threads = 0;
    const char* end = text + std::strlen(text);
    const auto read = std::from_chars(text, end, threads);
    if (read.ec == std::errc() && read.ptr == end && threads > 0) return std::min(threads, kThreadsMax);
  }
  return std::clamp<size_t>(std::thread::hardware_concurrency(), 1, kThreadsMax);
}

void parallel_for(size_t count, size_t threads, const std::function<void(size_t thread, size_t index)>& work) {
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  FirstFailure failure;
  const auto run = [&](size_t thread) {
    while (!failed.load(std::memory_order_relaxed)) {
      const size_t index = next.fetch_add(1, std::memory_order_relaxed);
      if (index >= count) return;
      try {
        work(thread, index);
      } catch (...) {
        failure.keep(index);
        failed = true;
      }
    }
  };
  const size_t wanted = std::min(threads, count);
  std::vector<std::thread> others;
  others.reserve(wanted);
  try {
    for (size_t thread = 1; thread < wanted; ++thread) others.emplace_back(run, thread);
  } catch (const std::system_error&) {
    // The system gives no more threads: those we have do all the work.
  }
  run(0);
  for (std::thread& other : others) other.join();
  failure.rethrow();
}

}  // namespace sojourn
