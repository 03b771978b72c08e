#include "answers/course.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "measure/value_number.h"

namespace sojourn {
namespace {

constexpr int kMonths = 12;
constexpr double kMonthMicros = kDaysAMonth * static_cast<double>(kDay);

// "2026-01-01": the first of the months that are looked at.
std::string first_month(Micros newest, const Zone& zone) {
  const CivilTime civil = micros_to_civil(zone.to_wall(newest));
  const int month = civil.year * kMonths + civil.month - kMonths;  // Eleven before this one, counted from 0.
  return format_time(days_from_civil(month / kMonths, month % kMonths + 1, 1) * kDay).substr(0, 10);
}

struct Columns {
  std::optional<size_t> period, value, low, high;
  std::vector<size_t> keys;
};

Columns columns_of(const Answer& answer) {
  Columns found;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    const AnswerColumn& column = answer.columns[i];
    if (column.role == ColumnRole::kSplit && column.name == "period") found.period = i;
    if (column.role == ColumnRole::kKey) found.keys.push_back(i);
    if (column.role == ColumnRole::kValue) {
      if (found.value) break;  // The interval of another figure follows.
      found.value = i;
    }
    if (column.role == ColumnRole::kLow && found.value && !found.low) found.low = i;
    if (column.role == ColumnRole::kHigh && found.value && !found.high) found.high = i;
  }
  return found;
}

// Counts and sums: they have no interval, and no unit that is the same for a month and a year.
bool is_total(const Answer& answer, const Columns& columns) {
  constexpr std::array<std::string_view, 4> kRelative{"%", "points", "score", "fitness"};
  return columns.value && !columns.low &&
         std::ranges::find(kRelative, answer.columns[*columns.value].unit) == kRelative.end();
}

double error_of(const std::vector<Value>& row, const Columns& columns) {
  if (!columns.low || !columns.high) return 0;
  const std::optional<double> low = number_of(row[*columns.low]);
  const std::optional<double> high = number_of(row[*columns.high]);
  return low && high ? (*high - *low) / (2 * two_sided_z(kConfidence)) : 0;
}

// `to`: the end of what is known of the month. Its middle, in months from `newest`.
double middle(Micros from, Micros to, Micros newest) {
  return (static_cast<double>(from - newest) + static_cast<double>(to - from) / 2) / kMonthMicros;
}

std::vector<LinePoint> points_of(const Answer& answer, const Columns& columns, Micros newest, const Zone& zone) {
  std::vector<LinePoint> points;
  if (!columns.period || !columns.value) return points;
  const PeriodCutter months(Period::kMonth, zone);
  const std::vector<Value>* shown = nullptr;
  for (const std::vector<Value>& row : answer.rows) {
    const std::optional<double> value = number_of(row[*columns.value]);
    const Result<ParsedTime> from = parse_time(value_text(row[*columns.period]), zone);
    if (!value || !from) continue;
    if (shown == nullptr) shown = &row;
    const bool same = std::ranges::all_of(columns.keys, [&](size_t key) { return row[key] == (*shown)[key]; });
    if (!same) continue;
    const Micros end = months.next(from->utc);
    const double error = error_of(row, columns);
    const bool unfinished = end > newest + 1;
    if (error > 0 || !unfinished)
      points.push_back({middle(from->utc, std::min(end, newest + 1), newest), *value, error});
  }
  return points_of_line(points);
}

}  // namespace

Result<Course> course_of(const Asker& asker, const Question& asked, const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(asked.measure));
  Course course;
  const bool has_periods =
      std::ranges::any_of(definition->parameters, [](const ParameterInfo& each) { return each.name == "every"; });
  if (!definition->bind || !definition->splits || has_periods) {
    course.reason = "the measure is not asked month by month";
    return course;
  }
  SOJOURN_TRY(course.newest, asker.newest());
  SOJOURN_TRY(const Zone zone, Zone::find(asked.zone));
  Question question = asked;
  question.over = Period::kMonth;
  question.from = first_month(course.newest, zone);
  SOJOURN_TRY(const Answer answer, asker.ask(question, cancelled));
  const Columns columns = columns_of(answer);
  if (is_total(answer, columns)) {
    course.reason = "the value is a total over the period: a line through single months does not lead to it";
    return course;
  }
  const std::vector<LinePoint> points = points_of(answer, columns, course.newest, zone);
  course.months = points.size();
  course.line = weighted_line(points);
  if (!course.line) {
    course.reason = "too few months with a value for a course: " + std::to_string(points.size()) + " of 3";
  }
  return course;
}

}  // namespace sojourn
