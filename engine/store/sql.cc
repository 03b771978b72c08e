// Questions of analysts: any SELECT over the views, answered as text.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/limits.h"
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

// Stops whatever a connection does once the time is up, as long as this lives.
class Deadline {
 public:
  Deadline(DuckConnection& connection, std::chrono::seconds length)
      : ends_(std::chrono::steady_clock::now() + length), watcher_([this, handle = connection.handle()] {
          std::unique_lock lock(mutex_);
          if (changed_.wait_until(lock, ends_, [this] { return done_; })) return;
          passed_ = true;
          do {
            duckdb_interrupt(handle);
            // A statement that was just about to start would not have noticed.
          } while (!changed_.wait_for(lock, std::chrono::milliseconds(50), [this] { return done_; }));
        }) {}
  ~Deadline() {
    stop();
    watcher_.join();
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  bool passed() {
    const std::lock_guard lock(mutex_);
    return passed_;
  }

 private:
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    changed_.notify_all();
  }

  const std::chrono::steady_clock::time_point ends_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  bool passed_ = false;
  std::thread watcher_;  // Last: it uses all of the above.
};

Status too_large() {
  return Status::limit("the answer is larger than " + std::to_string(limits::kSqlResultBytesMax / (1024 * 1024)) +
                       " MiB: ask for fewer rows or columns, or export it to a file");
}

Status read_rows(DuckRows& rows, size_t row_limit, SqlTable& table) {
  using Text = std::optional<std::string>;
  size_t bytes = 0;
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return {};
    for (size_t i = 0; i < rows.size(); ++i) {
      if (table.rows.size() == row_limit) {
        table.cut = true;
        return {};
      }
      bytes += sizeof(std::vector<Text>) + table.columns.size() * sizeof(Text);
      auto& cells = table.rows.emplace_back();
      cells.reserve(table.columns.size());
      for (size_t column = 0; column < table.columns.size(); ++column) {
        const bool valid = rows.valid(column, i);
        if (valid) bytes += rows.text(column, i).size();
        if (bytes > limits::kSqlResultBytesMax) return too_large();
        cells.push_back(valid ? Text(rows.text(column, i)) : std::nullopt);
      }
    }
  }
}

}  // namespace

Result<DuckConnection> Record::analyst() {
  {
    const std::lock_guard writing(writing_);
    SOJOURN_CHECK(ready_to_write(0));  // Only seldom anything is written, and then there is asked for room.
    const Knowing knowing(knowing_);
    SOJOURN_CHECK(write_customers());
  }
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_CHECK(connection.run("ROLLBACK; BEGIN TRANSACTION READ ONLY"));
  return connection;
}

Result<SqlTable> Record::sql(const std::string& text, size_t row_limit) {
  SOJOURN_TRY(DuckConnection connection, analyst());
  Deadline deadline(connection, std::chrono::seconds(sql_seconds_max_));
  Result<SqlTable> answer = answer_sql(connection, text, row_limit);
  if (!answer && deadline.passed()) {
    return Status::limit("the question took longer than " + std::to_string(sql_seconds_max_) +
                         " seconds and was stopped: ask about less, or join on equal columns");
  }
  return answer;
}

Result<SqlTable> Record::answer_sql(DuckConnection& connection, const std::string& text, size_t row_limit) {
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
