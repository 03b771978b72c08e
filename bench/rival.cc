#include "rival.h"

#include <duckdb.h>

#include <cstdio>
#include <cstdlib>

namespace sojourn {

struct Rival::Handles {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
};

Rival::Rival() : handles_(std::make_unique<Handles>()) {
  if (duckdb_open(nullptr, &handles_->database) != DuckDBSuccess ||
      duckdb_connect(handles_->database, &handles_->connection) != DuckDBSuccess) {
    std::fprintf(stderr, "DuckDB does not start\n");
    std::exit(1);
  }
}

Rival::~Rival() {
  duckdb_disconnect(&handles_->connection);
  duckdb_close(&handles_->database);
}

std::vector<std::vector<std::string>> Rival::run(const std::string& sql) {
  duckdb_result result;
  if (duckdb_query(handles_->connection, sql.c_str(), &result) != DuckDBSuccess) {
    std::fprintf(stderr, "DuckDB: %s\n", duckdb_result_error(&result));
    std::exit(1);
  }
  std::vector<std::vector<std::string>> rows;
  const idx_t count = duckdb_row_count(&result);
  const idx_t columns = duckdb_column_count(&result);
  for (idx_t row = 0; row < count; ++row) {
    rows.emplace_back();
    for (idx_t column = 0; column < columns; ++column) {
      char* text = duckdb_value_varchar(&result, column, row);
      rows.back().emplace_back(text == nullptr ? "" : text);
      duckdb_free(text);
    }
  }
  duckdb_destroy_result(&result);
  return rows;
}

}  // namespace sojourn
