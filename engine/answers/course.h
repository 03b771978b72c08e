// Where a measure is heading: a straight line through its months.
//
// Months    the last twelve up to the newest event, each as sure as its interval is narrow. A month stands at the middle
//           of what it holds. Where any has an interval those without are left out; where none has, all weigh the same,
//           and the running month, which is a part, is left out. Of several rows the first that has a value.
// Empty     fewer than three such months; measures that have no months; counts and sums, since what they come to over a
//           period cannot be read from single months: `reason` says so.
// Cost      one question.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "answers/asker.h"
#include "stats/weighted_line.h"

namespace sojourn {

inline constexpr double kDaysAMonth = 30.436875;  // 365.2425 / 12.

struct Course {
  std::optional<Line> line;  // By months; 0 is `newest`, earlier is negative.
  Micros newest = 0;
  size_t months = 0;   // That make the line.
  std::string reason;  // Why there is no line, or "".
};

// `question`: without over, from and to. Errors: those of asking.
Result<Course> course_of(const Asker& asker, const Question& question, const std::atomic<bool>* cancelled = nullptr);

}  // namespace sojourn
