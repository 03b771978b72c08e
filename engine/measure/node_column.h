// The column whose values are the nodes of a map, a path or a table: the parameter `node` and its kin.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "measure/definition.h"

namespace sojourn {

struct NodeColumn {
  std::optional<ColumnId> column;  // Empty: a property that no event ever had; every event is without a node.
  std::shared_ptr<Names> names;    // Never null.

  // 0 when the event has no node.
  uint32_t at(const Block& block, size_t event) const { return column ? block.column(*column).codes[event] : 0; }
};

// The field named by that kField parameter. Errors: kInvalidArgument for no field, or one that does not hold names,
// with near names; `where` is the parameter.
Result<NodeColumn> bind_node_column(BindContext& context, std::string_view parameter);

}  // namespace sojourn
