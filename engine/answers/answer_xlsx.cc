#include "answers/answer_xlsx.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <utility>

#include "answers/display_width.h"
#include "answers/question_text.h"
#include "base/calendar.h"
#include "base/decimal.h"
#include "base/disk.h"

namespace sojourn {
namespace {

constexpr double kWholeMax = 9'007'199'254'740'992;  // Beyond it a spreadsheet would round: written as text.
constexpr int64_t kEpochSerial = 25'569;             // 1970-01-01, in days of spreadsheets.
constexpr int64_t kFirstSerial = 61;                 // 1900-03-01: they take 1900 for a leap year.
constexpr int64_t kLastSerial = 2'958'465;           // 9999-12-31.
constexpr double kWidthMin = 8;
constexpr double kWidthMax = 60;
constexpr size_t kRowsMeasured = 200;  // For the widths of columns.

// At most so many UTF-16 units, which is what spreadsheets count.
std::string cut_text(const std::string& text) {
  size_t units = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0) == 0x80) continue;
    units += byte >= 0xF0 ? 2 : 1;
    if (units > kXlsxTextMax) return text.substr(0, at);
  }
  return text;
}

bool is_empty(const Value& value) {
  return std::holds_alternative<std::monostate>(value) || std::holds_alternative<None>(value);
}

// Why a row has no value: as in CSV (answer_text.cc), of its value column.
const None* reason_of(const Answer& answer, const std::vector<Value>& row) {
  for (size_t i = 0; i < row.size(); ++i) {
    if (answer.columns[i].role != ColumnRole::kValue) continue;
    if (const auto* none = std::get_if<None>(&row[i])) return none;
  }
  return nullptr;
}

std::string head_of(const AnswerColumn& column) {
  const bool shown = !column.unit.empty() && column.unit != column.name && column.role != ColumnRole::kSplit;
  return shown ? column.name + " (" + column.unit + ")" : column.name;
}

int money_digits(const Answer& answer, const std::vector<Value>& row) {
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].name == "currency") return currency_digits(value_text(row[i]));
  }
  return currency_digits("");
}

// A workbook in the making; every call is by rows, from the top, as the library wants it when it keeps none in memory.
class Book {
 public:
  explicit Book(const std::string& path) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(path.c_str(), &options);
    if (book_ == nullptr) return;
    bold_ = workbook_add_format(book_);
    format_set_bold(bold_);
    wrap_ = workbook_add_format(book_);
    format_set_text_wrap(wrap_);
    format_set_align(wrap_, LXW_ALIGN_VERTICAL_TOP);
  }
  ~Book() {
    if (book_ != nullptr) workbook_close(book_);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  bool ok() const { return book_ != nullptr; }
  lxw_worksheet* sheet(const char* name) { return workbook_add_worksheet(book_, name); }
  lxw_format* bold() const { return bold_; }
  lxw_format* wrap() const { return wrap_; }
  lxw_format* numbers(const std::string& pattern) {
    lxw_format*& format = formats_[pattern];
    if (format == nullptr) {
      format = workbook_add_format(book_);
      format_set_num_format(format, pattern.c_str());
    }
    return format;
  }
  Status close() {
    if (book_ == nullptr) return {};
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    if (error == LXW_NO_ERROR) return {};
    return Status::unavailable(std::string("the workbook cannot be written: ") + lxw_strerror(error));
  }

 private:
  lxw_workbook* book_ = nullptr;
  lxw_format* bold_ = nullptr;
  lxw_format* wrap_ = nullptr;
  std::map<std::string, lxw_format*> formats_;
};

// One sheet of cells, each written by what it is.
class Cells {
 public:
  Cells(Book& book, lxw_worksheet* sheet, const Zone& zone) : book_(book), sheet_(sheet), zone_(zone) {}

  void text(size_t row, size_t column, const std::string& text, lxw_format* format = nullptr) {
    worksheet_write_string(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), cut_text(text).c_str(),
                           format);
  }

  void value(size_t row, size_t column, const Value& value, const AnswerColumn& about, int digits) {
    if (is_empty(value)) return;
    if (const auto* moment = std::get_if<TimeValue>(&value)) {
      if (!time(row, column, zone_.to_wall(moment->time), true)) text(row, column, value_text(value));
      return;
    }
    if (const auto* whole = std::get_if<int64_t>(&value);
        whole != nullptr && std::abs(static_cast<double>(*whole)) < kWholeMax) {
      number(row, column, static_cast<double>(*whole), "#,##0");
      return;
    }
    if (const auto* figure = std::get_if<double>(&value)) {
      number(row, column, *figure, about.unit == "money" ? pattern(digits) : figure_pattern(about.unit));
      return;
    }
    const std::string shown = value_text(value);
    if (about.role == ColumnRole::kSplit && about.name == "period" && period(row, column, shown)) return;
    text(row, column, shown);
  }

 private:
  static std::string figure_pattern(const std::string& unit) {
    return unit == "%" || unit == "points" ? "#,##0.0#" : "";  // "": as many digits as there are.
  }
  static std::string pattern(int digits) {
    return digits == 0 ? "#,##0" : "#,##0." + std::string(static_cast<size_t>(digits), '0');
  }
  void number(size_t row, size_t column, double number, const std::string& format) {
    worksheet_write_number(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), number,
                           format.empty() ? nullptr : book_.numbers(format));
  }
  // False: a time that spreadsheets do not know.
  bool time(size_t row, size_t column, Micros wall, bool clock) {
    const double serial = static_cast<double>(wall) / static_cast<double>(kDay) + kEpochSerial;
    if (serial < kFirstSerial || serial >= static_cast<double>(kLastSerial) + 1) return false;
    number(row, column, serial, clock ? "yyyy-mm-dd hh:mm:ss" : "yyyy-mm-dd");
    return true;
  }
  // "2026-03-01", or "2026-03-01T14:00": on the wall clock already.
  bool period(size_t row, size_t column, const std::string& label) {
    const Result<ParsedTime> start = parse_time(label, Zone());
    return start && time(row, column, start->utc, label.find('T') != std::string::npos);
  }

  Book& book_;
  lxw_worksheet* sheet_;
  const Zone& zone_;
};

double width_of(const Answer& answer, size_t column) {
  size_t width = display_width(head_of(answer.columns[column])) + 2;
  for (size_t row = 0; row < std::min(answer.rows.size(), kRowsMeasured); ++row) {
    if (!is_empty(answer.rows[row][column]))
      width = std::max(width, display_width(value_text(answer.rows[row][column])));
  }
  return std::clamp(static_cast<double>(width) + 1, kWidthMin, kWidthMax);
}

void write_answer(const Answer& answer, const Zone& zone, Book& book) {
  lxw_worksheet* const sheet = book.sheet("Answer");
  Cells cells(book, sheet, zone);
  const size_t columns = answer.columns.size();
  bool any_reason = false;
  for (const std::vector<Value>& row : answer.rows) any_reason = any_reason || reason_of(answer, row) != nullptr;
  for (size_t i = 0; i < columns; ++i) {
    worksheet_set_column(sheet, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), width_of(answer, i), nullptr);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  for (size_t i = 0; i < columns; ++i) cells.text(0, i, head_of(answer.columns[i]), book.bold());
  if (any_reason || columns == 0) cells.text(0, columns, "none", book.bold());
  if (columns == 0) cells.text(1, 0, answer.none);
  for (size_t row = 0; row < answer.rows.size(); ++row) {
    const int digits = money_digits(answer, answer.rows[row]);
    for (size_t i = 0; i < columns; ++i) cells.value(row + 1, i, answer.rows[row][i], answer.columns[i], digits);
    const None* const none = reason_of(answer, answer.rows[row]);
    if (none != nullptr) cells.text(row + 1, columns, none->reason);
  }
}

void write_definition(const Answer& answer, const Zone& zone, Book& book) {
  constexpr double kNameWidth = 16;
  constexpr double kTextWidth = 100;
  lxw_worksheet* const sheet = book.sheet("Definition");
  worksheet_set_column(sheet, 0, 0, kNameWidth, nullptr);
  worksheet_set_column(sheet, 1, 1, kTextWidth, nullptr);
  Cells cells(book, sheet, zone);
  size_t row = 0;
  const auto text = [&](const char* name, const std::string& words) {
    if (words.empty()) return;
    cells.text(row, 0, name, book.bold());
    cells.text(row++, 1, words, book.wrap());
  };
  const auto value = [&](const char* name, const Value& shown) {
    cells.text(row, 0, name, book.bold());
    cells.value(row++, 1, shown, {}, 0);
  };
  text("measure", answer.question.measure);
  text("question", question_command(answer.question));
  text("definition", answer.definition);
  text("convention", answer.convention);
  text("unit", answer.unit);
  value("n", answer.events);  // Events in the record that was asked.
  value("as_of", TimeValue{answer.as_of});
  text("zone", answer.question.zone);
  text("none", answer.none);
  for (const std::string& note : answer.notes) text("note", note);
}

Status write_book(const Answer& answer, const Zone& zone, const std::string& path) {
  Book book(path);
  if (!book.ok()) return Status::unavailable("there is no memory for the workbook");
  write_answer(answer, zone, book);
  write_definition(answer, zone, book);
  return book.close();
}

}  // namespace

Result<std::string> answer_xlsx(const Answer& answer) {
  if (answer.rows.size() >= kXlsxRowsMax) {
    return Status::limit("a sheet of a workbook has at most 1,048,576 rows, and the answer has " +
                             std::to_string(answer.rows.size()) + ": take it as CSV",
                         "format");
  }
  SOJOURN_TRY(const Zone zone, Zone::find(answer.question.zone));
  std::error_code none;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(none);
  SOJOURN_TRY(const std::string path, make_unfinished_file((folder / "sojourn-answer.xlsx").string()));
  const Status written = write_book(answer, zone, path);
  Result<std::string> bytes = written.ok() ? read_file(path) : Result<std::string>(written);
  SOJOURN_CHECK(remove_file(path));
  return bytes;
}

}  // namespace sojourn
