// Data quality per source: how many rows came, and how many had which trouble. It comes from the record's own counts,
// as rejected rows and repeats never reach a timeline.
//   value = 100 * (rows - rejected) / rows
// Counts    Rows of every import so far, row by row; a file that is imported again without anything new counts once.
// Unit      % of rows, 0..100. A full count: no interval.
// Empty     a source without rows -> none "no rows"; no sources -> none "nothing was imported yet".
// Checked   asker_test.cc against a store that was filled with known rows.
#pragma once

#include "measure/answer.h"
#include "measure/definition.h"
#include "store/store.h"

namespace sojourn {

MeasureDefinition quality_definition();
// Fills columns, rows, none, as_of and events. Errors: kUnavailable, kCorruption (of the store).
Status answer_quality(Store& store, Answer& answer);

}  // namespace sojourn
