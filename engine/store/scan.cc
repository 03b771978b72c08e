// Columns out of the record, in arrival order. DuckDB's vectors are lent as they are wherever the types agree.
#include <algorithm>
#include <optional>

#include "store/record.h"

namespace sojourn {
namespace {

constexpr size_t kVectorRows = 2048;

// Memory of our own for columns that DuckDB holds in another shape, kept from chunk to chunk.
struct Scratch {
  std::vector<std::string_view> texts;
  std::vector<int64_t> integers;
  std::vector<uint8_t> valid;
  std::vector<uint32_t> codes;
  std::vector<double> numbers;
};

// Rows of a chunk that stay when others are left out.
using Rows = std::vector<uint32_t>;

template <class T>
std::span<const T> only(const Rows& rows, std::span<const T> values, std::vector<T>& room) {
  if (values.empty()) return values;
  std::vector<T> kept;
  kept.reserve(rows.size());
  for (const uint32_t row : rows) kept.push_back(values[row]);
  room = std::move(kept);
  return room;
}

void keep_only(const Rows& rows, EventColumns::Column& column, Scratch& scratch) {
  column.terms = only(rows, column.terms, scratch.codes);
  column.texts = only(rows, column.texts, scratch.texts);
  column.integers = only(rows, column.integers, scratch.integers);
  column.numbers = only(rows, column.numbers, scratch.numbers);
  column.valid = only(rows, column.valid, scratch.valid);
}

// `scratch`: one for each field, and two more.
void keep_only(const Rows& rows, EventColumns& columns, std::vector<Scratch>& scratch) {
  const size_t fields = columns.columns.size();
  columns.count = rows.size();
  columns.sequence = only(rows, columns.sequence, scratch[fields].integers);
  columns.time = only(rows, columns.time, scratch[fields + 1].integers);
  columns.who = only(rows, columns.who, scratch[fields].codes);
  columns.source = only(rows, columns.source, scratch[fields + 1].codes);
  columns.properties = only(rows, columns.properties, scratch[fields].texts);
  for (size_t i = 0; i < fields; ++i) keep_only(rows, columns.columns[i], scratch[i]);
}

// Numbers of events that a newer telling replaced, met in order.
class LeftOut {
 public:
  static Result<LeftOut> read(DuckConnection& connection, const ScanRequest& request) {
    LeftOut left_out;
    if (request.as_of_sequence <= 0) return left_out;
    SOJOURN_TRY(
        DuckRows rows,
        connection.query("SELECT sequence FROM superseded WHERE sequence > " + std::to_string(request.after_sequence) +
                         " AND sequence <= " + std::to_string(request.up_to_sequence) +
                         " AND \"by\" <= " + std::to_string(request.as_of_sequence) + " ORDER BY sequence"));
    for (;;) {
      SOJOURN_TRY(const bool some, rows.next_chunk());
      if (!some) return left_out;
      const auto* numbers = rows.values<int64_t>(0);
      left_out.numbers_.insert(left_out.numbers_.end(), numbers, numbers + rows.size());
    }
  }

  // The rows of the next chunk that stay; nothing when all do. REQUIRES: sequences ascend from call to call.
  std::optional<Rows> stay(std::span<const int64_t> sequences) {
    while (next_ < numbers_.size() && numbers_[next_] < sequences.front()) ++next_;
    if (next_ == numbers_.size() || numbers_[next_] > sequences.back()) return std::nullopt;
    Rows rows;
    for (size_t i = 0; i < sequences.size(); ++i) {
      while (next_ < numbers_.size() && numbers_[next_] < sequences[i]) ++next_;
      if (next_ == numbers_.size() || numbers_[next_] != sequences[i]) rows.push_back(static_cast<uint32_t>(i));
    }
    return rows.size() == sequences.size() ? std::nullopt : std::optional(std::move(rows));
  }

 private:
  std::vector<int64_t> numbers_;
  size_t next_ = 0;
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
  SOJOURN_TRY(LeftOut left_out, LeftOut::read(connection, request));
  SOJOURN_TRY(DuckRows rows, connection.query(scan_sql(request)));
  const size_t fields = request.fields.size();
  std::vector<Scratch> scratch(fields + 2);
  EventColumns columns;
  columns.columns.resize(fields);
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return {};
    const size_t count = rows.size();
    columns.count = count;
    columns.sequence = {rows.values<int64_t>(0), count};
    columns.time = {rows.values<Micros>(1), count};
    columns.who = {rows.values<IdentifierCode>(2), count};
    columns.source = {rows.values<TermCode>(3), count};
    for (size_t i = 0; i < fields; ++i) {
      columns.columns[i] = field_column(rows, 4 + i, request.fields[i], scratch[i]);
    }
    if (request.properties) columns.properties = texts_of(rows, 4 + fields, scratch[fields]);
    if (const std::optional<Rows> stay = left_out.stay(columns.sequence)) {
      if (stay->empty()) continue;
      keep_only(*stay, columns, scratch);
    }
    SOJOURN_CHECK(visit(columns));
  }
}

Result<std::vector<Superseded>> Record::superseded(int64_t after_sequence, int64_t up_to_sequence) {
  std::vector<Superseded> found;
  if (superseded_count_ == 0) return found;
  SOJOURN_TRY(DuckConnection connection, reader());
  SOJOURN_TRY(DuckRows rows, connection.query("SELECT sequence, who, \"by\" FROM superseded WHERE \"by\" > " +
                                              std::to_string(after_sequence) +
                                              " AND \"by\" <= " + std::to_string(up_to_sequence) + " ORDER BY \"by\""));
  for (;;) {
    SOJOURN_TRY(const bool some, rows.next_chunk());
    if (!some) return found;
    for (size_t i = 0; i < rows.size(); ++i) {
      found.push_back({rows.values<int64_t>(0)[i], rows.values<IdentifierCode>(1)[i], rows.values<int64_t>(2)[i]});
    }
  }
}

}  // namespace sojourn
