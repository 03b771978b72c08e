// Whether a goal will be reached, and when, if its measure goes on as it did.
//
// Course    the line through its months (answers/course.h). On course at: the day on which that line stands at the goal,
//           not before the newest event. The filter of the goal counts, its period does not: months have their own.
// Empty     no day where the line leads away from the goal, takes more than fifty years, or the goal is met, and no
//           line for counts and sums; `reason` says so. It also warns of a day whose slope may be chance.
#pragma once

#include <optional>
#include <string>

#include "answers/course.h"
#include "boards/goal.h"

namespace sojourn {

struct GoalCourse {
  std::optional<double> slope;       // Units of the measure a month.
  std::optional<Interval> interval;  // Of the slope, 95 %.
  size_t months = 0;                 // That make the line.
  std::string on_course_at;          // A day; "" : there is none.
  std::optional<bool> in_time;       // On course by the day of the goal; empty: it has none, or there is no course.
  std::string reason;                // "" : the day stands.
};

// `state`: as goal_state() told it; `scope` as there. Errors: those of asking.
Result<GoalCourse> goal_course(const Goal& goal, const GoalState& state, const std::string& scope, const Asker& asker,
                               const std::atomic<bool>* cancelled = nullptr);

// {"slope_a_month","slope_low","slope_high","months","on_course_at","in_time","reason"}: null where there is none.
boards::Json goal_course_json(const GoalCourse& course);

}  // namespace sojourn
