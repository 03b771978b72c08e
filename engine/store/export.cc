// Files for analysts. The record's database may not touch files, so a second one in memory writes them and takes the
// rows from the first as they come, chunk by chunk.
#include "store/export.h"

#include "store/analyst_sql.h"
#include "store/reading_watch.h"
#include "store/record.h"

namespace sojourn {
namespace {

// What DuckDB's table function needs to know while it hands rows over.
struct Stream {
  DuckRows& rows;
  ReadingWatch& watch;
  Status status;
};

Stream& stream_of(void* pointer) { return *static_cast<Stream*>(pointer); }

void bind_stream(duckdb_bind_info bind) {
  duckdb_result* result = stream_of(duckdb_bind_get_extra_info(bind)).rows.result();
  for (idx_t i = 0; i < duckdb_column_count(result); ++i) {
    duckdb_logical_type type = duckdb_column_logical_type(result, i);
    duckdb_bind_add_result_column(bind, duckdb_column_name(result, i), type);
    duckdb_destroy_logical_type(&type);
  }
}

void start_stream(duckdb_init_info init) { duckdb_init_set_max_threads(init, 1); }

void next_of_stream(duckdb_function_info function, duckdb_data_chunk out) {
  Stream& stream = stream_of(duckdb_function_get_extra_info(function));
  const Status looked = stream.watch.look();
  const Result<bool> some = looked.ok() ? stream.rows.next_chunk() : Result<bool>(looked);
  if (!some) {
    stream.status = stream.watch.why(some.error());
    duckdb_function_set_error(function, stream.status.message().c_str());
    return;
  }
  const size_t count = *some ? stream.rows.size() : 0;
  if (count > 0) {
    for (idx_t i = 0; i < duckdb_data_chunk_get_column_count(out); ++i) {
      duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(out, i),
                                     duckdb_data_chunk_get_vector(stream.rows.chunk(), i));
    }
  }
  duckdb_data_chunk_set_size(out, count);
}

Status register_stream(DuckConnection& connection, Stream& stream) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, "record_rows");
  duckdb_table_function_set_extra_info(function, &stream, nullptr);
  duckdb_table_function_set_bind(function, bind_stream);
  duckdb_table_function_set_init(function, start_stream);
  duckdb_table_function_set_function(function, next_of_stream);
  const duckdb_state state = duckdb_register_table_function(connection.handle(), function);
  duckdb_destroy_table_function(&function);
  return state == DuckDBSuccess ? Status() : Status::internal("DuckDB does not take the export's rows");
}

Result<std::string> copy_options(const std::string& path) {
  if (path.ends_with(".parquet")) return std::string("FORMAT parquet, COMPRESSION zstd");
  // Times are UTC; the Z says so to whoever reads the file.
  if (path.ends_with(".csv")) return std::string("FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%fZ'");
  return Status::invalid("the file's name must end in .parquet or .csv", path);
}

// Every column as text, in the order asked for; columns are renamed, so that the order means those of the SELECT.
std::string as_ordered_text(const std::string& select, const std::string& order,
                            const std::vector<SqlTable::Column>& columns) {
  std::string casts;
  for (size_t i = 0; i < columns.size(); ++i) {
    casts += (i == 0 ? "" : ", ") + ("CAST(" + sql_name(columns[i].name)) + " AS VARCHAR) AS \"text " +
             std::to_string(i) + "\"";
  }
  return "SELECT " + casts + " FROM (" + select + ")" + (order.empty() ? "" : " ORDER BY " + order);
}

class TextRows final : public RowStream {
 public:
  TextRows(DuckConnection connection, StopReason stop)
      : connection_(std::move(connection)), watch_(connection_, std::move(stop)) {}

  Status start(const std::string& select, const std::string& order) {
    Result<std::vector<SqlTable::Column>> columns = question_columns(connection_, select);
    if (!columns) return watch_.why(std::move(columns).error());
    columns_ = *std::move(columns);
    Result<DuckRows> rows = connection_.query(as_ordered_text(select, order, columns_));
    if (!rows) return watch_.why(std::move(rows).error());
    rows_.emplace(std::move(*rows));
    return {};
  }

  const std::vector<SqlTable::Column>& columns() const override { return columns_; }

  Result<bool> next() override {
    if (++row_ < rows_->size()) return true;
    SOJOURN_CHECK(watch_.look());
    row_ = 0;
    Result<bool> some = rows_->next_chunk();
    if (!some) return watch_.why(std::move(some).error());
    return some;
  }

  std::optional<std::string_view> cell(size_t column) const override {
    if (!rows_->valid(column, row_)) return std::nullopt;
    return rows_->text(column, row_);
  }

 private:
  DuckConnection connection_;
  ReadingWatch watch_;  // After the connection, which it may interrupt until it is gone.
  std::vector<SqlTable::Column> columns_;
  std::optional<DuckRows> rows_;
  size_t row_ = 0;  // In the chunk.
};

}  // namespace

Result<LongReader*> long_reader(Store& store) {
  if (auto* const reader = dynamic_cast<LongReader*>(&store)) return reader;
  return Status::internal("this store has no rows to stream");
}

Result<std::unique_ptr<RowStream>> Record::stream_rows(const std::string& select, const std::string& order,
                                                       StopReason stop) {
  SOJOURN_TRY(DuckConnection connection, analyst());
  auto rows = std::make_unique<TextRows>(std::move(connection), std::move(stop));
  SOJOURN_CHECK(rows->start(select, order));
  return std::unique_ptr<RowStream>(std::move(rows));
}

Result<int64_t> Record::export_to(const std::string& path, const std::string& query) {
  return export_rows(path, query, nullptr);
}

Result<int64_t> Record::export_rows(const std::string& path, const std::string& query, StopReason stop) {
  SOJOURN_TRY(const std::string options, copy_options(path));
  if (file_exists(path)) return Status::conflict("the file exists already; name another or remove it", path);
  const std::string text = query.empty() ? "SELECT * FROM events" : query;
  SOJOURN_TRY(DuckConnection connection, analyst());
  SOJOURN_CHECK(check_question(connection, text));
  if (is_explanation(text)) return Status::invalid("an EXPLAIN is not a table to be written", "query");
  ReadingWatch watch(connection, std::move(stop));
  Result<DuckRows> rows = connection.query(text);
  if (!rows) return watch.why(std::move(rows).error());

  SOJOURN_TRY(std::shared_ptr<DuckDatabase> scribe,
              DuckDatabase::open(":memory:", {{"threads", "1"},
                                              {"autoinstall_known_extensions", "false"},
                                              {"autoload_known_extensions", "false"}}));
  SOJOURN_TRY(DuckConnection pen, DuckConnection::open(scribe));
  Stream stream{*rows, watch, {}};
  SOJOURN_CHECK(register_stream(pen, stream));
  // Under another name until it is whole, so that nobody reads half a file; the file is ours, so it is written in
  // place.
  SOJOURN_TRY(const std::string unfinished, make_unfinished_file(path));
  Result<int64_t> written = pen.change("COPY (SELECT * FROM record_rows()) TO " + sql_literal(unfinished) + " (" +
                                       options + ", USE_TMP_FILE false)");
  if (written) {
    SOJOURN_CHECK(finish_new_file(unfinished, path));
    return written;
  }
  static_cast<void>(remove_file(unfinished).ok());
  return stream.status.ok() ? std::move(written) : stream.status;
}

}  // namespace sojourn
