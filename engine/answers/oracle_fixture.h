// For tests: a measure's answer held against SQL over the same events, row by row and cell by cell.
//
// Format    tests/oracles/README.md.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "answers/question_text.h"
#include "base/decimal.h"
#include "event/event.h"
#include "measure/answer.h"
#include "store/batch_fixture.h"

namespace sojourn {

struct OracleCase {
  std::string question;  // JSON.
  std::string sql;
};

// Shared lines, then cases that begin with "-- ask:".
inline std::vector<OracleCase> read_oracle(const std::filesystem::path& path, std::string* shared_lines = nullptr) {
  std::ifstream in(path);
  std::string shared;
  std::vector<OracleCase> cases;
  constexpr std::string_view kAsk = "-- ask: ";
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(kAsk)) {
      cases.push_back({line.substr(kAsk.size()), shared});
    } else {
      (cases.empty() ? shared : cases.back().sql) += line + "\n";
    }
  }
  for (OracleCase& each : cases) each.sql.erase(each.sql.find_last_not_of("; \n") + 1);
  if (shared_lines != nullptr) *shared_lines = shared;
  return cases;
}

// The folder's oracles, by name.
inline std::vector<std::filesystem::path> oracles_in(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// Puts a field of the catalogue into an event of the store.
inline void set_stored(Event& event, const std::string& name, const std::string& value, const std::string& currency,
                       BatchMaker& maker) {
  const Field field = *find_field(name);
  switch (field_info(field).type) {
    case FieldType::kNumber: event.set_number(field, *parse_number(value)); break;
    case FieldType::kMoney: event.set_integer(field, *to_minor_units(*parse_decimal(value), currency, false)); break;
    case FieldType::kBool: event.set_integer(field, value == "true" ? 1 : 0); break;
    default: event.set_text(field, maker.keep(value));
  }
}

class OracleJudge {
 public:
  // Fails where they differ.
  static void compare(const Answer& answer, const SqlTable& table) {
    std::vector<std::string> keys;
    std::vector<std::string> others;
    for (const SqlTable::Column& column : table.columns) {
      const auto known = std::find_if(answer.columns.begin(), answer.columns.end(),
                                      [&](const AnswerColumn& each) { return each.name == column.name; });
      ASSERT_NE(known, answer.columns.end()) << "the answer has no column " << column.name;
      const bool key = known->role == ColumnRole::kSplit || known->role == ColumnRole::kKey;
      (key ? keys : others).push_back(column.name);
    }
    const std::map<std::string, Cells> ours = by_key(rows_of(answer), keys);
    const std::map<std::string, Cells> theirs = by_key(rows_of(table), keys);
    EXPECT_EQ(ours.size(), answer.rows.size()) << "rows are told apart by their keys";
    EXPECT_EQ(theirs.size(), table.rows.size()) << "rows are told apart by their keys";
    for (const auto& [key, cells] : theirs) {
      const auto found = ours.find(key);
      ASSERT_NE(found, ours.end()) << "the answer has no row " << key;
      for (const std::string& name : others) {
        EXPECT_TRUE(agree(found->second.at(name), cells.at(name)))
            << key << " " << name << ": the answer has " << found->second.at(name).value_or("nothing") << ", SQL has "
            << cells.at(name).value_or("nothing");
      }
    }
    EXPECT_EQ(ours.size(), theirs.size());
  }

 private:
  // What SQL and the engine both say of one row: cells by column; absent and undefined are empty.
  using Cells = std::map<std::string, std::optional<std::string>>;

  // "5.0" and "5" are the same number.
  static std::string plain(const std::string& text) {
    const Result<double> number = parse_number(text);
    return number ? format_number(*number) : text;
  }

  static std::vector<Cells> rows_of(const Answer& answer) {
    std::vector<Cells> rows;
    for (const std::vector<Value>& row : answer.rows) {
      Cells& cells = rows.emplace_back();
      for (size_t i = 0; i < row.size(); ++i) {
        const bool absent = std::holds_alternative<std::monostate>(row[i]) || std::holds_alternative<None>(row[i]);
        cells[answer.columns[i].name] = absent ? std::nullopt : std::optional(value_text(row[i]));
      }
    }
    return rows;
  }

  static std::vector<Cells> rows_of(const SqlTable& table) {
    std::vector<Cells> rows;
    for (const auto& row : table.rows) {
      Cells& cells = rows.emplace_back();
      for (size_t i = 0; i < row.size(); ++i) cells[table.columns[i].name] = row[i];
    }
    return rows;
  }

  static std::map<std::string, Cells> by_key(const std::vector<Cells>& rows, const std::vector<std::string>& keys) {
    std::map<std::string, Cells> sorted;
    for (const Cells& cells : rows) {
      std::string key;
      for (const std::string& name : keys) {
        const std::optional<std::string>& cell = cells.at(name);
        key += name + "=" + (cell ? plain(*cell) : "") + " ";
      }
      sorted[key] = cells;
    }
    return sorted;
  }

  static bool agree(const std::optional<std::string>& ours, const std::optional<std::string>& theirs) {
    if (!ours || !theirs) return ours.has_value() == theirs.has_value();
    const Result<double> a = parse_number(*ours);
    const Result<double> b = parse_number(*theirs);
    if (!a || !b) return *ours == *theirs;
    return std::abs(*a - *b) <= 1e-9 * std::max({1.0, std::abs(*a), std::abs(*b)});
  }
};

}  // namespace sojourn
