// One body of an SDK on its way to the intake: unpacked, its source found by its key, read, handed over.
#pragma once

#include <string>

#include "api/deliver.h"
#include "api/router.h"
#include "tracking/tracking.h"

namespace sojourn {

// One place where a dialect is spoken.
struct Collector {
  Dialect dialect = Dialect::kPlain;
  std::string path;  // The pattern, which for Segment's family names the call; `input` of the events.
  size_t bytes_max = 0;
  Thanks (*thanks)(const Call& call, const EventBatch& batch) = nullptr;
};

// What a sender is told: `thanks` after the commit. 400 for what is not the dialect, 401 and 404 for its key, 413, 415 for
// forms that are not read, 429 and 503 with Retry-After.
Result<HttpReply> collect(const Engine& engine, const Collector& collector, const Call& call);

}  // namespace sojourn
