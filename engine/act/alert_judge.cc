#include "act/alert_judge.h"

#include <algorithm>
#include <cmath>

#include "answers/comparison.h"
#include "boards/board_answers.h"
#include "measure/value_number.h"

namespace sojourn {
namespace {

std::string day_text(int64_t day) { return format_time(day * kDay).substr(0, 10); }

// A question that can be asked of any days.
struct Prepared {
  const MeasureDefinition* definition = nullptr;
  Question question;
  int64_t newest = 0;  // Day, on the wall clock.
};

Result<Prepared> prepare(const Alert& alert, const std::string& scope, const Asker& asker) {
  Prepared asked;
  asked.question = alert.question;
  SOJOURN_TRY(asked.definition, find_measure(alert.question.measure));
  SOJOURN_TRY(asked.question.where, both_filters(alert.question.where, scope, asker.segments()));
  if (asked.question.zone.empty()) asked.question.zone = "UTC";
  SOJOURN_TRY(const Zone zone, Zone::find(asked.question.zone));
  SOJOURN_TRY(const Micros newest, asker.newest());
  const CivilTime civil = micros_to_civil(zone.to_wall(newest));
  asked.newest = days_from_civil(civil.year, civil.month, civil.day);
  return asked;
}

// Of so many days, of which `last` is the last. The newest day has no end: it is not over.
Question of_days(const Prepared& asked, int64_t days, int64_t last) {
  Question question = asked.question;
  question.from = day_text(last - days + 1);
  question.to = last >= asked.newest ? "" : day_text(last + 1);
  return question;
}

AlertVerdict no_data(AlertFigure figure, std::string reason) {
  return {AlertStanding::kNoData, figure, std::move(reason)};
}

AlertFigure figure_of_row(const Answer& answer, const std::vector<Value>& row, size_t value) {
  AlertFigure figure;
  figure.as_of = answer.as_of;
  figure.value = number_of(row[value]);
  for (size_t i = value + 1; i < row.size() && answer.columns[i].role != ColumnRole::kValue; ++i) {
    if (answer.columns[i].role == ColumnRole::kLow && !figure.low) figure.low = number_of(row[i]);
    if (answer.columns[i].role == ColumnRole::kHigh && !figure.high) figure.high = number_of(row[i]);
    if (answer.columns[i].name != "n") continue;
    if (const auto n = number_of(row[i])) figure.n = static_cast<int64_t>(*n);
  }
  return figure;
}

// Only where an interval says how sure it is: a full count is what it is, however small.
bool too_few(const Alert& alert, const MeasureDefinition& definition, const AlertFigure& figure) {
  return definition.least_n > 0 && figure.n && *figure.n < alert.least_n;
}

std::string words_of_few(const Alert& alert, const AlertFigure& figure) {
  return "n is " + std::to_string(*figure.n) + ": at least " + std::to_string(alert.least_n) + " are needed";
}

// The one figure of an answer, or why there is none.
AlertVerdict figure_of(const Alert& alert, const MeasureDefinition& definition, const Answer& answer) {
  AlertFigure nothing;
  nothing.as_of = answer.as_of;
  const auto value = std::ranges::find(answer.columns, ColumnRole::kValue, &AnswerColumn::role);
  if (answer.rows.empty() || value == answer.columns.end()) return no_data(nothing, answer.none);
  const auto at = static_cast<size_t>(value - answer.columns.begin());
  const auto with = [at](const std::vector<Value>& row) { return number_of(row[at]).has_value(); };
  const auto count = std::ranges::count_if(answer.rows, with);
  if (count > 1) {
    return no_data(nothing, "the answer has " + std::to_string(count) +
                                " figures, and an alert watches one: narrow it with a filter");
  }
  const auto row = std::ranges::find_if(answer.rows, with);
  const AlertFigure figure = figure_of_row(answer, row == answer.rows.end() ? answer.rows.front() : *row, at);
  if (!figure.value) return no_data(figure, value_text(answer.rows.front()[at]));
  if (too_few(alert, definition, figure)) return no_data(figure, words_of_few(alert, figure));
  return {AlertStanding::kQuiet, figure};
}

AlertVerdict judge_threshold(const Alert& alert, const MeasureDefinition& definition, const Answer& answer) {
  AlertVerdict verdict = figure_of(alert, definition, answer);
  if (verdict.standing == AlertStanding::kNoData) return verdict;
  const double value = *verdict.figure.value;
  const bool fires = alert.when == AlertWhen::kBelow ? value < *alert.value : value > *alert.value;
  if (fires) verdict.standing = AlertStanding::kFiring;
  return verdict;
}

// Where most customers stand on both sides, as in a panel, the comparison judges nothing; its interval, which takes them
// as different people and so is wider than need be, still does. As decisions have it (boards/decision_state.cc).
std::optional<bool> proven_of(const MeasureDefinition& definition, const Comparison& comparison,
                              const ComparisonRow& row) {
  if (row.proven || !row.interval) return row.proven;
  const int64_t least = definition.least_n > 0 ? definition.least_n : kAlertLeastN;
  for (const ComparisonRow& each : comparison.rows) {
    if (each.keys == row.keys && each.n && *each.n < least) return std::nullopt;
  }
  return row.interval->low > 0 || row.interval->high < 0;
}

AlertVerdict judge_change(const Alert& alert, const MeasureDefinition& definition, const Comparison& comparison) {
  AlertFigure figure;
  figure.as_of = comparison.as_of;
  const auto is_now = [](const ComparisonRow& row) { return row.question == 1; };
  const auto count = std::ranges::count_if(comparison.rows, is_now);
  if (count == 0) return no_data(figure, comparison.none);
  if (count > 1)
    return no_data(figure, "the answer has several figures, and an alert watches one: narrow it with a filter");
  const ComparisonRow& row = *std::ranges::find_if(comparison.rows, is_now);
  figure.value = number_of(row.value);
  figure.low = number_of(row.low);
  figure.high = number_of(row.high);
  figure.n = row.n;
  if (!figure.value) return no_data(figure, row.reason.empty() ? value_text(row.value) : row.reason);
  if (too_few(alert, definition, figure)) return no_data(figure, words_of_few(alert, figure));
  const std::optional<bool> proven = proven_of(definition, comparison, row);
  if (!proven || !row.difference) return no_data(figure, row.reason);
  const bool way = alert.when == AlertWhen::kFalls ? *row.difference < 0 : *row.difference > 0;
  const bool fires = *proven && way && std::abs(*row.difference) >= alert.by;
  return {fires ? AlertStanding::kFiring : AlertStanding::kQuiet, figure};
}

Result<AlertVerdict> judge_change_at(const Alert& alert, const Prepared& asked, int64_t last, const Asker& asker,
                                     const std::atomic<bool>* cancelled, bool look_for_shared = true) {
  const std::vector<Question> both{of_days(asked, alert.days, last - alert.days), of_days(asked, alert.days, last)};
  SOJOURN_TRY(const Comparison comparison, compare(asker, both, {}, cancelled, look_for_shared));
  return judge_change(alert, *asked.definition, comparison);
}

Status judge_series(const Alert& alert, const Prepared& asked, const Asker& asker, const std::atomic<bool>* cancelled,
                    AlertTrial& trial) {
  std::vector<Question> questions;
  for (int64_t last = asked.newest - kAlertTrialDays + 1; last <= asked.newest; ++last) {
    questions.push_back(of_days(asked, alert.days, last));
  }
  SOJOURN_TRY(const std::vector<Result<Answer>> answers, asker.ask_all(questions, cancelled));
  for (size_t i = 0; i < answers.size(); ++i) {
    SOJOURN_CHECK(answers[i].status());
    trial.series[i].verdict = judge_threshold(alert, *asked.definition, *answers[i]);
    trial.unit = answers[i]->unit;
  }
  return {};
}

}  // namespace

Result<AlertVerdict> judge_alert(const Alert& alert, const std::string& scope, const Asker& asker,
                                 const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(const Prepared asked, prepare(alert, scope, asker));
  if (alert.compares()) return judge_change_at(alert, asked, asked.newest, asker, cancelled);
  SOJOURN_TRY(const Answer answer, asker.ask(of_days(asked, alert.days, asked.newest), cancelled));
  return judge_threshold(alert, *asked.definition, answer);
}

Result<AlertTrial> try_alert(const Alert& alert, const std::string& scope, const Asker& asker,
                             const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(const Prepared asked, prepare(alert, scope, asker));
  AlertTrial trial;
  trial.unit = asked.definition->unit;
  for (int64_t last = asked.newest - kAlertTrialDays + 1; last <= asked.newest; ++last) {
    trial.series.push_back({day_text(last - alert.days + 1), day_text(last), {}});
    if (!alert.compares()) continue;
    if (cancelled != nullptr && *cancelled) return Status(StatusCode::kCancelled, "the asker left");
    SOJOURN_TRY(trial.series.back().verdict, judge_change_at(alert, asked, last, asker, cancelled, false));
  }
  if (!alert.compares()) SOJOURN_CHECK(judge_series(alert, asked, asker, cancelled, trial));
  // As it would be told: once a time that it fires; days without data between do not end it.
  bool firing = false;
  for (const AlertTrial::Point& point : trial.series) {
    if (point.verdict.standing == AlertStanding::kFiring && !std::exchange(firing, true)) ++trial.fired;
    if (point.verdict.standing == AlertStanding::kQuiet) firing = false;
  }
  return trial;
}

}  // namespace sojourn
