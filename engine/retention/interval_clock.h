// In which interval after having joined a moment lies.
//
//   calendar   interval n of somebody who joined in period p is period p + n
//   rolling    interval n begins n steps after the moment of joining: days of 24 hours, weeks of 7 such days, or months
//              (3 for a quarter, 12 for a year) on the wall clock of the zone, where a day that a month lacks is the
//              last one it has. Each step is counted from the moment of joining, so 31 January, 28 February, 31 March.
// Threads   const and safe. Cost: O(1); months a few hundred nanoseconds.
#pragma once

#include "base/calendar.h"
#include "retention/period_table.h"

namespace sojourn {

class RollingClock {
 public:
  RollingClock() : RollingClock(Period::kDay, Zone()) {}
  RollingClock(Period every, Zone zone);

  // Are all steps of one length?
  bool even() const { return months_ == 0; }
  // The interval of somebody who joined at `joined` that holds `time`. REQUIRES: time >= joined.
  int64_t number(Micros joined, Micros time) const { return even() ? even_number(joined, time) : months(joined, time); }
  // REQUIRES: even().
  int64_t even_number(Micros joined, Micros time) const {
    // The quotient of doubles is off by at most one.
    int64_t number = static_cast<int64_t>(static_cast<double>(time - joined) * per_step_);
    number -= static_cast<int64_t>(number * step_ > time - joined);
    return number + static_cast<int64_t>((number + 1) * step_ <= time - joined);
  }
  // When interval `number` begins.
  Micros begin(Micros joined, int64_t number) const;

 private:
  int64_t months(Micros joined, Micros time) const;

  Zone zone_;
  Micros step_ = kDay;
  double per_step_ = 0;
  int64_t months_ = 0;  // Of a step; 0: steps have one length.
};

}  // namespace sojourn
