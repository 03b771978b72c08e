// Two to eight questions of one measure compared: segments, periods, regions, teams. The first is the base.
//
//   difference   value - value of the base, row by row; its interval by MOVER from the two (stats/difference.h)
//   p_adjusted   Benjamini and Hochberg over all rows that can be judged (stats/multiplicity.h)
//   proven       p_adjusted <= 0.05
//
// Rows      matched by their splits and keys. First a row of the base, then those beside it in the order of questions.
// Judged    where both sides have a value, an interval and at least least_n (30 unless the measure says otherwise), and
//           are about different customers: with more than half of the smaller side in both, the two are not independent.
//           What is not judged has its reason, and what is known of its difference all the same.
// Cost      that of the questions, each answered from the state cache where it can be, and of as many drill-downs.
// Threads   any number at once.
#pragma once

#include <atomic>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "answers/asker.h"
#include "measure/answer.h"
#include "stats/intervals.h"

namespace sojourn {

inline constexpr size_t kComparedMax = 8;
inline constexpr double kProvenBelow = 0.05;

struct ComparisonRow {
  std::vector<Value> keys;
  size_t question = 0;
  Value value, low, high;  // As the answer has them: None has its reason.
  std::optional<int64_t> n;
  std::optional<double> difference;
  std::optional<Interval> interval;  // Of the difference, 95 %.
  std::optional<double> p, p_adjusted;
  std::optional<bool> proven;  // Empty: not to be judged, as `reason` says. Always so for the base.
  std::string reason;          // "" : judged, or a row of the base.
};

struct Comparison {
  std::vector<Question> questions;
  std::vector<std::string> names;
  const MeasureDefinition* definition = nullptr;
  std::string unit, convention;
  Micros as_of = 0;                // Of the latest.
  std::vector<AnswerColumn> keys;  // Splits and keys; one called as a column of below is "by.question" here.
  std::vector<ComparisonRow> rows;
  // By question: how many of its customers stand in the base too. Empty: the base itself, and what counts nobody.
  std::vector<std::optional<int64_t>> shared;
  std::string none;  // Why there are no rows, or "".
  std::vector<std::string> notes;
};

// `names` "" or missing: what tells the question from the others. Errors: kInvalidArgument, `where` is
// "questions[1].by", "names"; those of asking, within "questions[1]"; kCancelled. Without `look_for_shared` nobody looks
// who stands on both sides, which costs as much as the questions: all rows are judged as of different customers.
Result<Comparison> compare(const Asker& asker, std::span<const Question> questions, std::vector<std::string> names = {},
                           const std::atomic<bool>* cancelled = nullptr, bool look_for_shared = true);

// What may be compared at all; also done by compare().
Status check_comparison(std::span<const Question> questions);
// What tells them apart: their filters or periods.
std::vector<std::string> comparison_names(std::span<const Question> questions);

// {"measure","unit","better","as_of","definition","convention","questions","names","columns","rows","shared","none",
//  "notes"}: cells without a value are null, and `reason` says why.
std::string comparison_json(const Comparison& comparison);
std::string comparison_table(const Comparison& comparison);
std::string comparison_csv(const Comparison& comparison);

}  // namespace sojourn
