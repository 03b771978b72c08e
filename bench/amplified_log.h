// A real log made large: m copies with new ids and shifted times, so that its exact answers scale by m.
#pragma once

#include <cstdint>
#include <string>

#include "works.h"

namespace sojourn::bench {

struct AmplifiedLog {
  int64_t events = 0;  // Of all copies.
  uint32_t touchpoints = 0;
  Work work;      // Its process map.
  Rows expected;  // m times the transitions of the log itself, counted by hand: (from, to, n).
};

// Reads a CSV file with a case, an activity and a timestamp column (their names are looked for without regard to case:
// case, case id, case:concept:name; activity, event, concept:name; timestamp, time, time:timestamp, complete
// timestamp), also gzip or zstd, and writes `times` copies of it to the file `path`. Ends with an error when a column
// is missing, a time cannot be read or there are more than 255 activities.
AmplifiedLog amplify_log(const std::string& log, int64_t times, const std::string& path);

}  // namespace sojourn::bench
