#include "stats/clustered_mean.h"

#include <algorithm>
#include <cmath>

namespace sojourn {

void ClusteredMean::add(int64_t ratings, Int128 sum) {
  persons_ += 1;
  ratings_ += ratings;
  sum_ += sum;
  ratings_squared_ += static_cast<Int128>(ratings) * ratings;
  products_ += ratings * sum;
  sums_squared_ += sum * sum;
}

void ClusteredMean::merge(const ClusteredMean& other) {
  persons_ += other.persons_;
  ratings_ += other.ratings_;
  sum_ += other.sum_;
  ratings_squared_ += other.ratings_squared_;
  products_ += other.products_;
  sums_squared_ += other.sums_squared_;
}

std::optional<double> ClusteredMean::mean() const {
  if (ratings_ == 0) return std::nullopt;
  return static_cast<double>(static_cast<long double>(sum_) / static_cast<long double>(ratings_));
}

std::optional<Interval> ClusteredMean::interval(double confidence) const {
  if (persons_ < 2) return std::nullopt;
  // Differences from the whole part of the mean are whole numbers: subtracted exactly, so that no digits cancel.
  // Unsigned, since the way there may wrap around though the result cannot.
  const auto whole = static_cast<UnsignedInt128>(sum_ / ratings_);
  const auto rest = static_cast<long double>(sum_ % ratings_) / static_cast<long double>(ratings_);
  const auto unsigned_products = static_cast<UnsignedInt128>(products_);
  const UnsignedInt128 products = unsigned_products - whole * static_cast<UnsignedInt128>(ratings_squared_);
  const UnsignedInt128 squares = static_cast<UnsignedInt128>(sums_squared_) - whole * (unsigned_products + products);
  const long double around = static_cast<long double>(static_cast<Int128>(squares)) -
                             2 * rest * static_cast<long double>(static_cast<Int128>(products)) +
                             rest * rest * static_cast<long double>(ratings_squared_);
  const auto persons = static_cast<double>(persons_);
  const auto n = static_cast<double>(ratings_);
  const double variance = persons / (persons - 1) * static_cast<double>(std::max(0.0L, around)) / n / n;
  const double margin = two_sided_t(confidence, persons - 1) * std::sqrt(variance);
  return Interval{*mean() - margin, *mean() + margin};
}

void ClusteredMean::save(ByteWriter& out) const {
  out.i64(persons_);
  out.i64(ratings_);
  for (const Int128 sum : {sum_, ratings_squared_, products_, sums_squared_}) save_int128(sum, out);
}

Result<ClusteredMean> ClusteredMean::load(ByteReader& in) {
  ClusteredMean sums;
  SOJOURN_TRY(sums.persons_, load_count(in));
  SOJOURN_TRY(sums.ratings_, load_count(in));
  for (Int128* sum : {&sums.sum_, &sums.ratings_squared_, &sums.products_, &sums.sums_squared_}) {
    SOJOURN_TRY(*sum, load_int128(in));
  }
  const Int128 ratings = sums.ratings_;
  const auto within = [](Int128 value, Int128 bound) { return value <= bound && value >= -bound; };
  if (sums.ratings_ < sums.persons_ || (sums.persons_ == 0 && !(sums == ClusteredMean()))) {
    return in.corrupt("no persons gave these ratings");
  }
  constexpr Int128 kSquaresMax = Int128{1} << 120;  // Room for merging.
  if (!within(sums.sum_, ratings * kRatingMax) || sums.ratings_squared_ < ratings ||
      sums.ratings_squared_ > ratings * ratings || sums.sums_squared_ < 0 || sums.sums_squared_ > kSquaresMax ||
      !within(sums.products_, kSquaresMax)) {
    return in.corrupt("no ratings have these sums");
  }
  return sums;
}

}  // namespace sojourn
