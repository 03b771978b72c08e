#include "stats/cluster.h"

#include <algorithm>

#include "stats/exact_sum.h"
#include "stats/intervals.h"

namespace sojourn {
void ClusterSums::add(int64_t answers, int64_t sum, int64_t persons) {
  persons_ += persons;
  answers_ += answers * persons;
  answers_squared_ += answers * answers * persons;
  raise(answers, sum, persons);
}

void ClusterSums::raise(int64_t answers, int64_t sum, int64_t persons) {
  sum_ += sum * persons;
  products_ += answers * sum * persons;
  sums_squared_ += sum * sum * persons;
}

void ClusterSums::merge(const ClusterSums& other) {
  persons_ += other.persons_;
  answers_ += other.answers_;
  sum_ += other.sum_;
  answers_squared_ += other.answers_squared_;
  products_ += other.products_;
  sums_squared_ += other.sums_squared_;
}

void ClusterSums::remove(const ClusterSums& part) {
  persons_ -= part.persons_;
  answers_ -= part.answers_;
  sum_ -= part.sum_;
  answers_squared_ -= part.answers_squared_;
  products_ -= part.products_;
  sums_squared_ -= part.sums_squared_;
}

ClusterSums ClusterSums::with_sums_of(const ClusterSums& part) const {
  ClusterSums joined = *this;
  joined.sum_ = part.sum_;
  joined.products_ = part.products_;
  joined.sums_squared_ = part.sums_squared_;
  return joined;
}

std::optional<double> ClusterSums::effective_n(int64_t squares) const {
  const auto n = static_cast<double>(answers_);
  if (answers_ == persons_) return answers_ == 0 ? std::nullopt : std::optional(n);
  if (persons_ < 2) return std::nullopt;
  const auto persons = static_cast<double>(persons_);
  const double mean = static_cast<double>(sum_) / n;
  const double within = std::max(0.0, static_cast<double>(squares) - n * mean * mean);
  const double between = std::max(0.0, static_cast<double>(sums_squared_) - 2 * mean * static_cast<double>(products_) +
                                           mean * mean * static_cast<double>(answers_squared_));
  // All answers alike, or persons that balance each other to the last digit: neither says that answers are worth more.
  if (within <= 1e-9 * n || between <= 1e-9 * n) return persons;
  const double variance_single = within / (n - 1) / n;
  const double variance = persons / (persons - 1) * between / (n * n);
  const double t_ratio = two_sided_t(kConfidence, n - 1) / two_sided_t(kConfidence, persons - 1);
  return std::min(n, n * variance_single / variance * t_ratio * t_ratio);
}

void ClusterSums::save(ByteWriter& out) const {
  for (const int64_t value : {persons_, answers_, sum_, answers_squared_, products_, sums_squared_}) out.i64(value);
}

Result<ClusterSums> ClusterSums::load(ByteReader& in) {
  ClusterSums sums;
  SOJOURN_TRY(sums.persons_, load_count(in));
  SOJOURN_TRY(sums.answers_, load_count(in));
  SOJOURN_TRY(sums.sum_, load_count(in, -kSavedCountMax));
  SOJOURN_TRY(sums.answers_squared_, load_count(in));
  SOJOURN_TRY(sums.products_, load_count(in, -kSavedCountMax));
  SOJOURN_TRY(sums.sums_squared_, load_count(in));
  if (sums.answers_ < sums.persons_ || sums.answers_squared_ < sums.answers_) {
    return in.corrupt("no persons have these answers");
  }
  return sums;
}

}  // namespace sojourn
