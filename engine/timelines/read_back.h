// For tests of this folder: a snapshot written out event by event, so that it can be compared with a twin.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "timelines/snapshot.h"

namespace sojourn {

inline std::string read_back_time(const std::string& text) {
  return std::to_string(parse_time(text, Zone()).value().utc);
}

// "3 2026-03-01T10:00:00Z amount=1250 touchpoint=visit": the customer (with ? when nobody we can name), the time, and
// the fields that have a value, by name. Keys are hashes and shown as "#".
inline std::vector<std::string> read_back(const Snapshot& snapshot) {
  const std::span<const ColumnInfo> columns = snapshot.columns();
  std::vector<ColumnId> all;
  for (ColumnId id = 0; id < columns.size(); ++id) all.push_back(id);
  std::vector<std::string> lines;
  const auto reader = snapshot.reader(all);
  for (size_t index = 0; index < snapshot.block_count(); ++index) {
    const Block& block = reader->read(index);
    for (size_t customer = 0; customer < block.customers.size(); ++customer) {
      for (size_t i = block.begins[customer]; i < block.begins[customer + 1]; ++i) {
        std::map<std::string, std::string> fields;
        for (const ColumnId id : all) {
          const BlockColumn& column = block.column(id);
          std::string value;
          switch (columns[id].type) {
            case ColumnType::kCode: value = snapshot.names(id)->text(column.codes[i]); break;
            case ColumnType::kKey: value = column.keys[i] == 0 ? "" : "#"; break;
            case ColumnType::kText: value = column.texts[i]; break;
            case ColumnType::kNumber:
              if (!std::isnan(column.numbers[i])) value = format_number(column.numbers[i]);
              break;
            case ColumnType::kInteger:
              if (column.integers[i] != kNoInteger) value = std::to_string(column.integers[i]);
              break;
          }
          if (!value.empty()) fields[columns[id].name] = value;
        }
        std::string line = std::to_string(block.customers[customer]) + (block.identified[customer] != 0 ? "" : "?") +
                           " " + format_time(block.times[i]);
        for (const auto& [name, value] : fields) line += " " + name + "=" + value;
        lines.push_back(line);
      }
    }
  }
  return lines;
}

}  // namespace sojourn
