// A board as a letter: what each tile says, with interval, n and what it means, and the answers as files beside it.
//
// Looks     tables and inline styles, which is what mail programs know; the same as plain text.
// Limits    kReportRowsShown rows of a table, kReportColumnsShown columns; attachments up to kReportAttachedMax bytes. The
//           letter counts the rows and files that it leaves out.
// Cost      that of the board's questions, which were asked before, and of writing the workbooks.
#pragma once

#include <string>
#include <vector>

#include "act/mime.h"
#include "act/outgoing_settings.h"
#include "act/report.h"
#include "boards/board_answers.h"

namespace sojourn {

inline constexpr size_t kReportRowsShown = 20;
inline constexpr size_t kReportColumnsShown = 8;
inline constexpr size_t kReportAttachedMax = size_t{8} << 20;

struct ReportContent {
  std::string language;
  std::string subject;
  std::string text;
  std::string html;
  std::vector<Attachment> attachments;
};

struct ReportInput {
  const Report& report;
  const Board& board;
  const std::vector<TileAnswer>& answers;
  std::string language;       // As letters speak; "" : English.
  std::string scope;          // What the maker may see; "" : everything.
  std::string board_address;  // "" : it is not known where pages are.
  Micros now = 0;
};
ReportContent report_content(const ReportInput& input);

}  // namespace sojourn
