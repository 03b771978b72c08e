// What drill-down needs to know about the whole answer for every single customer: worked out once, by whoever asks
// first. It belongs to the state it was made from; a copy of the state begins without.
//
// Threads   get() is safe together. The state must not change between two calls of get().
#pragma once

#include <memory>
#include <mutex>

namespace sojourn {

template <class T>
class PathMemo {
 public:
  PathMemo() = default;
  PathMemo(const PathMemo&) {}
  PathMemo(PathMemo&&) noexcept {}
  PathMemo& operator=(const PathMemo&) {
    kept_.reset();
    return *this;
  }
  PathMemo& operator=(PathMemo&&) noexcept {
    kept_.reset();
    return *this;
  }
  ~PathMemo() = default;

  template <class Make>
  const T& get(Make&& make) const {
    const std::lock_guard lock(mutex_);
    if (kept_ == nullptr) kept_ = std::make_unique<const T>(make());
    return *kept_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::unique_ptr<const T> kept_;
};

}  // namespace sojourn
