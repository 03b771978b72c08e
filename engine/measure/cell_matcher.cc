#include "measure/cell_matcher.h"

#include <optional>

#include "base/suggest.h"

namespace sojourn {
namespace {

std::vector<std::string> names_of(const std::vector<AnswerColumn>& columns) {
  std::vector<std::string> names;
  for (const AnswerColumn& column : columns) names.push_back(column.name);
  return names;
}

}  // namespace

Result<CellMatcher> CellMatcher::make(const CellRef& cell, const std::vector<AnswerColumn>& columns) {
  CellMatcher matcher;
  const auto find = [&columns](const std::string& name) -> std::optional<size_t> {
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == name) return i;
    }
    return std::nullopt;
  };
  for (const auto& [name, text] : cell.keys) {
    const std::optional<size_t> index = find(name);
    if (!index || (columns[*index].role != ColumnRole::kSplit && columns[*index].role != ColumnRole::kKey)) {
      return Status::invalid(
          "the answer has no rows named by \"" + name + "\"." + did_you_mean(name, names_of(columns)), "cell");
    }
    matcher.keys_.emplace_back(*index, text);
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].role != ColumnRole::kCount || (!cell.column.empty() && columns[i].name != cell.column)) continue;
    matcher.count_ = i;
    return matcher;
  }
  return Status::invalid("\"" + cell.column + "\" is not a column that counts customers", "cell");
}

bool CellMatcher::any(const std::vector<std::vector<Value>>& rows) const {
  static const Value every = every_row();
  for (const std::vector<Value>& row : rows) {
    bool matches = true;
    for (const auto& [index, text] : keys_)
      matches = matches && (row[index] == every || value_text(row[index]) == text);
    if (!matches) continue;
    const Value& count = row[count_];
    if (const auto* integer = std::get_if<int64_t>(&count); integer != nullptr && *integer > 0) return true;
    if (const auto* number = std::get_if<double>(&count); number != nullptr && *number > 0) return true;
  }
  return false;
}

}  // namespace sojourn
