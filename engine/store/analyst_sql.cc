#include "store/analyst_sql.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sojourn {
namespace {

// Table functions that only compute or describe. All others (readers of files, switches of the engine, and those that
// run SQL hidden in a text) are refused by their absence here.
constexpr std::string_view kTableFunctions =
    "'range', 'generate_series', 'unnest', 'json_each', 'json_tree', 'repeat', 'repeat_row', 'duckdb_columns',"
    " 'duckdb_tables', 'duckdb_views', 'duckdb_functions', 'duckdb_types', 'pragma_table_info', 'summary'";
// Ordinary functions with effects.
constexpr std::string_view kScalarFunctions = "'write_log', 'nextval', 'currval', 'setseed'";

const char* const kOneSelect =
    "write one SELECT (or VALUES, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN); nothing can be changed here";

// The text after the word, when it begins with it.
std::string_view after_word(std::string_view text, std::string_view word) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  if (text.size() <= word.size()) return {};
  const bool same = std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == (b | 0x20); });
  return same && static_cast<unsigned char>(text[word.size()]) <= ' ' ? text.substr(word.size()) : std::string_view();
}

Status check_one_statement(DuckConnection& connection, const std::string& text) {
  duckdb_extracted_statements statements = nullptr;
  const idx_t count = duckdb_extract_statements(connection.handle(), text.c_str(), &statements);
  Status status;
  if (count == 0) {
    const char* reason = duckdb_extract_statements_error(statements);
    status = Status::invalid(reason == nullptr ? kOneSelect : reason);
  } else if (count > 1) {
    // A PIVOT without its values becomes two statements, one of which makes a type.
    status = Status::invalid(std::string(kOneSelect) + "; a PIVOT needs its values: PIVOT ... ON column IN (...)");
  }
  duckdb_destroy_extracted(&statements);
  return status;
}

// Table macros take a table's name as a text, past refused_table(). Some share their name with an aggregate
// (`histogram`), which is harmless: only what stands where a table does has a path that ends in ".function".
Result<std::string> refused_function(DuckConnection& connection, std::string_view select) {
  SOJOURN_TRY(DuckRows rows,
              connection.query("SELECT min(name) FROM (SELECT lower(value ->> '$') AS name, path FROM json_tree("
                               "json_serialize_sql(" +
                               sql_literal(select) +
                               ")) WHERE key = 'function_name')"
                               " WHERE name IN (" +
                               std::string(kScalarFunctions) + ") OR (name NOT IN (" + std::string(kTableFunctions) +
                               ") AND name IN (SELECT function_name FROM"
                               " duckdb_functions() WHERE function_type IN ('table', 'pragma')))"
                               " OR (path LIKE '%.function' AND name IN (SELECT function_name FROM"
                               " duckdb_functions() WHERE function_type = 'table_macro'))"));
  SOJOURN_TRY(const bool some, rows.next_chunk());
  return some ? rows.text_or_blank(0, 0) : std::string();
}

// Tables that hold what is nobody's business: secrets of sources, and bodies as they came from outside.
Result<std::string> refused_table(DuckConnection& connection, std::string_view select) {
  SOJOURN_TRY(
      DuckRows rows,
      connection.query("SELECT min(name) FROM (SELECT trim(lower(value ->> '$'), '\"') AS name FROM json_tree("
                       "json_serialize_sql(" +
                       sql_literal(select) + ")) WHERE key = 'table_name') WHERE name IN ('document', 'raw_body')"));
  SOJOURN_TRY(const bool some, rows.next_chunk());
  return some ? rows.text_or_blank(0, 0) : std::string();
}

// Is it a SELECT? Only those can be written as JSON.
Status check_select(DuckConnection& connection, std::string_view select) {
  SOJOURN_TRY(DuckRows rows,
              connection.query("SELECT CAST(j ->> 'error' AS VARCHAR) = 'true', j ->> 'error_message' FROM"
                               " (SELECT json_serialize_sql(" +
                               sql_literal(select) + ") AS j)"));
  SOJOURN_TRY(const bool some, rows.next_chunk());
  if (!some || !rows.valid(0, 0)) return Status::internal("DuckDB does not say what the statement is");
  if (rows.values<bool>(0)[0]) return Status::invalid(kOneSelect);
  return {};
}

std::string type_name(duckdb_logical_type type);

std::string child_name(duckdb_logical_type child) {
  std::string name = type_name(child);
  duckdb_destroy_logical_type(&child);
  return name;
}

std::string type_name(duckdb_logical_type type) {
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_BOOLEAN: return "BOOLEAN";
    case DUCKDB_TYPE_TINYINT: return "TINYINT";
    case DUCKDB_TYPE_SMALLINT: return "SMALLINT";
    case DUCKDB_TYPE_INTEGER: return "INTEGER";
    case DUCKDB_TYPE_BIGINT: return "BIGINT";
    case DUCKDB_TYPE_UTINYINT: return "UTINYINT";
    case DUCKDB_TYPE_USMALLINT: return "USMALLINT";
    case DUCKDB_TYPE_UINTEGER: return "UINTEGER";
    case DUCKDB_TYPE_UBIGINT: return "UBIGINT";
    case DUCKDB_TYPE_HUGEINT: return "HUGEINT";
    case DUCKDB_TYPE_UHUGEINT: return "UHUGEINT";
    case DUCKDB_TYPE_FLOAT: return "FLOAT";
    case DUCKDB_TYPE_DOUBLE: return "DOUBLE";
    case DUCKDB_TYPE_DECIMAL:
      return "DECIMAL(" + std::to_string(duckdb_decimal_width(type)) + "," +
             std::to_string(duckdb_decimal_scale(type)) + ")";
    case DUCKDB_TYPE_DATE: return "DATE";
    case DUCKDB_TYPE_TIME: return "TIME";
    case DUCKDB_TYPE_TIMESTAMP: return "TIMESTAMP";
    case DUCKDB_TYPE_TIMESTAMP_TZ: return "TIMESTAMP WITH TIME ZONE";
    case DUCKDB_TYPE_INTERVAL: return "INTERVAL";
    case DUCKDB_TYPE_BLOB: return "BLOB";
    case DUCKDB_TYPE_UUID: return "UUID";
    case DUCKDB_TYPE_LIST: return child_name(duckdb_list_type_child_type(type)) + "[]";
    case DUCKDB_TYPE_STRUCT: return "STRUCT";
    case DUCKDB_TYPE_MAP: return "MAP";
    case DUCKDB_TYPE_ENUM: return "ENUM";
    default: return "VARCHAR";
  }
}

}  // namespace

Status check_question(DuckConnection& connection, const std::string& text) {
  if (text.find('\0') != std::string::npos) return Status::invalid("the text holds a zero byte");
  SOJOURN_CHECK(check_one_statement(connection, text));
  std::string_view select = text;
  if (const std::string_view explained = after_word(text, "explain"); !explained.empty()) {
    const std::string_view analysed = after_word(explained, "analyze");
    select = analysed.empty() ? explained : analysed;
  }
  SOJOURN_CHECK(check_select(connection, select));
  SOJOURN_TRY(const std::string refused, refused_function(connection, select));
  if (!refused.empty()) {
    return Status::invalid("the function " + refused + " is not for questions: they read the record and nothing else");
  }
  SOJOURN_TRY(const std::string closed, refused_table(connection, select));
  if (!closed.empty()) return Status::invalid("the table " + closed + " is not for questions: it may hold secrets");
  return {};
}

bool is_explanation(std::string_view text) { return !after_word(text, "explain").empty(); }

Result<std::vector<SqlTable::Column>> question_columns(DuckConnection& connection, const std::string& text) {
  duckdb_prepared_statement statement = nullptr;
  if (duckdb_prepare(connection.handle(), text.c_str(), &statement) != DuckDBSuccess) {
    const char* reason = duckdb_prepare_error(statement);
    Status status = Status::invalid(reason == nullptr ? "DuckDB cannot prepare the statement" : reason);
    duckdb_destroy_prepare(&statement);
    return status;
  }
  std::vector<SqlTable::Column> columns;
  if (duckdb_nparams(statement) > 0) {
    duckdb_destroy_prepare(&statement);
    return Status::invalid("the statement has a parameter (? or $1); write the value itself");
  }
  for (idx_t i = 0; i < duckdb_prepared_statement_column_count(statement); ++i) {
    const char* name = duckdb_prepared_statement_column_name(statement, i);
    duckdb_logical_type type = duckdb_prepared_statement_column_logical_type(statement, i);
    columns.push_back({name == nullptr ? "" : name, type_name(type)});
    duckdb_destroy_logical_type(&type);
    duckdb_free(const_cast<char*>(name));
  }
  duckdb_destroy_prepare(&statement);
  return columns;
}

}  // namespace sojourn
