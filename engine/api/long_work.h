// What reads the whole record on behalf of one request: on a thread of its own, so that it takes no worker from live
// intake, and one at a time.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "api/http_message.h"
#include "base/status.h"

namespace sojourn {

// Threads   run() from any. The handlers of a server share one.
class LongWork {
 public:
  // Its error becomes a problem; kCancelled: nobody waits for the reply.
  using Work = std::function<Result<HttpReply>()>;

  LongWork() = default;
  // Waits for what is under way.
  ~LongWork();
  LongWork(const LongWork&) = delete;
  LongWork& operator=(const LongWork&) = delete;

  // A pending reply, or 429 with Retry-After while something is under way.
  HttpReply run(const std::string& request_id, Work work);

 private:
  std::mutex mutex_;
  std::atomic<bool> busy_{false};
  std::thread thread_;
};

}  // namespace sojourn
