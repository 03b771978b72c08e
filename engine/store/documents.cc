// Small things that the program keeps for its owner, and bodies of webhooks as they came.
#include "store/record.h"

namespace sojourn {
namespace {

constexpr size_t kPageBytes = size_t{8} << 20;

}  // namespace

// --- documents

Result<std::vector<Document>> Record::documents(std::string_view kind) {
  SOJOURN_TRY(DuckConnection connection, reader());
  const SqlValue values[] = {kind};
  SOJOURN_TRY(DuckRows rows, connection.query("SELECT kind, name, text, changed_at FROM document WHERE kind = ?"
                                              " ORDER BY name",
                                              values));
  std::vector<Document> found;
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return found;
    for (size_t i = 0; i < rows.size(); ++i) {
      found.push_back({std::string(rows.text(0, i)), std::string(rows.text(1, i)), std::string(rows.text(2, i)),
                       rows.values<int64_t>(3)[i]});
    }
  }
}

Status Record::put_documents(std::span<const Document> documents) {
  const std::lock_guard writing(writing_);
  size_t bytes = kSmallCommitBytes;
  for (const Document& document : documents) bytes += 2 * document.text.size();
  SOJOURN_CHECK(ready_to_write(bytes));
  SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(writer_));
  const int64_t at = now();
  for (const Document& document : documents) {
    const std::string_view kind = document.kind;
    const std::string_view name = document.name;
    const std::string_view text = document.text;
    const SqlValue changed[] = {text, at, kind, name};
    SOJOURN_TRY(const int64_t known,
                writer_.change("UPDATE document SET text = ?, changed_at = ? WHERE kind = ? AND name = ?", changed));
    if (known > 0) continue;
    const SqlValue made[] = {kind, name, text, at};
    SOJOURN_CHECK(writer_.change("INSERT INTO document VALUES (?, ?, ?, ?)", made).status());
  }
  SOJOURN_CHECK(transaction.commit());
  fold_long_log();
  return {};
}

Status Record::remove_document(std::string_view kind, std::string_view name) {
  const std::lock_guard writing(writing_);
  SOJOURN_CHECK(ready_to_write());
  const SqlValue values[] = {kind, name};
  SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(writer_));
  SOJOURN_TRY(const int64_t removed, writer_.change("DELETE FROM document WHERE kind = ? AND name = ?", values));
  if (removed == 0) return Status::not_found("there is no " + std::string(kind) + " \"" + std::string(name) + "\"");
  SOJOURN_CHECK(transaction.commit());
  fold_long_log();
  return {};
}

// --- raw bodies

// Some bodies after a number. Several, but not all: they may be large.
Result<std::vector<RawBody>> Record::raw_page(const RawFilter& filter) {
  std::string sql = "SELECT number, source, format, headers, body, received, outcome FROM raw_body WHERE number > ?";
  std::vector<SqlValue> values{filter.after};
  if (!filter.source.empty()) {
    sql += " AND source = ?";
    values.emplace_back(std::string_view(filter.source));
  }
  if (filter.failed_only) sql += " AND outcome <> ''";
  SOJOURN_TRY(DuckConnection connection, reader());
  // In the order of the table, which is that of the numbers: sorting would hold all bodies in memory.
  SOJOURN_TRY(DuckRows rows, connection.query(sql, values));
  std::vector<RawBody> page;
  size_t bytes = 0;
  while (bytes < kPageBytes) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) break;
    for (size_t i = 0; i < rows.size() && bytes < kPageBytes; ++i) {
      page.push_back({rows.values<int64_t>(0)[i], std::string(rows.text(1, i)), std::string(rows.text(2, i)),
                      std::string(rows.text(3, i)), std::string(rows.text(4, i)), rows.values<int64_t>(5)[i],
                      std::string(rows.text(6, i))});
      bytes += sizeof(RawBody) + page.back().headers.size() + page.back().body.size();
    }
  }
  return page;
}

// Page by page, so that nothing is being read while the visit writes: a reader holds up the folding of the log.
Status Record::raw_bodies(const RawFilter& filter, const std::function<Status(const RawBody&)>& visit) {
  RawFilter next = filter;
  for (;;) {
    SOJOURN_TRY(const std::vector<RawBody> page, raw_page(next));
    if (page.empty()) return {};
    for (const RawBody& body : page) SOJOURN_CHECK(visit(body));
    next.after = page.back().number;
  }
}

Status Record::set_outcome(int64_t raw_number, const std::string& outcome) {
  const std::lock_guard writing(writing_);
  SOJOURN_CHECK(ready_to_write());
  const SqlValue values[] = {std::string_view(outcome), raw_number};
  SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(writer_));
  SOJOURN_TRY(const int64_t changed, writer_.change("UPDATE raw_body SET outcome = ? WHERE number = ?", values));
  if (changed == 0) return Status::not_found("there is no raw body with the number " + std::to_string(raw_number));
  SOJOURN_CHECK(transaction.commit());
  fold_long_log();
  return {};
}

}  // namespace sojourn
