// Files for analysts. The record's database may not touch files, so a second one in memory writes them and takes the
// rows from the first as they come, chunk by chunk.
#include "store/analyst_sql.h"
#include "store/record.h"

namespace sojourn {
namespace {

// What DuckDB's table function needs to know while it hands rows over.
struct Stream {
  DuckRows& rows;
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
  const Result<bool> some = stream.rows.next_chunk();
  if (!some) {
    stream.status = some.error();
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

}  // namespace

Result<int64_t> Record::export_to(const std::string& path, const std::string& query) {
  SOJOURN_TRY(const std::string options, copy_options(path));
  if (file_exists(path)) return Status::conflict("the file exists already; name another or remove it", path);
  const std::string text = query.empty() ? "SELECT * FROM events" : query;
  SOJOURN_TRY(DuckConnection connection, analyst());
  SOJOURN_CHECK(check_question(connection, text));
  if (is_explanation(text)) return Status::invalid("an EXPLAIN is not a table to be written", "query");
  SOJOURN_TRY(DuckRows rows, connection.query(text));

  SOJOURN_TRY(std::shared_ptr<DuckDatabase> scribe,
              DuckDatabase::open(":memory:", {{"threads", "1"},
                                              {"autoinstall_known_extensions", "false"},
                                              {"autoload_known_extensions", "false"}}));
  SOJOURN_TRY(DuckConnection pen, DuckConnection::open(scribe));
  Stream stream{rows, {}};
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
