// Questions of analysts: any SELECT over the views, answered as text.
#include "store/analyst_sql.h"
#include "store/record.h"

namespace sojourn {
namespace {

// The same rows with every column as text. The question stays a text of its own inside query('...'), so that a comment
// or a semicolon at its end harms nothing; columns are renamed, since two may have the same name.
std::string as_text_sql(const std::string& text, size_t columns) {
  std::string names;
  std::string casts;
  for (size_t i = 0; i < columns; ++i) {
    const std::string comma = i == 0 ? "" : ", ";
    const std::string name = "c" + std::to_string(i);
    names += comma + name;
    casts += comma + "CAST(" + name + " AS VARCHAR)";
  }
  return "SELECT " + casts + " FROM query(" + sql_literal(text) + ") AS q(" + names + ")";
}

Status read_rows(DuckRows& rows, size_t row_limit, SqlTable& table) {
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return {};
    for (size_t i = 0; i < rows.size(); ++i) {
      if (table.rows.size() == row_limit) {
        table.cut = true;
        return {};
      }
      auto& cells = table.rows.emplace_back();
      cells.reserve(table.columns.size());
      for (size_t column = 0; column < table.columns.size(); ++column) {
        if (rows.valid(column, i)) {
          cells.emplace_back(std::string(rows.text(column, i)));
        } else {
          cells.emplace_back(std::nullopt);
        }
      }
    }
  }
}

}  // namespace

Result<DuckConnection> Record::analyst() {
  {
    const std::lock_guard writing(writing_);
    const Knowing knowing(knowing_);
    SOJOURN_CHECK(write_customers());
  }
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_CHECK(connection.run("BEGIN TRANSACTION READ ONLY"));
  return connection;
}

Result<SqlTable> Record::sql(const std::string& text, size_t row_limit) {
  SOJOURN_TRY(DuckConnection connection, analyst());
  SOJOURN_CHECK(check_question(connection, text));
  SqlTable table;
  SOJOURN_TRY(table.columns, question_columns(connection, text));
  // EXPLAIN cannot stand inside a SELECT, and is text already.
  Result<DuckRows> rows =
      is_explanation(text) ? connection.query(text) : connection.query(as_text_sql(text, table.columns.size()));
  if (!rows) return std::move(rows).error();
  SOJOURN_CHECK(read_rows(*rows, row_limit, table));
  return table;
}

}  // namespace sojourn
