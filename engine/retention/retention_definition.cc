// What `sojourn measures retention` says.
#include "measure/parameters.h"
#include "retention/periods_of_question.h"
#include "retention/retention.h"

namespace sojourn {
namespace {

constexpr const char* kDefinition =
    "Customers who joined in the same period are a cohort; value is the share, in percent, of the cohort who came back "
    "in each interval after it: value = 100 * customers / n. Joining: with cohort = first_ever a customer joins once, "
    "at the first event of the whole life that passes start; with recurring, in every period that holds such an event, "
    "by the first one in it that lies in the range. The range chooses whom to show, by the event of joining; it does "
    "not change what is first ever, and later returns count up to the newest event. With clock = calendar interval k "
    "is the k-th period (day, week, month, quarter or year in the question's zone) after the cohort's, whatever its "
    "length; with rolling it "
    "begins k steps after the moment of joining (24 hours, 7 days, or 1, 3 or 12 months on the wall clock, a day that "
    "a month lacks being its last) and cohorts are still those of the calendar. With count = on a customer is kept in "
    "interval k by an event in it that passes return (bracketed retention), with on_or_after by one in it or in any "
    "later interval (unbounded; such shares can still rise as time goes on). Interval 0 is the cohort itself, 100 % by "
    "definition. A cell is complete when its interval is over, by the newest event or the end of the range, for "
    "everybody who could have joined in the cohort's period; others are marked complete = no, and intervals that have "
    "not begun are left out. show = curve pools the cohorts that are complete at an interval: 100 * sum of customers / "
    "sum of n. A split puts a customer into the group of the event of joining. Only customers with an identifier are "
    "counted. Intervals are Wilson's; in the curve of recurring cohorts with the effective number of joins, since one "
    "customer is in several.";

std::vector<ParameterInfo> retention_parameters() {
  return {
      choice("show", {"cohorts", "curve"},
             "cohorts: a row per cohort and interval (the heat map); curve: all complete cohorts together."),
      every_parameter("month", "Length of cohorts and intervals."),
      integer("intervals", 12, 1, 400, "How many intervals after the cohort's own are followed."),
      choice("cohort", {"first_ever", "recurring"},
             "first_ever: join once in a life; recurring: join every period in which the start event occurs."),
      parameter("start", ParameterType::kFilter, "", "Events by which a customer joins. Any event when not given."),
      parameter("return", ParameterType::kFilter, "", "Events that count as coming back. Any event when not given."),
      choice("count", {"on", "on_or_after"},
             "on: came back in that very interval (bracketed); on_or_after: in it or later (unbounded)."),
      choice("clock", {"calendar", "rolling"},
             "calendar: intervals are calendar periods; rolling: whole steps from the moment of joining."),
      week_start_parameter()};
}

}  // namespace

MeasureDefinition retention_definition() {
  MeasureDefinition definition;
  definition.id = "retention";
  definition.title = "Retention by cohort";
  definition.question = "Of those who joined in the same period, how many come back, and for how long?";
  definition.definition = kDefinition;
  definition.unit = "%";
  definition.range_min = 0;
  definition.range_max = 100;
  definition.better = Better::kUp;
  definition.shape = Shape::kTable;
  definition.least_n = 30;
  definition.interval = "Wilson";
  definition.inputs = "time, an identifier; what the filters start and return name";
  definition.source =
      "N. Glenn, Cohort Analysis, 2nd ed., Sage 2005; Wilson, Journal of the American Statistical Association 22, 1927";
  definition.since = "0.2";
  definition.parameters = retention_parameters();
  definition.bind = bind_fold<Retention>;
  return definition;
}

}  // namespace sojourn
