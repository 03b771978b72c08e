#include "formats/ocel_sqlite.h"

#include <sqlite3.h>

#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "base/encoding.h"
#include "base/text.h"
#include "formats/json_fields.h"
#include "formats/ocel_log.h"

namespace sojourn {
namespace {

constexpr int kStepsMax = 200'000;  // Of 10,000 instructions each.
constexpr int kInstructions = 10'000;

std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

struct Value {
  std::string text;
  CellType type = CellType::kUntyped;  // Text of the database is text, also where it looks like a number.
};

// A row by the names of its columns; NULL is absent.
using Row = std::map<std::string, Value, std::less<>>;

std::string cell(const Row& row, std::string_view name) {
  const auto found = row.find(name);
  return found == row.end() ? std::string() : found->second.text;
}

// Numbers that a table keeps in columns of text, and what it calls a boolean, are read for what they are.
CellType type_of(sqlite3_stmt* row, int column) {
  const char* declared = sqlite3_column_decltype(row, column);
  const std::string kind = declared == nullptr ? "" : lower_ascii(declared);
  const bool text = kind.empty() || kind == "text" || kind.starts_with("varchar") || kind == "string";
  return text && sqlite3_column_type(row, column) == SQLITE_TEXT ? CellType::kString : CellType::kUntyped;
}

// Absent: NULL, or no text. Numbers have all their digits, of which SQLite itself would write 15.
std::optional<std::string> text_of(sqlite3_stmt* row, int column) {
  if (sqlite3_column_type(row, column) == SQLITE_FLOAT) {
    const double number = sqlite3_column_double(row, column);
    return std::isfinite(number) ? std::optional<std::string>(Json(number).dump()) : std::nullopt;
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  if (text == nullptr) return std::nullopt;
  const std::string_view value(text, static_cast<size_t>(sqlite3_column_bytes(row, column)));
  return is_utf8(value) ? std::optional<std::string>(value) : std::nullopt;
}

class Database {
 public:
  Database() = default;
  ~Database() { sqlite3_close(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Status open(std::string_view bytes) {
    if (sqlite3_open_v2(":memory:", &handle_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) return fault();
    // SQLite owns what it reads from; it is read-only, so that it stays as it was.
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
    if (copy == nullptr) return Status::limit("the file does not fit into memory");
    std::copy(bytes.begin(), bytes.end(), copy);
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    const unsigned flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY;
    if (sqlite3_deserialize(handle_, "main", copy, size, size, flags) != SQLITE_OK) return fault();
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_progress_handler(
        handle_, kInstructions, [](void* steps) { return ++*static_cast<int*>(steps) > kStepsMax ? 1 : 0; }, &steps_);
    return {};
  }

  Status each(const std::string& sql, const std::function<Status(const Row&)>& see) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(handle_, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK)
      return fault();
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(raw, sqlite3_finalize);
    while (true) {
      const int step = sqlite3_step(raw);
      if (step == SQLITE_DONE) return {};
      if (step != SQLITE_ROW) return fault();
      Row row;
      for (int i = 0; i < sqlite3_column_count(raw); ++i) {
        const char* name = sqlite3_column_name(raw, i);
        std::optional<std::string> text = text_of(raw, i);
        if (text && name != nullptr && is_utf8(name)) row[name] = Value{std::move(*text), type_of(raw, i)};
      }
      SOJOURN_CHECK(see(row));
    }
  }

  bool has(const std::string& table) const { return tables_.contains(table); }
  Status find_tables() {
    return each("SELECT name FROM sqlite_master WHERE type = 'table'", [&](const Row& row) -> Status {
      tables_.insert(cell(row, "name"));
      return {};
    });
  }

 private:
  Status fault() const {
    return Status::invalid(std::string("the SQLite file cannot be read: ") + sqlite3_errmsg(handle_));
  }

  sqlite3* handle_ = nullptr;
  std::set<std::string> tables_;
  int steps_ = 0;
};

class Reader {
 public:
  Reader(const FormatSettings& settings, EventWriter& writer) : log_(settings), writer_(writer) {}

  Status read(std::string_view bytes) {
    SOJOURN_CHECK(db_.open(bytes));
    SOJOURN_CHECK(db_.find_tables());
    for (const char* table : {"event", "object", "event_object"}) {
      if (!db_.has(table)) return Status::invalid(std::string("an OCEL file has a table ") + table);
    }
    SOJOURN_CHECK(read_objects());
    std::map<std::string, std::string> tables;
    SOJOURN_CHECK(types("event", tables));
    for (const auto& [type, table] : tables) {
      SOJOURN_CHECK(
          db_.each("SELECT name FROM pragma_table_info(" + quoted(table) + ")", [&](const Row& row) -> Status {
            log_.declare("event", type, cell(row, "name"), "");
            return {};
          }));
    }
    SOJOURN_CHECK(log_.settle());
    return read_events();
  }

 private:
  // Type and table of it: "Confirm Order" has event_ConfirmOrder.
  Status types(const std::string& what, std::map<std::string, std::string>& tables) {
    const std::string map = what + "_map_type";
    if (!db_.has(map)) return {};
    return db_.each("SELECT ocel_type, ocel_type_map FROM " + map, [&](const Row& row) -> Status {
      const std::string table = what + "_" + cell(row, "ocel_type_map");
      if (db_.has(table)) tables[cell(row, "ocel_type")] = table;
      return {};
    });
  }

  Status read_objects() {
    SOJOURN_CHECK(db_.each("SELECT ocel_id, ocel_type FROM object", [&](const Row& row) -> Status {
      OcelObject object;
      object.type = cell(row, "ocel_type");
      log_.add_object(cell(row, "ocel_id"), std::move(object));
      return {};
    }));
    std::map<std::string, std::string> tables;
    SOJOURN_CHECK(types("object", tables));
    for (const auto& [type, table] : tables) {
      SOJOURN_CHECK(db_.each("SELECT * FROM " + quoted(table), [&](const Row& row) -> Status {
        read_values(row);
        return {};
      }));
    }
    if (!db_.has("object_object")) return {};
    return db_.each("SELECT ocel_source_id, ocel_target_id FROM object_object", [&](const Row& row) -> Status {
      log_.relate(cell(row, "ocel_source_id"), cell(row, "ocel_target_id"));
      return {};
    });
  }

  // A row with ocel_changed_field tells one value that changed; one without tells them all.
  void read_values(const Row& row) {
    const std::string changed = cell(row, "ocel_changed_field");
    const Result<ParsedTime> time = parse_time(cell(row, "ocel_time"), Zone());
    OcelObject object;
    for (const auto& [name, value] : row) {
      if (name.starts_with("ocel_") || (!changed.empty() && name != changed)) continue;
      object.values.push_back({name, time ? time->utc : 0, value.text, value.type});
    }
    log_.add_object(cell(row, "ocel_id"), std::move(object));
  }

  Status read_events() {
    std::map<std::string, OcelEvent> events;
    std::vector<std::string> order;
    SOJOURN_CHECK(db_.each("SELECT ocel_id, ocel_type FROM event", [&](const Row& row) -> Status {
      const std::string id = cell(row, "ocel_id");
      const auto [place, fresh] = events.try_emplace(id);
      if (fresh) order.push_back(id);
      place->second.id = id;
      place->second.type = cell(row, "ocel_type");
      return {};
    }));
    SOJOURN_CHECK(db_.each("SELECT * FROM event_object", [&](const Row& row) -> Status {
      const auto found = events.find(cell(row, "ocel_event_id"));
      if (found != events.end())
        found->second.objects.push_back({cell(row, "ocel_object_id"), cell(row, "ocel_qualifier")});
      return {};
    }));
    std::map<std::string, std::string> tables;
    SOJOURN_CHECK(types("event", tables));
    for (const auto& [type, table] : tables) {
      SOJOURN_CHECK(db_.each("SELECT * FROM " + quoted(table), [&](const Row& row) -> Status {
        const auto found = events.find(cell(row, "ocel_id"));
        if (found == events.end()) return {};
        found->second.time = cell(row, "ocel_time");
        for (const auto& [name, value] : row) {
          if (!name.starts_with("ocel_")) found->second.values.push_back({name, 0, value.text, value.type});
        }
        return {};
      }));
    }
    uint64_t number = 0;
    for (const std::string& id : order) {
      writer_.row();
      SOJOURN_CHECK(log_.write(events[id], writer_, ++number, "event " + std::string(fitting(id, 200))));
    }
    return {};
  }

  Database db_;
  OcelLog log_;
  EventWriter& writer_;
};

}  // namespace

bool is_sqlite(std::string_view bytes) { return bytes.starts_with(std::string_view("SQLite format 3\0", 16)); }

Status read_ocel_sqlite(std::string_view bytes, const FormatSettings& settings, EventWriter& writer) {
  return Reader(settings, writer).read(bytes);
}

}  // namespace sojourn
