// Parquet files as rows of text, read by a DuckDB of their own.
#include <algorithm>

#include "base/disk.h"
#include "store/duckdb_session.h"
#include "store/store.h"

namespace sojourn {
namespace {

// One column as text: what an importer would have found in a CSV file.
std::string text_sql(const std::string& column, const std::string& type) {
  const std::string name = sql_name(column);
  const auto is = [&](std::string_view word) { return type.rfind(word, 0) == 0; };
  if (type.ends_with("]") || is("STRUCT") || is("MAP") || is("UNION")) return "CAST(to_json(" + name + ") AS VARCHAR)";
  // A time with a zone is an instant and gets its Z; one without is a clock on a wall, which the importer places.
  if (is("TIMESTAMP WITH TIME ZONE")) {
    return "replace(CAST(timezone('UTC', " + name + ") AS VARCHAR), ' ', 'T') || 'Z'";
  }
  if (is("TIMESTAMP")) return "replace(CAST(CAST(" + name + " AS TIMESTAMP) AS VARCHAR), ' ', 'T')";
  // Whole numbers that are kept as floats (a customer number beside missing ones) are whole numbers again.
  if (is("DOUBLE") || is("FLOAT")) return "regexp_replace(CAST(" + name + " AS VARCHAR), '\\.0$', '')";
  return "CAST(" + name + " AS VARCHAR)";
}

class ParquetRows final : public RowSource {
 public:
  ParquetRows(DuckConnection connection, DuckRows rows, std::vector<std::string> columns, uint64_t bytes,
              uint64_t total)
      : connection_(std::move(connection)),
        rows_(std::move(rows)),
        columns_(std::move(columns)),
        bytes_(bytes),
        total_(total) {}

  const std::vector<std::string>& columns() const override { return columns_; }
  uint64_t line() const override { return line_; }
  uint64_t bytes_read() const override {
    // By share of rows: what of the file DuckDB has touched is not told.
    return total_ == 0 ? bytes_
                       : static_cast<uint64_t>(static_cast<double>(bytes_) * static_cast<double>(line_) /
                                               static_cast<double>(total_));
  }

  Result<bool> next(std::vector<Cell>& row) override {
    if (next_ == rows_.size()) {
      SOJOURN_TRY(const bool some, rows_.next_chunk());
      next_ = 0;
      if (!some) return false;
    }
    row.resize(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      const bool valid = rows_.valid(i, next_);
      row[i] = {valid ? rows_.text(i, next_) : std::string_view(), !valid};
    }
    ++next_;
    ++line_;
    return true;
  }

  std::string raw() const override {
    std::string out;
    if (next_ == 0) return out;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!rows_.valid(i, next_ - 1)) continue;
      out += (out.empty() ? "" : ", ") + columns_[i] + "=" + std::string(rows_.text(i, next_ - 1));
    }
    return out;
  }

 private:
  DuckConnection connection_;  // Outlives rows_, which still reads through it.
  DuckRows rows_;
  std::vector<std::string> columns_;
  uint64_t bytes_;
  uint64_t total_;
  uint64_t line_ = 0;
  size_t next_ = 0;  // Of the chunk.
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_parquet(const std::string& path) {
  Result<std::shared_ptr<const MappedFile>> file = MappedFile::open(path);
  if (!file) return std::move(file).error();
  const uint64_t bytes = (*file)->bytes().size();
  SOJOURN_TRY(std::shared_ptr<DuckDatabase> database,
              DuckDatabase::open(":memory:",
                                 {{"autoinstall_known_extensions", "false"}, {"autoload_known_extensions", "false"}}));
  SOJOURN_TRY(DuckConnection connection, DuckConnection::open(database));
  // Brackets and stars in a name are letters here, not patterns.
  std::string literal;
  for (const char c : path)
    literal += c == '*' || c == '?' || c == '[' ? std::string("[") + c + "]" : std::string(1, c);
  const std::string table = "read_parquet(" + sql_literal(literal) + ")";

  std::vector<std::string> names;
  std::string select;
  {
    SOJOURN_TRY(DuckRows described,
                connection.query("SELECT column_name, column_type FROM (DESCRIBE FROM " + table + ")"));
    for (;;) {
      SOJOURN_TRY(const bool some, described.next_chunk());
      if (!some) break;
      for (size_t i = 0; i < described.size(); ++i) {
        names.push_back(described.text_or_blank(0, i));
        select += (select.empty() ? "" : ", ") + text_sql(names.back(), described.text_or_blank(1, i));
      }
    }
  }
  SOJOURN_TRY(const int64_t total, connection.number("SELECT count(*) FROM " + table));
  SOJOURN_TRY(DuckRows rows, connection.query("SELECT " + select + " FROM " + table));
  return std::unique_ptr<RowSource>(std::make_unique<ParquetRows>(
      std::move(connection), std::move(rows), std::move(names), bytes, static_cast<uint64_t>(total)));
}

}  // namespace sojourn
