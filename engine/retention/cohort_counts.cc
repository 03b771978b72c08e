#include "retention/cohort_counts.h"

#include <algorithm>

#include "stats/exact_sum.h"

namespace sojourn {
namespace {

Result<CohortCounts::Row> load_row(size_t intervals, bool falling, ByteReader& in) {
  CohortCounts::Row row;
  SOJOURN_TRY(const int64_t size, load_count(in, 1));
  row.push_back(size);
  for (size_t n = 1; n <= intervals; ++n) {
    SOJOURN_TRY(const int64_t returned, load_count(in));
    if (returned > (falling ? row.back() : size)) return in.corrupt("more customers came back than there were");
    row.push_back(returned);
  }
  return row;
}

}  // namespace

std::vector<std::pair<uint32_t, const CohortCounts::Row*>> CohortCounts::sorted() const {
  std::vector<std::pair<uint32_t, const Row*>> sorted;
  for (const auto& [cohort, row] : rows_.entries()) sorted.emplace_back(cohort, &row);
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

void CohortCounts::merge(const CohortCounts& other, size_t intervals) {
  for (const auto& [cohort, from] : other.rows_.entries()) {
    Row& into = at(cohort, intervals);
    for (size_t n = 0; n <= intervals; ++n) into[n] += from[n];
  }
  if (other.persons_.empty()) return;
  std::vector<ClusterSums>& into = persons(intervals);
  for (size_t n = 0; n <= intervals; ++n) into[n].merge(other.persons_[n]);
}

void CohortCounts::save(const PeriodTable& periods, ByteWriter& out) const {
  const auto cohorts = sorted();
  out.u64(cohorts.size());
  for (const auto& [cohort, row] : cohorts) {
    out.i64(periods.start(cohort));
    for (const int64_t count : *row) out.i64(count);
  }
  out.u8(persons_.empty() ? 0 : 1);
  for (const ClusterSums& each : persons_) each.save(out);
}

Result<CohortCounts> CohortCounts::load(const PeriodTable& periods, size_t intervals, bool falling, ByteReader& in) {
  CohortCounts counts;
  SOJOURN_TRY(const uint64_t cohorts, in.count(sizeof(int64_t) * (intervals + 2)));
  int64_t joined = 0;
  Micros before = kTimeMin - kDay;
  for (uint64_t i = 0; i < cohorts; ++i) {
    SOJOURN_TRY(const Micros start, in.i64());
    const std::optional<uint32_t> cohort = periods.find(start);
    if (!cohort || (i > 0 && start <= before)) return in.corrupt("no cohort begins at this moment");
    before = start;
    SOJOURN_TRY(Row row, load_row(intervals, falling, in));
    joined += row[0];
    if (joined > kSavedCountMax) return in.corrupt("there cannot be so many customers");
    counts.rows_.at(*cohort) = std::move(row);
  }
  SOJOURN_TRY(const uint8_t persons, in.u8());
  if (persons > 1) return in.corrupt("customers are kept, or they are not");
  for (size_t n = 0; persons == 1 && n <= intervals; ++n) {
    SOJOURN_TRY(ClusterSums each, ClusterSums::load(in));
    counts.persons_.push_back(each);
  }
  return counts;
}

}  // namespace sojourn
