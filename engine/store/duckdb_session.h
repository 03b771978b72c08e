// DuckDB's C interface with owners and errors as values. For the .cc files of this folder only.
//
// Threads   A database may be shared by threads; a connection and what comes from it belong to one thread at a time.
// Errors    kUnavailable (disk; interrupted), kLimit (memory), kConflict (transactions), kCorruption; all that a
//           statement itself can do wrong is kInvalidArgument.
#pragma once

#include <duckdb.h>

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/status.h"

namespace sojourn {

// A value for a `?`. monostate is NULL. Text is borrowed for the call.
using SqlValue = std::variant<std::monostate, int64_t, std::string_view>;

// The text as an SQL literal: 'it''s'. Not for text that holds a zero byte; bind that with `?`.
std::string sql_literal(std::string_view text);
// The name as an SQL identifier: "order".
std::string sql_name(std::string_view name);

// A number of rows for LIMIT and OFFSET, cut to what DuckDB can count.
std::string sql_count(size_t count);

Status duckdb_status(duckdb_error_type type, const char* message);

class DuckDatabase {
 public:
  using Settings = std::vector<std::pair<std::string, std::string>>;
  // `path` ":memory:" keeps all in memory. Errors: kCorruption, kUnavailable.
  static Result<std::shared_ptr<DuckDatabase>> open(const std::string& path, const Settings& settings);
  ~DuckDatabase() { duckdb_close(&database_); }
  DuckDatabase(const DuckDatabase&) = delete;
  DuckDatabase& operator=(const DuckDatabase&) = delete;
  duckdb_database handle() const { return database_; }

 private:
  explicit DuckDatabase(duckdb_database database) : database_(database) {}
  duckdb_database database_;
};

// The rows of a query as column chunks, fetched while they are computed. Borrowed pointers live until next_chunk().
class DuckRows {
 public:
  explicit DuckRows(duckdb_result result);
  ~DuckRows();
  DuckRows(DuckRows&& other) noexcept;
  DuckRows(const DuckRows&) = delete;
  DuckRows& operator=(const DuckRows&) = delete;
  DuckRows& operator=(DuckRows&&) = delete;

  // False at the end.
  Result<bool> next_chunk();
  size_t size() const { return size_; }
  duckdb_data_chunk chunk() const { return chunk_; }
  duckdb_result* result() { return &result_; }
  size_t column_count() { return duckdb_column_count(&result_); }

  template <class T>
  const T* values(size_t column) const {
    return static_cast<const T*>(columns_[column].data);
  }
  bool valid(size_t column, size_t row) const {
    const uint64_t* mask = columns_[column].mask;
    return mask == nullptr || ((mask[row / 64] >> (row % 64)) & 1) != 0;
  }
  const uint64_t* mask(size_t column) const { return columns_[column].mask; }
  // REQUIRES: a VARCHAR column, valid(column, row).
  std::string_view text(size_t column, size_t row) const;
  // "" where it is null.
  std::string text_or_blank(size_t column, size_t row) const;
  // The whole numbers in a text such as "[1, 2]". REQUIRES: a VARCHAR column, valid(column, row).
  std::vector<uint32_t> codes(size_t column, size_t row) const;

 private:
  struct Column {
    const void* data = nullptr;
    const uint64_t* mask = nullptr;
    duckdb_vector vector = nullptr;
  };
  void drop_chunk();

  duckdb_result result_;
  duckdb_data_chunk chunk_ = nullptr;
  size_t size_ = 0;
  std::vector<Column> columns_;
};

class DuckConnection {
 public:
  using Handle = std::remove_pointer_t<duckdb_connection>;

  static Result<DuckConnection> open(std::shared_ptr<DuckDatabase> database);
  ~DuckConnection();
  DuckConnection(DuckConnection&& other) noexcept;
  DuckConnection(const DuckConnection&) = delete;
  DuckConnection& operator=(const DuckConnection&) = delete;
  DuckConnection& operator=(DuckConnection&& other) noexcept;
  // Lets go of the database; all that is left to do is to put another in its place.
  void close();
  duckdb_connection handle() const { return connection_.get(); }
  // For another thread that may have to interrupt what this one asks.
  std::weak_ptr<Handle> weak_handle() const { return connection_; }

  // One statement, streamed: rows come while they are computed, in the order of the table where none is asked for.
  Result<DuckRows> query(const std::string& sql, std::span<const SqlValue> values = {});
  // One statement, run to its end; the number of rows it changed. The plan is kept for the next time.
  Result<int64_t> change(const std::string& sql, std::span<const SqlValue> values = {});
  // Statements without values, run to their end. Errors, as of all others: kUnavailable once it is closed.
  Status run(const std::string& sql);
  // Keeps something alive as long as the connection.
  void hold(std::shared_ptr<const void> held) { held_ = std::move(held); }
  // A transaction of this connection could not be committed.
  bool commit_failed() const { return commit_failed_; }
  // When one could not: DuckDB does not fold the log into the file when it closes, for the log alone is right then.
  void leave_log() {
    if (commit_failed_) static_cast<void>(run("PRAGMA disable_checkpoint_on_shutdown").ok());
  }
  // The one number that a query gives.
  Result<int64_t> number(const std::string& sql);

 private:
  friend class DuckTransaction;
  DuckConnection(std::shared_ptr<DuckDatabase> database, duckdb_connection connection)
      : database_(std::move(database)),
        connection_(connection, [](duckdb_connection last) { duckdb_disconnect(&last); }) {}

  std::shared_ptr<const void> held_;  // First: let go of when all else is gone.
  std::shared_ptr<DuckDatabase> database_;
  std::shared_ptr<Handle> connection_;  // Null: closed.
  bool commit_failed_ = false;
  std::map<std::string, duckdb_prepared_statement, std::less<>> plans_;  // Of change(), by text.
};

// A transaction; rolled back unless committed.
class DuckTransaction {
 public:
  static Result<DuckTransaction> begin(DuckConnection& connection);
  ~DuckTransaction();
  DuckTransaction(DuckTransaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  DuckTransaction(const DuckTransaction&) = delete;
  DuckTransaction& operator=(const DuckTransaction&) = delete;
  DuckTransaction& operator=(DuckTransaction&&) = delete;
  Status commit();

 private:
  explicit DuckTransaction(DuckConnection* connection) : connection_(connection) {}
  DuckConnection* connection_;
};

// Appends rows to a table through column chunks: the fast way in.
class DuckAppender {
 public:
  struct Column {
    std::string name;
    duckdb_type type = DUCKDB_TYPE_INVALID;
  };
  // Columns that are not named get their default.
  static Result<DuckAppender> open(DuckConnection& connection, const std::string& table,
                                   const std::vector<Column>& columns);
  ~DuckAppender();
  DuckAppender(DuckAppender&& other) noexcept;
  DuckAppender(const DuckAppender&) = delete;
  DuckAppender& operator=(const DuckAppender&) = delete;
  DuckAppender& operator=(DuckAppender&&) = delete;

  // Starts a row; every column must then be put.
  Status next_row();
  template <class T>
  void put(size_t column, T value) {
    static_cast<T*>(data_[column])[row_] = value;
  }
  void put_text(size_t column, std::string_view text) {
    duckdb_vector_assign_string_element_len(vectors_[column], row_, text.data(), text.size());
  }
  void put_null(size_t column);
  // Hands the last rows over. REQUIRES: called once, after the last row.
  Status finish();

 private:
  DuckAppender() = default;
  void start_chunk();
  Status hand_over();
  Status error(const char* what);

  duckdb_appender appender_ = nullptr;
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<duckdb_vector> vectors_;
  std::vector<void*> data_;
  std::vector<uint64_t*> masks_;  // Null until the chunk has a null in that column.
  size_t row_ = 0;
  size_t rows_ = 0;  // In the chunk.
};

}  // namespace sojourn
