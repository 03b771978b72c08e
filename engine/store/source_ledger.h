// What each input brought, so that reading a file twice changes no rate of data quality.
//
// Counts    One line an input of a source. Batches of one run (EventBatch::import_run) are summed. When a run ends and
//           the next one begins, then
//             - a run that brought nothing new is an echo and is not counted (unless it is the input's first);
//             - a run that repeated all that the input had brought before is the same file, grown: its own counts
//               stand in place of the earlier ones, and only events that were new in any run are `events`;
//             - any other run is new matter under an old name, and is added.
//           Batches of no run (0: a stream) are each a run of their own and never replace anything.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/time.h"
#include "event/event.h"

namespace sojourn {

struct SourceLine {
  int64_t run = 0;
  IntakeCounts total;       // What is shown.
  IntakeCounts base;        // `total` before the run began.
  IntakeCounts counts;      // Of the run so far.
  int64_t new_rejects = 0;  // Of the run so far.
  std::optional<Micros> first_event;
  std::optional<Micros> last_event;
  Micros last_import = 0;
};

class SourceLedger {
 public:
  using Key = std::pair<uint32_t, std::string>;  // Source (a term) and input.

  // `batch` with events and repeats filled in; `new_rejects` of its rejects were not known before.
  // Returns the line, and whether it is new.
  std::pair<SourceLine&, bool> add(const Key& key, int64_t run, const IntakeCounts& batch, int64_t new_rejects);
  void load(const Key& key, const SourceLine& line) { lines_[key] = line; }
  const std::map<Key, SourceLine>& lines() const { return lines_; }

 private:
  std::map<Key, SourceLine> lines_;
};

}  // namespace sojourn
