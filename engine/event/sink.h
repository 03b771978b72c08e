// What collect writes to and the store implements; only the programs on top join the two.
#pragma once

#include "base/status.h"
#include "event/event.h"

namespace sojourn {

struct AppendReceipt {
  int64_t stored = 0;    // New events.
  int64_t repeats = 0;   // Known already.
  int64_t replaced = 0;  // Known already, and told anew: this telling is in force from now on.
};

class EventSink {
 public:
  virtual ~EventSink() = default;
  // All or nothing; once ok it survives kill -9 and power loss. Repeats are counted, not stored twice.
  // Errors: kLimit, kUnavailable (disk), kConflict.
  virtual Result<AppendReceipt> append(const EventBatch& batch) = 0;
};

}  // namespace sojourn
