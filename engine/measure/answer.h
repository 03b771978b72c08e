// An answer as a value: columns, rows, what they mean, and how fresh they are.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "measure/question.h"
#include "measure/value.h"

namespace sojourn {

enum class ColumnRole : unsigned char {
  kSplit,  // A --by dimension or the period: what the row is about.
  kKey,    // Names the row within its split: step, from, to, stage.
  kValue,  // The figure.
  kLow,    // Lower end of the 95 % interval of the value column before it.
  kHigh,
  kCount,   // A count of customers or events; `who` can list the customers behind it.
  kDetail,  // Any other figure or name.
};

struct AnswerColumn {
  std::string name;  // "value", "low", "high", "n", "customers" ...
  ColumnRole role = ColumnRole::kDetail;
  std::string unit;  // "points", "%", "EUR", "s", "customers"; "" where there is none.
};

struct Answer {
  Question question;
  std::string unit;
  std::string definition;  // In words, with the formula.
  std::string convention;  // What was chosen where peers differ, with the parameters in force.
  Micros as_of = 0;        // The moment the answer speaks of.
  int64_t events = 0;      // In the snapshot that was asked.
  std::vector<AnswerColumn> columns;
  std::vector<std::vector<Value>> rows;  // Sorted by split columns, then as the measure orders them.
  std::string none;                      // Why there are no rows at all, or "".
  std::vector<std::string> notes;        // "12 answers on another scale were left out" ...
};

}  // namespace sojourn
