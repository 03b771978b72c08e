// What /metrics shows: requests by route and status, how long they took, connections, the record behind them,
// and what live intake wrote into it.
// Format    Prometheus text exposition 0.0.4.
// Threads   every method from any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "base/time.h"
#include "intake/intake.h"
#include "timelines/timelines.h"

namespace sojourn {

class ServerCounters {
 public:
  // Upper ends of the histogram's buckets, in seconds.
  static constexpr std::array<double, 12> kBuckets{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30};

  explicit ServerCounters(Micros started) : started_(started) {}

  // `route` is a pattern, never a path that a client chose: clients must not make series.
  void count(const std::string& route, int status, double seconds);
  void connection_opened() { connections_.fetch_add(1, std::memory_order_relaxed); }
  void connection_closed() { connections_.fetch_sub(1, std::memory_order_relaxed); }
  void request_begun() { running_.fetch_add(1, std::memory_order_relaxed); }
  void request_ended() { running_.fetch_sub(1, std::memory_order_relaxed); }
  int64_t connections() const { return connections_.load(std::memory_order_relaxed); }

  std::string text(const TimelineStats& timelines, const IntakeCounters& intake) const;

 private:
  struct Times {
    std::array<uint64_t, kBuckets.size()> within{};  // Not yet summed up.
    uint64_t count = 0;
    double seconds = 0;
  };

  const Micros started_;
  std::atomic<int64_t> connections_{0};
  std::atomic<int64_t> running_{0};
  mutable std::mutex mutex_;  // Guards what follows.
  std::map<std::pair<std::string, int>, uint64_t> requests_;
  std::map<std::string, Times> times_;
};

}  // namespace sojourn
