// Writes OCEL 2.0 as an SQLite file: the standard's tables, one more for each type of events and of objects, which get
// their columns as attributes turn up.
#include <sqlite3.h>

#include <memory>

#include "base/text.h"
#include "formats/event_log.h"
#include "formats/log_names.h"
#include "formats/ocel_shape.h"

namespace sojourn {
namespace {

constexpr const char* kTables = R"(
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT,
  PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT,
  PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
)";

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

std::string column_type(const std::string& type) {
  if (type == "integer") return "INTEGER";
  if (type == "float") return "REAL";
  if (type == "boolean") return "BOOLEAN";
  return type == "time" ? "TIMESTAMP" : "TEXT";
}

class File {
 public:
  explicit File(const std::string& path) : path_(path) {}
  ~File() { sqlite3_close(handle_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  Status open() {
    if (sqlite3_open_v2(path_.c_str(), &handle_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) return fault();
    SOJOURN_CHECK(run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN"));
    return run(kTables);
  }
  Status run(const std::string& sql) {
    return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK ? Status() : fault();
  }
  // Text in every place: columns of numbers turn what is a number into one.
  Status insert(const std::string& table, const std::string& columns, const std::vector<std::string_view>& values) {
    std::string sql = "INSERT OR IGNORE INTO " + table + columns + " VALUES (?";
    for (size_t i = 1; i < values.size(); ++i) sql += ",?";
    sqlite3_stmt* raw = nullptr;
    sql += ')';
    if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return fault();
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(raw, sqlite3_finalize);
    for (size_t i = 0; i < values.size(); ++i) {
      sqlite3_bind_text(raw, static_cast<int>(i) + 1, values[i].data(), static_cast<int>(values[i].size()),
                        SQLITE_STATIC);
    }
    return sqlite3_step(raw) == SQLITE_DONE ? Status() : fault();
  }

 private:
  Status fault() const {
    return Status::unavailable(std::string("SQLite cannot write the file: ") + sqlite3_errmsg(handle_), path_);
  }
  std::string path_;
  sqlite3* handle_ = nullptr;
};

// Tables and columns, whose names SQLite compares without case.
class Writer {
 public:
  explicit Writer(File& file) : file_(file) {}

  Status event(const ShapedEvent& event) {
    SOJOURN_TRY(Table * table, table_of("event", event.type, "ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP"));
    std::string columns = " (ocel_id, ocel_time";
    std::vector<std::string_view> values{event.id, event.time};
    for (const ShapedValue& value : event.values) {
      SOJOURN_TRY(const std::string column, column_of(*table, value));
      columns += ", " + column;
      values.push_back(value.text);
    }
    SOJOURN_CHECK(file_.insert("event", "", {event.id, event.type}));
    SOJOURN_CHECK(file_.insert(table->name, columns + ")", values));
    for (const auto& [object, qualifier] : event.objects) {
      SOJOURN_CHECK(file_.insert("event_object", "", {event.id, object, qualifier}));
    }
    return {};
  }

  Status object(const std::string& type, const std::string& id, const std::set<std::string>& customers) {
    SOJOURN_TRY(const Table* const table,
                table_of("object", type, "ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT"));
    SOJOURN_CHECK(file_.insert("object", "", {id, type}));
    SOJOURN_CHECK(file_.insert(table->name, " (ocel_id, ocel_time)", {id, "1970-01-01 00:00:00"}));
    for (const std::string& customer : customers) {
      SOJOURN_CHECK(file_.insert("object_object", "", {id, customer, "of customer"}));
    }
    return {};
  }

 private:
  struct Table {
    std::string name;                            // Quoted.
    std::map<std::string, std::string> columns;  // Quoted, by the names of attributes.
    std::set<std::string> taken;                 // In lower case.
  };

  // "place order" has event_PlaceOrder.
  Result<Table*> table_of(const std::string& what, const std::string& type, const std::string& columns) {
    const auto [place, fresh] = tables_.try_emplace({what, type});
    if (!fresh) return &place->second;
    std::string plain;
    bool start = true;
    for (const char c : type) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter) plain += start && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      start = !letter;
    }
    std::string map = plain;
    // map_type and object are tables of the standard itself.
    for (int number = 2; map.empty() || map == "Object" || !taken_.insert(what + lower_ascii(map)).second; ++number) {
      map = plain + std::to_string(number);
    }
    place->second.name = quoted(what + "_" + map);
    place->second.taken = {"ocel_id", "ocel_time", "ocel_changed_field"};
    SOJOURN_CHECK(file_.run("CREATE TABLE " + place->second.name + " (" + columns + ")"));
    SOJOURN_CHECK(file_.insert(what + "_map_type", "", {type, map}));
    return &place->second;
  }

  // Names that differ in case alone get a mark that names of properties do not keep.
  Result<std::string> column_of(Table& table, const ShapedValue& value) {
    const auto [place, fresh] = table.columns.try_emplace(value.name);
    if (!fresh) return place->second;
    std::string name = value.name;
    while (!table.taken.insert(lower_ascii(name)).second) name += '_';
    place->second = quoted(name);
    SOJOURN_CHECK(
        file_.run("ALTER TABLE " + table.name + " ADD COLUMN " + place->second + " " + column_type(value.type)));
    return place->second;
  }

  File& file_;
  std::map<std::pair<std::string, std::string>, Table> tables_;
  std::set<std::string> taken_;
};

}  // namespace

Result<int64_t> write_ocel_sqlite(const NextLogEvent& next, const std::string& path) {
  File file(path);
  SOJOURN_CHECK(file.open());
  Writer writer(file);
  OcelShape shape(true);
  int64_t count = 0;
  LogEvent event;
  while (true) {
    SOJOURN_TRY(const bool more, next(event));
    if (!more) break;
    SOJOURN_CHECK(writer.event(shape.shape(event)));
    ++count;
  }
  for (const auto& [key, related] : shape.objects()) SOJOURN_CHECK(writer.object(key.first, key.second, related));
  SOJOURN_CHECK(file.run("COMMIT"));
  return count;
}

OcelKind ocel_kind(const std::string& name) {
  const std::string lower = lower_ascii(name);
  for (const char* ending : {".sqlite", ".sqlite3", ".db"}) {
    if (lower.ends_with(ending)) return OcelKind::kSqlite;
  }
  for (const char* ending : {".xml", ".xmlocel"}) {
    if (lower.ends_with(ending)) return OcelKind::kXml;
  }
  return OcelKind::kJson;
}

Result<int64_t> write_ocel(const NextLogEvent& next, const WriteText& write, const std::string& name,
                           const std::string& path) {
  switch (ocel_kind(name)) {
    case OcelKind::kSqlite: return write_ocel_sqlite(next, path);
    case OcelKind::kXml: return write_ocel_xml(next, write);
    case OcelKind::kJson: break;
  }
  return write_ocel_json(next, write);
}

}  // namespace sojourn
