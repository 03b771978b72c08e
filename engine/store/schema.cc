#include "store/schema.h"

#include <algorithm>
#include <filesystem>

#include "base/decimal.h"
#include "base/disk_room.h"
#include "base/hash.h"
#include "event/identifier.h"
#include "store/store.h"

namespace sojourn {
namespace {

const char* sql_type(FieldType type) {
  switch (type) {
    case FieldType::kTerm: return "UINTEGER DEFAULT 0";
    case FieldType::kKey:
    case FieldType::kText: return "VARCHAR";
    case FieldType::kNumber: return "DOUBLE";
    case FieldType::kBool: return "BOOLEAN";
    case FieldType::kMoney:
    case FieldType::kDuration:
    case FieldType::kTime: return "BIGINT";
  }
  return "VARCHAR";
}

// Steps from version i + 1 to i + 2. Never edited: stores of every age walk through them.
constexpr const char* kSteps[] = {
    // 1 -> 2: promises, outcomes, and stages by touchpoint.
    "ALTER TABLE event ADD COLUMN promise BIGINT;"
    "ALTER TABLE event ADD COLUMN outcome UINTEGER DEFAULT 0;"
    "CREATE TABLE touchpoint_stage(touchpoint VARCHAR NOT NULL, stage VARCHAR NOT NULL);",
    // 2 -> 3: newer tellings of an event, documents, bodies of webhooks.
    "CREATE TABLE event_version(key_low UBIGINT NOT NULL, key_high UBIGINT NOT NULL, version BIGINT NOT NULL,"
    " sequence BIGINT NOT NULL, who UINTEGER NOT NULL);"
    "CREATE TABLE superseded(sequence BIGINT NOT NULL, who UINTEGER NOT NULL, \"by\" BIGINT NOT NULL);"
    "CREATE TABLE document(kind VARCHAR NOT NULL, name VARCHAR NOT NULL, text VARCHAR NOT NULL,"
    " changed_at BIGINT NOT NULL);"
    "CREATE TABLE raw_body(number BIGINT NOT NULL, source VARCHAR NOT NULL, format VARCHAR NOT NULL,"
    " headers VARCHAR NOT NULL, body BLOB NOT NULL, received BIGINT NOT NULL, outcome VARCHAR NOT NULL);",
    // 3 -> 4: the identifiers of an event as text ("[1, 2]") instead of a list. When a commit fails in the midst of
    // writing, DuckDB 1.4 cannot undo what it appended to a list, and may end the process. (No function may stand in
    // such a step: DuckDB 1.4 cannot take one from its log when it opens.)
    "ALTER TABLE event ALTER others TYPE VARCHAR;",
};
static_assert(std::size(kSteps) + 1 == Store::kSchemaVersion);

// Currencies by their number of digits after the point, for those that have not two. All codes of three letters are
// asked, so that base/decimal.h stays the only list.
struct CurrencyDigits {
  std::vector<std::string> lists;  // By digits: 'JPY', 'KRW' ...; "" for none and for 2.
  int most = 2;
};

CurrencyDigits other_currencies() {
  CurrencyDigits found;
  std::string code = "AAA";
  for (code[0] = 'A'; code[0] <= 'Z'; ++code[0]) {
    for (code[1] = 'A'; code[1] <= 'Z'; ++code[1]) {
      for (code[2] = 'A'; code[2] <= 'Z'; ++code[2]) {
        const int digits = currency_digits(code);
        if (digits == 2) continue;
        found.most = std::max(found.most, digits);
        found.lists.resize(std::max(found.lists.size(), static_cast<size_t>(digits) + 1));
        std::string& list = found.lists[static_cast<size_t>(digits)];
        list += (list.empty() ? "" : ", ") + sql_literal(code);
      }
    }
  }
  return found;
}

// Minor units as a DECIMAL with places enough for every currency: exact.
std::string money_sql(const std::string& column, const CurrencyDigits& currencies) {
  const std::string unit =
      "DECIMAL(" + std::to_string(currencies.most + 1) + ", " + std::to_string(currencies.most) + ")";
  const auto factor = [](size_t digits) {
    return digits == 0 ? std::string("1") : "0." + std::string(digits - 1, '0') + "1";
  };
  std::string sql = "CAST(e." + column + " AS DECIMAL(20, 0)) * CAST(CASE";
  for (size_t digits = 0; digits < currencies.lists.size(); ++digits) {
    if (currencies.lists[digits].empty()) continue;
    sql += " WHEN v.texts[e.currency] IN (" + currencies.lists[digits] + ") THEN " + factor(digits);
  }
  return sql + " ELSE " + factor(2) + " END AS " + unit + ")";
}

std::string field_sql(const FieldInfo& info, const CurrencyDigits& currencies) {
  const std::string column = sql_name(info.name);
  switch (info.type) {
    case FieldType::kTerm: return "v.texts[e." + column + "]";
    case FieldType::kMoney: return money_sql(column, currencies);
    case FieldType::kDuration: return "e." + column + " / 1000000.0::DOUBLE";
    case FieldType::kTime: return "make_timestamp(e." + column + ")";
    default: return "e." + column;
  }
}

std::string kind_sql(const std::string& code) {
  std::string sql = "[";
  for (size_t kind = 0; kind < kIdentifierKindCount; ++kind) {
    sql += (kind == 0 ? "" : ", ") + sql_literal(identifier_kind_name(static_cast<IdentifierKind>(kind)));
  }
  return sql + "][" + code + " + 1]";
}

// As format_identifier() writes it.
std::string identifier_sql(const std::string& table) {
  return "CASE WHEN " + table + ".kind = 0 AND NOT contains(" + table + ".value, ':') THEN " + table + ".value ELSE " +
         kind_sql(table + ".kind") + " || ':' || " + table + ".value END";
}

std::string time_sql(const std::string& column, const std::string& name) {
  return "make_timestamp(" + column + ") AS " + name;
}

// A step that rewrites a column writes no more than the record has.
uint64_t bytes_of_record(const std::string& folder) {
  uint64_t bytes = 0;
  for (const char* name : {"/record.duckdb", "/record.duckdb.wal"}) {
    std::error_code none;
    const uintmax_t size = std::filesystem::file_size(folder + name, none);
    if (!none) bytes += size;
  }
  return bytes;
}

Status migrate(DuckConnection& connection, int64_t from) {
  for (int64_t version = from; version < Store::kSchemaVersion; ++version) {
    SOJOURN_CHECK(connection.run(kSteps[version - 1]));
  }
  return write_meta(connection, "schema_version", std::to_string(Store::kSchemaVersion));
}

Status tell_of_migration(DuckConnection& connection, int64_t from,
                         const std::function<void(const std::string&)>& tell) {
  SOJOURN_TRY(const int64_t events, connection.number("SELECT count(*) FROM event"));
  tell("the record of " + std::to_string(events) + " events is brought forward from version " + std::to_string(from) +
       " to " + std::to_string(Store::kSchemaVersion) + "; a million events take about a tenth of a second");
  return {};
}

Result<int64_t> version_of(DuckConnection& connection) {
  SOJOURN_TRY(const std::string text, read_meta(connection, "schema_version"));
  Result<int64_t> version = parse_integer(text);
  if (!version || *version < 1) {
    return Status::corruption("the table meta has no schema_version that makes sense: \"" + text + "\"");
  }
  return version;
}

}  // namespace

duckdb_type stored_type(FieldType type) {
  switch (type) {
    case FieldType::kTerm: return DUCKDB_TYPE_UINTEGER;
    case FieldType::kKey:
    case FieldType::kText: return DUCKDB_TYPE_VARCHAR;
    case FieldType::kNumber: return DUCKDB_TYPE_DOUBLE;
    case FieldType::kBool: return DUCKDB_TYPE_BOOLEAN;
    case FieldType::kMoney:
    case FieldType::kDuration:
    case FieldType::kTime: return DUCKDB_TYPE_BIGINT;
  }
  return DUCKDB_TYPE_INVALID;
}

std::string schema_sql() {
  std::string sql =
      "CREATE TABLE meta(key VARCHAR NOT NULL, value VARCHAR NOT NULL);"
      "CREATE TABLE term(code UINTEGER NOT NULL, text VARCHAR NOT NULL);"
      "CREATE TABLE identifier(code UINTEGER NOT NULL, kind UTINYINT NOT NULL, value VARCHAR NOT NULL,"
      " first_seen BIGINT NOT NULL);"
      "CREATE TABLE customer(identifier UINTEGER NOT NULL, customer UINTEGER NOT NULL, name VARCHAR NOT NULL);"
      "CREATE TABLE link(number BIGINT NOT NULL, a UINTEGER NOT NULL, b UINTEGER NOT NULL, since BIGINT NOT NULL,"
      " by_hand BOOLEAN NOT NULL, reason VARCHAR NOT NULL, made_at BIGINT NOT NULL, undone_at BIGINT);"
      "CREATE TABLE reject(source UINTEGER NOT NULL, file VARCHAR NOT NULL, line BIGINT NOT NULL,"
      " field VARCHAR NOT NULL, reason VARCHAR NOT NULL, raw VARCHAR NOT NULL, rejected_at BIGINT NOT NULL);"
      "CREATE TABLE touchpoint_stage(touchpoint VARCHAR NOT NULL, stage VARCHAR NOT NULL);"
      "CREATE TABLE event_version(key_low UBIGINT NOT NULL, key_high UBIGINT NOT NULL, version BIGINT NOT NULL,"
      " sequence BIGINT NOT NULL, who UINTEGER NOT NULL);"
      "CREATE TABLE superseded(sequence BIGINT NOT NULL, who UINTEGER NOT NULL, \"by\" BIGINT NOT NULL);"
      "CREATE TABLE document(kind VARCHAR NOT NULL, name VARCHAR NOT NULL, text VARCHAR NOT NULL,"
      " changed_at BIGINT NOT NULL);"
      "CREATE TABLE raw_body(number BIGINT NOT NULL, source VARCHAR NOT NULL, format VARCHAR NOT NULL,"
      " headers VARCHAR NOT NULL, body BLOB NOT NULL, received BIGINT NOT NULL, outcome VARCHAR NOT NULL);"
      "CREATE TABLE source_count(source UINTEGER NOT NULL, input VARCHAR NOT NULL, run BIGINT NOT NULL,";
  for (const std::string prefix : {"", "base_", "run_"}) {
    for (const char* count : {"rows", "events", "repeats", "without_id", "without_time", "rejected"}) {
      sql += sql_name(prefix + count) + " BIGINT NOT NULL, ";
    }
  }
  sql +=
      "run_new_rejects BIGINT NOT NULL, first_event BIGINT, last_event BIGINT, last_import BIGINT NOT NULL);"
      "CREATE TABLE event(sequence BIGINT NOT NULL, key_low UBIGINT NOT NULL, key_high UBIGINT NOT NULL, id VARCHAR,"
      " source UINTEGER NOT NULL, time BIGINT NOT NULL, offset_minutes SMALLINT NOT NULL, received BIGINT NOT NULL,"
      " who UINTEGER NOT NULL, others VARCHAR, properties VARCHAR";
  for (const FieldInfo& info : all_fields()) sql += ", " + sql_name(info.name) + " " + sql_type(info.type);
  return sql + ");";
}

std::string views_sql() {
  const CurrencyDigits currencies = other_currencies();
  std::string sql =
      "CREATE OR REPLACE VIEW events AS WITH v AS (SELECT list(text ORDER BY code) AS texts FROM term)"
      " SELECT e.sequence, e.id, v.texts[e.source] AS source, " +
      time_sql("e.time", "time") + ", e.offset_minutes, " + time_sql("e.received", "received") +
      // Nobody is not a customer: counts of them must not grow by events without identifier.
      ", CASE WHEN c.name LIKE 'unknown:%' THEN NULL ELSE c.name END AS customer, c.customer AS customer_number, "
      "e.who AS identifier";
  for (const FieldInfo& info : all_fields()) sql += ", " + field_sql(info, currencies) + " AS " + sql_name(info.name);
  sql +=
      ", e.properties FROM event e ANTI JOIN superseded s ON s.sequence = e.sequence CROSS JOIN v LEFT JOIN customer c "
      "ON c.identifier = e.who;"
      "CREATE OR REPLACE VIEW identifiers AS SELECT i.code AS identifier, " +
      kind_sql("i.kind") + " AS kind, i.value, c.name AS customer, c.customer AS customer_number, " +
      time_sql("i.first_seen", "first_seen") +
      " FROM identifier i LEFT JOIN customer c ON c.identifier = i.code;"
      "CREATE OR REPLACE VIEW links AS SELECT l.number, " +
      identifier_sql("a") + " AS a, " + identifier_sql("b") + " AS b, " + time_sql("l.since", "since") +
      ", l.by_hand, l.reason, " + time_sql("l.made_at", "made_at") + ", " + time_sql("l.undone_at", "undone_at") +
      " FROM link l JOIN identifier a ON a.code = l.a JOIN identifier b ON b.code = l.b;"
      "CREATE OR REPLACE VIEW rejects AS SELECT t.text AS source, r.file, r.line, r.field, r.reason, r.raw, " +
      time_sql("r.rejected_at", "rejected_at") +
      " FROM reject r JOIN term t ON t.code = r.source;"
      "CREATE OR REPLACE VIEW sources AS SELECT t.text AS source, s.input, s.\"rows\", s.events, s.repeats, "
      "s.without_id,"
      " s.without_time, s.rejected, " +
      time_sql("s.first_event", "first_event") + ", " + time_sql("s.last_event", "last_event") + ", " +
      time_sql("s.last_import", "last_import") + " FROM source_count s JOIN term t ON t.code = s.source;";
  return sql;
}

Result<std::string> read_meta(DuckConnection& connection, const std::string& key) {
  const SqlValue values[] = {std::string_view(key)};
  SOJOURN_TRY(DuckRows rows, connection.query("SELECT value FROM meta WHERE key = ?", values));
  SOJOURN_TRY(const bool some, rows.next_chunk());
  return some ? rows.text_or_blank(0, 0) : std::string();
}

Status write_meta(DuckConnection& connection, const std::string& key, const std::string& value) {
  const SqlValue update[] = {std::string_view(value), std::string_view(key)};
  SOJOURN_TRY(const int64_t changed, connection.change("UPDATE meta SET value = ? WHERE key = ?", update));
  if (changed > 0) return {};
  const SqlValue insert[] = {std::string_view(key), std::string_view(value)};
  return connection.change("INSERT INTO meta VALUES (?, ?)", insert).status();
}

Status prepare_schema(DuckConnection& connection, const std::string& folder,
                      const std::function<void(const std::string&)>& tell) {
  SOJOURN_TRY(const int64_t made,
              connection.number("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta' AND NOT internal"));
  SOJOURN_TRY(DuckTransaction transaction, DuckTransaction::begin(connection));
  if (made == 0) {
    SOJOURN_CHECK(connection.run(schema_sql()));
    SOJOURN_CHECK(write_meta(connection, "schema_version", std::to_string(Store::kSchemaVersion)));
  } else {
    SOJOURN_TRY(const int64_t version, version_of(connection));
    if (version > Store::kSchemaVersion) {
      return Status::conflict("it was written by a newer Sojourn (version " + std::to_string(version) +
                                  " of the record; this program knows versions up to " +
                                  std::to_string(Store::kSchemaVersion) + "); update this program to open it",
                              folder);
    }
    if (version < Store::kSchemaVersion) {
      SOJOURN_CHECK(find_room(folder, bytes_of_record(folder)).within(folder + ": to bring the record forward"));
      if (tell) SOJOURN_CHECK(tell_of_migration(connection, version, tell));
      SOJOURN_CHECK(migrate(connection, version));
    }
  }
  const std::string views = views_sql();
  const std::string name = std::to_string(hash64(views));
  SOJOURN_TRY(const std::string stored, read_meta(connection, "views"));
  if (stored != name) {
    SOJOURN_CHECK(connection.run(views));
    SOJOURN_CHECK(write_meta(connection, "views", name));
  }
  return transaction.commit();
}

}  // namespace sojourn
