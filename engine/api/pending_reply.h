// A reply that is made later and elsewhere: its handler returns at once, and no thread waits for it.
//
// Threads   complete() once and then() once, each from any thread, in any order.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "api/http_message.h"

namespace sojourn {

class PendingReply {
 public:
  using Tell = std::function<void(HttpReply)>;

  void complete(HttpReply reply);
  // `tell` is called by the later of the two: now, or by complete().
  void then(Tell tell);

 private:
  std::mutex mutex_;
  std::optional<HttpReply> reply_;
  Tell tell_;
};

}  // namespace sojourn
