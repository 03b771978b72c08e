// Any bytes, read as JSON: rows have a cell for every column, what is kept as JSON reads back as JSON, and events that
// come out are valid.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "collect/json_reader.h"
#include "collect/read_text.h"

namespace sojourn {
namespace {

void read_all(const std::string& text) {
  auto bytes = ByteStream::over(text, "fuzz");
  if (!bytes) return;
  JsonReader reader(TextStream(std::move(bytes).value(), {}));
  std::vector<Cell> row;
  for (;;) {
    const Result<bool> more = reader.next(row);
    if (!more && more.error().code() != StatusCode::kInvalidArgument) return;
    if (more && !*more) return;
    if (!more) continue;
    SOJOURN_ASSERT(row.size() == reader.columns().size(), "a row has a cell for every column");
    for (const Cell& cell : row) SOJOURN_ASSERT(is_utf8(cell.text), "cells are text");
  }
}

void try_bytes(const std::string& text) {
  read_all(text);
  auto batch = read_events(text, Zone());
  if (!batch) return;
  for (Event& event : batch->events) {
    SOJOURN_ASSERT(validate_event(event).ok(), "an event that was taken in is valid");
    if (event.properties.empty()) continue;
    // Properties are one JSON object: reading them as an event's properties gives no error but the missing time.
    auto again = read_events("{\"time\":0,\"properties\":" + std::string(event.properties) + "}", Zone());
    SOJOURN_ASSERT(again.has_value() && again->events.size() == 1, "properties read back as JSON");
    // As an export holds them: one cell of a CSV file.
    std::string cell;
    for (const char c : event.properties) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
    again = read_events("time,properties\n0,\"" + cell + "\"\n", Zone());
    SOJOURN_ASSERT(again.has_value() && again->events.size() == 1, "properties read back from a cell");
  }
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sojourn::try_bytes(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
