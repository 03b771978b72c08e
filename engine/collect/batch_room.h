// How much goes into one batch.
#pragma once

#include "base/limits.h"
#include "event/event.h"

namespace sojourn {

inline constexpr size_t kImportBatchEvents = 50'000;
static_assert(kImportBatchEvents <= limits::kBatchEventsMax);

// Is it time to hand the batch over?
inline bool is_full(const EventBatch& batch) {
  constexpr size_t kArenaBytesMax = 128 * 1024 * 1024;
  constexpr size_t kRejectsMax = 10'000;
  return batch.events.size() >= kImportBatchEvents || batch.arena.bytes() >= kArenaBytesMax ||
         batch.rejects.size() >= kRejectsMax;
}

}  // namespace sojourn
