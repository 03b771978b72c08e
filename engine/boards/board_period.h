// The period of a board: counted back from the newest event's day, since a record may be historical.
//
//   7d 30d 90d   that many days up to that day      trends by day (7d) or week
//   12m 24m      that many months and the running one   trends by month
//   all          everything                             trends by month
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "base/status.h"

namespace sojourn {

struct BoardPeriod {
  enum class Unit : unsigned char { kAll, kDays, kMonths };
  Unit unit = Unit::kAll;
  int count = 0;
};

// Errors: kInvalidArgument, which lists them; `where` is period.
Result<BoardPeriod> find_board_period(std::string_view name);
// How trends over it are cut.
Period step_of(const BoardPeriod& period);

// As a question has them: days, "" for an open end.
struct QuestionSpan {
  std::string from;
  std::string to;
};
QuestionSpan span_of(const BoardPeriod& period, Micros newest, const Zone& zone);
// What it is compared with: "before", the time right before, as far into its days or months; "year", the same a year
// earlier. Nothing for all of the time.
std::optional<QuestionSpan> compared_span(const BoardPeriod& period, Micros newest, const Zone& zone,
                                          std::string_view compare);

}  // namespace sojourn
