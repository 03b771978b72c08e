// Events of the record on their way into a part: columns of the store become columns of the timelines.
//
// Kept from scan to scan: which code of a column a term of the store has.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/status.h"
#include "store/store.h"
#include "timelines/arrivals.h"
#include "timelines/columns.h"
#include "timelines/flatten.h"

namespace sojourn {

class StoreScan {
 public:
  StoreScan(Store& store, Columns& columns) : store_(store), columns_(columns) {}

  // Adds the events of (after_sequence, up_to_sequence], of `only_who` or of all. What stands as customer is the
  // identifier still; see customer_map.h. `visited` is told the number of events so far.
  Status run(ScanRequest request, bool keep_sequences, Arrivals& arrivals, const std::function<void(int64_t)>& visited);

 private:
  Status add(const EventColumns& events, bool keep_sequences, Arrivals& arrivals);
  Status add_terms(ColumnId column, std::span<const TermCode> terms, size_t first, Arrivals& arrivals);
  static void add_values(const EventColumns::Column& from, size_t first, Arrivals& arrivals);

  Store& store_;
  Columns& columns_;
  Flattener flattener_;
  std::vector<std::string> terms_;
  std::vector<uint32_t> mapped_;              // Of the column at hand.
  std::vector<std::vector<uint32_t>> codes_;  // By column, then by term; 0: not looked up yet.
};

}  // namespace sojourn
