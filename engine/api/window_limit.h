// How often something may happen in a stretch of time, by name: requests of a source in a second, refusals of an
// address in a minute.
//
// Window    begins with the first count of a name and has a fixed length; then the name begins anew.
// Memory    at most kNamesMax names; beyond, those whose window is over are forgotten, then some with the fewest counts.
// Threads   any.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"

namespace sojourn {

class WindowLimit {
 public:
  static constexpr size_t kNamesMax = 4096;

  WindowLimit(Micros window, int64_t most) : window_(window), most_(most) {}

  // How long until the name may go on; 0: it may now.
  Micros wait(const std::string& name, Micros now) const;
  void count(const std::string& name, Micros now);
  // Counts one, unless it must wait; how long it must.
  Micros take(const std::string& name, Micros now);

 private:
  struct Window {
    Micros begin = 0;
    int64_t count = 0;
  };
  bool is_over(const Window& window, Micros now) const;
  Micros wait_of(const std::string& name, Micros now) const;
  void add(const std::string& name, Micros now);

  const Micros window_;
  const int64_t most_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Window> windows_;
};

// Whole seconds for a Retry-After: at least one.
std::string retry_seconds(Micros wait);

}  // namespace sojourn
