// `sojourn_bench intake [SECONDS]`: what the real server takes in over HTTP and has on disk when it says so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"

namespace sojourn::bench {

struct IntakeWork {
  double seconds = 5;                                 // Of each cell.
  double minutes = 0;                                 // Of the run that looks at memory; 0: none.
  std::vector<int64_t> batches{1, 100, 1000};         // Events in a body.
  std::vector<int64_t> connections{1, 10, 100, 500};  // At once, each with one body under way.
  int64_t import_rows = 0;                            // Of a file that is brought in beside live events; 0: none.
  int64_t rate = 20'000;                              // Live events a second beside it; 0: as many as go.
  bool segment = false;                               // Bodies of Segment's SDKs, else plain events.
  std::string program;                                // "" : the one built beside this.
};

// Errors: kInvalidArgument.
Result<IntakeWork> read_intake_words(const std::vector<std::string>& words);

// Prints a table, a line each cell. Fails when the record does not hold what was acknowledged.
void bench_intake(const IntakeWork& work);

}  // namespace sojourn::bench
