#include "store/duckdb_session.h"

#include <algorithm>
#include <charconv>

#include "base/assert.h"

namespace sojourn {
namespace {

constexpr size_t kChunkRows = 2048;  // DuckDB's vector size, asserted in DuckAppender::open.

Status bind_value(duckdb_prepared_statement statement, size_t place, const SqlValue& value) {
  duckdb_state state = DuckDBSuccess;
  if (const auto* number = std::get_if<int64_t>(&value)) {
    state = duckdb_bind_int64(statement, place, *number);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    state = duckdb_bind_varchar_length(statement, place, text->data(), text->size());
  } else {
    state = duckdb_bind_null(statement, place);
  }
  return state == DuckDBSuccess ? Status() : Status::internal("a value cannot be bound to the statement");
}

Status closed() { return Status::unavailable("the record is not open"); }

Result<duckdb_prepared_statement> prepare(duckdb_connection connection, const std::string& sql) {
  if (connection == nullptr) return closed();
  duckdb_prepared_statement statement = nullptr;
  if (duckdb_prepare(connection, sql.c_str(), &statement) == DuckDBSuccess) return statement;
  const char* reason = duckdb_prepare_error(statement);
  Status status = Status::invalid(reason == nullptr ? "DuckDB cannot prepare the statement" : reason);
  duckdb_destroy_prepare(&statement);
  return status;
}

Result<duckdb_result> execute(duckdb_prepared_statement statement, std::span<const SqlValue> values, bool streaming) {
  for (size_t i = 0; i < values.size(); ++i) SOJOURN_CHECK(bind_value(statement, i + 1, values[i]));
  duckdb_result result{};
  const duckdb_state state =
      streaming ? duckdb_execute_prepared_streaming(statement, &result) : duckdb_execute_prepared(statement, &result);
  if (state == DuckDBSuccess) return result;
  Status status = duckdb_status(duckdb_result_error_type(&result), duckdb_result_error(&result));
  duckdb_destroy_result(&result);
  return status;
}

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

}  // namespace

std::string sql_literal(std::string_view text) { return quoted(text, '\''); }
std::string sql_name(std::string_view name) { return quoted(name, '"'); }

std::string sql_count(size_t count) { return std::to_string(std::min<size_t>(count, INT64_MAX)); }

Status duckdb_status(duckdb_error_type type, const char* message) {
  std::string text = message == nullptr ? "DuckDB gave no reason" : message;
  text.erase(std::min(text.find("\n\nStack Trace"), text.size()));
  switch (type) {
    case DUCKDB_ERROR_IO: return Status::unavailable(std::move(text));
    case DUCKDB_ERROR_FATAL: return Status::unavailable(std::move(text));
    case DUCKDB_ERROR_OUT_OF_MEMORY: return Status::limit(std::move(text));
    case DUCKDB_ERROR_SERIALIZATION: return Status::corruption(std::move(text));
    case DUCKDB_ERROR_INTERRUPT:  // Who set a time says so himself (sql.cc).
      return Status::unavailable("the record is being opened again: try again in a moment");
    case DUCKDB_ERROR_INTERNAL: return Status::internal(std::move(text));
    default: return Status::invalid(std::move(text));
  }
}

// --- database

Result<std::shared_ptr<DuckDatabase>> DuckDatabase::open(const std::string& path, const Settings& settings) {
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) != DuckDBSuccess) return Status::limit("no memory for DuckDB's settings");
  for (const auto& [name, value] : settings) {
    if (duckdb_set_config(config, name.c_str(), value.c_str()) != DuckDBSuccess) {
      duckdb_destroy_config(&config);
      return Status::internal("DuckDB does not know the setting " + name + "=" + value);
    }
  }
  duckdb_database database = nullptr;
  char* error = nullptr;
  const duckdb_state state = duckdb_open_ext(path.c_str(), &database, config, &error);
  duckdb_destroy_config(&config);
  if (state == DuckDBSuccess) return std::shared_ptr<DuckDatabase>(new DuckDatabase(database));
  const std::string reason = error == nullptr ? "DuckDB cannot open it" : error;
  duckdb_free(error);
  for (const std::string_view sign : {"not a valid DuckDB", "orrupt", "hecksum", "erializ", "Unknown"}) {
    if (reason.find(sign) != std::string::npos) return Status::corruption(reason, path);
  }
  return Status::unavailable(reason, path);
}

// --- rows

DuckRows::DuckRows(duckdb_result result) : result_(result) {}

DuckRows::DuckRows(DuckRows&& other) noexcept
    : result_(std::exchange(other.result_, duckdb_result{})),
      chunk_(std::exchange(other.chunk_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      columns_(std::move(other.columns_)) {}

DuckRows::~DuckRows() {
  drop_chunk();
  duckdb_destroy_result(&result_);
}

void DuckRows::drop_chunk() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  chunk_ = nullptr;
  size_ = 0;
}

Result<bool> DuckRows::next_chunk() {
  drop_chunk();
  chunk_ = duckdb_fetch_chunk(result_);
  if (chunk_ == nullptr) {
    const char* error = duckdb_result_error(&result_);
    if (error != nullptr) return duckdb_status(duckdb_result_error_type(&result_), error);
    return false;
  }
  size_ = duckdb_data_chunk_get_size(chunk_);
  if (size_ == 0) return false;
  columns_.resize(duckdb_data_chunk_get_column_count(chunk_));
  for (size_t i = 0; i < columns_.size(); ++i) {
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_, i);
    columns_[i] = {duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector), vector};
  }
  return true;
}

std::string_view DuckRows::text(size_t column, size_t row) const {
  const auto& held = values<duckdb_string_t>(column)[row];
  const uint32_t length = held.value.inlined.length;
  return length <= 12 ? std::string_view(held.value.inlined.inlined, length)
                      : std::string_view(held.value.pointer.ptr, length);
}

std::string DuckRows::text_or_blank(size_t column, size_t row) const {
  return valid(column, row) ? std::string(text(column, row)) : std::string();
}

std::vector<uint32_t> DuckRows::codes(size_t column, size_t row) const {
  const std::string_view list = text(column, row);
  const char* const end = list.data() + list.size();
  std::vector<uint32_t> codes;
  for (const char* next = list.data(); next < end;) {
    uint32_t code = 0;
    const auto [after, error] = std::from_chars(next, end, code);
    if (error == std::errc()) codes.push_back(code);
    next = std::max(after, next + 1);
  }
  return codes;
}

// --- connection

Result<DuckConnection> DuckConnection::open(std::shared_ptr<DuckDatabase> database) {
  duckdb_connection connection = nullptr;
  if (duckdb_connect(database->handle(), &connection) != DuckDBSuccess) {
    return Status::unavailable("DuckDB gives no connection");
  }
  return DuckConnection(std::move(database), connection);
}

DuckConnection::DuckConnection(DuckConnection&& other) noexcept
    : held_(std::move(other.held_)),
      database_(std::move(other.database_)),
      connection_(std::move(other.connection_)),
      commit_failed_(other.commit_failed_),
      plans_(std::exchange(other.plans_, {})) {}

DuckConnection& DuckConnection::operator=(DuckConnection&& other) noexcept {
  if (this == &other) return *this;
  close();
  held_ = std::move(other.held_);
  database_ = std::move(other.database_);
  connection_ = std::move(other.connection_);
  commit_failed_ = other.commit_failed_;
  plans_ = std::exchange(other.plans_, {});
  return *this;
}

DuckConnection::~DuckConnection() { close(); }

void DuckConnection::close() {
  for (auto& [sql, statement] : plans_) duckdb_destroy_prepare(&statement);
  plans_.clear();
  connection_ = nullptr;
  commit_failed_ = false;
  database_ = nullptr;
  held_ = nullptr;
}

Result<DuckRows> DuckConnection::query(const std::string& sql, std::span<const SqlValue> values) {
  SOJOURN_TRY(duckdb_prepared_statement statement, prepare(handle(), sql));
  Result<duckdb_result> result = execute(statement, values, true);
  duckdb_destroy_prepare(&statement);
  if (!result) return std::move(result).error();
  return DuckRows(*result);
}

Result<int64_t> DuckConnection::change(const std::string& sql, std::span<const SqlValue> values) {
  auto plan = plans_.find(sql);
  if (plan == plans_.end()) {
    SOJOURN_TRY(duckdb_prepared_statement statement, prepare(handle(), sql));
    plan = plans_.emplace(sql, statement).first;
  }
  SOJOURN_TRY(duckdb_result result, execute(plan->second, values, false));
  const auto changed = static_cast<int64_t>(duckdb_rows_changed(&result));
  duckdb_destroy_result(&result);
  return changed;
}

Status DuckConnection::run(const std::string& sql) {
  if (connection_ == nullptr) return closed();
  duckdb_result result{};
  Status status;
  if (duckdb_query(handle(), sql.c_str(), &result) != DuckDBSuccess) {
    status = duckdb_status(duckdb_result_error_type(&result), duckdb_result_error(&result));
  }
  duckdb_destroy_result(&result);
  return status;
}

Result<int64_t> DuckConnection::number(const std::string& sql) {
  SOJOURN_TRY(DuckRows rows, query("SELECT CAST((" + sql + ") AS BIGINT)"));
  SOJOURN_TRY(const bool some, rows.next_chunk());
  if (!some || !rows.valid(0, 0)) return int64_t{0};
  return rows.values<int64_t>(0)[0];
}

// --- transaction

Result<DuckTransaction> DuckTransaction::begin(DuckConnection& connection) {
  SOJOURN_CHECK(connection.run("BEGIN TRANSACTION"));
  return DuckTransaction(&connection);
}

DuckTransaction::~DuckTransaction() {
  // What a rollback could still complain about is that there is nothing left to roll back.
  if (connection_ != nullptr) static_cast<void>(connection_->run("ROLLBACK").ok());
}

Status DuckTransaction::commit() {
  Status status = connection_->run("COMMIT");
  connection_->commit_failed_ = connection_->commit_failed_ || !status.ok();
  if (!status.ok()) return Status::unavailable(status.message());  // The statements were right, so it is the disk.
  connection_ = nullptr;
  return {};
}

// --- appender

Result<DuckAppender> DuckAppender::open(DuckConnection& connection, const std::string& table,
                                        const std::vector<Column>& columns) {
  if (connection.handle() == nullptr) return closed();
  SOJOURN_ASSERT(duckdb_vector_size() == kChunkRows, "DuckDB was built with another vector size");
  DuckAppender made;
  if (duckdb_appender_create(connection.handle(), nullptr, table.c_str(), &made.appender_) != DuckDBSuccess) {
    return made.error("the table cannot be appended to");
  }
  std::vector<duckdb_logical_type> types;
  bool added = true;
  for (const Column& column : columns) {
    added = added && duckdb_appender_add_column(made.appender_, column.name.c_str()) == DuckDBSuccess;
    types.push_back(duckdb_create_logical_type(column.type));
  }
  made.chunk_ = duckdb_create_data_chunk(types.data(), types.size());
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  if (!added) return made.error("a column cannot be appended to");
  made.vectors_.resize(columns.size());
  made.data_.resize(columns.size());
  made.masks_.resize(columns.size());
  made.start_chunk();
  return made;
}

DuckAppender::DuckAppender(DuckAppender&& other) noexcept
    : appender_(std::exchange(other.appender_, nullptr)),
      chunk_(std::exchange(other.chunk_, nullptr)),
      vectors_(std::move(other.vectors_)),
      data_(std::move(other.data_)),
      masks_(std::move(other.masks_)),
      row_(other.row_),
      rows_(other.rows_) {}

DuckAppender::~DuckAppender() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  if (appender_ != nullptr) duckdb_appender_destroy(&appender_);
}

Status DuckAppender::error(const char* what) {
  const char* reason = appender_ == nullptr ? nullptr : duckdb_appender_error(appender_);
  // The appender hides the kind of the error; a full disk is by far the most likely.
  return Status::unavailable(reason == nullptr ? std::string(what) : std::string(what) + ": " + reason);
}

void DuckAppender::start_chunk() {
  duckdb_data_chunk_reset(chunk_);
  for (size_t i = 0; i < vectors_.size(); ++i) {
    vectors_[i] = duckdb_data_chunk_get_vector(chunk_, i);
    data_[i] = duckdb_vector_get_data(vectors_[i]);
    masks_[i] = nullptr;
  }
  row_ = 0;
  rows_ = 0;
}

Status DuckAppender::hand_over() {
  if (rows_ == 0) return {};
  duckdb_data_chunk_set_size(chunk_, rows_);
  if (duckdb_append_data_chunk(appender_, chunk_) != DuckDBSuccess) return error("rows cannot be appended");
  start_chunk();
  return {};
}

Status DuckAppender::next_row() {
  if (rows_ == kChunkRows) SOJOURN_CHECK(hand_over());
  row_ = rows_++;
  return {};
}

void DuckAppender::put_null(size_t column) {
  if (masks_[column] == nullptr) {
    duckdb_vector_ensure_validity_writable(vectors_[column]);
    masks_[column] = duckdb_vector_get_validity(vectors_[column]);
  }
  masks_[column][row_ / 64] &= ~(uint64_t{1} << (row_ % 64));
}

Status DuckAppender::finish() {
  SOJOURN_CHECK(hand_over());
  if (duckdb_appender_close(appender_) != DuckDBSuccess) return error("rows cannot be appended");
  return {};
}

}  // namespace sojourn
