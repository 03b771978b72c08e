#include "store/source_ledger.h"

namespace sojourn {
namespace {

bool blank(const IntakeCounts& counts) { return counts.rows == 0 && counts.events == 0 && counts.rejected == 0; }

// The same file, grown: everything the input had brought before came again.
bool covers(const IntakeCounts& run, const IntakeCounts& base) { return run.repeats >= base.events + base.repeats; }

IntakeCounts combined(const IntakeCounts& base, const IntakeCounts& run, bool stream) {
  IntakeCounts total = run;
  if (!stream && covers(run, base)) {
    total.events += base.events;
    total.repeats -= base.events;
  } else {
    total += base;
  }
  return total;
}

}  // namespace

std::pair<SourceLine&, bool> SourceLedger::add(const Key& key, int64_t run, const IntakeCounts& batch,
                                               int64_t new_rejects) {
  const auto [place, made] = lines_.try_emplace(key);
  SourceLine& line = place->second;
  if (run == 0 || run != line.run) {
    line.run = run;
    line.base = line.total;
    line.counts = {};
    line.new_rejects = 0;
  }
  line.counts += batch;
  line.new_rejects += new_rejects;
  const bool fresh = line.counts.events > 0 || line.new_rejects > 0;
  if (fresh || blank(line.base)) line.total = combined(line.base, line.counts, run == 0);
  return {line, made};
}

}  // namespace sojourn
