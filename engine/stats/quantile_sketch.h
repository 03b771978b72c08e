// Quantiles of lengths of time (or of any non-negative int64): exact for up to 65,536 values, within 0.4 % beyond.
//   quantile(q) = x[k] + (h - k) * (x[k+1] - x[k])    h = (n - 1) q, k = floor(h), x sorted from 0
//
// Convention linear interpolation between order statistics: type 7 of Hyndman and Fan, the default of R and NumPy, and
//           DuckDB's quantile_cont and median. The median of two middle values is their mean.
// Form      the multiset itself while count <= kExactMax (or what the constructor is told); else a histogram with 128
//           buckets an octave (values below 256 apart each), whose midpoints are within 1/256 = 0.391 % of every value
//           in the bucket. Count, sum, mean, least and greatest stay exact. So a quantile is within 0.391 % of the
//           exact one.
// Merge     exact in form, any order and grouping: the form depends on the total count alone, so that the same values
//           give equal bytes however they came together.
// Unit      that of the values; lengths of time are microseconds.
// Empty     no quantile, no mean.
// Cost      add O(1) amortised; quantile O(n log n) exact, O(buckets) beyond; at most 512 KiB exact, 29 KiB beyond
//           (58 from 2^32 values on).
// Errors    load: kCorruption for bytes that no sketch writes.
// Threads   const methods are safe together.
// Source    Hyndman and Fan, The American Statistician 50(4), 1996. The buckets are those of an HDR histogram (Tene).
// Checked   sorted vectors and DuckDB's quantile_cont; quantile_sketch_test.cc.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/status.h"
#include "stats/exact_sum.h"

namespace sojourn {

class QuantileSketch {
 public:
  static constexpr int64_t kExactMax = 65'536;
  static constexpr double kRelativeError = 1.0 / 256;  // Of quantiles beyond kExactMax values.

  QuantileSketch() = default;
  // Where there are many sketches they may leave the exact form earlier, which takes eight bytes a value.
  // Only sketches made alike merge.
  explicit QuantileSketch(int64_t exact_max) : exact_max_(exact_max) {}

  // REQUIRES: value >= 0.
  void add(int64_t value) {
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
    sum_ += value;
    ++count_;
    const size_t bucket = bucket_of(value);
    if (bucket < narrow_.size() && count_ <= kNarrowMax) {
      ++narrow_[bucket];
    } else {
      add_to_form(value);
    }
  }
  // The same for many at once, faster.
  void add_all(std::span<const int64_t> values);
  void merge(const QuantileSketch& other);

  int64_t count() const { return count_; }
  bool exact() const { return count_ <= exact_max_; }
  std::optional<int64_t> min() const { return count_ == 0 ? std::nullopt : std::optional(min_); }
  std::optional<int64_t> max() const { return count_ == 0 ? std::nullopt : std::optional(max_); }
  Int128 sum() const { return sum_; }
  std::optional<double> mean() const;
  // REQUIRES: 0 <= q <= 1. Empty when there are no values.
  std::optional<double> quantile(double q) const;
  // Several, ascending, for little more than one. Empty when there are no values.
  std::vector<double> quantiles(std::span<const double> ascending) const;
  std::optional<double> median() const { return quantile(0.5); }
  // Each different value and how often it occurs, ascending; beyond kExactMax values the middles of their buckets.
  std::vector<std::pair<double, int64_t>> histogram() const;

  // Equal multisets give equal bytes.
  void save(ByteWriter& out) const;
  static Result<QuantileSketch> load(ByteReader& in, int64_t exact_max = kExactMax);
  bool operator==(const QuantileSketch& other) const;

 private:
  static constexpr int kSubBits = 7;  // 128 buckets an octave.
  static constexpr size_t kSubBuckets = size_t{1} << kSubBits;
  static constexpr int64_t kNarrowMax = std::numeric_limits<uint32_t>::max();
  static constexpr size_t kBucketsMax = (63 - kSubBits + 1) * kSubBuckets;
  static constexpr int64_t kFewValues = 1024;

  // Values below 2 * 128 are their own bucket; above, the octave and the 7 bits after the leading one.
  static size_t bucket_of(int64_t value) {
    const auto bits = static_cast<uint64_t>(value);
    if (bits < 2 * kSubBuckets) return static_cast<size_t>(bits);
    const int shift = static_cast<int>(std::bit_width(bits)) - 1 - kSubBits;
    return (static_cast<size_t>(shift) << kSubBits) + static_cast<size_t>(bits >> shift);
  }
  void add_to_form(int64_t value);  // While exact, and in buckets not yet there; already counted.
  static int64_t bucket_low(size_t bucket);
  static int64_t bucket_high(size_t bucket);
  static double bucket_middle(size_t bucket);
  void count_in_bucket(size_t bucket, int64_t times);
  void leave_exact_form();  // And, as soon as the count asks for it, the narrow one.
  size_t buckets() const { return count_ <= kNarrowMax ? narrow_.size() : wide_.size(); }
  int64_t times_in(size_t bucket) const { return count_ <= kNarrowMax ? narrow_[bucket] : wide_[bucket]; }
  // The order statistics of these ascending ranks.
  std::vector<double> order_statistics(std::span<const int64_t> ranks) const;
  std::vector<double> exact_order_statistics(std::span<const int64_t> ranks) const;
  static Result<QuantileSketch> load_values(ByteReader& in, int64_t count, int64_t exact_max);
  static Result<QuantileSketch> load_buckets(ByteReader& in, int64_t count, int64_t exact_max);

  int64_t exact_max_ = kExactMax;
  Int128 sum_ = 0;
  int64_t count_ = 0;
  int64_t min_ = std::numeric_limits<int64_t>::max();
  int64_t max_ = 0;
  // Counts, up to the greatest bucket in use; empty while exact. Narrow while no count can outgrow them, for the speed
  // of many sketches is that of the cache; wide after that.
  std::vector<uint32_t> narrow_;
  std::vector<int64_t> wide_;
  std::vector<int64_t> values_;  // While exact; in any order.
};

}  // namespace sojourn
