// The stages of journeys as ranks from 0, in the order of stage_names() (event/fields.h), and the stays of a customer.
//
// Counts    events that have one of these stages; others are passed over. Events in a row in the same stage are one
//           stay, entered at its first event.
// Cost      O(1) an event. Threads: const.
#pragma once

#include <string>
#include <vector>

#include "event/fields.h"
#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

class StageColumn {
 public:
  static constexpr size_t kStages = kStageCount;
  static constexpr size_t kNoStage = kStages;
  static constexpr size_t kEvaluate = 1;

  static StageColumn bind(BindContext& context);

  // kNoStage when the event has none.
  size_t rank(const Block& block, size_t event) const {
    const uint32_t code = block.column(column_).codes[event];
    return code < ranks_.size() ? ranks_[code] : kNoStage;
  }
  // Calls visit(event, rank) for the first event of each stay, in order.
  template <class Visit>
  void for_each_stay(const Slice& slice, Visit&& visit) const {
    size_t current = kNoStage;
    for (const uint32_t event : slice.events) {
      const size_t next = rank(slice.block, event);
      if (next == kNoStage || next == current) continue;
      current = next;
      visit(event, next);
    }
  }

  static std::string name(size_t rank) { return std::string(stage_names()[rank]); }

 private:
  ColumnId column_ = 0;
  std::vector<size_t> ranks_;  // By code of the stage column.
};

}  // namespace sojourn
