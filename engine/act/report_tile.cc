#include "act/report_tile.h"

#include <algorithm>

#include "act/letter_html.h"
#include "act/report_letter.h"
#include "answers/asker.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

constexpr std::string_view kCell = "padding:4px 12px 4px 0;border-bottom:1px solid #dde1e7;vertical-align:top";
constexpr std::string_view kMuted = "color:#58616d;font-size:13px";

bool names_row(const AnswerColumn& column) {
  return column.role == ColumnRole::kSplit || column.role == ColumnRole::kKey;
}

bool is_number(const Value& value) {
  return std::holds_alternative<int64_t>(value) || std::holds_alternative<double>(value);
}

std::string cell_text(const Value& value, const AnswerColumn& column, const Words& words,
                      const std::string& zone = {}) {
  if (const auto* whole = std::get_if<int64_t>(&value)) {
    return column.role == ColumnRole::kCount ? words.number(*whole)
                                             : words.figure(static_cast<double>(*whole), column.unit);
  }
  if (const auto* number = std::get_if<double>(&value)) return words.figure(*number, column.unit);
  if (const auto* time = std::get_if<TimeValue>(&value)) return minute_in(time->time, zone);
  if (std::holds_alternative<None>(value)) return "\u2013";
  if (std::holds_alternative<std::monostate>(value)) {
    return names_row(column) ? std::string(words.find("value.absent")) : std::string();
  }
  return value_text(value);
}

// Of the value column of a row: "95% interval +3.1 to +15.9, n = 412".
std::string proof_of(const Answer& answer, const std::vector<Value>& row, size_t value, const Words& words) {
  std::string low, high, n;
  for (size_t i = value + 1; i < row.size() && answer.columns[i].role != ColumnRole::kValue; ++i) {
    if (!is_number(row[i])) continue;
    const std::string text = cell_text(row[i], answer.columns[i], words);
    if (answer.columns[i].role == ColumnRole::kLow && low.empty()) low = text;
    if (answer.columns[i].role == ColumnRole::kHigh && high.empty()) high = text;
    if (answer.columns[i].name == "n") n = text;
  }
  std::string proof;
  if (!low.empty() && !high.empty()) proof = words.say("letter.interval", {{"low", low}, {"high", high}});
  if (!n.empty()) proof += (proof.empty() ? "n = " : ", n = ") + n;
  return proof;
}

std::optional<size_t> value_column(const Answer& answer) {
  const auto found = std::ranges::find(answer.columns, ColumnRole::kValue, &AnswerColumn::role);
  if (found == answer.columns.end()) return std::nullopt;
  return static_cast<size_t>(found - answer.columns.begin());
}

// One row that needs no name.
bool is_figure(const Answer& answer) {
  return answer.rows.size() == 1 && value_column(answer) && std::ranges::none_of(answer.columns, names_row);
}

void add_line(TileText& tile, const std::string& line, std::string_view style = kMuted) {
  if (line.empty()) return;
  tile.html += html_paragraph(line, style);
  tile.text += line + "\n";
}

std::string why_none(const Answer& answer, size_t value) {
  if (answer.rows.empty()) return answer.none;
  const auto* none = std::get_if<None>(&answer.rows.front()[value]);
  return none == nullptr ? answer.none : none->reason;
}

void add_compared(TileText& out, const Tile& tile, const TileAnswer& asked, const Words& words) {
  if (!asked.compared || !asked.compared->has_value()) return;
  const Answer& before = **asked.compared;
  const auto value = value_column(before);
  if (!value || before.rows.size() != 1 || !is_number(before.rows.front()[*value])) return;
  const std::string text = cell_text(before.rows.front()[*value], before.columns[*value], words);
  add_line(out, words.say(tile.compare == "year" ? "report.year" : "report.before", {{"value", text}}));
}

TileText figure_tile(const Tile& tile, const TileAnswer& asked, const Words& words) {
  const Answer& answer = *asked.answer;
  const size_t value = *value_column(answer);
  const AnswerColumn& column = answer.columns[value];
  TileText out;
  if (!is_number(answer.rows.front()[value])) {
    add_line(out, words.say("report.none", {{"reason", why_none(answer, value)}}));
    return out;
  }
  add_line(out, cell_text(answer.rows.front()[value], column, words), "font-size:28px;font-weight:600;margin:0 0 4px");
  add_line(out, proof_of(answer, answer.rows.front(), value, words));
  add_compared(out, tile, asked, words);
  if (tile.target) add_line(out, words.say("report.target", {{"value", words.figure(*tile.target, column.unit)}}));
  return out;
}

std::string html_cell(const char* tag, const std::string& words, bool right, std::string_view more = {}) {
  return "<" + std::string(tag) + " style=\"" + std::string(kCell) + ";text-align:" + (right ? "right" : "left") +
         std::string(more) + "\">" + html_escape(words) + "</" + tag + ">";
}

TileText table_tile(const Answer& answer, bool attached, const Words& words, const std::string& zone) {
  TileText out;
  const size_t columns = std::min(answer.columns.size(), kReportColumnsShown);
  const size_t rows = std::min(answer.rows.size(), kReportRowsShown);
  out.html = "<table role=\"table\" style=\"border-collapse:collapse;font-size:14px;margin:0 0 12px\">\n<tr>";
  for (size_t i = 0; i < columns; ++i) {
    const std::string title = words.column(answer.columns[i].name);
    out.html += html_cell("th", title, !names_row(answer.columns[i]), ";font-weight:600;color:#58616d");
    out.text += (i == 0 ? "" : " | ") + title;
  }
  out.html += "</tr>\n";
  out.text += "\n";
  for (size_t row = 0; row < rows; ++row) {
    out.html += "<tr>";
    for (size_t i = 0; i < columns; ++i) {
      const std::string text = cell_text(answer.rows[row][i], answer.columns[i], words, zone);
      out.html += html_cell("td", text, is_number(answer.rows[row][i]));
      out.text += (i == 0 ? "" : " | ") + text;
    }
    out.html += "</tr>\n";
    out.text += "\n";
  }
  out.html += "</table>\n";
  const size_t more = answer.rows.size() - rows;
  if (more > 0) {
    const std::string count = words.number(static_cast<int64_t>(more));
    add_line(out, words.say(attached ? "report.more" : "report.more_board", {{"count", count}}));
  }
  return out;
}

// **bold** and [words](address), of escaped text.
std::string inline_html(std::string text) {
  for (size_t open = text.find("**"); open != std::string::npos; open = text.find("**", open)) {
    const size_t close = text.find("**", open + 2);
    if (close == std::string::npos) break;
    text.replace(close, 2, "</strong>");
    text.replace(open, 2, "<strong>");
  }
  for (size_t middle = text.find("]("); middle != std::string::npos; middle = text.find("](", middle + 1)) {
    const size_t open = text.rfind('[', middle);
    const size_t close = text.find(')', middle);
    if (open == std::string::npos || close == std::string::npos) break;
    const std::string address = text.substr(middle + 2, close - middle - 2);
    const std::string shown = text.substr(open + 1, middle - open - 1);
    const bool web = address.starts_with("https://") || address.starts_with("http://");
    text.replace(open, close - open + 1,
                 web ? "<a href=\"" + address + "\" style=\"color:#1f5fa8\">" + shown + "</a>" : shown);
  }
  return text;
}

}  // namespace

std::string tile_title(const Tile& tile, const Words& words) {
  if (!tile.title.empty()) return tile.title;
  const Result<const MeasureDefinition*> definition = find_measure(tile.question.measure);
  std::string title = definition ? words.measure(**definition) : tile.question.measure;
  for (const std::string& each : tile.question.by) title += " \u00b7 " + words.column(each);
  return title;
}

TileText answer_tile(const Tile& tile, const TileAnswer& asked, bool attached, const Words& words) {
  TileText out;
  if (!asked.answer) {
    add_line(out, words.say("report.error", {{"reason", asked.answer.error().to_string()}}));
    return out;
  }
  const Answer& answer = *asked.answer;
  if (answer.rows.empty()) {
    add_line(out, words.say("report.none", {{"reason", answer.none}}));
    return out;
  }
  return is_figure(answer) ? figure_tile(tile, asked, words) : table_tile(answer, attached, words, asked.question.zone);
}

TileText words_tile(const Tile& tile) {
  TileText out{{}, tile.words + "\n"};
  bool listing = false;
  size_t at = 0;
  while (at <= tile.words.size()) {
    const size_t end = std::min(tile.words.find('\n', at), tile.words.size());
    const std::string line = tile.words.substr(at, end - at);
    at = end + 1;
    const bool item = line.starts_with("- ");
    if (item != listing) out.html += item ? "<ul style=\"margin:0 0 12px\">\n" : "</ul>\n";
    listing = item;
    if (line.empty()) continue;
    const std::string words = inline_html(html_escape(item || line.starts_with("# ") ? line.substr(2) : line));
    if (item) {
      out.html += "<li>" + words + "</li>\n";
    } else if (line.starts_with("# ")) {
      out.html += "<h2 style=\"font-size:18px;margin:24px 0 8px\">" + words + "</h2>\n";
    } else {
      out.html += "<p style=\"margin:0 0 12px\">" + words + "</p>\n";
    }
  }
  if (listing) out.html += "</ul>\n";
  return out;
}

}  // namespace sojourn
