// Event logs for process mining, out of the record: customer by customer, as it was at one moment, in constant memory
// (of OCEL, the ids of the objects).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/status.h"
#include "store/export.h"

namespace sojourn {

// Writes a new file; how many events went into it. `kind`: xes or ocel. `gap`: of XES, the pause that ends a journey
// ("" : 30d), "none" : a life is one. Under another name until it is whole and on the disk; nothing of it is left after
// an error. Errors: kInvalidArgument (`gap`), kConflict when the file exists, kUnavailable, and the reason to stop.
Result<int64_t> export_log(Store& store, const std::string& path, const std::string& kind, const std::string& gap,
                           StopReason stop = nullptr);

}  // namespace sojourn
