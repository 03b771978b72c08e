// How the tone of a customer goes, turn by turn, and whether it calls for somebody to step in.
//
// Tone      of the course: a moving mean, each new turn half of it.
// Raised    when the mean is below -0.25 and at least 0.3 under the best it has been, or after two negative turns in a row
//           (-0.2 or less each).
// Lowered   when the mean is above -0.05 again, by a turn that is not negative. What it has been is then forgotten.
// Cost      O(1). Threads: none of its own.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace sojourn {

class ToneCourse {
 public:
  // REQUIRES: -1 <= tone <= 1.
  void add(double tone) {
    mean_ = turns_ == 0 ? tone : kWeight * tone + (1 - kWeight) * mean_;
    best_ = turns_ == 0 ? mean_ : std::max(best_, mean_);
    ++turns_;
    negative_in_a_row_ = tone <= kNegative ? negative_in_a_row_ + 1 : 0;
    const bool fell = mean_ < kFallen && best_ - mean_ >= kFall;
    if (!raised_ && (fell || negative_in_a_row_ >= 2)) {
      raised_ = true;
    } else if (raised_ && mean_ > kRecovered && negative_in_a_row_ == 0) {
      raised_ = false;
      best_ = mean_;
    }
  }
  bool raised() const { return raised_; }
  int64_t turns() const { return turns_; }
  // NaN before the first turn.
  double mean() const { return mean_; }

 private:
  static constexpr double kWeight = 0.5;
  static constexpr double kNegative = -0.2;
  static constexpr double kFallen = -0.25;
  static constexpr double kFall = 0.3;
  static constexpr double kRecovered = -0.05;

  double mean_ = std::numeric_limits<double>::quiet_NaN();
  double best_ = 0;
  int64_t turns_ = 0;
  int64_t negative_in_a_row_ = 0;
  bool raised_ = false;
};

}  // namespace sojourn
