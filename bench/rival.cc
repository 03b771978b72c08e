#include "rival.h"

#include <duckdb.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "engine.h"

namespace sojourn::bench {

struct Rival::Handles {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
};

Rival::Rival() : handles_(std::make_unique<Handles>()) {
  if (duckdb_open(nullptr, &handles_->database) != DuckDBSuccess ||
      duckdb_connect(handles_->database, &handles_->connection) != DuckDBSuccess) {
    throw std::runtime_error("DuckDB does not start");
  }
}

Rival::~Rival() {
  duckdb_disconnect(&handles_->connection);
  duckdb_close(&handles_->database);
}

namespace {

// Interrupts what runs on a connection when it takes too long.
class Alarm {
 public:
  explicit Alarm(duckdb_connection connection)
      : watch_([this, connection] {
          std::unique_lock lock(mutex_);
          const auto most = std::chrono::seconds(kQuestionSecondsMost);
          if (!changed_.wait_for(lock, most, [&] { return over_; })) duckdb_interrupt(connection);
        }) {}
  ~Alarm() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    watch_.join();
  }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread watch_;
};

}  // namespace

std::vector<std::vector<std::string>> Rival::run(const std::string& sql) {
  const Alarm alarm(handles_->connection);
  duckdb_result result;
  if (duckdb_query(handles_->connection, sql.c_str(), &result) != DuckDBSuccess) {
    const std::string why = duckdb_result_error(&result);
    duckdb_destroy_result(&result);
    throw std::runtime_error("DuckDB: " + why);
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

namespace {

// Rows [begin, begin + count) of a column into a vector of the chunk.
template <class T>
void fill(duckdb_data_chunk chunk, idx_t column, const std::vector<T>& from, size_t begin, size_t count) {
  std::memcpy(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, column)), from.data() + begin,
              count * sizeof(T));
}

}  // namespace

void Rival::append(const std::string& table, const std::string& path) {
  duckdb_appender appender = nullptr;
  if (duckdb_appender_create(handles_->connection, nullptr, table.c_str(), &appender) != DuckDBSuccess) {
    throw std::runtime_error("DuckDB: there is no table " + table);
  }
  duckdb_logical_type types[4];
  for (idx_t i = 0; i < 4; ++i)
    types[i] = duckdb_create_logical_type(i < 2 ? DUCKDB_TYPE_UINTEGER : DUCKDB_TYPE_UTINYINT);
  duckdb_data_chunk chunk = duckdb_create_data_chunk(types, 4);
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  bool sound = true;
  read_events(path, [&](const EventBlock& block) {
    const size_t step = duckdb_vector_size();
    for (size_t begin = 0; begin < block.size() && sound; begin += step) {
      const size_t count = std::min(step, block.size() - begin);
      duckdb_data_chunk_reset(chunk);
      fill(chunk, 0, block.customers, begin, count);
      fill(chunk, 1, block.times, begin, count);
      fill(chunk, 2, block.touchpoints, begin, count);
      fill(chunk, 3, block.channels, begin, count);
      duckdb_data_chunk_set_size(chunk, count);
      sound = duckdb_append_data_chunk(appender, chunk) == DuckDBSuccess;
    }
  });
  duckdb_destroy_data_chunk(&chunk);
  sound = duckdb_appender_destroy(&appender) == DuckDBSuccess && sound;
  if (!sound) throw std::runtime_error("DuckDB does not take the rows of " + path);
}

}  // namespace sojourn::bench
