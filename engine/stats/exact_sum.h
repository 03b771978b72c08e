// Sums that are exact whatever their order: 128-bit integers, so that states merge to equal bytes.
//
// Merge     exact, any order and grouping, also at the limit: squares only ever grow, so whether they outgrow 128 bits
//           depends on the numbers alone. A sum of int64 values cannot outgrow 128 bits.
// Cost      add and merge O(1); no memory.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/status.h"

namespace sojourn {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UnsignedInt128;

void save_int128(Int128 value, ByteWriter& out);
Result<Int128> load_int128(ByteReader& in);
// A count between least and kSavedCountMax. Errors: kCorruption. No snapshot has so many events, and a thousand such
// counts still add up within int64, so states that were saved elsewhere can be merged without a check at each sum.
inline constexpr int64_t kSavedCountMax = int64_t{1} << 53;
Result<int64_t> load_count(ByteReader& in, int64_t least = 0);
// The value when an int64 holds it.
std::optional<int64_t> narrow(Int128 value);

// Count, sum and sum of squares of int64 values, for a mean and its interval.
class ExactMoments {
 public:
  void add(int64_t value);
  void merge(const ExactMoments& other);

  int64_t count() const { return count_; }
  Int128 sum() const { return sum_; }
  // Empty when there are no values.
  std::optional<double> mean() const;
  // Sum of squared differences from the mean, divided by count - 1. Empty for fewer than two values, or when the
  // squares outgrew 128 bits (values near the ends of int64).
  std::optional<double> variance() const;

  void save(ByteWriter& out) const;
  // Errors: kCorruption when bytes run out or no values can have these sums.
  static Result<ExactMoments> load(ByteReader& in);
  bool operator==(const ExactMoments&) const = default;

 private:
  int64_t count_ = 0;
  Int128 sum_ = 0;
  UnsignedInt128 squares_ = 0;  // Saturates at the largest value.
};

}  // namespace sojourn
