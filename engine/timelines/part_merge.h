// Makes one part of several that follow each other: what was replaced is left out, the rest is put into one order.
#pragma once

#include <memory>
#include <span>

#include "base/status.h"
#include "timelines/columns.h"
#include "timelines/part.h"
#include "timelines/part_build.h"

namespace sojourn {

// Errors: kCorruption when a part turns out to be damaged; those of the sink.
// Cost: reads every column once, on all threads.
Result<std::shared_ptr<const Part>> merge_parts(const Columns& columns,
                                                std::span<const std::shared_ptr<const Part>> parts,
                                                const PartBuildOptions& options);

}  // namespace sojourn
