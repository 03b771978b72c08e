// What a funnel adds up: per step how many came so far and how long it took them, and a table of cells per step.
//
// Counts    attempts; a customer once a step and once a cell. A cell is a length of time or what happened
//           (funnel_rows.h).
// Merge     exact, any order, so long as no customer is in both. Median and p90: exact up to 65,536 attempts, within
//           0.4 % beyond.
// Errors    load: kCorruption for bytes that no funnel writes.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "base/bytes.h"
#include "base/status.h"
#include "funnels/attempt.h"
#include "measure/by_code.h"
#include "stats/quantile_sketch.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct FunnelStep {
  int64_t attempts = 0;
  int64_t customers = 0;
  int64_t excluded = 0;           // Attempts that x kept from this step; at step 1, customers left out for it.
  QuantileSketch since_previous;  // One length an attempt, 0 when a grace turned it round; none at step 1.
  uint64_t last_customer = std::numeric_limits<uint64_t>::max();  // Only while folding.
};

struct FunnelCell {
  int64_t times = 0;
  int64_t customers = 0;
  uint64_t last_customer = std::numeric_limits<uint64_t>::max();  // Only while folding.
};

class FunnelState {
 public:
  bool crowded = false;                   // An attempt was (attempt.h): there is no answer, and nothing else is kept.
  std::vector<FunnelStep> steps;          // Empty until there was an attempt.
  std::vector<ByCode<FunnelCell>> cells;  // By step; empty until there was a cell.

  void add(const Attempt& attempt, size_t step_count, uint64_t customer);
  void add_cell(size_t step, uint32_t code, size_t step_count, uint64_t customer);
  void merge(const FunnelState& other);

  // `names`: what codes stand for, or null when they are the same everywhere.
  void save(const Names* names, ByteWriter& out) const;
  // Codes that stand for nothing are below `codes`.
  static Result<FunnelState> load(Names* names, uint32_t codes, size_t step_count, ByteReader& in);

 private:
  void set_crowded();
};

}  // namespace sojourn
