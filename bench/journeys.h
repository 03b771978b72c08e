// `./dev bench journeys`: questions about the order of events, beside ClickHouse and DuckDB.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"

namespace sojourn::bench {

struct JourneysOptions {
  std::vector<int64_t> events;       // Each a table of its own. Empty: 1 and 10 million.
  std::string log;                   // CSV of a real log to amplify instead.
  int64_t times = 100;               // How many copies of it.
  int64_t heavy_events = 1'000'000;  // Of one more customer, in a last table; 0: none.
  uint64_t seed = 1;
};

// Errors: kInvalidArgument for words that cannot be read.
Result<JourneysOptions> read_journeys_words(const std::vector<std::string>& words);

// Prints tables. Ends with an error when answers differ.
void bench_journeys(const JourneysOptions& options);

}  // namespace sojourn::bench
