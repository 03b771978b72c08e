// Columns out of the record, in arrival order. DuckDB's vectors are lent as they are wherever the types agree.
#include <algorithm>

#include "store/record.h"

namespace sojourn {
namespace {

constexpr size_t kVectorRows = 2048;

// Memory of our own for columns that DuckDB holds in another shape, kept from chunk to chunk.
struct Scratch {
  std::vector<std::string_view> texts;
  std::vector<int64_t> integers;
  std::vector<uint8_t> valid;
};

std::span<const uint8_t> valid_bytes(const DuckRows& rows, size_t column, Scratch& scratch) {
  static const std::vector<uint8_t> kAllValid(kVectorRows, 1);
  const size_t count = rows.size();
  if (rows.mask(column) == nullptr && count <= kVectorRows) return std::span(kAllValid).first(count);
  scratch.valid.resize(count);
  for (size_t i = 0; i < count; ++i) scratch.valid[i] = rows.valid(column, i) ? 1 : 0;
  return scratch.valid;
}

std::span<const std::string_view> texts_of(const DuckRows& rows, size_t column, Scratch& scratch) {
  scratch.texts.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    scratch.texts[i] = rows.valid(column, i) ? rows.text(column, i) : std::string_view();
  }
  return scratch.texts;
}

std::span<const int64_t> bools_of(const DuckRows& rows, size_t column, Scratch& scratch) {
  scratch.integers.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    scratch.integers[i] = rows.valid(column, i) && rows.values<bool>(column)[i] ? 1 : 0;
  }
  return scratch.integers;
}

EventColumns::Column field_column(const DuckRows& rows, size_t column, Field field, Scratch& scratch) {
  EventColumns::Column out;
  out.field = field;
  const size_t count = rows.size();
  const FieldType type = field_info(field).type;
  if (type == FieldType::kTerm) {
    out.terms = {rows.values<TermCode>(column), count};
    return out;
  }
  out.valid = valid_bytes(rows, column, scratch);
  if (is_text(type)) {
    out.texts = texts_of(rows, column, scratch);
  } else if (type == FieldType::kNumber) {
    out.numbers = {rows.values<double>(column), count};
  } else if (type == FieldType::kBool) {
    out.integers = bools_of(rows, column, scratch);
  } else {
    out.integers = {rows.values<int64_t>(column), count};
  }
  return out;
}

std::string scan_sql(const ScanRequest& request) {
  std::string sql = "SELECT sequence, time, who, source";
  for (const Field field : request.fields) sql += ", " + sql_name(field_info(field).name);
  if (request.properties) sql += ", properties";
  sql += " FROM event WHERE sequence > " + std::to_string(request.after_sequence) +
         " AND sequence <= " + std::to_string(request.up_to_sequence);
  // A join gives no promise about order; without one the order is that of the table, which is that of arrival.
  if (!request.only_who.empty()) sql += " AND who IN (SELECT code FROM wanted) ORDER BY sequence";
  return sql;
}

Status write_wanted(DuckConnection& connection, std::span<const IdentifierCode> codes) {
  SOJOURN_CHECK(connection.run("CREATE TEMP TABLE wanted(code UINTEGER)"));
  SOJOURN_TRY(DuckAppender rows, DuckAppender::open(connection, "wanted", {{"code", DUCKDB_TYPE_UINTEGER}}));
  for (const IdentifierCode code : codes) {
    SOJOURN_CHECK(rows.next_row());
    rows.put(0, code);
  }
  return rows.finish();
}

}  // namespace

Status Record::scan(const ScanRequest& request, const std::function<Status(const EventColumns&)>& visit) {
  SOJOURN_TRY(DuckConnection connection, reader());
  if (!request.only_who.empty()) SOJOURN_CHECK(write_wanted(connection, request.only_who));
  SOJOURN_TRY(DuckRows rows, connection.query(scan_sql(request)));
  std::vector<Scratch> scratch(request.fields.size() + 1);
  EventColumns columns;
  columns.columns.resize(request.fields.size());
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return {};
    const size_t count = rows.size();
    columns.count = count;
    columns.sequence = {rows.values<int64_t>(0), count};
    columns.time = {rows.values<Micros>(1), count};
    columns.who = {rows.values<IdentifierCode>(2), count};
    columns.source = {rows.values<TermCode>(3), count};
    for (size_t i = 0; i < request.fields.size(); ++i) {
      columns.columns[i] = field_column(rows, 4 + i, request.fields[i], scratch[i]);
    }
    if (request.properties) columns.properties = texts_of(rows, 4 + request.fields.size(), scratch.back());
    SOJOURN_CHECK(visit(columns));
  }
}

}  // namespace sojourn
