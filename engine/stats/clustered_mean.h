// The mean of ratings when one person may have given several, with an interval that allows for it.
//   mean      R = sum s / sum m            person c gave m_c ratings that add up to s_c
//   variance  C / (C - 1) * sum (s_c - R m_c)^2 / n^2      linearised, persons drawn with replacement
//   interval  R -+ t(C - 1) sqrt(variance)
//
// Counts    C persons, n ratings as whole numbers (millionths of a point).
// Empty     no mean without ratings; no interval for fewer than two persons.
// Merge     exact, any order: all sums are 128-bit integers. Cost: O(1), 80 bytes.
// Errors    load: kCorruption.
// Source    Cochran, Sampling Techniques, 3rd ed., 1977, section 9; with one rating each it is Student's t interval.
// Checked   against mean_interval() and a sum over persons in clustered_mean_test.cc.
#pragma once

#include <optional>

#include "stats/exact_sum.h"
#include "stats/intervals.h"

namespace sojourn {

class ClusteredMean {
 public:
  // No rating is larger than this in either direction (a million points): the squares of a hundred persons with a
  // million such ratings each still fit, or of a hundred million with a thousand.
  static constexpr int64_t kRatingMax = 1'000'000'000'000;

  // One person's ratings: how many and their sum. REQUIRES: ratings > 0, |sum| <= ratings * kRatingMax.
  void add(int64_t ratings, Int128 sum);
  void merge(const ClusteredMean& other);

  int64_t persons() const { return persons_; }
  int64_t ratings() const { return ratings_; }
  std::optional<double> mean() const;
  std::optional<Interval> interval(double confidence = kConfidence) const;

  void save(ByteWriter& out) const;
  static Result<ClusteredMean> load(ByteReader& in);
  bool operator==(const ClusteredMean&) const = default;

 private:
  int64_t persons_ = 0;
  int64_t ratings_ = 0;         // sum m
  Int128 sum_ = 0;              // sum s
  Int128 ratings_squared_ = 0;  // sum m^2
  Int128 products_ = 0;         // sum m s
  Int128 sums_squared_ = 0;     // sum s^2
};

}  // namespace sojourn
