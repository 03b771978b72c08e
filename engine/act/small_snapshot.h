// A snapshot of a few events straight from the record, that still knows which event is which.
//
// Why       rules look at what is new, a second after it came. Over all timelines that would cost in proportion to what
//           there is, and the timelines know no event by its number. A small snapshot is read by the same filters, so a
//           rule means what the same filter means in a question, and costs what the new events (and, where the filter
//           asks about the customer's life, those customers' other events) cost.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/status.h"
#include "store/store.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct SmallSnapshot {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<int64_t> sequences;  // Of its events, in the order of its blocks.
};

// The events of (after, up_to] that are in force as of `up_to`. `whole_lives`: and all earlier ones of their customers,
// together as customers; else each identifier stands alone.
Result<SmallSnapshot> small_snapshot(Store& store, int64_t after, int64_t up_to, bool whole_lives);

}  // namespace sojourn
