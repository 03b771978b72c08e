#include "collect/csv_reader.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "base/limits.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr size_t kSniffRowsMax = 50;
constexpr size_t kSniffBytes = 64 * 1024;
constexpr size_t kRawBytesMax = 4096;

// How well a delimiter explains the first rows: first the share of rows with as many cells as the first, in steps of
// a tenth, then the number of cells.
size_t agreement(std::string_view text, bool final, RowShape shape) {
  RowSplitter splitter(std::move(shape));
  std::vector<Cell> row;
  size_t cells = 0;
  size_t rows = 0;
  size_t alike = 0;
  while (rows < kSniffRowsMax && !text.empty()) {
    const RowSplitter::Cut cut = splitter.split(text, final, row);
    if (cut.outcome != RowSplitter::Outcome::kRow) break;
    const bool blank = trim(text.substr(0, cut.raw_bytes)).empty();
    text.remove_prefix(cut.bytes);
    if (blank) continue;
    if (rows == 0) cells = row.size();
    alike += row.size() == cells ? 1 : 0;
    ++rows;
  }
  if (cells < 2) return 0;
  return alike * 10 / rows * 1'000'000 + std::min<size_t>(cells, 999'999);
}

char sniff_delimiter(std::string_view text, bool final, char line_end) {
  char best = ',';
  size_t best_score = 0;
  for (const char candidate : {',', ';', '\t', '|'}) {
    RowShape shape;
    shape.delimiter = candidate;
    shape.line_end = line_end;
    const size_t score = agreement(text, final, shape);
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

Result<RowShape> find_shape(std::string_view text, bool final, const TextFormat& format) {
  RowShape shape;
  const size_t line_feed = text.find('\n');
  if (line_feed == std::string_view::npos && text.find('\r') != std::string_view::npos) shape.line_end = '\r';
  if (!format.widths.empty()) {
    if (!format.delimiter.empty()) {
      return Status::invalid("a file has either widths or a delimiter", "delimiter");
    }
    shape.kind = RowShape::Kind::kWidths;
    shape.widths = format.widths;
  } else if (format.delimiter == "whitespace") {
    shape.kind = RowShape::Kind::kWhitespace;
  } else if (format.delimiter.size() == 1) {
    shape.delimiter = format.delimiter[0];
    if (shape.delimiter == '"' || shape.delimiter == '\n' || shape.delimiter == '\r') {
      return Status::invalid("a quote or line end cannot separate cells", "delimiter");
    }
  } else if (!format.delimiter.empty()) {
    return Status::invalid("is one character, or \"whitespace\"", "delimiter");
  } else {
    shape.delimiter = sniff_delimiter(text, final, shape.line_end);
  }
  return shape;
}

Status too_wide() {
  return Status::limit("the file has more than " + std::to_string(limits::kColumnsMax) + " columns");
}

Status too_long() {
  return Status::invalid("the row has more than " + std::to_string(limits::kRowBytesMax) + " bytes");
}

std::vector<std::string> column_names(const std::vector<Cell>& row) {
  std::vector<std::string> names;
  std::unordered_set<std::string> taken;
  std::unordered_map<std::string, size_t> used;  // Of each repeated name: the last number given.
  size_t named = row.size();
  while (named > 1 && trim(row[named - 1].text).empty()) --named;
  for (size_t i = 0; i < named; ++i) {
    std::string name(trim(row[i].text));
    if (name.empty()) name = "column_" + std::to_string(i + 1);
    std::string unique = name;
    while (!taken.insert(unique).second) {
      size_t& number = used.try_emplace(name, 1).first->second;
      unique = name + "_" + std::to_string(++number);
    }
    names.push_back(std::move(unique));
  }
  return names;
}

}  // namespace

Result<std::unique_ptr<CsvReader>> CsvReader::open(TextStream text, const TextFormat& format) {
  bool final = false;
  while (!final && text.window().size() < kSniffBytes) {
    SOJOURN_TRY(const bool more, text.fill());
    final = !more;
  }
  uint64_t line = 1;
  for (size_t skipped = 0; skipped < format.skip_lines;) {
    const size_t end = text.window().find('\n');
    if (end != std::string_view::npos) {
      text.consume(end + 1);
      ++skipped;
      ++line;
      continue;
    }
    SOJOURN_TRY(const bool more, text.fill());
    if (!more) return Status::invalid("has fewer lines than skip_lines tells", "skip_lines");
  }
  TextFormat told = format;
  constexpr std::string_view kExcelHint = "sep=";  // Excel's own way to name the delimiter.
  if (text.window().starts_with(kExcelHint) && text.window().size() > 6 && format.widths.empty()) {
    const size_t end = text.window().find('\n');
    if (end == kExcelHint.size() + 1 || (end == kExcelHint.size() + 2 && text.window()[end - 1] == '\r')) {
      if (told.delimiter.empty()) told.delimiter = text.window().substr(kExcelHint.size(), 1);
      text.consume(end + 1);
      ++line;
    }
  }
  SOJOURN_TRY(RowShape shape, find_shape(text.window(), final, told));
  std::unique_ptr<CsvReader> reader(new CsvReader(std::move(text), RowSplitter(std::move(shape)), format.blanks));
  reader->line_ = line;
  reader->final_ = final;
  SOJOURN_CHECK(reader->read_header(format));
  return reader;
}

Status CsvReader::read_header(const TextFormat& format) {
  if (!format.header.empty()) {
    columns_ = format.header;
    if (columns_.size() > limits::kColumnsMax) return too_wide();
    if (!format.widths.empty() && format.widths.size() != columns_.size()) {
      return Status::invalid("widths and header have different numbers of columns", "widths");
    }
    return {};
  }
  if (!format.widths.empty()) return Status::invalid("fixed-width files need a header = [...]", "header");
  std::vector<Cell> row;
  SOJOURN_TRY(const bool any, cut_row(row));
  if (!any) return Status::invalid("the file is empty: a header line with the names of the columns was expected");
  if (find_bad_utf8(raw_) != std::string_view::npos) {
    return Status::invalid("the header is not text; is this a CSV or JSON file?", "line " + std::to_string(row_line_));
  }
  if (row.size() > limits::kColumnsMax) return too_wide();
  columns_ = column_names(row);
  return {};
}

Result<bool> CsvReader::grow() {
  SOJOURN_TRY(const bool more, text_.fill());
  final_ = !more;
  return more;
}

Result<bool> CsvReader::cut_row(std::vector<Cell>& row) {
  text_.consume(to_consume_);
  line_ += lines_to_add_;
  to_consume_ = 0;
  lines_to_add_ = 0;
  raw_ = {};
  for (;;) {
    const std::string_view window = text_.window();
    row_line_ = line_;
    if (window.empty()) {
      if (final_) return false;
      SOJOURN_TRY(const bool more, grow());
      (void)more;
      continue;
    }
    const RowSplitter::Cut cut = splitter_.split(window, final_, row);
    if (cut.outcome == RowSplitter::Outcome::kRow) {
      to_consume_ = cut.bytes;
      lines_to_add_ = cut.newlines;
      raw_ = window.substr(0, cut.raw_bytes);
      if (cut.raw_bytes > limits::kRowBytesMax) return too_long();
      if (row.size() > 1 || !trim(raw_).empty()) return true;
      text_.consume(to_consume_);  // A blank line.
      line_ += lines_to_add_;
      to_consume_ = 0;
      lines_to_add_ = 0;
      continue;
    }
    const bool in_quotes = cut.outcome == RowSplitter::Outcome::kMoreInQuotes;
    if (window.size() > limits::kRowBytesMax) return in_quotes ? refuse_open_quote(cut, false) : refuse_long_line();
    if (final_) return refuse_open_quote(cut, true);
    SOJOURN_TRY(const bool more, grow());
    (void)more;
  }
}

Status CsvReader::refuse_open_quote(const RowSplitter::Cut& cut, bool at_end) {
  const std::string_view window = text_.window();
  const size_t end = window.find(splitter_.shape().line_end, cut.quote_at);
  raw_ = window.substr(0, std::min(end, window.size()));
  to_consume_ = end == std::string_view::npos ? window.size() : end + 1;
  lines_to_add_ = cut.quote_lines + 1;
  const std::string opened = "the quote that opens in line " + std::to_string(line_ + cut.quote_lines);
  if (at_end) return Status::invalid(opened + " is never closed");
  return Status::invalid(opened + " is not closed within " + std::to_string(limits::kRowBytesMax) + " bytes");
}

Status CsvReader::refuse_long_line() {
  for (;;) {
    const size_t end = text_.window().find(splitter_.shape().line_end);
    if (end != std::string_view::npos) {
      raw_ = text_.window().substr(0, end);
      to_consume_ = end + 1;
      lines_to_add_ = 1;
      break;
    }
    text_.consume(text_.window().size());
    const Result<bool> more = grow();
    if (!more) return more.error();
    if (!*more) break;
  }
  return too_long();
}

Result<bool> CsvReader::next(std::vector<Cell>& row) {
  SOJOURN_TRY(const bool any, cut_row(row));
  if (!any) return false;
  SOJOURN_CHECK(check_shape(row));
  if (!blanks_.empty()) mark_blanks(row);
  return true;
}

Status CsvReader::check_shape(std::vector<Cell>& row) const {
  const size_t bad = find_bad_utf8(raw_);
  if (bad != std::string_view::npos) {
    return Status::invalid("byte " + std::to_string(bad + 1) +
                           " of the row is not text in the file's encoding; a map may name another one");
  }
  if (row.size() == columns_.size()) return {};
  if (row.size() > limits::kColumnsMax) {
    return Status::invalid("the row has more than " + std::to_string(limits::kColumnsMax) + " cells, the header has " +
                           std::to_string(columns_.size()));
  }
  const bool only_blanks =
      row.size() > columns_.size() && std::all_of(row.begin() + static_cast<std::ptrdiff_t>(columns_.size()), row.end(),
                                                  [](const Cell& cell) { return trim(cell.text).empty(); });
  if (!only_blanks) {
    return Status::invalid("the row has " + std::to_string(row.size()) + " cells, the header has " +
                           std::to_string(columns_.size()));
  }
  row.resize(columns_.size());
  return {};
}

void CsvReader::mark_blanks(std::vector<Cell>& row) const {
  for (Cell& cell : row) {
    for (const std::string& blank : blanks_) {
      if (cell.text == blank) cell = {{}, true};
    }
  }
}

std::string CsvReader::raw() const { return std::string(raw_.substr(0, kRawBytesMax)); }

}  // namespace sojourn
