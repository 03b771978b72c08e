// How often one response may be sent: enough for people, too little for programs that try every score.
//
// Memory    bounded: when too many responses are remembered, all are forgotten at once.
// Threads   any number.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"

namespace sojourn {

class ResponsePace {
 public:
  ResponsePace(int most, Micros within) : most_(most), within_(within) {}

  // Counts it. False: too often.
  bool allow(const std::string& name, Micros now) {
    const std::lock_guard lock(mutex_);
    if (seen_.size() >= kRememberedMax) seen_.clear();
    Window& window = seen_[name];
    if (now - window.since >= within_ || now < window.since) window = {now, 0};
    return ++window.count <= most_;
  }

 private:
  static constexpr size_t kRememberedMax = 100'000;
  struct Window {
    Micros since = 0;
    int count = 0;
  };
  const int most_;
  const Micros within_;
  std::mutex mutex_;
  std::unordered_map<std::string, Window> seen_;
};

}  // namespace sojourn
