// An answer as a workbook (.xlsx): sheet "Answer" with a typed cell each, sheet "Definition" with what was asked and
// what it means.
//
// Cells     counts and figures are numbers, in the unit that the head of their column names: a share of 45 % is 45.
//           Times and the beginnings of periods are dates on the wall clock of the question's zone. All else is text,
//           and never a formula, whatever it begins with. No value: an empty cell, and why in the column "none".
// Limits    a sheet has 1,048,576 rows; a text is cut after 32,767 letters, as spreadsheets do.
// Errors    kLimit; kUnavailable, when there is no room for the temporary files.
// Cost      the cells go through temporary files; the workbook is in memory whole.
// Threads   any number at once.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "measure/answer.h"

namespace sojourn {

inline constexpr size_t kXlsxRowsMax = 1'048'576;  // With the head.
inline constexpr size_t kXlsxTextMax = 32'767;
inline constexpr std::string_view kXlsxMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Result<std::string> answer_xlsx(const Answer& answer);

}  // namespace sojourn
