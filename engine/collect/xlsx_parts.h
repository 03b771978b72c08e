// The parts of a workbook that its sheets refer to: where they are, their shared strings, and how their numbers look.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "collect/xlsx_number.h"
#include "collect/zip_archive.h"

namespace sojourn {

struct Workbook {
  std::vector<std::string> sheets;  // Parts of the visible ones, in their order.
  std::vector<std::string> strings;
  std::vector<NumberLook> looks;  // By the style of a cell.
  bool epoch_1904 = false;
};

// Errors: those of XmlStream; kInvalidArgument when the archive is no workbook of cells.
Result<Workbook> read_workbook(const ZipArchive& archive);

// "_x000D_" stands for the letter with that number, where XML has no other way; "_x005F_" for the underscore itself.
std::string without_escapes(std::string_view text);

}  // namespace sojourn
