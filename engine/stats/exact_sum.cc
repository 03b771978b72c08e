#include "stats/exact_sum.h"

#include <limits>

namespace sojourn {
namespace {

constexpr UnsignedInt128 kSquaresMax = ~UnsignedInt128{0};

UnsignedInt128 add_saturating(UnsignedInt128 a, UnsignedInt128 b) { return a > kSquaresMax - b ? kSquaresMax : a + b; }

UnsignedInt128 magnitude(Int128 value) {
  return value < 0 ? UnsignedInt128{0} - static_cast<UnsignedInt128>(value) : static_cast<UnsignedInt128>(value);
}

}  // namespace

void save_int128(Int128 value, ByteWriter& out) {
  const auto bits = static_cast<UnsignedInt128>(value);
  out.u64(static_cast<uint64_t>(bits));
  out.u64(static_cast<uint64_t>(bits >> 64));
}

Result<Int128> load_int128(ByteReader& in) {
  SOJOURN_TRY(const uint64_t low, in.u64());
  SOJOURN_TRY(const uint64_t high, in.u64());
  return static_cast<Int128>((static_cast<UnsignedInt128>(high) << 64) | low);
}

Result<int64_t> load_count(ByteReader& in, int64_t least) {
  SOJOURN_TRY(const int64_t count, in.i64());
  if (count < least || count > kSavedCountMax) return in.corrupt("a count is out of bounds");
  return count;
}

std::optional<int64_t> narrow(Int128 value) {
  if (value < std::numeric_limits<int64_t>::min() || value > std::numeric_limits<int64_t>::max()) return std::nullopt;
  return static_cast<int64_t>(value);
}

void ExactMoments::add(int64_t value) {
  ++count_;
  sum_ += value;
  const UnsignedInt128 size = magnitude(value);
  squares_ = add_saturating(squares_, size * size);
}

void ExactMoments::merge(const ExactMoments& other) {
  count_ += other.count_;
  sum_ += other.sum_;
  squares_ = add_saturating(squares_, other.squares_);
}

std::optional<double> ExactMoments::mean() const {
  if (count_ == 0) return std::nullopt;
  // Whole part and remainder apart, so that large sums keep their last digits.
  const Int128 whole = sum_ / count_;
  const Int128 rest = sum_ % count_;
  return static_cast<double>(static_cast<long double>(whole) +
                             static_cast<long double>(rest) / static_cast<long double>(count_));
}

std::optional<double> ExactMoments::variance() const {
  if (count_ < 2 || squares_ == kSquaresMax) return std::nullopt;
  // Differences from m, the whole part of the mean: sum (x - m)^2 = squares - m * (sum + rest), an exact integer
  // between 0 and squares + |sum|, so unsigned wrap-around on the way does no harm. No digits cancel in floating point.
  const Int128 m = sum_ / count_;
  const Int128 rest = sum_ % count_;
  const UnsignedInt128 around_m = squares_ - static_cast<UnsignedInt128>(m) * static_cast<UnsignedInt128>(sum_ + rest);
  const auto n = static_cast<long double>(count_);
  const auto r = static_cast<long double>(rest);
  const long double around_mean = static_cast<long double>(around_m) - r * r / n;
  return around_mean > 0 ? static_cast<double>(around_mean / (n - 1)) : 0.0;
}

void ExactMoments::save(ByteWriter& out) const {
  out.i64(count_);
  save_int128(sum_, out);
  save_int128(static_cast<Int128>(squares_), out);
}

Result<ExactMoments> ExactMoments::load(ByteReader& in) {
  ExactMoments moments;
  SOJOURN_TRY(moments.count_, load_count(in));
  SOJOURN_TRY(moments.sum_, load_int128(in));
  SOJOURN_TRY(const Int128 squares, load_int128(in));
  moments.squares_ = static_cast<UnsignedInt128>(squares);
  if (moments.count_ == 0 && (moments.sum_ != 0 || moments.squares_ != 0)) return in.corrupt("sums without values");
  // For whole numbers |x| <= x^2, and no sum is beyond count * 2^63.
  const UnsignedInt128 size = magnitude(moments.sum_);
  const auto bound = static_cast<UnsignedInt128>(moments.count_) << 63;
  if (size > moments.squares_ || size > bound) return in.corrupt("no values have this sum and these squares");
  // Cauchy and Schwarz: sum^2 <= count * squares; checked where the whole part of the mean says it already.
  if (moments.count_ > 0 && moments.squares_ != kSquaresMax) {
    const UnsignedInt128 mean = size / static_cast<UnsignedInt128>(moments.count_);
    if (mean != 0 && size > moments.squares_ / mean) return in.corrupt("no values have this sum and these squares");
  }
  return moments;
}

}  // namespace sojourn
