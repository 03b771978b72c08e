// What customers say now, beside what they said before: two windows of equal length, and whether they differ.
//
// Windows   recent: the last 28 days (or recent=) up to the newest event or the end of the range; before: as long,
//           just before it. Where the range or the record is shorter than both, its two halves.
//           Before them are more of that length, up to 13 in all, to tell how much is usual.
// Trend     rising or falling where the number of persons changed beyond chance (exact conditional test of two Poisson
//           counts, 95 %), new where it rose from nothing, else steady; none where nobody spoke in either window.
// Merge     exact, any order. Cost: O(1). Errors: load: kCorruption.
// Source    Przyborowski and Wilenski, Biometrika 31, 1940.
// Checked   recent_test.cc.
#pragma once

#include <algorithm>
#include <cstddef>

#include "measure/definition.h"
#include "measure/value.h"
#include "stats/exact_sum.h"

namespace sojourn {

// The parameter `recent`.
ParameterInfo recent_parameter();

class RecentWindows {
 public:
  enum class Window : unsigned char { kNeither, kBefore, kRecent };

  RecentWindows() = default;
  // `from` to `to` is all there is; no window is longer than `length`.
  RecentWindows(Micros from, Micros to, Micros length);
  static RecentWindows bind(BindContext& context);

  // How many windows there are, the recent one among them; 0 where there is no time at all.
  static constexpr size_t kPeriodsMax = 13;
  size_t periods() const { return periods_; }
  // Of which of them: 0 the recent one, 1 the one before, and so on; periods() where of none.
  size_t period(Micros time) const {
    if (periods_ == 0 || time >= end_) return periods_;
    return std::min(periods_, static_cast<size_t>((end_ - 1 - time) / (end_ - recent_)));
  }

  Window at(Micros time) const {
    if (time < before_ || time >= end_) return Window::kNeither;
    return time < recent_ ? Window::kBefore : Window::kRecent;
  }

 private:
  Micros before_ = 0;
  Micros recent_ = 0;
  Micros end_ = 0;
  size_t periods_ = 0;
};

struct RecentCounts {
  int64_t recent = 0;
  int64_t before = 0;
  int64_t recent_persons = 0;
  int64_t before_persons = 0;

  // What one person said.
  void add_person(int64_t recent_of_person, int64_t before_of_person);
  void merge(const RecentCounts& other);
  void save(ByteWriter& out) const;
  static Result<RecentCounts> load(ByteReader& in);
};

// rising, falling, steady or new; none with the reason when there are neither.
Value trend_of_counts(int64_t before, int64_t recent);
// The same of shares: x of n before, and recently (Fisher's exact test); none, too, where one n is 0.
Value trend_of_shares(int64_t before, int64_t before_n, int64_t recent, int64_t recent_n);

}  // namespace sojourn
