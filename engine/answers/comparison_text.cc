#include <algorithm>
#include <nlohmann/json.hpp>

#include "answers/comparison.h"
#include "answers/question_text.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

// Shares differ by points of a hundred, not by percent of each other.
std::string unit_of_difference(const std::string& unit) { return unit == "%" ? "percentage points" : unit; }

template <class T>
Value cell(const std::optional<T>& value) {
  return value ? Value(*value) : Value(std::monostate{});
}

std::vector<AnswerColumn> columns_of(const Comparison& comparison) {
  std::vector<AnswerColumn> columns = comparison.keys;
  const std::string unit = comparison.unit;
  const std::string apart = unit_of_difference(unit);
  columns.insert(columns.end(), {{"question", ColumnRole::kKey, ""},
                                 {"name", ColumnRole::kKey, ""},
                                 {"value", ColumnRole::kValue, unit},
                                 {"low", ColumnRole::kLow, unit},
                                 {"high", ColumnRole::kHigh, unit},
                                 {"n", ColumnRole::kDetail, ""},
                                 {"difference", ColumnRole::kDetail, apart},
                                 {"difference_low", ColumnRole::kLow, apart},
                                 {"difference_high", ColumnRole::kHigh, apart},
                                 {"p", ColumnRole::kDetail, ""},
                                 {"p_adjusted", ColumnRole::kDetail, ""},
                                 {"proven", ColumnRole::kDetail, ""},
                                 {"reason", ColumnRole::kDetail, ""}});
  return columns;
}

// The cells of a row in the order of its columns.
std::vector<Value> cells_of(const Comparison& comparison, const ComparisonRow& row) {
  std::vector<Value> cells = row.keys;
  cells.emplace_back(static_cast<int64_t>(row.question));
  cells.emplace_back(comparison.names[row.question]);
  cells.insert(cells.end(), {row.value, row.low, row.high, cell(row.n), cell(row.difference)});
  cells.push_back(row.interval ? Value(row.interval->low) : Value(std::monostate{}));
  cells.push_back(row.interval ? Value(row.interval->high) : Value(std::monostate{}));
  cells.push_back(cell(row.p));
  cells.push_back(cell(row.p_adjusted));
  cells.push_back(row.proven ? Value(std::string(*row.proven ? "yes" : "no")) : Value(std::monostate{}));
  cells.push_back(row.reason.empty() ? Value(std::monostate{}) : Value(row.reason));
  return cells;
}

// As an answer, for what writes answers as text. Without a measure of its own: the table ends with the notes.
Answer as_answer(const Comparison& comparison) {
  Answer answer;
  answer.unit = comparison.unit;
  answer.columns = columns_of(comparison);
  for (const ComparisonRow& row : comparison.rows) answer.rows.push_back(cells_of(comparison, row));
  answer.none = comparison.none;
  answer.notes = comparison.notes;
  return answer;
}

Json value_json(const Value& value) {
  if (const auto* whole = std::get_if<int64_t>(&value)) return *whole;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (std::holds_alternative<std::monostate>(value) || std::holds_alternative<None>(value)) return nullptr;
  return value_text(value);
}

Json row_json(const Comparison& comparison, const std::vector<AnswerColumn>& columns, const ComparisonRow& row) {
  const std::vector<Value> cells = cells_of(comparison, row);
  Json json = Json::object();
  for (size_t i = 0; i < columns.size(); ++i) json[columns[i].name] = value_json(cells[i]);
  json["proven"] = row.proven ? Json(*row.proven) : Json(nullptr);
  const auto* none = std::get_if<None>(&row.value);
  if (row.question == 0 && none != nullptr) json["reason"] = none->reason;
  return json;
}

const char* better_name(Better better) {
  return better == Better::kUp ? "up" : better == Better::kDown ? "down" : "none";
}

// p is told to four digits, and what is smaller as 0.0001.
Value short_p(const std::optional<double>& p) {
  if (!p) return std::monostate{};
  if (*p < 0.0001) return std::string("< 0.0001");
  return std::to_string(*p).substr(0, 6);
}

}  // namespace

std::string comparison_json(const Comparison& comparison) {
  Json json;
  json["measure"] = comparison.definition->id;
  json["unit"] = comparison.unit;
  json["better"] = better_name(comparison.definition->better);
  json["as_of"] = format_time(comparison.as_of);
  json["definition"] = comparison.definition->definition;
  json["convention"] = comparison.convention;
  json["questions"] = Json::array();
  for (const Question& each : comparison.questions) json["questions"].push_back(Json::parse(question_json(each)));
  json["names"] = comparison.names;
  const std::vector<AnswerColumn> columns = columns_of(comparison);
  json["columns"] = Json::array();
  for (const AnswerColumn& column : columns) {
    json["columns"].push_back({{"name", column.name}, {"unit", column.unit}});
  }
  json["rows"] = Json::array();
  for (const ComparisonRow& row : comparison.rows) json["rows"].push_back(row_json(comparison, columns, row));
  json["shared"] = Json::object();
  for (size_t i = 1; i < comparison.shared.size(); ++i) {
    json["shared"][std::to_string(i)] = comparison.shared[i] ? Json(*comparison.shared[i]) : Json(nullptr);
  }
  json["none"] = comparison.none.empty() ? Json(nullptr) : Json(comparison.none);
  json["notes"] = comparison.notes;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string comparison_csv(const Comparison& comparison) { return answer_csv(as_answer(comparison)); }

std::string comparison_table(const Comparison& comparison) {
  Answer answer = as_answer(comparison);
  const size_t first = comparison.keys.size();
  for (size_t i = 0; i < answer.rows.size(); ++i) {
    std::vector<Value>& cells = answer.rows[i];
    const ComparisonRow& row = comparison.rows[i];
    cells[first + 9] = short_p(row.p);
    cells[first + 10] = short_p(row.p_adjusted);
    if (row.reason.empty()) continue;
    const std::string note = comparison.names[row.question] + ": " + row.reason;
    if (std::ranges::find(answer.notes, note) == answer.notes.end()) answer.notes.push_back(note);
  }
  // The number of a question is for programs; reasons stand below, once.
  for (const size_t gone : {first + 12, first}) {
    answer.columns.erase(answer.columns.begin() + static_cast<std::ptrdiff_t>(gone));
    for (std::vector<Value>& cells : answer.rows) cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(gone));
  }
  return answer_table(answer) + "\n" + comparison.convention + "\nAs of " + format_time(comparison.as_of) + ".\n";
}

}  // namespace sojourn
