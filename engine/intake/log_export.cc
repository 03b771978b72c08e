#include "intake/log_export.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <system_error>
#include <vector>

#include "base/decimal.h"
#include "base/disk.h"
#include "formats/event_log.h"

namespace sojourn {
namespace {

const char* const kHappened = "SELECT *, epoch_us(time) AS instant FROM events WHERE touchpoint IS NOT NULL";
const char* const kOrder = "customer_number, time, sequence";

// The events of the record that are something that happened, by customers.
class LogRows {
 public:
  explicit LogRows(std::unique_ptr<RowStream> rows) : rows_(std::move(rows)) {}

  Result<bool> next(LogEvent& event) {
    SOJOURN_TRY(const bool some, rows_->next());
    if (some) read(event);
    return some;
  }

 private:
  void read(LogEvent& event) const {
    event = {};
    for (size_t i = 0; i < rows_->columns().size(); ++i) {
      if (const auto cell = rows_->cell(i)) set(rows_->columns()[i], std::string(*cell), event);
    }
    // Two sources may each have an event 1.
    const auto source = std::find_if(event.values.begin(), event.values.end(),
                                     [](const LogValue& value) { return value.name == "source"; });
    if (!event.id.empty() && source != event.values.end()) event.id = source->value + ":" + event.id;
  }

  static void set(const SqlTable::Column& column, const std::string& cell, LogEvent& event) {
    const std::string& name = column.name;
    if (name == "customer") event.customer = cell;
    if (name == "id") event.id = cell;
    if (name == "instant") {
      if (const Result<int64_t> instant = parse_integer(cell); instant.has_value()) event.time = *instant;
    }
    if (name == "offset_minutes") {
      if (const Result<int64_t> minutes = parse_integer(cell)) event.offset_minutes = static_cast<int>(*minutes);
    }
    if (name == "touchpoint") event.activity = cell;
    if (name == "agent") event.agent = cell;
    if (name == "queue") event.queue = cell;
    if (name == "order") event.order = cell;
    if (name == "properties") set_properties(cell, event);
    for (const char* known :
         {"customer", "id", "instant", "time", "touchpoint", "agent", "queue", "order", "properties", "sequence",
          "received", "offset_minutes", "customer_number", "identifier"}) {
      if (name == known) return;
    }
    event.values.push_back({name, cell, type_of(column.type)});
  }

  static void set_properties(const std::string& cell, LogEvent& event) {
    std::vector<LogValue> values;
    add_log_values(cell, values);
    for (LogValue& value : values) {
      if (value.name == "episode") event.contact = value.value;
      // The name of a contact is text; an episode that is none keeps its type as a property.
      if (value.name != "episode" || value.type != LogValue::Type::kText) event.values.push_back(std::move(value));
    }
  }

  static LogValue::Type type_of(const std::string& type) {
    if (type == "BOOLEAN") return LogValue::Type::kTruth;
    if (type == "DOUBLE" || type.starts_with("DECIMAL")) return LogValue::Type::kNumber;
    return type.find("INT") != std::string::npos ? LogValue::Type::kInteger : LogValue::Type::kText;
  }

  std::unique_ptr<RowStream> rows_;
};

Status not_taken(const std::string& path) {
  return Status::unavailable("the disk does not take the file: " + std::generic_category().message(errno), path);
}

// Into the file `at`, which is there and empty; `path` is what it is going to be called.
Result<int64_t> write_log(LogRows& rows, const std::string& at, const std::string& path, const std::string& kind,
                          std::optional<Micros> pause) {
  using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  OpenFile file(std::fopen(at.c_str(), "wb"), [](std::FILE* open) { return open == nullptr ? 0 : std::fclose(open); });
  if (file == nullptr) return not_taken(path);
  const WriteText write = [&](std::string_view text) -> Status {
    return std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() ? Status() : not_taken(path);
  };
  const NextLogEvent next = [&](LogEvent& event) { return rows.next(event); };
  SOJOURN_TRY(const int64_t count, kind == "xes" ? write_xes(next, write, pause) : write_ocel(next, write, path, at));
  if (std::fclose(file.release()) != 0) return not_taken(path);
  return count;
}

}  // namespace

Result<int64_t> export_log(Store& store, const std::string& path, const std::string& kind, const std::string& gap,
                           StopReason stop) {
  std::optional<Micros> pause;
  if (gap != "none") {
    SOJOURN_TRY(pause, parse_duration(gap.empty() ? "30d" : gap));
  }
  if (file_exists(path)) return Status::conflict("the file exists already; name another or remove it", path);
  SOJOURN_TRY(LongReader* const reader, long_reader(store));
  SOJOURN_TRY(std::unique_ptr<RowStream> stream, reader->stream_rows(kHappened, kOrder, std::move(stop)));
  LogRows rows(std::move(stream));
  SOJOURN_TRY(const std::string unfinished, make_unfinished_file(path));
  const Result<int64_t> count = write_log(rows, unfinished, path, kind, pause);
  if (count) {
    SOJOURN_CHECK(finish_new_file(unfinished, path));
  } else {
    static_cast<void>(remove_file(unfinished).ok());
  }
  return count;
}

}  // namespace sojourn
