#include "stats/quantile_sketch.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/assert.h"

namespace sojourn {
namespace {

// Puts values up to the pivot first and returns how many they are. Without a branch, which would be guessed wrong.
size_t partition_up_to(std::span<int64_t> values, int64_t pivot) {
  size_t count = 0;
  for (int64_t& each : values) {
    const int64_t value = each;
    each = values[count];
    values[count] = value;
    count += value <= pivot ? 1 : 0;
  }
  return count;
}

// Puts at each of these ascending ranks the value that would stand there if all were sorted. `first` is the rank of the
// first value.
void select_ranks(std::span<int64_t> values, std::span<const int64_t> ranks, int64_t first = 0) {
  constexpr size_t kSortedAtOnce = 32;
  while (!ranks.empty()) {
    if (values.size() <= kSortedAtOnce) return std::sort(values.begin(), values.end());
    std::array<int64_t, 9> sample{};
    for (size_t i = 0; i < sample.size(); ++i) sample[i] = values[(values.size() - 1) * i / (sample.size() - 1)];
    std::sort(sample.begin(), sample.end());
    const auto wanted = static_cast<size_t>(ranks[ranks.size() / 2] - first);  // Near the one in the middle.
    const int64_t pivot = sample[wanted * sample.size() / values.size()];
    size_t low = partition_up_to(values, pivot);
    const bool greatest = low == values.size();  // Then those equal to the pivot come last and are in place.
    if (greatest) low = partition_up_to(values, pivot - 1);
    const int64_t rank = first + static_cast<int64_t>(low);
    const auto left = static_cast<size_t>(std::lower_bound(ranks.begin(), ranks.end(), rank) - ranks.begin());
    if (greatest || left == ranks.size()) {
      values = values.first(low);
      ranks = ranks.first(left);
      continue;
    }
    if (left > 0) select_ranks(values.first(low), ranks.first(left), first);
    values = values.subspan(low);
    ranks = ranks.subspan(left);
    first = rank;
  }
}

}  // namespace

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
  if (exact()) {
    values_.push_back(value);
    return;
  }
  leave_exact_form();
  count_in_bucket(bucket_of(value), 1);
}

void QuantileSketch::add_all(std::span<const int64_t> values) {
  if (values.empty()) return;
  Int128 sum = 0;
  for (const int64_t value : values) {
    SOJOURN_DEBUG_ASSERT(value >= 0, "a sketch holds no negative values");
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
    sum += value;
  }
  sum_ += sum;
  count_ += static_cast<int64_t>(values.size());
  if (exact()) {
    values_.insert(values_.end(), values.begin(), values.end());
    return;
  }
  leave_exact_form();
  const auto count_all = [&](auto& counts) {
    if (const size_t needed = bucket_of(max_) + 1; counts.size() < needed) counts.resize(needed);
    for (const int64_t value : values) ++counts[bucket_of(value)];
  };
  if (count_ <= kNarrowMax) {
    count_all(narrow_);
  } else {
    count_all(wide_);
  }
}

void QuantileSketch::merge(const QuantileSketch& other) {
  SOJOURN_DEBUG_ASSERT(exact_max_ == other.exact_max_, "sketches of one kind merge");
  if (other.count_ == 0) return;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
  count_ += other.count_;
  if (exact()) {
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
    return;
  }
  leave_exact_form();
  for (const int64_t value : other.values_) count_in_bucket(bucket_of(value), 1);
  for (size_t i = 0; i < other.buckets(); ++i) {
    if (const int64_t times = other.times_in(i); times > 0) count_in_bucket(i, times);
  }
}

void QuantileSketch::count_in_bucket(size_t bucket, int64_t times) {
  if (count_ <= kNarrowMax) {
    if (bucket >= narrow_.size()) narrow_.resize(bucket + 1);
    narrow_[bucket] += static_cast<uint32_t>(times);
  } else {
    if (bucket >= wide_.size()) wide_.resize(bucket + 1);
    wide_[bucket] += times;
  }
}

void QuantileSketch::leave_exact_form() {
  if (count_ > kNarrowMax && !narrow_.empty()) {
    wide_.assign(narrow_.begin(), narrow_.end());
    narrow_ = {};
  }
  if (values_.empty()) return;
  for (const int64_t value : values_) count_in_bucket(bucket_of(value), 1);
  values_ = {};
}

std::optional<double> QuantileSketch::mean() const {
  if (count_ == 0) return std::nullopt;
  const Int128 whole = sum_ / count_;
  const Int128 rest = sum_ % count_;
  return static_cast<double>(static_cast<long double>(whole) +
                             static_cast<long double>(rest) / static_cast<long double>(count_));
}

std::vector<double> QuantileSketch::order_statistics(std::span<const int64_t> ranks) const {
  std::vector<double> found;
  int64_t before = 0;
  size_t bucket = 0;
  for (const int64_t rank : ranks) {
    if (rank == 0 || rank == count_ - 1) {
      found.push_back(static_cast<double>(rank == 0 ? min_ : max_));
      continue;
    }
    while (before + times_in(bucket) <= rank) before += times_in(bucket++);
    found.push_back(std::clamp(bucket_middle(bucket), static_cast<double>(min_), static_cast<double>(max_)));
  }
  return found;
}

// The buckets say where the wanted ranks are; only the values of those few are put in order. Of few values the ranks
// are selected: clearing the buckets would cost more.
std::vector<double> QuantileSketch::exact_order_statistics(std::span<const int64_t> ranks) const {
  if (count_ <= kFewValues) {
    std::vector<int64_t> sorted = values_;
    select_ranks(sorted, ranks);
    std::vector<double> found;
    for (const int64_t rank : ranks) found.push_back(static_cast<double>(sorted[static_cast<size_t>(rank)]));
    return found;
  }
  std::vector<uint32_t> counts(bucket_of(max_) + 1, 0);
  for (const int64_t value : values_) ++counts[bucket_of(value)];
  constexpr uint32_t kUnwanted = std::numeric_limits<uint32_t>::max();
  std::vector<uint32_t> group_of(counts.size(), kUnwanted);
  std::vector<std::vector<int64_t>> groups;  // The values of a wanted bucket.
  std::vector<std::pair<uint32_t, int64_t>> places;
  int64_t before = 0;
  size_t bucket = 0;
  for (const int64_t rank : ranks) {
    while (before + counts[bucket] <= rank) before += counts[bucket++];
    if (group_of[bucket] == kUnwanted) {
      group_of[bucket] = static_cast<uint32_t>(groups.size());
      groups.emplace_back().reserve(counts[bucket]);
    }
    places.emplace_back(group_of[bucket], rank - before);
  }
  for (const int64_t value : values_) {
    if (const uint32_t group = group_of[bucket_of(value)]; group != kUnwanted) groups[group].push_back(value);
  }
  for (std::vector<int64_t>& group : groups) std::sort(group.begin(), group.end());
  std::vector<double> found;
  for (const auto& [group, place] : places) {
    found.push_back(static_cast<double>(groups[group][static_cast<size_t>(place)]));
  }
  return found;
}

std::vector<double> QuantileSketch::quantiles(std::span<const double> ascending) const {
  if (count_ == 0) return {};
  std::vector<double> positions;
  std::vector<int64_t> ranks;  // Of each, the one below and the one above; together they ascend too, or repeat.
  for (const double q : ascending) {
    SOJOURN_ASSERT(q >= 0 && q <= 1, "a quantile is asked between 0 and 1");
    positions.push_back(static_cast<double>(count_ - 1) * q);
    const int64_t below = std::min(static_cast<int64_t>(std::floor(positions.back())), count_ - 1);
    ranks.push_back(below);
    ranks.push_back(std::min(below + 1, count_ - 1));
  }
  std::vector<int64_t> sorted = ranks;
  std::sort(sorted.begin(), sorted.end());
  const std::vector<double> statistics = exact() ? exact_order_statistics(sorted) : order_statistics(sorted);
  const auto at_rank = [&](int64_t rank) {
    return statistics[static_cast<size_t>(std::lower_bound(sorted.begin(), sorted.end(), rank) - sorted.begin())];
  };
  std::vector<double> found;
  for (size_t i = 0; i < positions.size(); ++i) {
    const double low = at_rank(ranks[2 * i]);
    const double high = at_rank(ranks[2 * i + 1]);
    found.push_back(low + (positions[i] - static_cast<double>(ranks[2 * i])) * (high - low));
  }
  return found;
}

std::optional<double> QuantileSketch::quantile(double q) const {
  const std::vector<double> found = quantiles({&q, 1});
  return found.empty() ? std::nullopt : std::optional(found[0]);
}

std::vector<std::pair<double, int64_t>> QuantileSketch::histogram() const {
  std::vector<std::pair<double, int64_t>> counts;
  std::vector<int64_t> values = values_;
  std::sort(values.begin(), values.end());
  for (const int64_t value : values) {
    if (counts.empty() || counts.back().first != static_cast<double>(value)) {
      counts.emplace_back(static_cast<double>(value), 0);
    }
    ++counts.back().second;
  }
  for (size_t i = 0; i < buckets(); ++i) {
    if (times_in(i) == 0) continue;
    const double middle = std::clamp(bucket_middle(i), static_cast<double>(min_), static_cast<double>(max_));
    counts.emplace_back(middle, times_in(i));
  }
  return counts;
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
  uint32_t used = 0;
  for (size_t i = 0; i < buckets(); ++i) used += times_in(i) != 0 ? 1 : 0;
  out.u32(used);
  for (size_t i = 0; i < buckets(); ++i) {
    if (times_in(i) == 0) continue;
    out.u32(static_cast<uint32_t>(i));
    out.i64(times_in(i));
  }
}

Result<QuantileSketch> QuantileSketch::load(ByteReader& in, int64_t exact_max) {
  SOJOURN_TRY(const int64_t count, load_count(in));
  return count <= exact_max ? load_values(in, count, exact_max) : load_buckets(in, count, exact_max);
}

Result<QuantileSketch> QuantileSketch::load_values(ByteReader& in, int64_t count, int64_t exact_max) {
  if (in.remaining() / sizeof(int64_t) < static_cast<size_t>(count)) return in.corrupt("the bytes end too early");
  QuantileSketch sketch(exact_max);
  sketch.values_.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const int64_t value, in.i64());
    if (value < 0) return in.corrupt("a value is negative");
    if (i > 0 && value < sketch.values_.back()) return in.corrupt("the values are not in order");
    sketch.add(value);
  }
  return sketch;
}

Result<QuantileSketch> QuantileSketch::load_buckets(ByteReader& in, int64_t count, int64_t exact_max) {
  QuantileSketch sketch(exact_max);
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
    const size_t known = sketch.buckets();
    const bool first = known == 0;
    if (bucket >= kBucketsMax || (!first && bucket < known)) return in.corrupt("a bucket is misplaced");
    if (first && bucket != bucket_of(sketch.min_)) return in.corrupt("the first bucket does not hold the least value");
    if (times <= 0 || times > count - total) return in.corrupt("the buckets do not add up to the count");
    sketch.count_in_bucket(bucket, times);
    total += times;
    least_sum += static_cast<Int128>(bucket_low(bucket)) * times;
    greatest_sum += static_cast<Int128>(bucket_high(bucket)) * times;
  }
  if (total != count) return in.corrupt("the buckets do not add up to the count");
  if (sketch.buckets() != bucket_of(sketch.max_) + 1) {
    return in.corrupt("the last bucket does not hold the greatest value");
  }
  if (sketch.sum_ < least_sum || sketch.sum_ > greatest_sum) return in.corrupt("the sum does not fit the buckets");
  return sketch;
}

}  // namespace sojourn
