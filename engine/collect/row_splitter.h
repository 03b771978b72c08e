// Cuts text into rows of cells: RFC 4180 with leniency, whitespace-separated, or fixed-width columns.
//
// Quotes    A cell that starts with the quote runs to the next single quote; two quotes stand for one; delimiters and
//           line ends inside belong to it. A quote inside an unquoted cell is text, and text after a closing quote is
//           kept (blanks there are dropped).
// Owner     cells borrow from the text, or, where quotes were doubled, from the splitter until its next call.
// Cost      16 bytes a step (SSE2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "event/row_source.h"

namespace sojourn {

struct RowShape {
  enum class Kind : unsigned char { kDelimited, kWhitespace, kWidths };
  Kind kind = Kind::kDelimited;
  char delimiter = ',';
  char quote = '"';
  char line_end = '\n';        // '\r' for files of old Macs. A '\r' before '\n' is dropped.
  std::vector<size_t> widths;  // kWidths: bytes of each column; what follows the last one is dropped.
};

class RowSplitter {
 public:
  enum class Outcome : unsigned char {
    kRow,
    kMore,          // The row does not end in this text.
    kMoreInQuotes,  // The same, and a quote is open.
  };
  struct Cut {
    Outcome outcome = Outcome::kRow;
    size_t bytes = 0;        // To consume, with the line end.
    size_t raw_bytes = 0;    // Without it.
    size_t newlines = 0;     // Lines that end inside or after the row.
    size_t quote_at = 0;     // kMoreInQuotes: where the open quote stands.
    size_t quote_lines = 0;  // ... and how many lines end before it.
  };

  explicit RowSplitter(RowShape shape) : shape_(std::move(shape)) {}
  // Cuts the row that starts `text`. `final`: no more text will follow, so its end is a row's end too.
  Cut split(std::string_view text, bool final, std::vector<Cell>& row);
  const RowShape& shape() const { return shape_; }

 private:
  // The cell at `at` starts with a quote; leaves `at` after the cell. False when the text ends first.
  bool quoted_cell(std::string_view text, bool final, size_t& at, Cut& cut, std::vector<Cell>& row);
  void unquote(size_t cell, std::string_view inside, std::string_view rest);
  Cut split_line(std::string_view text, bool final, std::vector<Cell>& row) const;
  size_t find_end(std::string_view text, size_t from) const;
  void close_row(std::string_view text, size_t end, Cut& cut) const;

  struct Unquoted {
    size_t cell;
    size_t offset;
    size_t size;
  };
  RowShape shape_;
  std::string scratch_;
  std::vector<Unquoted> unquoted_;
};

}  // namespace sojourn
