#include "boards/goal_course.h"

#include <algorithm>

#include "boards/board_answers.h"

namespace sojourn {
namespace {

using boards::Json;

constexpr double kMonthsMost = 600;
constexpr size_t kDayText = 10;

void find_day(const Goal& goal, const Course& course, GoalCourse& told) {
  const bool up = goal.better == "up";
  const double slope = course.line->slope;
  if (up ? slope <= 0 : slope >= 0) {
    told.reason = "month by month it does not come nearer to the goal";
    if (!goal.by.empty()) told.in_time = false;
    return;
  }
  const double months = std::max(0.0, (goal.value - course.line->at_zero) / slope);
  if (months > kMonthsMost) {
    told.reason = "at this pace it takes more than fifty years";
    if (!goal.by.empty()) told.in_time = false;
    return;
  }
  const auto later = static_cast<Micros>(months * kDaysAMonth * static_cast<double>(kDay));
  told.on_course_at = format_time(course.newest + later).substr(0, kDayText);
  if (!goal.by.empty()) told.in_time = told.on_course_at <= goal.by;
  if (course.line->interval.low <= 0 && course.line->interval.high >= 0) {
    told.reason = "the slope may be chance: its 95 % interval holds 0";
  }
}

}  // namespace

Result<GoalCourse> goal_course(const Goal& goal, const GoalState& state, const std::string& scope, const Asker& asker,
                               const std::atomic<bool>* cancelled) {
  Question question = goal.question;
  SOJOURN_TRY(question.where, both_filters(question.where, scope, asker.segments()));
  SOJOURN_TRY(const Course course, course_of(asker, question, cancelled));
  GoalCourse told;
  told.months = course.months;
  told.reason = course.reason;
  if (course.line) {
    told.slope = course.line->slope;
    told.interval = course.line->interval;
  }
  if (state.met == true) {
    told.reason = "the goal is met";
  } else if (course.line) {
    find_day(goal, course, told);
  }
  return told;
}

Json goal_course_json(const GoalCourse& course) {
  Json json;
  json["slope_a_month"] = course.slope ? Json(*course.slope) : Json(nullptr);
  json["slope_low"] = course.interval ? Json(course.interval->low) : Json(nullptr);
  json["slope_high"] = course.interval ? Json(course.interval->high) : Json(nullptr);
  json["months"] = course.months;
  json["on_course_at"] = course.on_course_at.empty() ? Json(nullptr) : Json(course.on_course_at);
  json["in_time"] = course.in_time ? Json(*course.in_time) : Json(nullptr);
  json["reason"] = course.reason.empty() ? Json(nullptr) : Json(course.reason);
  return json;
}

}  // namespace sojourn
