#include "api/pending_reply.h"

#include <utility>

namespace sojourn {

void PendingReply::complete(HttpReply reply) {
  Tell tell;
  {
    const std::lock_guard lock(mutex_);
    if (!tell_) {
      reply_ = std::move(reply);
      return;
    }
    tell = std::move(tell_);
  }
  tell(std::move(reply));
}

void PendingReply::then(Tell tell) {
  std::optional<HttpReply> ready;
  {
    const std::lock_guard lock(mutex_);
    if (!reply_) {
      tell_ = std::move(tell);
      return;
    }
    ready = std::move(reply_);
  }
  tell(*std::move(ready));
}

}  // namespace sojourn
