// Several answers of one person are not as many answers as those of several persons: how many they are worth.
//   mean        R = sum s / sum m           person c gave m_c answers that add up to s_c
//   variance    C / (C - 1) * sum (s_c - R m_c)^2 / n^2         linearised, persons drawn with replacement
//   effective n = n * (variance if every answer were a person) / variance * (t[n-1] / t[C-1])^2, at most n
//
// Counts    C persons, n answers. The t values make up for few persons (Korn and Graubard).
// Empty     no effective n without answers, nor when one person gave several: nothing tells how persons differ.
//           Answers that are all alike show no variance; then each person is worth one answer.
// Merge     exact, any order: all sums are integers. Cost: O(1), 48 bytes.
// Errors    load: kCorruption.
// Source    Korn and Graubard, Survey Methodology 24, 1998; Cochran, Sampling Techniques, 3rd ed., section 9.
// Checked   equals n when everybody answered once, the number of persons when everybody repeats one answer;
//           cluster_test.cc.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/status.h"

namespace sojourn {

class ClusterSums {
 public:
  // One person's answers: how many and their sum; or those of several persons alike.
  void add(int64_t answers, int64_t sum, int64_t persons = 1);
  // Persons who were added with a sum of zero turn out to have this sum.
  void raise(int64_t answers, int64_t sum, int64_t persons);
  void merge(const ClusterSums& other);
  // Takes out what was merged. REQUIRES: `part` is the sums of some of these persons, with the same answers.
  void remove(const ClusterSums& part);
  // The same persons, those of `part` with the sums that they have there. REQUIRES: here all sums are 0, and `part` are
  // some of these persons with as many answers.
  ClusterSums with_sums_of(const ClusterSums& part) const;

  int64_t persons() const { return persons_; }
  int64_t answers() const { return answers_; }
  // `squares`: the sum of the squares of all single answers. REQUIRES: squares * answers >= sum^2.
  std::optional<double> effective_n(int64_t squares) const;

  void save(ByteWriter& out) const;
  static Result<ClusterSums> load(ByteReader& in);
  bool operator==(const ClusterSums&) const = default;

 private:
  int64_t persons_ = 0;
  int64_t answers_ = 0;          // sum m
  int64_t sum_ = 0;              // sum s
  int64_t answers_squared_ = 0;  // sum m^2
  int64_t products_ = 0;         // sum m s
  int64_t sums_squared_ = 0;     // sum s^2
};

}  // namespace sojourn
