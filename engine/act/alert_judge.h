// Whether an alert fires: its figure of the last days, against its threshold or the time before.
//
// Days      as boards count them: so many, up to that of the newest event, on the wall clock of the question's zone. The
//           figure is that of a board's tile of the same period.
// Changed   falls and rises are proven by answers/comparison.h, against as many days right before.
// Cost      that of the questions; a trial asks 90 of them.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "act/alert.h"
#include "act/alert_state.h"
#include "answers/asker.h"

namespace sojourn {

inline constexpr int64_t kAlertTrialDays = 90;

struct AlertVerdict {
  AlertStanding standing = AlertStanding::kNoData;  // Or kFiring, kQuiet.
  AlertFigure figure;
  std::string reason{};  // Why it cannot be judged; of a change what it is.
  std::string scope{};   // Within which it was judged: what its maker might see then.
};

// `scope`: what its maker may see. Errors: those of asking.
Result<AlertVerdict> judge_alert(const Alert& alert, const std::string& scope, const Asker& asker,
                                 const std::atomic<bool>* cancelled = nullptr);

struct AlertTrial {
  struct Point {
    std::string from;  // Days; `to` is the last of them.
    std::string to;
    AlertVerdict verdict;
  };
  int64_t fired = 0;  // How often it would have begun to.
  std::string unit;
  std::vector<Point> series;  // Oldest first, a day each.
};
Result<AlertTrial> try_alert(const Alert& alert, const std::string& scope, const Asker& asker,
                             const std::atomic<bool>* cancelled = nullptr);

}  // namespace sojourn
