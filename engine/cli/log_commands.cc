// Event logs for process mining, out of the record: customer by customer, in pages that fit into memory.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/decimal.h"
#include "cli/commands.h"
#include "formats/event_log.h"

namespace sojourn {
namespace {

constexpr size_t kPageEvents = 20'000;
constexpr size_t kPageRowsMax = 10'000'000;

// The events of the record that are something that happened, by customers.
class LogPages {
 public:
  explicit LogPages(Store& store) : store_(store) {}

  // Customers in order, about so many events of them a page.
  Status find_pages() {
    SOJOURN_TRY(
        const SqlTable table,
        store_.sql("SELECT max(n) FROM (SELECT n, sum(c) OVER (ORDER BY n) // " + std::to_string(kPageEvents) +
                       " AS page FROM (SELECT customer_number AS n, count(*) AS c FROM events WHERE touchpoint IS "
                       "NOT NULL AND customer_number IS NOT NULL GROUP BY 1)) GROUP BY page ORDER BY 1",
                   kPageRowsMax));
    for (const auto& row : table.rows) ends_.push_back(row.front().value_or("0"));
    return {};
  }

  Result<bool> next(LogEvent& event) {
    while (row_ == table_.rows.size()) {
      if (page_ == ends_.size()) return false;
      SOJOURN_CHECK(load());
    }
    read(table_.rows[row_++], event);
    return true;
  }

 private:
  Status load() {
    const std::string from = page_ == 0 ? "" : " AND customer_number > " + ends_[page_ - 1];
    const std::string text = "SELECT *, epoch_us(time) AS instant FROM events WHERE touchpoint IS NOT NULL" + from +
                             " AND customer_number <= " + ends_[page_] + " ORDER BY customer_number, time, sequence";
    ++page_;
    row_ = 0;
    SOJOURN_TRY(table_, store_.sql(text, kPageRowsMax));
    return {};
  }

  void read(const std::vector<std::optional<std::string>>& row, LogEvent& event) const {
    event = {};
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i]) set(table_.columns[i], *row[i], event);
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
      if (value.name == "episode") {
        event.contact = value.value;
      } else {
        event.values.push_back(std::move(value));
      }
    }
  }

  static LogValue::Type type_of(const std::string& type) {
    if (type == "BOOLEAN") return LogValue::Type::kTruth;
    if (type == "DOUBLE" || type.starts_with("DECIMAL")) return LogValue::Type::kNumber;
    return type.find("INT") != std::string::npos ? LogValue::Type::kInteger : LogValue::Type::kText;
  }

  Store& store_;
  std::vector<std::string> ends_;  // The last customer of each page.
  size_t page_ = 0;
  SqlTable table_;
  size_t row_ = 0;
};

using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

}  // namespace

Status run_log_export(const std::string& folder, const std::string& path, const std::string& kind,
                      const std::string& gap) {
  std::optional<Micros> pause;
  if (gap != "none") {
    SOJOURN_TRY(pause, parse_duration(gap.empty() ? "30d" : gap));
  }
  SOJOURN_TRY(const Workplace place, open_workplace(folder, "sojourn export", false));
  LogPages pages(*place.store);
  SOJOURN_CHECK(pages.find_pages());
  // Never over a file that is there.
  const OpenFile file(std::fopen(path.c_str(), "wbx"),
                      [](std::FILE* open) { return open == nullptr ? 0 : std::fclose(open); });
  if (file == nullptr) {
    return std::filesystem::exists(path) ? Status::conflict("the file exists already; name another or remove it", path)
                                         : Status::unavailable("the file cannot be written", path);
  }
  const WriteText write = [&](std::string_view text) -> Status {
    if (std::fwrite(text.data(), 1, text.size(), file.get()) == text.size()) return {};
    return Status::unavailable("the disk does not take the file", path);
  };
  const NextLogEvent next = [&](LogEvent& event) { return pages.next(event); };
  const Result<int64_t> count = kind == "xes" ? write_xes(next, write, pause) : write_ocel_json(next, write);
  Status status = count ? Status() : count.error();
  if (status.ok() && std::fflush(file.get()) != 0)
    status = Status::unavailable("the disk does not take the file", path);
  if (!status.ok()) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return status;
  }
  print_line(with_groups(*count) + " events written to " + path);
  return {};
}

}  // namespace sojourn
