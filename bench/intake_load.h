// Senders of events on many connections, each with one body under way, in one thread (epoll).
//
// Bodies    made before the clock runs; between two requests only ids, customers and times are written anew, so that
//           the senders take little of the machine that the server shares with them.
// Ids       never come twice, so every event that is acknowledged must be in the record once.
// Pace      as fast as replies come; or with `rate`, where a body that finds no idle connection is late, and its wait
//           counts.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sojourn::bench {

struct Load {
  uint16_t port = 0;
  std::string key;
  int64_t batch = 1;  // Events in a body.
  int64_t connections = 1;
  double seconds = 5;
  const std::atomic<bool>* over = nullptr;  // Ends it before that. May be null.
  int64_t rate = 0;                         // Events a second; 0: as many as go.
  bool segment = false;
  int64_t first_id = 0;                // Events count on from here.
  std::function<void()> every_second;  // Called about so often while it runs. May be empty.
};

struct LoadOutcome {
  int64_t events = 0;    // Acknowledged while the clock ran.
  int64_t requests = 0;  // The same.
  double seconds = 0;
  int64_t acknowledged = 0;  // Events, until the last reply.
  int64_t refused = 0;       // 429 and 503; sent again a moment later.
  int64_t next_id = 0;
  std::vector<float> latencies;  // Of each request that was acknowledged, seconds.
};

// The smallest value that so large a share of them does not exceed, in milliseconds; 0 of none.
double quantile_ms(const std::vector<float>& sorted, double share);

// Fails on replies other than 200, 429 and 503, and when a connection breaks off.
LoadOutcome run_load(const Load& load);

}  // namespace sojourn::bench
