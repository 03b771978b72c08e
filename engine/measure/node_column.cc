#include "measure/node_column.h"

#include <string>
#include <vector>

#include "base/suggest.h"

namespace sojourn {

Result<NodeColumn> bind_node_column(BindContext& context, std::string_view parameter) {
  const std::string where(parameter);
  const std::string name = context.text(parameter);
  const Snapshot& snapshot = context.snapshot();
  const std::optional<ColumnId> column = snapshot.find_column(name);
  if (!column) {
    if (snapshot.property_left_out(name)) {
      return Status::limit("\"" + name + "\" found no column: there are too many properties", where);
    }
    if (name.starts_with("properties.")) return NodeColumn{std::nullopt, make_names()};
    std::vector<std::string> names;
    for (const ColumnInfo& each : snapshot.columns()) {
      if (each.type == ColumnType::kCode) names.push_back(each.name);
    }
    return Status::invalid("there is no field \"" + name + "\"." + did_you_mean(name, names), where);
  }
  if (snapshot.columns()[*column].type != ColumnType::kCode) {
    return Status::invalid(
        "\"" + name + "\" does not hold names; a " + where + " is a field such as touchpoint or stage", where);
  }
  return NodeColumn{context.column(name), snapshot.names(*column)};
}

}  // namespace sojourn
