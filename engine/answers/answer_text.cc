#include <cmath>
#include <nlohmann/json.hpp>

#include "answers/question_text.h"
#include "base/assert.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

std::string_view role_name(ColumnRole role) {
  switch (role) {
    case ColumnRole::kSplit: return "split";
    case ColumnRole::kKey: return "key";
    case ColumnRole::kValue: return "value";
    case ColumnRole::kLow: return "low";
    case ColumnRole::kHigh: return "high";
    case ColumnRole::kCount: return "count";
    case ColumnRole::kDetail: break;
  }
  return "detail";
}

Json cell_json(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* number = std::get_if<double>(&value)) {
    SOJOURN_DEBUG_ASSERT(std::isfinite(*number), "a measure gave a number that is none");
    return *number;
  }
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  return value_text(value);
}

// Why a row has no value: the reason of its value column, or of the first cell that has one.
const None* row_reason(const Answer& answer, const std::vector<Value>& row) {
  for (size_t i = 0; i < row.size(); ++i) {
    if (answer.columns[i].role != ColumnRole::kValue) continue;
    if (const auto* none = std::get_if<None>(&row[i])) return none;
  }
  return nullptr;
}

Json row_json(const Answer& answer, const std::vector<Value>& row) {
  Json json = Json::object();
  const None* none = row_reason(answer, row);
  for (size_t i = 0; i < row.size(); ++i) {
    const AnswerColumn& column = answer.columns[i];
    const bool names_row = column.role == ColumnRole::kSplit || column.role == ColumnRole::kKey;
    if (std::get_if<None>(&row[i]) != nullptr) {
      if (column.role == ColumnRole::kValue && none != nullptr) json["none"] = none->reason;
      continue;
    }
    if (std::holds_alternative<std::monostate>(row[i]) && !names_row) continue;
    json[column.name] = cell_json(row[i]);
  }
  return json;
}

// A text that a spreadsheet would take for a formula gets a leading quote.
std::string csv_text(const std::string& text) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  const bool formula = !text.empty() && kFormula.find(text[0]) != std::string_view::npos;
  const std::string safe = formula ? "'" + text : text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_cell(const Value& value) {
  if (std::get_if<None>(&value) != nullptr) return "";
  if (const auto* text = std::get_if<std::string>(&value)) return csv_text(*text);
  return value_text(value);
}

}  // namespace

std::string answer_json(const Answer& answer) {
  Json json;
  json["measure"] = answer.question.measure;
  json["question"] = Json::parse(question_json(answer.question));
  json["unit"] = answer.unit;
  json["definition"] = answer.definition;
  json["convention"] = answer.convention;
  json["as_of"] = format_time(answer.as_of);
  json["events"] = answer.events;
  Json& columns = json["columns"] = Json::array();
  for (const AnswerColumn& column : answer.columns) {
    columns.push_back({{"name", column.name}, {"role", role_name(column.role)}, {"unit", column.unit}});
  }
  Json& rows = json["rows"] = Json::array();
  for (const std::vector<Value>& row : answer.rows) rows.push_back(row_json(answer, row));
  if (!answer.none.empty()) json["none"] = answer.none;
  json["notes"] = answer.notes;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string answer_csv(const Answer& answer) {
  if (answer.rows.empty() && answer.columns.empty()) return "none\r\n" + csv_text(answer.none) + "\r\n";
  bool any_reason = false;
  for (const std::vector<Value>& row : answer.rows) any_reason = any_reason || row_reason(answer, row) != nullptr;
  std::string out;
  for (size_t i = 0; i < answer.columns.size(); ++i) out += (i == 0 ? "" : ",") + csv_text(answer.columns[i].name);
  if (any_reason) out += ",none";
  out += "\r\n";
  for (const std::vector<Value>& row : answer.rows) {
    for (size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(row[i]);
    if (any_reason) {
      const None* none = row_reason(answer, row);
      out += "," + (none == nullptr ? std::string() : csv_text(none->reason));
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace sojourn
