#include "boards/board_period.h"

#include <algorithm>
#include <array>

#include "base/suggest.h"
#include "base/time_fields.h"

namespace sojourn {
namespace {

using Unit = BoardPeriod::Unit;

struct Named {
  const char* name;
  BoardPeriod period;
};
constexpr std::array<Named, 6> kPeriods{{{"7d", {Unit::kDays, 7}},
                                         {"30d", {Unit::kDays, 30}},
                                         {"90d", {Unit::kDays, 90}},
                                         {"12m", {Unit::kMonths, 12}},
                                         {"24m", {Unit::kMonths, 24}},
                                         {"all", {Unit::kAll, 0}}}};
constexpr int kMonths = 12;

// A day on the wall clock, in days since 1970.
int64_t day_of(Micros time, const Zone& zone) {
  const CivilTime civil = micros_to_civil(zone.to_wall(time));
  return days_from_civil(civil.year, civil.month, civil.day);
}

CivilTime civil_of(int64_t day) { return micros_to_civil(day * kDay); }

// "2026-01-31".
std::string day_text(int64_t day) { return format_time(day * kDay).substr(0, 10); }

// So many months earlier; a day that the month does not have becomes its last.
int64_t months_before(int64_t day, int months) {
  const CivilTime civil = civil_of(day);
  const int index = civil.year * kMonths + civil.month - 1 - months;
  const int year = index / kMonths;
  const int month = index % kMonths + 1;
  return days_from_civil(year, month, std::min(civil.day, days_in_month(year, month)));
}

int64_t first_day(const BoardPeriod& period, int64_t newest) {
  if (period.unit == Unit::kDays) return newest - (period.count - 1);
  const int64_t earlier = months_before(newest, period.count);
  return earlier - (civil_of(earlier).day - 1);
}

}  // namespace

Result<BoardPeriod> find_board_period(std::string_view name) {
  std::vector<std::string> names;
  for (const Named& each : kPeriods) {
    if (name == each.name) return each.period;
    names.emplace_back(each.name);
  }
  return Status::invalid("one of 7d, 30d, 90d, 12m, 24m and all was expected." + did_you_mean(name, names), "period");
}

Period step_of(const BoardPeriod& period) {
  constexpr int kWeekDays = 7;
  if (period.unit != Unit::kDays) return Period::kMonth;
  return period.count <= kWeekDays ? Period::kDay : Period::kWeek;
}

QuestionSpan span_of(const BoardPeriod& period, Micros newest, const Zone& zone) {
  if (period.unit == Unit::kAll) return {};
  return {day_text(first_day(period, day_of(newest, zone))), ""};
}

std::optional<QuestionSpan> compared_span(const BoardPeriod& period, Micros newest, const Zone& zone,
                                          std::string_view compare) {
  if (period.unit == Unit::kAll || compare.empty()) return std::nullopt;
  const int64_t last = day_of(newest, zone);
  const int64_t first = first_day(period, last);
  if (compare == "before" && period.unit == Unit::kDays) {
    return QuestionSpan{day_text(first - period.count), day_text(first)};
  }
  // The running month is compared with as many days of another one.
  const int months = compare == "year" ? kMonths : period.count + 1;
  return QuestionSpan{day_text(months_before(first, months)), day_text(months_before(last, months) + 1)};
}

}  // namespace sojourn
