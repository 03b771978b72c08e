// Bodies read into batches, and what became of them as lines; for the tests of all dialects.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "collect/importer.h"
#include "tracking/tracking.h"

namespace sojourn {

// 2026-03-01T12:00:00Z, when all of it arrives.
inline constexpr Micros kArrival = 1'772'366'400 * kSecond;

struct ReadBody {
  Status status;
  EventBatch batch;

  // Every event as describe_event() has it.
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (const Event& event : batch.events) out.push_back(describe_event(event));
    return out;
  }
  std::string only() const {
    EXPECT_TRUE(status.ok()) << status.to_string();
    EXPECT_EQ(batch.events.size(), 1U);
    for (const Reject& reject : batch.rejects) ADD_FAILURE() << reject.field << ": " << reject.reason;
    return batch.events.empty() ? std::string() : describe_event(batch.events.front());
  }
  // "field: reason" of each reject.
  std::vector<std::string> rejects() const {
    std::vector<std::string> out;
    for (const Reject& reject : batch.rejects) out.push_back(reject.field + ": " + reject.reason);
    return out;
  }
};

struct Sent {
  std::string body;
  std::string path = "/";
  std::vector<std::pair<std::string, std::string>> query = {};
  std::vector<std::pair<std::string, std::string>> headers = {};

  TrackingRequest request() const { return {body, path, query, headers, kArrival}; }
};

inline ReadBody read_sent(Dialect dialect, const Sent& sent) {
  ReadBody read;
  read.batch.source = "shop";
  EventWriter writer(read.batch, {Zone(), "NL", ""});
  read.status = read_tracking(dialect, sent.request(), writer);
  return read;
}

}  // namespace sojourn
