#include <algorithm>
#include <cmath>
#include <cstdio>

#include "answers/display_width.h"
#include "answers/question_text.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr size_t kCellWidthMax = 60;

// One column as shown; low and high stand in one, beside their value.
struct TableColumn {
  std::string title;
  bool right = false;
  std::vector<std::string> cells;
};

std::string fixed(double number, int digits) {
  char text[64];
  // %.1f of a huge number is longer than any column should be; those are shown by their exponent.
  std::snprintf(text, sizeof text, std::abs(number) < 1e15 ? "%.*f" : "%.*e", digits, number);
  const std::string shown = text;
  const bool zero = shown.find_first_not_of("-0.") == std::string::npos;
  return zero && shown[0] == '-' ? shown.substr(1) : shown;
}

// "1234567" as "1,234,567".
std::string grouped(std::string digits) {
  const size_t sign = digits.starts_with('-') ? 1 : 0;
  size_t end = std::min(digits.find('.'), digits.find('e'));
  if (end == std::string::npos) end = digits.size();
  while (end > sign + 3) {
    end -= 3;
    digits.insert(end, ",");
  }
  return digits;
}

// Seconds by their two largest units: "3 d 4 h", "2 min 5 s".
std::string seconds_text(double seconds) {
  struct Unit {
    double length;
    const char* name;
  };
  constexpr Unit kUnits[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
  if (std::abs(seconds) < 60) return fixed(seconds, seconds == std::floor(seconds) ? 0 : 1) + " s";
  const std::string sign = seconds < 0 ? "-" : "";
  seconds = std::round(std::abs(seconds));
  for (size_t i = 0; i + 1 < std::size(kUnits); ++i) {
    if (seconds < kUnits[i].length) continue;
    double whole = std::floor(seconds / kUnits[i].length);
    double rest = std::round((seconds - whole * kUnits[i].length) / kUnits[i + 1].length);
    if (rest * kUnits[i + 1].length >= kUnits[i].length) {
      whole += 1;
      rest = 0;
    }
    const std::string first = sign + grouped(fixed(whole, 0)) + " " + kUnits[i].name;
    return rest == 0 ? first : first + " " + fixed(rest, 0) + " " + kUnits[i + 1].name;
  }
  return fixed(seconds, 0) + " s";
}

// Some are not all and not none: 99.96 does not read 100.0, nor 0.004 as 0.00. What differs by less than any share of
// counts can is rounding.
std::string percent_text(double number) {
  constexpr double kRounding = 1e-9;
  constexpr int kDigitsMax = 10;
  for (const double mark : {0.0, 100.0}) {
    if (std::abs(number - mark) < kRounding) return fixed(mark, 1);
  }
  for (int digits = std::abs(number) < 1 ? 2 : 1;; ++digits) {
    std::string shown = fixed(number, digits);
    const std::string zeros(static_cast<size_t>(digits), '0');
    if (digits == kDigitsMax || (shown != "0." + zeros && shown != "100." + zeros)) return shown;
  }
}

int digits_for(const std::string& unit) {
  if (unit == "points" || unit == "days") return 1;
  return 2;
}

std::string cell_text(const Value& value, const std::string& unit) {
  if (std::get_if<None>(&value) != nullptr) return "–";
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return unit == "s" ? seconds_text(static_cast<double>(*integer)) : grouped(std::to_string(*integer));
  }
  if (const auto* number = std::get_if<double>(&value)) {
    if (unit == "s") return seconds_text(*number);
    if (unit == "%") return grouped(percent_text(*number));
    return grouped(fixed(*number, digits_for(unit)));
  }
  return display_text(value_text(value), kCellWidthMax);
}

bool is_missing(const Value& value) {
  return std::holds_alternative<None>(value) || std::holds_alternative<std::monostate>(value);
}

std::string title_of(const AnswerColumn& column) {
  const bool shown = !column.unit.empty() && column.unit != column.name && column.role != ColumnRole::kSplit;
  return shown ? column.name + " (" + column.unit + ")" : column.name;
}

// Money is shown with all the digits that its currency has: 12.345 KWD, 1,500 JPY.
std::string money_text(const Answer& answer, const std::vector<Value>& row, double amount) {
  std::string currency;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].name == "currency") currency = value_text(row[i]);
  }
  return grouped(fixed(amount, currency_digits(currency)));
}

TableColumn plain_column(const Answer& answer, size_t index) {
  const AnswerColumn& column = answer.columns[index];
  const bool names_row = column.role == ColumnRole::kSplit || column.role == ColumnRole::kKey;
  TableColumn shown;
  shown.title = title_of(column);
  for (const std::vector<Value>& row : answer.rows) {
    const Value& cell = row[index];
    const bool number = std::holds_alternative<int64_t>(cell) || std::holds_alternative<double>(cell);
    shown.right = shown.right || number;
    const bool absent = std::holds_alternative<std::monostate>(cell);
    const auto* amount = column.unit == "money" ? std::get_if<double>(&cell) : nullptr;
    shown.cells.push_back(absent && names_row ? "(none)"
                          : amount != nullptr ? money_text(answer, row, *amount)
                                              : cell_text(cell, column.unit));
  }
  return shown;
}

// Low and high side by side; nothing at all when no row has them.
TableColumn interval_column(const Answer& answer, size_t low) {
  TableColumn shown;
  shown.title = "95 % interval";
  shown.right = true;
  bool any = false;
  for (const std::vector<Value>& row : answer.rows) {
    const bool missing = is_missing(row[low]) || is_missing(row[low + 1]);
    any = any || !missing;
    const std::string& unit = answer.columns[low].unit;
    shown.cells.push_back(missing ? "–" : cell_text(row[low], unit) + " to " + cell_text(row[low + 1], unit));
  }
  if (!any) shown.cells.clear();
  return shown;
}

std::vector<TableColumn> table_columns(const Answer& answer) {
  std::vector<TableColumn> shown;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    const bool pair = answer.columns[i].role == ColumnRole::kLow && i + 1 < answer.columns.size() &&
                      answer.columns[i + 1].role == ColumnRole::kHigh;
    if (!pair) {
      shown.push_back(plain_column(answer, i));
      continue;
    }
    TableColumn interval = interval_column(answer, i);
    if (!interval.cells.empty()) shown.push_back(std::move(interval));
    ++i;
  }
  return shown;
}

std::string padded(const std::string& text, size_t width, bool right) {
  const std::string blanks(width - std::min(width, display_width(text)), ' ');
  return right ? blanks + text : text + blanks;
}

void append_line(std::string line, std::string& out) {
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

std::string grid(const std::vector<TableColumn>& columns, size_t rows) {
  std::vector<size_t> widths;
  std::string header;
  std::string rule;
  for (const TableColumn& column : columns) {
    size_t width = display_width(column.title);
    for (const std::string& cell : column.cells) width = std::max(width, display_width(cell));
    widths.push_back(width);
    header += (header.empty() ? "" : "  ") + padded(column.title, width, column.right);
    rule += rule.empty() ? "" : "  ";
    for (size_t i = 0; i < width; ++i) rule += "─";
  }
  std::string out;
  append_line(header, out);
  append_line(rule, out);
  for (size_t row = 0; row < rows; ++row) {
    std::string line;
    for (size_t i = 0; i < columns.size(); ++i) {
      line += (i == 0 ? "" : "  ") + padded(columns[i].cells[row], widths[i], columns[i].right);
    }
    append_line(line, out);
  }
  return out;
}

// Each reason for a missing value, once.
std::vector<std::string> reasons(const Answer& answer) {
  std::vector<std::string> found;
  for (const std::vector<Value>& row : answer.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const auto* none = std::get_if<None>(&row[i]);
      const ColumnRole role = answer.columns[i].role;
      if (none == nullptr || role == ColumnRole::kLow || role == ColumnRole::kHigh) continue;
      if (std::find(found.begin(), found.end(), none->reason) == found.end()) found.push_back(none->reason);
    }
  }
  return found;
}

}  // namespace

std::string answer_table(const Answer& answer) {
  std::string out;
  if (answer.rows.empty()) {
    out = "No answer: " + (answer.none.empty() ? "no events match the question" : answer.none) + ".\n";
  } else {
    out = grid(table_columns(answer), answer.rows.size());
    for (const std::string& reason : reasons(answer)) out += "– : " + display_text(reason, 200) + "\n";
  }
  for (const std::string& note : answer.notes) out += "Note: " + note + ".\n";
  if (answer.question.measure.empty()) return out;  // A plain table, not a measure's.
  out += "\n" + answer.convention + "\nAs of " + format_time(answer.as_of) + ", " +
         grouped(std::to_string(answer.events)) + " events in the record.\n";
  return out;
}

}  // namespace sojourn
