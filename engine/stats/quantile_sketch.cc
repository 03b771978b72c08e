#include "stats/quantile_sketch.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"

namespace sojourn {
int64_t QuantileSketch::bucket_low(size_t bucket) {
  if (bucket < 2 * kSubBuckets) return static_cast<int64_t>(bucket);
  const size_t shift = (bucket >> kSubBits) - 1;
  return static_cast<int64_t>(static_cast<uint64_t>(bucket - (shift << kSubBits)) << shift);
}

int64_t QuantileSketch::bucket_high(size_t bucket) {
  if (bucket < 2 * kSubBuckets) return static_cast<int64_t>(bucket);
  const size_t shift = (bucket >> kSubBits) - 1;
  return bucket_low(bucket) + static_cast<int64_t>((uint64_t{1} << shift) - 1);
}

double QuantileSketch::bucket_middle(size_t bucket) {
  const int64_t low = bucket_low(bucket);
  return static_cast<double>(low) + static_cast<double>(bucket_high(bucket) - low) / 2;
}

void QuantileSketch::add_to_form(int64_t value) {
  SOJOURN_DEBUG_ASSERT(value >= 0, "a sketch holds no negative values");
  if (count_ <= kExactMax) {
    values_.push_back(value);
    return;
  }
  if (!values_.empty()) leave_exact_form();
  count_in_bucket(value, 1);
}

void QuantileSketch::merge(const QuantileSketch& other) {
  if (other.count_ == 0) return;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
  count_ += other.count_;
  if (count_ <= kExactMax) {
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
    return;
  }
  leave_exact_form();
  for (const int64_t value : other.values_) count_in_bucket(value, 1);
  if (buckets_.size() < other.buckets_.size()) buckets_.resize(other.buckets_.size());
  for (size_t i = 0; i < other.buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
}

void QuantileSketch::count_in_bucket(int64_t value, int64_t times) {
  const size_t bucket = bucket_of(value);
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  buckets_[bucket] += times;
}

void QuantileSketch::leave_exact_form() {
  for (const int64_t value : values_) count_in_bucket(value, 1);
  values_ = {};
}

std::optional<double> QuantileSketch::mean() const {
  if (count_ == 0) return std::nullopt;
  const Int128 whole = sum_ / count_;
  const Int128 rest = sum_ % count_;
  return static_cast<double>(static_cast<long double>(whole) +
                             static_cast<long double>(rest) / static_cast<long double>(count_));
}

double QuantileSketch::order_statistic(int64_t index) const {
  if (index == 0) return static_cast<double>(min_);
  if (index == count_ - 1) return static_cast<double>(max_);
  int64_t before = 0;
  size_t bucket = 0;
  while (before + buckets_[bucket] <= index) before += buckets_[bucket++];
  return std::clamp(bucket_middle(bucket), static_cast<double>(min_), static_cast<double>(max_));
}

std::optional<double> QuantileSketch::quantile(double q) const {
  SOJOURN_ASSERT(q >= 0 && q <= 1, "a quantile is asked between 0 and 1");
  if (count_ == 0) return std::nullopt;
  const double position = static_cast<double>(count_ - 1) * q;
  const int64_t below = std::min(static_cast<int64_t>(std::floor(position)), count_ - 1);
  const int64_t above = std::min(below + 1, count_ - 1);
  double low = 0;
  double high = 0;
  if (exact()) {
    std::vector<int64_t> values = values_;
    const auto at_below = values.begin() + below;
    std::nth_element(values.begin(), at_below, values.end());
    low = static_cast<double>(*at_below);
    high = above == below ? low : static_cast<double>(*std::min_element(at_below + 1, values.end()));
  } else {
    low = order_statistic(below);
    high = order_statistic(above);
  }
  return low + (position - static_cast<double>(below)) * (high - low);
}

bool QuantileSketch::operator==(const QuantileSketch& other) const {
  if (count_ != other.count_) return false;
  ByteWriter ours;
  ByteWriter theirs;
  save(ours);
  other.save(theirs);
  return ours.bytes() == theirs.bytes();
}

// Exact form: count, then the values from the least. Beyond: count, least, greatest, sum, then the buckets in use.
void QuantileSketch::save(ByteWriter& out) const {
  out.i64(count_);
  if (exact()) {
    std::vector<int64_t> values = values_;
    std::sort(values.begin(), values.end());
    for (const int64_t value : values) out.i64(value);
    return;
  }
  out.i64(min_);
  out.i64(max_);
  save_int128(sum_, out);
  out.u32(
      static_cast<uint32_t>(buckets_.size() - static_cast<size_t>(std::count(buckets_.begin(), buckets_.end(), 0))));
  for (size_t i = 0; i < buckets_.size(); ++i) {
    if (buckets_[i] == 0) continue;
    out.u32(static_cast<uint32_t>(i));
    out.i64(buckets_[i]);
  }
}

Result<QuantileSketch> QuantileSketch::load(ByteReader& in) {
  SOJOURN_TRY(const int64_t count, load_count(in));
  return count <= kExactMax ? load_values(in, count) : load_buckets(in, count);
}

Result<QuantileSketch> QuantileSketch::load_values(ByteReader& in, int64_t count) {
  if (in.remaining() / sizeof(int64_t) < static_cast<size_t>(count)) return in.corrupt("the bytes end too early");
  QuantileSketch sketch;
  sketch.values_.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const int64_t value, in.i64());
    if (value < 0) return in.corrupt("a value is negative");
    if (i > 0 && value < sketch.values_.back()) return in.corrupt("the values are not in order");
    sketch.add(value);
  }
  return sketch;
}

Result<QuantileSketch> QuantileSketch::load_buckets(ByteReader& in, int64_t count) {
  QuantileSketch sketch;
  sketch.count_ = count;
  SOJOURN_TRY(sketch.min_, in.i64());
  SOJOURN_TRY(sketch.max_, in.i64());
  SOJOURN_TRY(sketch.sum_, load_int128(in));
  SOJOURN_TRY(const uint32_t used, in.u32());
  if (sketch.min_ < 0 || sketch.max_ < sketch.min_) return in.corrupt("least and greatest value do not fit");
  if (used == 0 || used > kBucketsMax) return in.corrupt("no such number of buckets");
  int64_t total = 0;
  Int128 least_sum = 0;
  Int128 greatest_sum = 0;
  for (uint32_t i = 0; i < used; ++i) {
    SOJOURN_TRY(const uint32_t bucket, in.u32());
    SOJOURN_TRY(const int64_t times, in.i64());
    const bool first = sketch.buckets_.empty();
    if (bucket >= kBucketsMax || (!first && bucket < sketch.buckets_.size()))
      return in.corrupt("a bucket is misplaced");
    if (first && bucket != bucket_of(sketch.min_)) return in.corrupt("the first bucket does not hold the least value");
    if (times <= 0 || times > count - total) return in.corrupt("the buckets do not add up to the count");
    sketch.buckets_.resize(bucket + 1);
    sketch.buckets_[bucket] = times;
    total += times;
    least_sum += static_cast<Int128>(bucket_low(bucket)) * times;
    greatest_sum += static_cast<Int128>(bucket_high(bucket)) * times;
  }
  if (total != count) return in.corrupt("the buckets do not add up to the count");
  if (sketch.buckets_.size() != bucket_of(sketch.max_) + 1) {
    return in.corrupt("the last bucket does not hold the greatest value");
  }
  if (sketch.sum_ < least_sum || sketch.sum_ > greatest_sum) return in.corrupt("the sum does not fit the buckets");
  return sketch;
}

}  // namespace sojourn
