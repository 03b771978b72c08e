#include "funnels/held_fields.h"

#include <bit>
#include <cmath>
#include <string>

#include "base/suggest.h"

namespace sojourn {

Result<HeldFields> HeldFields::bind(BindContext& context, std::string_view parameter) {
  const std::string where(parameter);
  const Snapshot& snapshot = context.snapshot();
  HeldFields held;
  for (const std::string& name : context.texts(parameter)) {
    if (held.fields_.size() == kHeldFieldsMax) {
      return Status::limit("at most " + std::to_string(kHeldFieldsMax) + " fields can be held constant", where);
    }
    Field field;
    field.column = snapshot.find_column(name);
    if (!field.column) {
      if (snapshot.property_left_out(name)) {
        return Status::limit("\"" + name + "\" found no column: there are too many properties", where);
      }
      if (!name.starts_with("properties.")) {
        std::vector<std::string> names;
        for (const ColumnInfo& each : snapshot.columns()) names.push_back(each.name);
        return Status::invalid("there is no field \"" + name + "\"." + did_you_mean(name, names), where);
      }
    } else {
      field.type = snapshot.columns()[*field.column].type;
      if (field.type == ColumnType::kText) return Status::invalid("\"" + name + "\" is free text", where);
      context.column(name);
    }
    held.fields_.push_back(field);
  }
  return held;
}

std::optional<HeldValues> HeldFields::values(const Block& block, size_t event) const {
  HeldValues values{};
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (!fields_[i].column) return std::nullopt;
    const BlockColumn& column = block.column(*fields_[i].column);
    switch (fields_[i].type) {
      case ColumnType::kCode: values[i] = column.codes[event]; break;
      case ColumnType::kKey: values[i] = column.keys[event]; break;
      case ColumnType::kNumber: {
        const double number = column.numbers[event];
        if (std::isnan(number)) return std::nullopt;
        values[i] = std::bit_cast<uint64_t>(number == 0 ? 0.0 : number);
        continue;
      }
      case ColumnType::kInteger:
        if (column.integers[event] == kNoInteger) return std::nullopt;
        values[i] = static_cast<uint64_t>(column.integers[event]);
        continue;
      case ColumnType::kText: return std::nullopt;
    }
    if (values[i] == 0) return std::nullopt;
  }
  return values;
}

}  // namespace sojourn
