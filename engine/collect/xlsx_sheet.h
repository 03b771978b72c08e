// The rows of one sheet of a workbook, as they stream by.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collect/xlsx_parts.h"
#include "collect/xml_stream.h"

namespace sojourn {

inline constexpr uint32_t kSheetRowsMax = 1'048'576;
inline constexpr uint32_t kSheetColumnsMax = 16'384;
inline constexpr size_t kCellBytesMax = 4 * 32'767;  // Of text: Excel holds 32,767 characters.

class XlsxSheet {
 public:
  // `number` counts from 1. Cells stand at their columns' places; blank ones at the end are left out.
  using OnRow = std::function<void(uint32_t number, const std::vector<std::string>& cells)>;

  // `archive` and `workbook` are borrowed. It may unpack to `most` bytes. Errors: those of ZipArchive.
  static Result<std::unique_ptr<XlsxSheet>> open(const ZipArchive& archive, const Workbook& workbook,
                                                 const std::string& part, size_t most, OnRow on_row);
  ~XlsxSheet();

  // Reads on a little; false at the end. Errors: those of XmlStream; kLimit beyond the rows, columns and
  // texts that Excel has, and for rows beyond limits::kRowBytesMax.
  Result<bool> next();
  uint64_t bytes_read() const;
  size_t left() const;  // Of `most`.

 private:
  class Handler;
  XlsxSheet();
  std::unique_ptr<Handler> handler_;
  std::unique_ptr<XmlStream> xml_;
  std::string where_;
};

}  // namespace sojourn
