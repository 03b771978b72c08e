// The state of the retention measure: how many joined each cohort, and how many of them came back in each interval.
//
// Merge     exact, any order, so long as no customer is in both.
// Cost      at: O(1). Memory: 8 bytes a cohort and interval; 48 an interval where persons are kept.
// Errors    load: kCorruption for bytes that no cohorts write.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/status.h"
#include "measure/by_code.h"
#include "retention/period_table.h"
#include "stats/cluster.h"

namespace sojourn {

class CohortCounts {
 public:
  // By interval: at 0 those who joined, at n those who came back in (or from) interval n.
  using Row = std::vector<int64_t>;

  // `intervals`: the last one that is followed; the same number at every call.
  Row& at(uint32_t cohort, size_t intervals) {
    Row& row = rows_.at(cohort);
    if (row.empty()) row.resize(intervals + 1);
    return row;
  }
  // By interval: each customer's cohorts and returns; empty where nobody is in several cohorts.
  std::vector<ClusterSums>& persons(size_t intervals) {
    if (persons_.empty()) persons_.resize(intervals + 1);
    return persons_;
  }
  const std::vector<ClusterSums>& persons() const { return persons_; }
  bool empty() const { return rows_.entries().empty(); }
  size_t cohorts() const { return rows_.entries().size(); }
  // In order of time.
  std::vector<std::pair<uint32_t, const Row*>> sorted() const;

  void merge(const CohortCounts& other, size_t intervals);
  // Cohorts are written by the moment at which their period starts, so that they mean the same in any snapshot.
  void save(const PeriodTable& periods, ByteWriter& out) const;
  // `falling`: do later intervals count no more than earlier ones?
  static Result<CohortCounts> load(const PeriodTable& periods, size_t intervals, bool falling, ByteReader& in);

 private:
  ByCode<Row> rows_;
  std::vector<ClusterSums> persons_;
};

}  // namespace sojourn
