// Sorts arrived events into a part.
//
// Cost      A counting sort by customer, then each column gathered once: about 10 ns an event and column, on all
//           threads. Memory: the arrivals, 20 bytes an event, and one segment of output.
// Threads   the result does not depend on how many there are.
#pragma once

#include <memory>

#include "base/limits.h"
#include "base/status.h"
#include "timelines/arrivals.h"
#include "timelines/part.h"

namespace sojourn {

struct PartBuildOptions {
  size_t chunk_events = limits::kBlockEvents;
  SegmentSink sink;  // Empty: the part stays in memory.
};

// Errors: those of the sink; kLimit beyond 2^32 events.
Result<std::shared_ptr<const Part>> build_part(Arrivals&& arrivals, PartSummary summary,
                                               std::span<const uint32_t> replaces,
                                               std::span<const Regrouping> regrouped, const PartBuildOptions& options);

}  // namespace sojourn
