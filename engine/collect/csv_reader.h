// Reads delimited, whitespace-separated and fixed-width text files row by row.
//
// Finds out  the delimiter (, ; tab |) by which the first rows agree best on their number of cells; the line end; the
//            encoding. Whatever the format says is taken as said.
// Header     the first row that is not blank, unless given. Blank names become column_N, repeated ones name_2, name_3.
//            Unnamed columns at the end, with nothing in them, do not count.
// Refuses    (kInvalidArgument, and reads on) rows with too few cells, or more cells than the header unless the extra
//            ones are blank; text that is not valid in its encoding; a quote that never closes: then that line is
//            refused and the next one is read; rows beyond limits::kRowBytesMax, or limits::kColumnsMax cells.
// Skips      blank lines.
// Threads    one.
#pragma once

#include <optional>

#include "base/encoding.h"
#include "collect/row_splitter.h"
#include "collect/text_stream.h"
#include "event/row_source.h"

namespace sojourn {

// What is known of a text file beforehand; everything left out is found out.
struct TextFormat {
  std::optional<Encoding> encoding;
  std::string delimiter;            // One character, or "whitespace".
  std::vector<size_t> widths;       // Of fixed-width columns.
  std::vector<std::string> header;  // Names of the columns of a file without a header line.
  std::vector<std::string> blanks;  // Cells that mean "nothing", e.g. "NA".
  size_t skip_lines = 0;            // Lines before the header.
};

class CsvReader final : public RowSource {
 public:
  // Errors: those of TextStream; kInvalidArgument when there is no header or the format contradicts itself; kLimit
  // beyond limits::kColumnsMax columns.
  static Result<std::unique_ptr<CsvReader>> open(TextStream text, const TextFormat& format);

  const std::vector<std::string>& columns() const override { return columns_; }
  Result<bool> next(std::vector<Cell>& row) override;
  uint64_t line() const override { return row_line_; }
  std::string raw() const override;
  uint64_t bytes_read() const override { return text_.bytes_read(); }

 private:
  CsvReader(TextStream text, RowSplitter splitter, std::vector<std::string> blanks)
      : text_(std::move(text)), splitter_(std::move(splitter)), blanks_(std::move(blanks)) {}
  Status read_header(const TextFormat& format);
  // The next row that is not blank, as it stands; false at the end.
  Result<bool> cut_row(std::vector<Cell>& row);
  Result<bool> grow();
  Status refuse_open_quote(const RowSplitter::Cut& cut, bool at_end);
  Status refuse_long_line();
  Status check_shape(std::vector<Cell>& row) const;
  void mark_blanks(std::vector<Cell>& row) const;

  TextStream text_;
  RowSplitter splitter_;
  std::vector<std::string> blanks_;
  std::vector<std::string> columns_;
  bool final_ = false;  // The window reaches to the end of the input.
  uint64_t line_ = 1;   // Of the window's beginning.
  uint64_t row_line_ = 0;
  size_t to_consume_ = 0;  // Of the row last returned: it stays in the window until the next call.
  uint64_t lines_to_add_ = 0;
  std::string_view raw_;
};

}  // namespace sojourn
