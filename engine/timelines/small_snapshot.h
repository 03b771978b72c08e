// A snapshot of a few events straight from the record, that still knows which event is which.
//
// Why       rules look at what is new, a second after it came; a row scope looks at one customer. Over all timelines that
//           would cost in proportion to what there is, and the timelines know no event by its number. A small snapshot is
//           read by the same filters, so a rule means what the same filter means in a question, and costs what its own
//           events cost (for new ones: and, where the filter asks about lives, those customers' other events).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/status.h"
#include "store/store.h"
#include "timelines/filter.h"
#include "timelines/snapshot.h"

namespace sojourn {

// What a snapshot gets besides its events: Timelines::dressed(). Empty: nothing.
using DressSnapshot = std::function<std::shared_ptr<const Snapshot>(std::shared_ptr<const Snapshot>)>;

struct SmallSnapshot {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<int64_t> sequences;  // Of its events, in the order of its blocks.
};

// The events of (after, up_to] that are in force as of `up_to`. `whole_lives`: and all earlier ones of their customers,
// together as customers; else each identifier stands alone.
Result<SmallSnapshot> small_snapshot(Store& store, int64_t after, int64_t up_to, bool whole_lives);
// All events in force of one customer, by number. Cost: the customer's events, and the identifiers of all.
Result<SmallSnapshot> customer_snapshot(Store& store, IdentifierCode customer);

// Numbers of the events that pass, ascending. Errors: those of binding; kInternal when events got lost.
Result<std::vector<int64_t>> passing_sequences(const SmallSnapshot& small, const Filter& filter,
                                               const FilterContext& context);

}  // namespace sojourn
