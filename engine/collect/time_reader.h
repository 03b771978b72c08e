// Reads the times of one column: ISO 8601 and epochs, or by patterns tried in order.
// Threads: one a thread, since it remembers the last minute it read (rows near one another are near in time).
#pragma once

#include <string>
#include <vector>

#include "base/calendar.h"

namespace sojourn {

class TimeReader {
 public:
  explicit TimeReader(Zone zone, std::vector<TimePattern> patterns = {})
      : zone_(std::move(zone)), patterns_(std::move(patterns)) {}
  // Errors: kInvalidArgument, which says what was expected.
  Result<ParsedTime> read(std::string_view text);
  const Zone& zone() const { return zone_; }
  const std::vector<TimePattern>& patterns() const { return patterns_; }

 private:
  Zone zone_;
  std::vector<TimePattern> patterns_;
  std::string minute_;  // "2026-03-01 12:05" as last read, and the instant it stands for.
  ParsedTime minute_time_;
};

}  // namespace sojourn
